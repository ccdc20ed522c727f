using Azukari.Accounts.Contracts;
using Azukari.Accounts.Endpoints;
using Azukari.Accounts.Faces;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Letters;
using Azukari.Accounts.Pages.Staff;
using Azukari.Accounts.Resources;
using Azukari.Accounts.Sample;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.Shell;
using Azukari.Accounts.SignIn;
using Azukari.Accounts.Staff;
using Azukari.Accounts.Storage;
using Azukari.Accounts.Tickets;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.Shell;
using Azukari.Console.SignIn;
using Azukari.Console.Staff;
using Azukari.Messages;
using Azukari.Site;
using Azukari.Site.Cookies;
using Azukari.Storage;
using Azukari.Ui.Language;
using Azukari.Ui.Routing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Azukari.Accounts;

/// <summary>Accounts of members and of staff: signing in, second factors, sessions, and who of the staff may what.</summary>
public static class AccountsModule
{
    // What anybody may send before it is known who they are: a passkey's answer is the largest.
    private const long LargestForm = 64 * 1024;

    /// <summary>Registers accounts in a host that has the company with its storage, the site and the console.</summary>
    public static IServiceCollection AddAzukariAccounts(this IServiceCollection services)
    {
        services.AddOptions<AccountsOptions>().BindConfiguration("Accounts").ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccountsOptions>, OptionsCheck>();
        services.AddAccountBooks();
        services.AddHttpContextAccessor();
        services.AddScoped<MemberNow>();
        services.AddIdentityCore<Account>().AddUserStore<AccountStore>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<SiteOptions>, IHostEnvironment>((passkeys, site, host) =>
        {
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.AuthenticatorTimeout = TimeSpan.FromMinutes(5);
            // The host a request names is the sender's to choose; a company's own address is not.
            if (site.Value.PublicUrl is { } address) passkeys.ServerDomain = new Uri(address).Host;
            passkeys.ValidateOrigin = context => ValueTask.FromResult(PasskeyOrigins.Allows(context, site.Value.PublicUrl, host.IsDevelopment()));
        });
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, MemberHandler>(MemberScheme.Name, null);
        services.AddAuthorizationBuilder().AddPolicy(MemberScheme.Policy, policy => policy.AddAuthenticationSchemes(MemberScheme.Name).AddRequirements(MemberRequirement.Instance));
        services.TryAddSingleton<IAccountMessages, AccountLetters>();
        services.AddMessageTemplates(AccountLetters.Templates);
        services.AddChangeWarnings();
        services.AddSingleton<Passwords>();
        services.AddSingleton<AddressLimit>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<NameFinder>();
        services.AddSingleton<AddressTrust>();
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<ForgottenDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<ForgottenDesk>());
        services.AddScoped<Passkeys>();
        services.AddSingleton<IStaffSource, AccountsAsStaff>();
        services.AddSingleton<Emergencies>();
        services.AddSingleton<MemberRecovery>();
        services.AddSingleton<MemberFace>();
        services.AddSingleton<StaffFace>();
        services.AddSingleton<FaceChoice>();
        services.AddScoped<Credentials>();
        services.AddHostedService<SampleAccounts>();
        AddCookies(services);
        AddConsole(services);
        return services;
    }

    /// <summary>Error pages of the members' account pages, and no cache for any of them: before routing.</summary>
    public static WebApplication UseAzukariAccounts(this WebApplication app, bool showErrors)
    {
        app.UseWhen(static context => IsAccount(context.Request.Path), branch =>
        {
            branch.Use(static (context, next) =>
            {
                context.Response.OnStarting(static state =>
                {
                    ((HttpContext)state).Response.Headers.CacheControl = "no-store";
                    return Task.CompletedTask;
                }, context);
                return next(context);
            });
            if (showErrors) branch.UseExceptionHandler("/account/error/500", createScopeForErrors: true);
            branch.UseStatusCodePagesWithReExecute("/account/error/{0}", createScopeForStatusCodePages: true);
            branch.KnowMemberOnErrors("/account/error");
        });
        return app;
    }

    /// <summary>Maps the members' pages and forms; staff's come with the console.</summary>
    public static void MapAzukariAccounts(this WebApplication app)
    {
        foreach (var language in PageLanguage.All)
        {
            RouteGroupBuilder account = app.MapGroup(PageLanguage.Path("/account", language)).WithMetadata(new RequireAntiforgeryTokenAttribute(), new RequestSizeLimitAttribute(LargestForm));
            account.MapSignIn("/sign-in");
            account.MapAccount(new NeedsMemberAttribute());
            account.MapPost("/sign-out", static async (HttpContext http, MemberFace face, CancellationToken cancel) =>
            {
                await face.SignOutAsync(http, cancel);
                return Results.LocalRedirect(Face.Here(face.SignIn) + "?out=1");
            }).WithMetadata(new NeedsMemberAttribute());
        }

        app.MapRazorComponents<AccountsApp>().WithStaticAssets().AnswerOnly(IsAccount);
    }

    private static bool IsAccount(PathString path) => path.StartsWithSegments("/account") || path.StartsWithSegments("/en/account");

    private static void AddConsole(IServiceCollection services)
    {
        static ConsoleEntry Entry(ConsoleWork work, int order, string path, string label, string icon, params Duty[] any) =>
            new(work, order, path, provider => provider.GetRequiredService<Text<AccountsText>>()[label], icon, any);
        services.AddSingleton(new StaffSignInWay(typeof(StaffSignIn)));
        services.AddSingleton(new StaffFactor(static async (provider, login, cancel) => await provider.GetRequiredService<AccountBook>().FindAsync(AccountKind.Staff, login, cancel) is { State: AccountState.Active } account
            && await provider.GetRequiredService<FaceChoice>().Of(isStaff: true).HasSecondFactorAsync(account, cancel),
            "/console/account/two-step", ["/console/account/passkeys", "/console/account/passkeys/question"]));
        services.AddConsoleArea(
            new ConsoleArea(typeof(AccountsModule).Assembly)
            {
                Stylesheets = ["_content/Azukari.Accounts/accounts.css"],
                Scripts = ["_content/Azukari.Accounts/passkey.js"],
                Map = static console =>
                {
                    console.MapSignIn("/sign-in");
                    console.MapStaffNumber();
                    console.MapStaffList();
                    console.MapGroup("/account").MapAccount(new NeedsDutyAttribute());
                },
            },
            Entry(ConsoleWork.People, 90, "/console/recovery", "Nav.Recovery", "M5.5 9.5a3.5 3.5 0 1 1 3-1.7L14 13.3V15h-2.5v-1.5H10V12H8.7L7.6 10.9", Duty.Rights),
            Entry(ConsoleWork.System, 10, "/console/staff", "Nav.Staff", "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M11 3a2.3 2.3 0 0 1 0 4.4M12 9.8c1.6.5 2.5 1.8 2.5 3.7", Duty.Staff),
            Entry(ConsoleWork.System, 20, "/console/staff/emergencies", "Nav.Emergencies", "M8 2 14.5 13.5H1.5zM8 6.5v3.5M8 11.8v.4"),
            Entry(ConsoleWork.System, 30, "/console/account", "Nav.Account", "M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3 7h10v7H3zM8 9.8v1.6"));
        services.AddEmergencyCounts();
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
        services.AddSingleton(new CookieDeclaration(StepCookie.Secure,
            "パスワードのあと、確認コードを入力するまでの間、手続きを覚えておきます。", "Remembers a sign-in between the password and the code.", TicketKind.SecondStep.Life, Necessary: true));
        services.AddSingleton(new CookieDeclaration(StepCookie.Plain,
            "同じ役割です（開発用の端末でだけ使います）。", "The same, on a developer's own machine.", TicketKind.SecondStep.Life, Necessary: true));
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
