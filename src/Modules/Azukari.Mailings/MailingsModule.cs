using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Company.Operating;
using Azukari.Company.Sample;
using Azukari.Company.Settings;
using Azukari.Console.Shell;
using Azukari.Mailings.Book;
using Azukari.Mailings.Resources;
using Azukari.Mailings.Sample;
using Azukari.Mailings.Sending;
using Azukari.Mailings.Staff;
using Azukari.Mailings.Storage;
using Azukari.Members.Contracts;
using Azukari.Messages;
using Azukari.Messages.Contracts;
using Azukari.Storage;
using Azukari.Ui.Language;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Mailings;

/// <summary>News to many: written by one person, approved by another, sent as advertising to members who consented, a small step at a time.</summary>
public static class MailingsModule
{
    /// <summary>Registers the module. The host also registers company, storage, messages, members, accounts and console.</summary>
    public static IServiceCollection AddAzukariMailings(this IServiceCollection services)
    {
        services.AddMailingBook();
        services.AddHostedService<MailingWorker>();
        services.AddSingleton(Sample());
        services.AddConsoleArea(
            new ConsoleArea(typeof(MailingsModule).Assembly) { Map = static console => console.MapMailings(), Stylesheets = ["_content/Azukari.Mailings/mailings.css"] },
            new ConsoleEntry(ConsoleWork.People, 50, "/console/mailings", static provider => provider.GetRequiredService<Text<MailingsText>>()["Title"],
                "M2 6.5v3h2.5L10 13V3L4.5 6.5zM12.5 6a3 3 0 0 1 0 4", Duty.Audit) { Desks = [MailingWords.Desk, MailingWords.Manager], HasOwnPurpose = true });
        services.AddSingleton(new ConsoleCount(30, "/console/mailings",
            static provider => provider.GetRequiredService<Text<MailingsText>>()["HomeWaiting"], static provider => provider.GetRequiredService<Text<MailingsText>>()["Title"],
            static (provider, cancel) => provider.GetRequiredService<MailingBook>().CountProposedAsync(cancel)) { Desks = [MailingWords.Desk, MailingWords.Manager] });
        services.AddSingleton(new CaseDoor(static code => MailingWords.IsCode(code) ? $"/console/mailings/{code}" : null));
        return services;
    }

    /// <summary>The mailings' part in the sample company; after the members'.</summary>
    public static ISampleContributor Sample() => new SampleMailings();

    /// <summary>Registers mailings alone, over a company's storage, messages and members: nothing is sent by itself.</summary>
    internal static IServiceCollection AddMailingBook(this IServiceCollection services)
    {
        services.AddStorageModel<MailingStorage>();
        services.AddMessageTemplates(MailingTemplates.All);
        services.AddSingleton(new ModuleViews(static register =>
        {
            foreach (var view in MailingTemplates.Choosing) register.Add(view);
        }));
        services.AddSingleton(provider => new MailingBook(Databases(provider), Company(provider), provider.GetRequiredService<MessageDesk>(), Clock(provider)));
        services.AddSingleton(provider => new AudienceLook(Company(provider), provider.GetRequiredService<MemberBook>()));
        services.AddSingleton<IWrittenLetters>(provider => new MailingLetters(Databases(provider), provider.GetRequiredService<MemberBook>()));
        services.AddSingleton(provider => new MailingRun(Databases(provider), Company(provider), provider.GetRequiredService<AudienceLook>(), provider.GetRequiredService<Outbox>(),
            provider.GetRequiredService<MessageDesk>(), provider.GetServices<MemberLanguage>(), Clock(provider)));
        return services;
    }

    private static IDbContextFactory<AzukariDb> Databases(IServiceProvider provider) => provider.GetRequiredService<IDbContextFactory<AzukariDb>>();

    private static CompanyCore Company(IServiceProvider provider) => provider.GetRequiredService<CompanyCore>();

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();
}
