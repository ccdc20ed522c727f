using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Board;
using Azukari.Console.Shell;
using Azukari.Messages;
using Azukari.Messages.Contracts;
using Azukari.Requests.Contracts;
using Azukari.Requests.Resources;
using Azukari.Requests.Staff;
using Azukari.Requests.Storage;
using Azukari.Storage;
using Azukari.Ui.Language;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Requests;

/// <summary>What people ask for by right: taken, counted by the policy's days, answered, each step recorded. The members' page for it is the portal's.</summary>
public static class RequestsModule
{
    /// <summary>Registers the module. The host also registers company, storage, messages and console.</summary>
    public static IServiceCollection AddAzukariRequests(this IServiceCollection services)
    {
        services.AddRequestBook();
        services.AddConsoleArea(
            new ConsoleArea(typeof(RequestsModule).Assembly) { Map = static console => console.MapRequests() },
            new ConsoleEntry(ConsoleWork.People, 30, "/console/requests", static provider => provider.GetRequiredService<Text<RequestsText>>()["Title"],
                "M2.5 3h11v8h-6l-3 2.5V11h-2zM5 6h6M5 8.5h4", Duty.Rights) { Desks = [RequestEndpoints.Desk, RequestEndpoints.Manager], HasOwnPurpose = true });
        services.AddSingleton(new ConsoleCount(15, "/console/requests",
            static provider => provider.GetRequiredService<Text<RequestsText>>()["HomeWaiting"], static provider => provider.GetRequiredService<Text<RequestsText>>()["Title"],
            static (provider, cancel) => provider.GetRequiredService<RequestBook>().WaitingAsync(cancel), Duty.Rights) { Desks = [RequestEndpoints.Desk, RequestEndpoints.Manager] });
        services.AddSingleton(new ConsoleCount(16, NoticeQuestion.Path,
            static provider => provider.GetRequiredService<Text<RequestsText>>()["Notices.Home"], static provider => provider.GetRequiredService<Text<RequestsText>>()["Notices.Title"],
            static async (provider, cancel) => (await provider.GetRequiredService<CompanyCore>().Trust.Vault.CountNoticesAsync(cancel)).Notices, Duty.Rights) { Desks = [RequestEndpoints.Desk, RequestEndpoints.Manager] });
        services.AddSingleton(new BoardItem(static async (provider, cancel) =>
        {
            var open = await provider.GetRequiredService<CompanyCore>().Trust.Vault.CountNoticesAsync(cancel);
            if (open.Oldest is not { } oldest) return null;
            var text = provider.GetRequiredService<Text<RequestsText>>();
            var days = NoticeQuestion.Age(oldest, provider.GetRequiredService<TimeProvider>());
            return new BoardLine(text["Notices.Home"], days > 0 ? text["Notices.Board", open.Notices, open.Recipients, days] : text["Notices.BoardToday", open.Notices, open.Recipients],
                NoticeQuestion.Path, days > NoticeQuestion.Late);
        }));
        services.AddSingleton(new PersonDoor(
            static provider => provider.GetRequiredService<Text<RequestsText>>()["Enter.Title"], static subject => $"/console/requests/new/{subject}",
            static (_, person, _, _) => Task.FromResult(person.Duties.Contains(Duty.Rights))));
        // After any correction, whoever made it: who received what was before is to be told.
        services.AddSingleton(new PersonNotice(static async (provider, person, subject, cancel) =>
        {
            if (!person.Duties.Contains(Duty.Rights) && !person.Roles.Overlaps([RequestEndpoints.Desk, RequestEndpoints.Manager])) return null;
            if (!await provider.GetRequiredService<RequestBook>().HasOpenRecipientsAsync(subject, cancel)) return null;
            var text = provider.GetRequiredService<Text<RequestsText>>();
            return new PersonAsk(text["ToTell.Ask"], text["Recipients"], $"/console/people/{subject}/recipients");
        }));
        services.AddSingleton(new CaseDoor(static code => RequestWords.IsCode(code) ? $"/console/requests/{code}" : null));
        return services;
    }

    /// <summary>Registers requests alone, over a company's storage and messages.</summary>
    internal static IServiceCollection AddRequestBook(this IServiceCollection services)
    {
        services.AddStorageModel<RequestStorage>();
        services.AddMessageTemplates(RequestLetters.All);
        services.AddSingleton(provider => new RequestBook(
            provider.GetRequiredService<IDbContextFactory<AzukariDb>>(), provider.GetRequiredService<CompanyCore>(), provider.GetRequiredService<Outbox>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
