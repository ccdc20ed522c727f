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
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.People.Finding;

/// <summary>What a search found, as a file: each person in it is a use of its own, and the file is in the ledger too.</summary>
internal static class FindingEndpoints
{
    private const string Reason = "people-export";

    public static void MapFinding(this IEndpointRouteBuilder console) =>
        console.MapPost("/people/found/{handle}/export", ExportAsync).WithMetadata(new NeedsDutyAttribute(), new NeedsFreshProofAttribute());

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
