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

    private static async Task<IResult> ExportAsync(HttpContext http, CompanyCore company, LedgerFile file, Text<ConsoleText> text, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var filter = LedgerFilter.Read(name => form[name], text);
        var about = filter.About ?? (filter.Subject is { } subject ? await company.Trust.Vault.PseudonymOfAsync(subject, cancel) : null);
        if (filter.Errors.Count > 0 || (filter.Subject is not null && about is null) || !company.Trust.HasPolicy) return Results.LocalRedirect(filter.Address());
        return await file.GiveAsync(http, form[ListFile.Format], "ledger", text["Ledger.Title"], filter, about, cancel);
    }
}
