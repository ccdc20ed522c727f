using Azukari.Company;
using Azukari.Console.Duties;
using Azukari.Console.People.Purposes;
using Azukari.Console.Resources;
using Azukari.Console.Shell;
using Azukari.Console.Spreadsheets;
using Azukari.Site.Policies;
using Azukari.Site.Resources;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.People.Finding;

/// <summary>What a search found, as a file: each person in it is a use of its own, and the file is in the ledger too.</summary>
internal static class FindingEndpoints
{
    private const string Reason = "people-export";

    public static void MapFinding(this IEndpointRouteBuilder console)
    {
        console.MapPost("/people/found/{handle}/export", ExportAsync).WithMetadata(new NeedsDutyAttribute(), new NeedsFreshProofAttribute());
        console.MapPost("/people/found/{handle}/area", AreaAsync).WithMetadata(new NeedsDutyAttribute());
    }

    // Where people live is read for it: a search among those found, in the ledger like any other, whose result is a list of its own. The prefecture stands in no address.
    private static async Task<IResult> AreaAsync(string handle, [FromForm] string? area, HttpContext http, PurposeDesk desk, FoundShelf shelf, CompanyCore company, CancellationToken cancel)
    {
        var back = ConsolePath.Here($"/console/people/found/{handle}");
        if (await desk.FindAsync(http) is null && !await desk.IsOfferedAsync(http, null)) return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (await desk.FindAsync(http) is not { } chosen || await shelf.FindAsync(http, handle, cancel) is not { } found || !chosen.Is(found.Role, found.Purpose, found.Case))
            return Guid.TryParseExact(handle, "N", out var _) ? Results.LocalRedirect(back) : Results.NotFound();
        if (!Searchables.HasAreas(chosen.Offer.Items) || !Prefecture.All.Contains(area) || FoundShelf.HitsOf(found, FoundSort.Reading) is not { Count: > 0 } people) return Results.LocalRedirect(back);
        var criterion = Searchables.Area(area!);
        return await company.Trust.Vault.NarrowAsync(people, [criterion], chosen.Context(), FoundShelf.OrdersFor(chosen), cancel) is SearchFound narrowed
            ? Results.LocalRedirect(ConsolePath.Here($"/console/people/found/{await shelf.KeepAsync(http, chosen, FoundShelf.ItemsOf(found).Append(criterion.Item), narrowed, found.Capped, cancel):N}"))
            : Results.LocalRedirect(back);
    }

    private static async Task<IResult> ExportAsync(
        string handle, HttpContext http, PurposeDesk desk, FoundShelf shelf, FoundList list, CompanyCore company, ListFile files, Text<ConsoleText> text, Text<SiteText> words, CancellationToken cancel)
    {
        var back = ConsolePath.Here($"/console/people/found/{handle}");
        if (await desk.FindAsync(http) is null && !await desk.IsOfferedAsync(http, null)) return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (await desk.FindAsync(http) is not { } chosen || await shelf.FindAsync(http, handle, cancel) is not { } found || !chosen.Is(found.Role, found.Purpose, found.Case))
            return Guid.TryParseExact(handle, "N", out var _) ? Results.LocalRedirect(back) : Results.NotFound();
        var document = company.Trust.Policies.InForce.Document;
        var columns = FoundRows.Columns(chosen, document, FoundShelf.ItemsOf(found));
        var form = await http.Request.ReadFormAsync(cancel);
        var people = await list.SelectAsync(found, chosen, FoundQuestion.Read(name => form[name]), cancel);
        var rows = (await FoundRows.ReadAsync(company, chosen, people, columns, Reason, words, cancel)).Where(row => row.Refusal is null).ToList();
        string[] heads = [.. columns.Select(c => c.Label.Here()), text["Found.SheetId"]];
        var cells = rows.Select(row => (IReadOnlyList<string>)[.. columns.Select(c => row.Values.GetValueOrDefault(c.Id) ?? ""), row.Subject.ToString()]);
        string Note(DateTimeOffset made) => text["Found.SheetNote", chosen.Person.Login, DisplayDates.Moment(made), Words.Label(document, chosen.Offer.Role), chosen.Case ?? "–"];
        return await files.GiveAsync(http, new ListSheet(Reason, "people", text["Found.SheetTitle", chosen.Offer.Name], Note, heads, [.. cells]), entry => entry with
        {
            As = chosen.Offer.Role.Value, Purpose = chosen.Offer.Purpose.Value, Case = chosen.Case, Items = [.. columns.Select(c => c.Id.Value)],
        }, cancel);
    }
}
