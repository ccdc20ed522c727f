using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.SignIn;
using Azukari.Accounts.Staff;
using Azukari.Accounts.Storage;
using Azukari.Accounts.Tickets;
using Azukari.Company;
using Azukari.Console.SignIn;
using Azukari.Console.Staff;
using Azukari.Site;
using Azukari.Site.Cookies;
using Azukari.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Azukari.Accounts;

/// <summary>Accounts of members and of staff: signing in, second factors, sessions, and who of the staff may what.</summary>
public static class AccountsModule
{
    /// <summary>Registers accounts in a host that has the company with its storage, the site and the console.</summary>
    public static IServiceCollection AddAzukariAccounts(this IServiceCollection services)
    {
        services.AddOptions<AccountsOptions>().BindConfiguration("Accounts").ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccountsOptions>, OptionsCheck>();
        services.AddAccountBooks();
        services.AddHttpContextAccessor();
        services.AddIdentityCore<Account>().AddUserStore<AccountStore>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<SiteOptions>>((passkeys, site) =>
        {
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.AuthenticatorTimeout = TimeSpan.FromMinutes(5);
            // The host a request names is the sender's to choose; a company's own address is not.
            if (site.Value.PublicUrl is { } address) passkeys.ServerDomain = new Uri(address).Host;
        });
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, MemberHandler>(MemberScheme.Name, null);
        services.AddAuthorizationBuilder().AddPolicy(MemberScheme.Policy, policy => policy.AddAuthenticationSchemes(MemberScheme.Name).AddRequirements(MemberRequirement.Instance));
        services.TryAddSingleton<IAccountMessages, NoAccountMessages>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<AddressLimit>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<NameFinder>();
        services.AddSingleton<SignInDesk>();
        services.AddScoped<Passkeys>();
        services.AddSingleton<IStaffSource, AccountsAsStaff>();
        services.AddSingleton<Emergencies>();
        AddCookies(services);
        return services;
    }

    /// <summary>Registers what works with accounts and no browser: for the host, and for the command line.</summary>
    public static IServiceCollection AddAccountBooks(this IServiceCollection services)
    {
        services.AddStorageModel<AccountsStorage>();
        services.AddSingleton<AccountBook>();
        services.AddSingleton<TicketOffice>();
        services.AddSingleton<OneTimeCodes>();
        services.AddSingleton<MemberSessions>();
        services.AddSingleton<AccountRecords>();
        services.AddSingleton(provider => new MemberAccounts(
            provider.GetRequiredService<AccountBook>(), provider.GetRequiredService<TicketOffice>(), provider.GetRequiredService<MemberSessions>(),
            provider.GetRequiredService<AccountRecords>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new StaffAccounts(
            provider.GetRequiredService<AccountBook>(), provider.GetRequiredService<TicketOffice>(), provider.GetRequiredService<StaffSessions>(),
            provider.GetRequiredService<AccountRecords>(), provider.GetRequiredService<CompanyCore>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static void AddCookies(IServiceCollection services)
    {
        const string ja = "会員が入ったあと、同じ会員であることを見分けます。", en = "Recognises a member who signed in.";
        services.AddSingleton(new CookieDeclaration(MemberScheme.SecureCookie, ja, en, MemberSessions.Longest, Necessary: true));
        services.AddSingleton(new CookieDeclaration(MemberScheme.PlainCookie,
            "同じ役割です（暗号化されない接続、つまり開発用の端末でだけ使います）。", "The same, on a developer's own machine without encryption.", MemberSessions.Longest, Necessary: true));
        const string browserJa = "はじめての端末から入ったときに会員へお知らせするため、使ったことのあるブラウザを見分けます。入るまでは設定しません。",
            browserEn = "Tells browsers a member has used from new ones, so that the member is told of a new one. Not set before signing in.";
        services.AddSingleton(new CookieDeclaration(MemberCookies.SecureBrowser, browserJa, browserEn, MemberCookies.BrowserLife, Necessary: true));
        services.AddSingleton(new CookieDeclaration(MemberCookies.PlainBrowser,
            "同じ役割です（開発用の端末でだけ使います）。", "The same, on a developer's own machine.", MemberCookies.BrowserLife, Necessary: true));
    }

    private sealed class OptionsCheck : IValidateOptions<AccountsOptions>
    {
        public ValidateOptionsResult Validate(string? name, AccountsOptions options)
        {
            string[] problems = [.. options.Problems()];
            return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
