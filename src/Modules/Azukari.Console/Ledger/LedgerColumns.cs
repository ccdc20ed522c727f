using System.Globalization;
using Azukari.Ledger;

namespace Azukari.Console.Ledger;

/// <summary>A column of entries in a file.</summary>
/// <param name="Heading">The key of its heading.</param>
/// <param name="Width">In Excel's characters.</param>
/// <param name="Value">What stands there; null where an entry has none.</param>
internal sealed record LedgerColumn(string Heading, double Width, Func<LedgerRecord, LedgerNames, string?> Value);

/// <summary>The columns of an exported ledger: the same in every kind of file.</summary>
internal static class LedgerColumns
{
    /// <summary>Those of a search of the whole ledger.</summary>
    public static readonly IReadOnlyList<LedgerColumn> All =
    [
        new("Ledger.Column.Time", 19, (r, _) => Time(r.Entry.Time)), new("Ledger.Column.What", 14, (r, names) => names.Kind(r.Entry.Kind)), new("Ledger.Column.Who", 18, (r, _) => r.Entry.Accessor),
        new("Ledger.Column.As", 20, (r, names) => r.Entry.As is { } acting ? names.Recipient(acting) : null),
        new("Ledger.Column.Purpose", 34, (r, names) => r.Entry.Purpose is { } purpose ? names.Purpose(purpose) : null), new("Ledger.Csv.PurposeId", 20, (r, _) => r.Entry.Purpose),
        new("Ledger.Column.Case", 16, (r, _) => r.Entry.Case), new("Ledger.Csv.Items", 44, (r, names) => names.Items(r.Entry)), new("Ledger.Field.reason", 24, (r, _) => r.Entry.Reason),
        new("Ledger.Field.recipient", 24, (r, _) => r.Entry.Recipient), new("Ledger.Csv.Clauses", 24, (r, _) => string.Join(' ', r.Entry.Clauses)),
        new("Ledger.Csv.Version", 12, (r, _) => r.Entry.PolicyVersion), new("Ledger.Csv.Count", 10, (r, _) => r.Entry.Count?.ToString(CultureInfo.InvariantCulture)),
        new("Ledger.Csv.About", 36, (r, _) => r.Entry.Subject?.ToString()), new("Ledger.Column.Position", 12, (r, _) => r.Position?.ToString(CultureInfo.InvariantCulture)),
        new("Ledger.Csv.Id", 38, (r, _) => r.Entry.Id.ToString()),
    ];

    /// <summary>Those of one person's history: the person is who it is of, and places in the ledger are the auditors'.</summary>
    public static readonly IReadOnlyList<LedgerColumn> OfOne =
        [.. All.Where(column => column.Heading is not ("Ledger.Csv.About" or "Ledger.Column.Position"))];

    /// <summary>A moment in Tokyo, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
