using Azukari.Company.Settings;
using Azukari.Console.People.Finding;
using Azukari.Console.People.Looking;
using Azukari.Console.People.Memberships;
using Azukari.Console.People.Moves;
using Azukari.Console.People.Purposes;
using Azukari.Console.People.Rights;
using Azukari.Console.Resources;
using Azukari.Console.Shell;
using Azukari.Members.Contracts;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Console.People;

/// <summary>The pages about people: for a purpose, found, looked at, acted on by right.</summary>
internal static class PeopleModule
{
    public static IServiceCollection AddPeoplePages(this IServiceCollection services)
    {
        services.AddSingleton<PurposeDesk>();
        services.AddSingleton<FoundShelf>();
        services.AddSingleton<FoundList>();
        services.AddSingleton<LineDays>();
        services.AddSingleton(new ConsoleEntry(ConsoleWork.People, 10, "/console/people",
            provider => provider.GetRequiredService<Text<ConsoleText>>()["Nav.People"], "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 14c0-2.8 2-4.5 4.5-4.5s4.5 1.7 4.5 4.5M10.5 3a2.2 2.2 0 0 1 0 4.3M12 10c1.6.6 2.5 2 2.5 4")
        {
            Also = static (provider, person) => provider.GetRequiredService<PurposeDesk>().OffersFor(person).Count > 0,
        });
        services.AddSingleton(new ConsoleEntry(ConsoleWork.People, 60, "/console/people/moves",
            provider => provider.GetRequiredService<Text<ConsoleText>>()["Moves.Title"], "M8 2v4M8 6H3.5v3M8 6h4.5v3M2 9h3v4H2zM11 9h3v4h-3zM6.5 1h3v3h-3z", Duty.Rights, Duty.Audit));
        services.AddSingleton(new ConsoleCount(20, "/console/people/moves",
            provider => provider.GetRequiredService<Text<ConsoleText>>()["Home.Moves"], provider => provider.GetRequiredService<Text<ConsoleText>>()["Moves.Title"],
            (provider, cancel) => provider.GetRequiredService<SponsorTree>().CountWaitingMovesAsync(cancel), Duty.Rights));
        return services;
    }

    public static void MapPeople(this IEndpointRouteBuilder console)
    {
        console.MapPurpose();
        console.MapFinding();
        console.MapLooking();
        console.MapRights();
        console.MapHistory();
        console.MapMoves();
    }
}
