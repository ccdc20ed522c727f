using System.Globalization;
using Azukari.Company;
using Azukari.Console.SignIn;
using Azukari.Ledger;
using Azukari.Vault;
using Microsoft.AspNetCore.Http;

namespace Azukari.Console.Spreadsheets;

/// <summary>A list of the console to be saved.</summary>
/// <param name="Reason">The reason of its entry in the ledger; a code that says what list it is.</param>
/// <param name="File">What the file's name begins with.</param>
/// <param name="Title">What an Excel file says on top.</param>
/// <param name="Note">What it says of itself, of the moment it is made at.</param>
/// <param name="Heads">The columns, at most 26.</param>
/// <param name="Rows">The rows, each with a cell for every column.</param>
public sealed record ListSheet(string Reason, string File, string Title, Func<DateTimeOffset, string> Note, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public override string ToString() => $"ListSheet[{Reason}]";
}

/// <summary>Gives a list as a file, CSV or Excel. That it was saved is in the ledger before its first byte leaves, and it is made before it is sent, so that a fault is still an answer.</summary>
public sealed class ListFile(CompanyCore company, TimeProvider clock)
{
    /// <summary>The form's field that names the format: <c>xlsx</c>, or CSV for anything else.</summary>
    public const string Format = "format";

    /// <param name="with">What its entry says besides; null for nothing.</param>
    /// <exception cref="InvalidOperationException">No policy is published: nothing is recorded before there is one.</exception>
    public async Task<IResult> GiveAsync(HttpContext http, ListSheet list, Func<LedgerEntry, LedgerEntry>? with, CancellationToken cancel)
    {
        var format = (await http.Request.ReadFormAsync(cancel))[Format];
        var entry = LedgerEntry.Now(clock, EntryKind.Exported) with
        {
            Accessor = new Accessor(StaffScheme.LoginOf(http.User)!).Code, PolicyVersion = company.Trust.Policies.InForce.Version.Value, Reason = list.Reason, Count = list.Rows.Count,
        };
        await company.Trust.Ledger.AppendAsync(with is null ? entry : with(entry), cancel);
        var now = clock.GetUtcNow();
        var name = $"{list.File}-{now.ToOffset(TimeSpan.FromHours(9)).ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture)}";
        var file = new MemoryStream();
        if (format == "xlsx") TableFile.Sheet(file, list.Title, list.Note(now), list.Heads, list.Rows);
        else await TableFile.CsvAsync(file, list.Note(now), list.Heads, list.Rows, cancel);
        file.Position = 0;
        return format == "xlsx" ? Results.File(file, SheetRows.ContentType, name + ".xlsx") : Results.File(file, "text/csv; charset=utf-8", name + ".csv");
    }
}
