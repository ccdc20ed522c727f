using System.Globalization;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.Ledger;
using Azukari.Console.Resources;
using Azukari.Console.Spreadsheets;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.Audit;

/// <summary>A tally as a file, in the ledger before it is given.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder console) => console.MapPost("/audit/export", ExportAsync).WithMetadata(new NeedsDutyAttribute(Duty.Audit), new NeedsFreshProofAttribute());

    private static async Task<IResult> ExportAsync(HttpContext http, CompanyCore company, AuditLimit most, ListFile files, TimeProvider clock, Text<ConsoleText> text, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var question = AuditQuestion.Read(name => form[name]);
        if (!company.Trust.HasPolicy) return Results.LocalRedirect(question.Address());
        var about = question.About ?? (question.Subject is { } subject ? await company.Trust.Vault.PseudonymOfAsync(subject, cancel) : null);
        if (question.Subject is not null && about is null) return Results.LocalRedirect(question.Address());
        var tally = await AuditTally.ReadAsync(company.Trust.Ledger, question, about, clock.GetUtcNow().AddDays(-question.Days), most.Entries, cancel);
        var names = new LedgerNames(company, text);
        string[] heads = [text[question.ByPerson ? "Audit.Person" : "Audit.Who"], .. AuditColumns.For(question).Select(c => (string)text[c.Key]), text["Audit.Flagged"], text["Audit.Purposes"], text["Audit.Cases"], text["Audit.First"], text["Audit.Last"]];
        var rows = tally.Rows.Select(row => (IReadOnlyList<string>)
        [
            row.Name, .. AuditColumns.For(question).Select(c => c.Value(row).ToString(CultureInfo.InvariantCulture)), row.Flagged.ToString(CultureInfo.InvariantCulture),
            string.Join(' ', row.Purposes), string.Join(' ', row.Cases), LedgerColumns.Time(row.First), LedgerColumns.Time(row.Last),
        ]);
        string Note(DateTimeOffset made) => tally.ReachesTo is { } reaches ? text["Audit.SheetCut", tally.Entries, LedgerColumns.Time(reaches)] : text["Audit.SheetNote", DisplayDates.Moment(made), tally.Entries];
        return await files.GiveAsync(http, new ListSheet("audit", "audit", AuditColumns.Title(question, names, text), Note, heads, [.. rows]), entry => entry with { Subject = about }, cancel);
    }
}
