using System.Globalization;

namespace Azukari.Ledger;

/// <summary>Something in a ledger that is not as it was written.</summary>
/// <param name="Position">The sealed entry's place, or the first place of those meant; null for an entry not yet sealed.</param>
/// <param name="Writer">The writer's chain, where it is known.</param>
/// <param name="Seq">The number in the writer's chain, from 1, where it is known.</param>
/// <param name="Id">The entry's id, where the entry is there and can be read.</param>
/// <param name="Problem">What is wrong, in a sentence without values.</param>
/// <param name="Japanese">The same in Japanese.</param>
public sealed record LedgerFinding(long? Position, WriterId? Writer, long? Seq, EntryId? Id, string Problem, string Japanese)
{
    internal LedgerFinding(long? position, WriterId? writer, long? seq, EntryId? id, Wrong wrong) : this(position, writer, seq, id, wrong.English, wrong.Japanese)
    {
    }

    /// <summary>For a finding about several sealed entries: the last place meant.</summary>
    public long? Until { get; init; }

    // "One of these" rather than "this one": an exact finding among them says more.
    internal bool Vague { get; init; }

    /// <summary>Place, id and problem, in English.</summary>
    public override string ToString() => Say("en");

    /// <summary>Place, id and problem, in "en" or, for anything else, Japanese.</summary>
    public string Say(string language)
    {
        var english = language == "en";
        var place = Position is { } position
            ? Until is { } until && until > position
                ? english ? Invariant($"entries {position} to {until}") : Invariant($"記録 {position}～{until}")
                : english ? Invariant($"entry {position}") : Invariant($"記録 {position}")
            : english ? Invariant($"unsealed entry {Seq} of writer {Writer}") : Invariant($"書き手 {Writer} の封じる前の記録 {Seq}");
        var problem = english ? Problem : Japanese;
        return Id is { } id ? $"{place} ({id}): {problem}" : $"{place}: {problem}";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What is wrong, in both languages.</summary>
internal readonly record struct Wrong(string English, string Japanese);

/// <summary>What a verification found.</summary>
public sealed record LedgerReport
{
    /// <summary>Whether everything is as it was written.</summary>
    public bool Ok => First is null;

    /// <summary>The first bad entry; null where there is none.</summary>
    public LedgerFinding? First { get; init; }

    /// <summary>The findings, first the first; at most twenty are kept.</summary>
    public required IReadOnlyList<LedgerFinding> Findings { get; init; }

    /// <summary>
    /// Whether what is kept beside the entries to search and count by agrees with them; null for an export, which holds none of it. It
    /// proves nothing, so a difference leaves <see cref="Ok"/> as it is: searches and charts may then miss entries.
    /// </summary>
    public SearchCheck? Search { get; init; }

    /// <summary>How many sealed entries were read.</summary>
    public required long Sealed { get; init; }

    /// <summary>How many entries waiting to be sealed were read.</summary>
    public required long Unsealed { get; init; }

    /// <summary>How many checkpoints were checked, in the store and in files.</summary>
    public required long Checkpoints { get; init; }

    /// <summary>How many writers' chains were followed.</summary>
    public required int Writers { get; init; }

    /// <summary>Sealed entries before this place are vouched for by a signed checkpoint that fits; from it on, only by the writers' chains.</summary>
    public required long Vouched { get; init; }
}

/// <summary>Whether the search index and the daily counts agree with the entries.</summary>
public enum SearchCheck
{
    /// <summary>They do.</summary>
    Agrees,

    /// <summary>They do as far as they reach: entries from before an upgrade are still being marked.</summary>
    Unfinished,

    /// <summary>They don't: searches and charts may be wrong. <c>azukari ledger reindex</c> makes them anew from the entries.</summary>
    Differs,
}
