using System.Globalization;
using Azukari.Company;
using Azukari.Console.Resources;
using Azukari.Console.SignIn;
using Azukari.Console.Spreadsheets;
using Azukari.Ledger;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Http;

namespace Azukari.Console.Ledger;

/// <summary>Gives what a filter takes of the ledger as a file, Excel or CSV: the ledger's own pages, and one person's history.</summary>
internal sealed class LedgerFile(CompanyCore company, LedgerExportLimit most, TimeProvider clock, Text<ConsoleText> text)
{
    /// <summary>
    /// Read once: recorded as begun before the first byte, with its number before the last. What does not fit is told in the file, and in its name where the
    /// counts a day know it beforehand.
    /// </summary>
    /// <param name="format"><c>xlsx</c>, or CSV for anything else.</param>
    /// <param name="reason">The reason of its entries, and what its name begins with.</param>
    /// <param name="title">What an Excel file says on top.</param>
    /// <param name="about">The person it is narrowed to, if any.</param>
    public async Task<IResult> GiveAsync(HttpContext http, string? format, string reason, string title, LedgerFilter filter, Pseudonym? about, CancellationToken cancel)
    {
        var query = filter.ToQuery(about, most.Rows);
        var now = clock.GetUtcNow();
        if (query.To is null || query.To > now) query = query with { To = now };
        var first = about is null && filter.IsCounted && await LedgerChart.TotalAsync(company.Trust.Ledger, filter, cancel) > most.Rows ? $"-first-{most.Rows.ToString(CultureInfo.InvariantCulture)}" : "";
        var file = $"{reason}-{now.ToOffset(TimeSpan.FromHours(9)).ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture)}{first}";
        var names = new LedgerNames(company, text);
        var columns = filter.Path == LedgerFilter.Whole ? LedgerColumns.All : LedgerColumns.OfOne;
        var export = await LedgerExport.BeginAsync(company, clock, StaffScheme.LoginOf(http.User)!, reason, about, cancel);
        var rows = export.RowsAsync(query, most.Rows, cancel);
        string? Cut() => export.IsCut ? text[filter.OldestFirst ? "Ledger.CutOldest" : "Ledger.CutNewest", export.Written] : null;
        async Task<string?> CsvEnd()
        {
            await export.SavedAsync();
            return Cut();
        }

        async Task<string> SheetEnd()
        {
            await export.SavedAsync();
            return Cut() ?? text["Ledger.SheetNote", DisplayDates.Moment(now), export.Written];
        }

        return format == "xlsx"
            ? Results.Stream(stream => export.WriteAsync(() => LedgerSheet.WriteAsync(stream, title, columns, rows, SheetEnd, names, text, cancel)), SheetRows.ContentType, file + ".xlsx")
            : Results.Stream(stream => export.WriteAsync(() => LedgerCsv.WriteAsync(stream, columns, rows, CsvEnd, names, text, cancel)), "text/csv; charset=utf-8", file + ".csv");
    }
}
