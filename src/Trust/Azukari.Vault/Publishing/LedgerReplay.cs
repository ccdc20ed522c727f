using System.Collections.Immutable;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Deciding;
using Azukari.Policy.Difference;
using Azukari.Policy.Document;

namespace Azukari.Vault;

/// <summary>What would have become of a recorded use under another version.</summary>
public enum ReplayOutcome
{
    /// <summary>It would be permitted, as far as the policy's structure says.</summary>
    Permitted,

    /// <summary>It depends on what the ledger does not hold: for some kinds of people it is not permitted any more, or it takes more than before.</summary>
    Depends,

    /// <summary>It would be refused, whoever it was about and whatever the facts.</summary>
    Refused,
}

/// <summary>Uses of one combination, and what would become of them.</summary>
/// <param name="Use">The combination, its count and examples.</param>
/// <param name="Outcome">What would become of them.</param>
/// <param name="Refusal">Why they would be refused; null otherwise.</param>
/// <param name="NoLongerFor">Kinds of people it is not permitted about any more, where it depends.</param>
/// <param name="TakesNow">The terms it takes now, where they are stricter; one of them is enough.</param>
public sealed record ReplayedUse(
    UseCombination Use, ReplayOutcome Outcome, Refusal? Refusal, ImmutableArray<SubjectKind> NoLongerFor, ImmutableArray<AccessTerms> TakesNow);

/// <summary>
/// A stretch of the ledger, replayed under another version. What a replay cannot know, since the ledger holds no such fact: the kind of the person
/// at the time, consents and answers to versions (the two-version rule), restrictions, contracts and other conditions, and which uses nobody tried
/// because they were refused. So <see cref="ReplayOutcome.Refused"/> is certain, <see cref="ReplayOutcome.Permitted"/> is what the structure says.
/// </summary>
/// <param name="From">The first moment replayed.</param>
/// <param name="To">The first moment not replayed.</param>
/// <param name="Uses">Each combination, refused ones first, then the most frequent.</param>
/// <param name="LookedAt">How many entries of the time were looked at, of whatever kind: the newest.</param>
/// <param name="ReachesTo">Where there were more than one replay looks at: back to when it reaches. Null where it is whole.</param>
public sealed record ReplayReport(DateTimeOffset From, DateTimeOffset To, ImmutableArray<ReplayedUse> Uses, long LookedAt, DateTimeOffset? ReachesTo)
{
    /// <summary>How many uses were replayed.</summary>
    public long Total => Uses.Sum(use => use.Use.Count);

    /// <summary>How many entries have an outcome.</summary>
    public long Count(ReplayOutcome outcome) => Uses.Where(use => use.Outcome == outcome).Sum(use => use.Use.Count);
}

/// <summary>Asks another version what it would have said to what was done: once for each combination, not for each entry.</summary>
public static class LedgerReplay
{
    /// <summary>The kinds of entries that are uses of data, inside or outside.</summary>
    public static IReadOnlyCollection<EntryKind> Kinds { get; } = [EntryKind.Used, EntryKind.Shared, EntryKind.Provided, EntryKind.Disclosed, EntryKind.Searched];

    /// <summary>How many entries one replay looks at, unless told otherwise: some seconds of work.</summary>
    public const long MostEntries = 1_000_000;

    /// <summary>Replays the uses of a time under a version: of the newest entries, where there are more than one replay looks at.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="before">The version to compare terms with; null when there is none.</param>
    /// <param name="after">The version to ask.</param>
    /// <param name="from">From this moment on.</param>
    /// <param name="to">Before this moment.</param>
    /// <param name="most">So many entries are looked at.</param>
    /// <param name="progress">Told how many were.</param>
    public static async Task<ReplayReport> RunAsync(
        LedgerBook ledger, PolicyDocument? before, PolicyDocument after, DateTimeOffset from, DateTimeOffset to,
        long most = MostEntries, IProgress<CountProgress>? progress = null, CancellationToken ct = default)
    {
        var alone = after with { Previous = null };
        var archive = PolicyArchive.Build([alone], alone.Version);
        var difference = before is null ? null : PolicyDiff.Compare(before, after);
        var counted = await ledger.CombinationsAsync(from, to, Kinds, most, progress, ct);
        var uses = counted.Combinations.Select(use => Ask(archive, difference, use));
        return new ReplayReport(from, to, [.. uses.OrderByDescending(use => use.Outcome).ThenByDescending(use => use.Use.Count)], counted.LookedAt, counted.ReachesTo);
    }

    private static ReplayedUse Ask(PolicyArchive archive, PolicyDifference? difference, UseCombination use)
    {
        // An entry that names no purpose was decided by none.
        if (!ClauseId.TryParse(use.Purpose, out var purpose) || !RecipientKind.TryParse(use.As, out var recipient) || use.Items.Count == 0)
            return new ReplayedUse(use, ReplayOutcome.Permitted, null, [], []);
        ClauseId? ground = ClauseId.TryParse(use.Ground, out var named) ? named : null;
        ImmutableArray<ItemId> items = [.. use.Items.Select(ItemId.Parse)];
        if (archive.Why(purpose, recipient, items, ground) is { } refusal)
            return new ReplayedUse(use, ReplayOutcome.Refused, refusal, [], []);
        if (difference is null)
            return new ReplayedUse(use, ReplayOutcome.Permitted, null, [], []);
        bool Same(ClauseId other, RecipientKind to, ImmutableArray<ItemId> touched) =>
            (other == purpose || other == ground) && to == recipient && touched.Any(items.Contains);
        ImmutableArray<SubjectKind> lost = [.. difference.Lost.Where(l => Same(l.Purpose, l.Recipient, l.Items)).SelectMany(l => l.Subjects).Distinct()];
        ImmutableArray<AccessTerms> terms = [.. difference.Conditions.Where(c => c.Tightened && Same(c.Purpose, c.Recipient, c.Items)).SelectMany(c => c.After).Distinct()];
        return new ReplayedUse(use, lost.IsEmpty && terms.IsEmpty ? ReplayOutcome.Permitted : ReplayOutcome.Depends, null, lost, terms);
    }
}
