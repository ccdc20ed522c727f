using System.Globalization;
using Azukari.Ledger;

namespace Azukari.Console.Ledger;

/// <summary>The columns of an exported ledger: the same in every kind of file.</summary>
internal static class LedgerColumns
{
    /// <summary>The key of the heading, the width in Excel's characters, and what stands there; null where an entry has none.</summary>
    public static readonly IReadOnlyList<(string Heading, double Width, Func<LedgerRecord, LedgerNames, string?> Value)> All =
    [
        ("Ledger.Column.Time", 19, (r, _) => Time(r.Entry.Time)), ("Ledger.Column.What", 14, (r, names) => names.Kind(r.Entry.Kind)), ("Ledger.Column.Who", 18, (r, _) => r.Entry.Accessor),
        ("Ledger.Column.As", 20, (r, names) => r.Entry.As is { } acting ? names.Recipient(acting) : null),
        ("Ledger.Column.Purpose", 34, (r, names) => r.Entry.Purpose is { } purpose ? names.Purpose(purpose) : null), ("Ledger.Csv.PurposeId", 20, (r, _) => r.Entry.Purpose),
        ("Ledger.Column.Case", 16, (r, _) => r.Entry.Case), ("Ledger.Csv.Items", 44, (r, names) => names.Items(r.Entry)), ("Ledger.Field.reason", 24, (r, _) => r.Entry.Reason),
        ("Ledger.Field.recipient", 24, (r, _) => r.Entry.Recipient), ("Ledger.Csv.Clauses", 24, (r, _) => string.Join(' ', r.Entry.Clauses)),
        ("Ledger.Csv.Version", 12, (r, _) => r.Entry.PolicyVersion), ("Ledger.Csv.Count", 10, (r, _) => r.Entry.Count?.ToString(CultureInfo.InvariantCulture)),
        ("Ledger.Csv.About", 36, (r, _) => r.Entry.Subject?.ToString()), ("Ledger.Column.Position", 12, (r, _) => r.Position?.ToString(CultureInfo.InvariantCulture)),
        ("Ledger.Csv.Id", 38, (r, _) => r.Entry.Id.ToString()),
    ];

    /// <summary>A moment in Tokyo, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
