using System.Globalization;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.People.Purposes;
using Azukari.Console.Shell;
using Azukari.Console.SignIn;
using Azukari.Policy;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.Board;

/// <summary>Meeting an obligation: a form with the place of the evidence, by who has the duty <c>policy</c> or is privacy manager.</summary>
internal static class BoardEndpoints
{
    public static void MapBoard(this IEndpointRouteBuilder console) =>
        console.MapPost("/obligations/meet", MeetAsync).WithMetadata(new NeedsDutyAttribute(Duty.Policy) { Desks = ["staff.privacy-manager"] });

    private static async Task<IResult> MeetAsync([FromForm] string? obligation, [FromForm] string? due, [FromForm] string? evidence, HttpContext http, ObligationBook book, CancellationToken cancel)
    {
        var page = ConsolePath.Here("/console/obligations");
        if (obligation is null || !DateOnly.TryParseExact(due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return Results.LocalRedirect(page);
        if (CaseCode.Read(evidence, CaseKind.Request) is not { } place) return Results.LocalRedirect($"{page}?wrong={Uri.EscapeDataString(obligation)}");
        return Results.LocalRedirect(await book.MeetAsync(obligation, date, place, new Accessor(StaffScheme.LoginOf(http.User)!), cancel) ? page + "?met=1" : page + "?met=0");
    }
}
