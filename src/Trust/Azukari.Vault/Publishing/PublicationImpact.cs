using System.Collections.Immutable;
using Azukari.Policy;
using Azukari.Policy.Difference;
using Azukari.Stores;

namespace Azukari.Vault;

/// <summary>How many people of a kind a publication concerns, and under which versions their data was acquired.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="People">How many, erased people left out.</param>
/// <param name="ByVersion">By version: how many of them have data acquired under it. Who has data of two versions counts in both.</param>
public sealed record PeopleConcerned(SubjectKind Kind, long People, ImmutableSortedDictionary<string, long> ByVersion);

/// <summary>Consents in force that lose what they permitted.</summary>
/// <param name="Purpose">For which purpose they were given.</param>
/// <param name="Recipient">For which recipient kind; null for the company's own.</param>
/// <param name="Items">For which items.</param>
/// <param name="Count">How many consents.</param>
public sealed record ConsentsInvalidated(ClauseId Purpose, RecipientKind? Recipient, ImmutableArray<ItemId> Items, long Count);

/// <summary>What publishing a version would mean for the people whose data is held. Counts only: nobody is looked at.</summary>
/// <param name="Concerned">By kind, those whose data may be used otherwise than before; kinds nothing changes for are left out.</param>
/// <param name="Consents">Consents that lose what they permitted, the most frequent first.</param>
public sealed record PublicationImpact(ImmutableArray<PeopleConcerned> Concerned, ImmutableArray<ConsentsInvalidated> Consents)
{
    /// <summary>How many people are concerned.</summary>
    public long People => Concerned.Sum(c => c.People);

    /// <summary>How many consents are invalidated.</summary>
    public long ConsentCount => Consents.Sum(c => c.Count);
}

/// <summary>Counts in the vault's store what a difference touches: a handful of aggregates, however many people there are.</summary>
internal static class ImpactCounts
{
    public static async Task<PublicationImpact> OfAsync(Store vault, PolicyDifference difference, CancellationToken ct)
    {
        var touched = difference.Gained.Concat(difference.Lost).SelectMany(change => change.Subjects)
            .Concat(difference.Conditions.SelectMany(change => change.Subjects)).Select(kind => kind.Value).ToHashSet(StringComparer.Ordinal);
        return await vault.ReadAsync(async (session, c) =>
        {
            var people = await session.ListAsync("SELECT kind, COUNT(*) FROM subjects WHERE state = 0 GROUP BY kind ORDER BY kind",
                r => (Kind: r.GetString(0), Count: r.GetInt64(1)), c);
            var versions = await session.ListAsync(
                """
                SELECT s.kind, i.policy, COUNT(*) FROM (SELECT DISTINCT subject, policy FROM items) i
                JOIN subjects s ON s.id = i.subject WHERE s.state = 0 GROUP BY s.kind, i.policy
                """, r => (Kind: r.GetString(0), Version: r.GetString(1), Count: r.GetInt64(2)), c);
            var consents = await session.ListAsync(
                """
                SELECT c.purpose, c.recipient, c.items, COUNT(*) FROM consents c JOIN subjects s ON s.id = c.subject
                WHERE c.withdrawn_at IS NULL AND s.state = 0 GROUP BY c.purpose, c.recipient, c.items
                """, r => new ConsentsInvalidated(ClauseId.Parse(r.GetString(0)), r.TextOrNull(1) is { } to ? RecipientKind.Parse(to) : null,
                    [.. r.GetString(2).Split(' ').Select(ItemId.Parse)], r.GetInt64(3)), c);
            return new PublicationImpact(
                [.. people.Where(p => touched.Contains(p.Kind)).Select(p => new PeopleConcerned(SubjectKind.Parse(p.Kind), p.Count,
                    versions.Where(v => v.Kind == p.Kind).ToImmutableSortedDictionary(v => v.Version, v => v.Count, StringComparer.Ordinal)))],
                [.. consents.Where(held => difference.ConsentsInvalidated.Any(gone => Meets(gone, held)))
                    .OrderByDescending(held => held.Count).ThenBy(held => held.Purpose)]);
        }, snapshot: true, ct);
    }

    private static bool Meets(AccessChange gone, ConsentsInvalidated held) =>
        gone.Purpose == held.Purpose && (held.Recipient is null || held.Recipient == gone.Recipient) && held.Items.Any(item => gone.Items.Contains(item));
}
