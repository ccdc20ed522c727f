using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Company.Operating;
using Azukari.Console.Shell;
using Azukari.Join.Addresses;
using Azukari.Join.Applications;
using Azukari.Join.Contracts;
using Azukari.Join.Leaving;
using Azukari.Join.Letters;
using Azukari.Join.Public;
using Azukari.Join.Resources;
using Azukari.Join.Staff;
using Azukari.Members.Contracts;
using Azukari.Messages;
using Azukari.Messages.Contracts;
using Azukari.Papers.Contracts;
using Azukari.Site.Shell;
using Azukari.Storage;
using Azukari.Ui.Language;
using Azukari.Ui.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Azukari.Join;

/// <summary>Registration: the public form, confirmation by mail, the staff's pages for applications, cooling-off and leaving.</summary>
public static class JoinModule
{
    /// <summary>Registers the module. The host also registers company, storage, members, messages, site and console.</summary>
    public static IServiceCollection AddAzukariJoin(this IServiceCollection services)
    {
        services.AddOptions<JoinOptions>().BindConfiguration("Join").ValidateOnStart();
        services.AddSingleton<IValidateOptions<JoinOptions>, JoinOptionsCheck>();
        services.AddSingleton(new ModuleViews(JoinViews.Register));
        services.AddApplications();
        services.AddHostedService<ApplicationSweep>();
        services.AddConsoleArea(
            new ConsoleArea(typeof(JoinModule).Assembly) { Map = static console => { console.MapApplications(); console.MapLetters(); console.MapAddresses(); }, Stylesheets = ["_content/Azukari.Join/join.css"] },
            new ConsoleEntry(ConsoleWork.People, 20, "/console/applications", static provider => provider.GetRequiredService<Text<JoinText>>()["Staff.Title"],
                "M3 2h7l3 3v9H3zM10 2v3h3M5.5 8h5M5.5 10.5h3") { Desks = [ApplicationEndpoints.Desk], HasOwnPurpose = true });
        services.AddSingleton(new ConsoleCount(10, "/console/applications",
            static provider => provider.GetRequiredService<Text<JoinText>>()["Staff.HomeWaiting"], static provider => provider.GetRequiredService<Text<JoinText>>()["Staff.Title"],
            static (provider, cancel) => provider.GetRequiredService<ApplicationBook>().WaitingAsync(cancel)) { Desks = [ApplicationEndpoints.Desk] });
        services.AddSingleton(new ConsoleCount(11, "/console/applications?show=stopped",
            static provider => provider.GetRequiredService<Text<JoinText>>()["Staff.HomeStopped"], static provider => provider.GetRequiredService<Text<JoinText>>()["Staff.Filter.stopped"],
            static (provider, cancel) => provider.GetRequiredService<ApplicationBook>().StoppedAsync(cancel)) { Desks = [ApplicationEndpoints.Desk] });
        services.AddSingleton(new ConsoleCount(12, "/console/applications?show=post",
            static provider => provider.GetRequiredService<Text<JoinText>>()["Staff.HomePost"], static provider => provider.GetRequiredService<Text<JoinText>>()["Staff.Filter.post"],
            static (provider, cancel) => provider.GetRequiredService<ApplicationBook>().ToPostAsync(cancel)) { Desks = [ApplicationEndpoints.Desk] });
        // Who has no account in use yet: the letter, for whom no mail reaches.
        services.AddSingleton(new PersonDoor(
            static provider => provider.GetRequiredService<Text<JoinText>>()["Letter.Title"], static subject => $"/console/people/{subject}/letter",
            static async (provider, person, subject, cancel) => person.Roles.Contains(ApplicationEndpoints.Desk)
                && await provider.GetRequiredService<MemberBook>().FindAsync(subject, cancel) is { Status: MemberStatus.Active or MemberStatus.Suspended }
                && await provider.GetRequiredService<MemberAccounts>().FindAsync(subject, cancel) is not ({ IsActive: true } or { IsClosed: true })));
        services.AddSingleton(new PersonDoor(
            static provider => provider.GetRequiredService<Text<JoinText>>()["Address.Staff"], static subject => $"/console/people/{subject}/address",
            static async (provider, person, subject, cancel) => person.Roles.Contains(ApplicationEndpoints.Desk) && await provider.GetRequiredService<AddressConfirmations>().IsOpenAsync(subject, cancel)));
        services.AddSingleton(new PersonDoor(
            static provider => provider.GetRequiredService<Text<JoinText>>()["Leave.Title"], static subject => $"/console/people/{subject}/leave",
            static async (provider, person, subject, cancel) => person.Roles.Contains(ApplicationEndpoints.Desk)
                && await provider.GetRequiredService<MemberBook>().FindAsync(subject, cancel) is { Status: MemberStatus.Active or MemberStatus.Suspended })
        { About = static provider => provider.GetRequiredService<Text<JoinText>>()["Leave.About"] });
        services.AddSingleton(new CorrectionNews(MessageTemplate.Address, static async (provider, subject, by, code, cancel) =>
            await provider.GetRequiredService<AddressConfirmations>().AskAsync(subject, (await provider.GetRequiredService<ApplicationBook>().FindAsync(subject, cancel))?.Language ?? "ja", by, code, cancel)));
        services.AddSingleton(static provider => new MemberLanguage(async (subject, cancel) => (await provider.GetRequiredService<ApplicationBook>().FindAsync(subject, cancel))?.Language));
        services.AddSingleton(new SiteEntry(0, "/join", static provider => provider.GetRequiredService<Text<JoinText>>()["Nav.Join"]));
        services.AddSingleton(provider => new MemberContracts(
            provider.GetRequiredService<ApplicationBook>(), provider.GetRequiredService<LeavingBook>(), provider.GetRequiredService<Referrals>(),
            provider.GetRequiredService<CompanyCore>(), provider.GetRequiredService<PaperPress>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<JoinDoor>();
        services.AddTransient<JoinFlow>();
        return services;
    }

    /// <summary>Registers applications alone, over a company's storage, members, accounts and messages.</summary>
    internal static IServiceCollection AddApplications(this IServiceCollection services)
    {
        services.AddSingleton(provider => new Referrals(
            provider.GetRequiredService<IDbContextFactory<AzukariDb>>(), provider.GetRequiredService<CompanyCore>(), provider.GetRequiredService<MemberBook>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AddressConfirmations>();
        services.AddSingleton<ApplicationBook>();
        return services.AddLeavings();
    }

    /// <summary>Registers leaving alone, over a company's storage, members, accounts and messages: for commands beside a host.</summary>
    public static IServiceCollection AddLeavings(this IServiceCollection services)
    {
        services.AddStorageModel<JoinStorage>();
        services.AddMessageTemplates(JoinMessages.All);
        services.AddSingleton<LeavingBook>();
        services.AddSingleton(provider => new MemberLeaving(provider.GetRequiredService<LeavingBook>(), provider.GetRequiredService<IDbContextFactory<AzukariDb>>()));
        return services;
    }

    /// <summary>Maps the public pages.</summary>
    public static void MapAzukariJoin(this WebApplication app)
    {
        foreach (var language in PageLanguage.All) app.MapGroup(PageLanguage.Path("/join", language)).MapPapers();
        app.MapRazorComponents<JoinApp>().WithStaticAssets().AnswerOnly(IsJoin);
    }

    private static bool IsJoin(PathString path) => path.StartsWithSegments("/join") || path.StartsWithSegments("/en/join");

    private sealed class JoinOptionsCheck : IValidateOptions<JoinOptions>
    {
        public ValidateOptionsResult Validate(string? name, JoinOptions options)
        {
            string[] problems = [.. options.Problems()];
            return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
