using System.Globalization;
using Azukari.Company;
using Azukari.Console.Duties;
using Azukari.Console.People.Purposes;
using Azukari.Console.Resources;
using Azukari.Console.Shell;
using Azukari.Console.Spreadsheets;
using Azukari.Ledger;
using Azukari.Site.Policies;
using Azukari.Site.Resources;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.People.Finding;

/// <summary>What a search found, as a file: each person in it is a use of its own, and the file is in the ledger too.</summary>
internal static class FindingEndpoints
{
    private const string Reason = "people-export";

    public static void MapFinding(this IEndpointRouteBuilder console) =>
        console.MapPost("/people/found/{handle}/export", ExportAsync).WithMetadata(new NeedsDutyAttribute(), new NeedsFreshProofAttribute());

    private static async Task<IResult> ExportAsync(
        string handle, [FromForm] string? format, HttpContext http, PurposeDesk desk, FoundShelf shelf, FoundList list, CompanyCore company, TimeProvider clock, Text<ConsoleText> text, Text<SiteText> words, CancellationToken cancel)
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
        var now = clock.GetUtcNow();
        await company.Trust.Ledger.AppendAsync(LedgerEntry.Now(clock, EntryKind.Exported) with
        {
            Accessor = chosen.Person.Login, As = chosen.Offer.Role.Value, Purpose = chosen.Offer.Purpose.Value, Case = chosen.Case, Items = [.. columns.Select(c => c.Id.Value)],
            PolicyVersion = document.Version.Value, Reason = Reason, Count = rows.Count,
        }, cancel);
        var title = text["Found.SheetTitle", chosen.Offer.Name];
        var note = text["Found.SheetNote", chosen.Person.Login, DisplayDates.Moment(now), Words.Label(document, chosen.Offer.Role), chosen.Case ?? "–"];
        string[] heads = [.. columns.Select(c => c.Label.Here()), text["Found.SheetId"]];
        var cells = rows.Select(row => (IReadOnlyList<string>)[.. columns.Select(c => row.Values.GetValueOrDefault(c.Id) ?? ""), row.Subject.ToString()]);
        var name = "people-" + now.ToOffset(TimeSpan.FromHours(9)).ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture);
        var file = new MemoryStream();
        if (format == "xlsx") TableFile.Sheet(file, title, note, heads, cells);
        else await TableFile.CsvAsync(file, note, heads, cells, cancel);
        file.Position = 0;
        return format == "xlsx" ? Results.File(file, SheetRows.ContentType, name + ".xlsx") : Results.File(file, "text/csv; charset=utf-8", name + ".csv");
    }
}
