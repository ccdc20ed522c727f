using System.Globalization;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.Resources;
using Azukari.Console.Shell;
using Azukari.Console.SignIn;
using Azukari.Console.Spreadsheets;
using Azukari.Ledger;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.Ledger;

/// <summary>What the pages of the ledger send and give as files: verifying, proofs, checkpoints, exports. All behind the duty to audit.</summary>
internal static class LedgerEndpoints
{
    public static void MapLedger(this IEndpointRouteBuilder console)
    {
        var ledger = console.MapGroup("/ledger").WithMetadata(new NeedsDutyAttribute(Duty.Audit));
        ledger.MapPost("/verify/run", VerifyAsync);
        ledger.MapPost("/export", ExportAsync).WithMetadata(new NeedsFreshProofAttribute());
        ledger.MapGet("/entries/{id:guid}/proof.json", ProofAsync);
        ledger.MapGet("/checkpoints/{size:long:min(0)}.txt", CheckpointAsync);
        ledger.MapGet("/checkpoints.txt", Outside);
    }

    private static async Task<IResult> VerifyAsync(HttpContext http, VerifyRuns runs, CompanyCore company, CancellationToken cancel)
    {
        var login = StaffScheme.LoginOf(http.User)!;
        if (company.Trust.HasPolicy) await company.Trust.Vault.RecordInspectionAsync(null, new Accessor(login), "ledger-verify", cancel);
        runs.Begin(login);
        return Results.LocalRedirect(ConsolePath.Here("/console/ledger/verify"));
    }

    private static async Task<IResult> ProofAsync(Guid id, HttpContext http, CompanyCore company, LedgerLooks looks, CancellationToken cancel)
    {
        if (id.Version != 7 || await company.Trust.Ledger.FindAsync(EntryId.From(id), cancel) is not { } found) return Results.NotFound();
        await looks.RecordAsync(StaffScheme.LoginOf(http.User)!, found.Entry.Subject, cancel);
        return await company.Trust.Ledger.ProveInclusionAsync(found.Entry.Id, cancel) is { } proof
            ? Results.File(ProofFile.Write(proof), "application/json", $"ledger-proof-{proof.Position.ToString(CultureInfo.InvariantCulture)}.json") : Results.NotFound();
    }

    private static async Task<IResult> CheckpointAsync(long size, CompanyCore company, CancellationToken cancel) =>
        size < long.MaxValue && await company.Trust.Ledger.CheckpointsAsync(size + 1, 1, cancel) is [{ } checkpoint] && checkpoint.Size == size
            ? Results.File(System.Text.Encoding.UTF8.GetBytes(checkpoint.Note), "text/plain; charset=utf-8", $"ledger-checkpoint-{size.ToString(CultureInfo.InvariantCulture)}.txt")
            : Results.NotFound();

    private static IResult Outside(CompanyCore company)
    {
        var file = company.Trust.Ledger.CheckpointsOutside;
        return File.Exists(file)
            ? Results.File(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), "text/plain; charset=utf-8", CheckpointFile.FileName) : Results.NotFound();
    }

    // Counted, recorded, then written: never more than what was counted, even when entries come meanwhile. What does not fit is told: in the file and its name.
    private static async Task<IResult> ExportAsync(HttpContext http, CompanyCore company, LedgerExportLimit most, TimeProvider clock, Text<ConsoleText> text, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var filter = LedgerFilter.Read(name => form[name], text);
        var login = StaffScheme.LoginOf(http.User)!;
        var about = filter.About ?? (filter.Subject is { } subject ? await company.Trust.Vault.PseudonymOfAsync(subject, cancel) : null);
        if (filter.Errors.Count > 0 || (filter.Subject is not null && about is null) || !company.Trust.HasPolicy) return Results.LocalRedirect(filter.Address());
        var query = filter.ToQuery(about, most.Rows + 1);
        var now = clock.GetUtcNow();
        if (query.To is null || query.To > now) query = query with { To = now };
        long found = 0;
        await foreach (var _ in company.Trust.Ledger.QueryAsync(query, cancel)) found++;
        var count = Math.Min(found, most.Rows);
        await company.Trust.Ledger.AppendAsync(LedgerEntry.Now(clock, EntryKind.Exported) with
        {
            Subject = about, Accessor = new Accessor(login).Code, PolicyVersion = company.Trust.Policies.InForce.Version.Value, Reason = "ledger", Count = count,
        }, cancel);
        var names = new LedgerNames(company, text);
        var cut = found > count ? text[filter.OldestFirst ? "Ledger.CutOldest" : "Ledger.CutNewest", count] : null;
        var file = $"ledger-{now.ToOffset(TimeSpan.FromHours(9)).ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture)}{(cut is null ? "" : $"-first-{count.ToString(CultureInfo.InvariantCulture)}")}";
        var records = company.Trust.Ledger.QueryAsync(query with { Limit = (int)count }, cancel);
        if (form["format"] != "xlsx")
            return Results.Stream(stream => LedgerCsv.WriteAsync(stream, records, cut, names, text, cancel), "text/csv; charset=utf-8", file + ".csv");
        var note = cut ?? text["Ledger.SheetNote", DisplayDates.Moment(now), count];
        return Results.Stream(stream => LedgerSheet.WriteAsync(stream, records, count, note, names, text, cancel), SheetRows.ContentType, file + ".xlsx");
    }
}
