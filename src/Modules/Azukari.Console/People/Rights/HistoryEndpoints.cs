using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.Ledger;
using Azukari.Console.Resources;
using Azukari.Console.Spreadsheets;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.People.Rights;

/// <summary>One person's history as a file, as it is narrowed and turned on the page: in that history itself before its first byte leaves.</summary>
internal static class HistoryEndpoints
{
    /// <summary>The reason of its entries: as that of a look at the page.</summary>
    private const string Reason = "history";

    public static void MapHistory(this IEndpointRouteBuilder console) =>
        console.MapPost("/people/{id}/history/export", ExportAsync).WithMetadata(new NeedsDutyAttribute(Duty.Rights, Duty.Audit), new NeedsFreshProofAttribute());

    private static async Task<IResult> ExportAsync(string id, HttpContext http, CompanyCore company, LedgerFile file, Text<ConsoleText> text, CancellationToken cancel)
    {
        if (!SubjectId.TryParse(id, out var subject)) return Results.NotFound();
        var form = await http.Request.ReadFormAsync(cancel);
        var filter = LedgerFilter.Read(name => form[name], text).OfOne(HistoryPage.PathOf(id));
        if (filter.Errors.Count > 0 || await company.Trust.Vault.PseudonymOfAsync(subject, cancel) is not { } about) return Results.LocalRedirect(filter.Address());
        await company.Trust.Vault.DrainAsync(cancel);
        return await file.GiveAsync(http, form[ListFile.Format], Reason, text["History.Title"], filter, about, cancel);
    }
}
