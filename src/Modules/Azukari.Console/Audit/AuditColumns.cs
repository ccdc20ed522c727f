using Azukari.Console.Ledger;
using Azukari.Console.Resources;
using Azukari.Ui.Language;

namespace Azukari.Console.Audit;

/// <summary>The columns of counts: the same on the page and in its files.</summary>
internal static class AuditColumns
{
    /// <summary>What it sorts by, the key of the heading, and the count.</summary>
    public static readonly IReadOnlyList<(AuditSort Sort, string Key, Func<TallyRow, int> Value)> Counts =
    [
        (AuditSort.Others, "Audit.People", row => row.Others), (AuditSort.Seen, "Audit.Seen", row => row.Seen), (AuditSort.Unmasked, "Audit.Unmasked", row => row.Unmasked),
        (AuditSort.Refused, "Audit.Refused", row => row.Refused), (AuditSort.Exported, "Audit.Exported", row => row.Exported),
    ];

    /// <summary>The columns for a question; where one person or one accessor is asked about, how many others there are is one, and left out.</summary>
    public static IEnumerable<(AuditSort Sort, string Key, Func<TallyRow, int> Value)> For(AuditQuestion question) =>
        Counts.Where(column => column.Sort != AuditSort.Others || (!question.ByPerson && !question.IsAbout));

    /// <summary>The question in words.</summary>
    public static string Title(AuditQuestion question, LedgerNames names, Text<ConsoleText> T) =>
        question.Accessor is { } accessor ? T["Audit.TitleOne", names.Recipient(accessor)] : question.IsAbout ? T["Audit.TitleAbout"] : T["Audit.Title"];
}
