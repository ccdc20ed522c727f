using System.Runtime.CompilerServices;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Vault.Hosting;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;
using Azukari.Vault.Writing;

namespace Azukari.Vault;

/// <summary>Says what is held of a person, by the vault and by modules, without values.</summary>
internal sealed class Describer(TrustParts parts)
{
    public async Task<SubjectDescription?> DescribeAsync(SubjectId subject, CancellationToken ct)
    {
        var (people, corrected) = await parts.Vault.ReadAsync(async (session, c) =>
        {
            var read = await PeopleReader.ReadAsync(session, [subject], c);
            return (read, await CorrectedByStaffAsync(session, read, c));
        }, snapshot: true, ct);
        if (parts.Modules.Any && parts.Policies.Current is { } policies) people = await parts.Modules.BesideAsync(parts, policies, people, [subject], policies.Items, ct);
        if (people.Find(subject) is not { State: SubjectState.Active } person) return null;
        return new SubjectDescription(subject, SubjectKind.Parse(person.Kind), Instants.FromMicroseconds(person.CreatedAt), person.Generation,
            [.. person.Items.Select(row => Item(row) with { CorrectedByStaff = corrected.Contains((subject, row.Item)) }).Concat(person.Elsewhere.Select(Item)).OrderBy(i => i.Item.Value, StringComparer.Ordinal)],
            [.. person.Consents.OrderBy(c => c.GivenAt).Select(c => new HeldConsent(new ConsentId(c.Id), new ConsentGrant(ClauseId.Parse(c.Purpose), Recipient(c.Recipient), Items(c.Items)),
                PolicyVersion.Parse(c.Policy), Instants.FromMicroseconds(c.GivenAt), Time(c.WithdrawnAt), new Accessor(c.Accessor)))],
            [.. person.Answers.OrderBy(a => a.At).Select(a => new HeldAnswer(PolicyVersion.Parse(a.Policy), a.Consented, Instants.FromMicroseconds(a.At), new Accessor(a.Accessor)))],
            [.. person.Restrictions.OrderBy(r => r.Since).Select(r => new HeldRestriction(new RestrictionId(r.Id), Scope(r), Instants.FromMicroseconds(r.Since), Time(r.LiftedAt), new Accessor(r.Accessor)))]);
    }

    /// <summary>Which items of some people somebody else corrected since they were given: by staff an item stays given when it was given; by the person it is given anew.</summary>
    public static async Task<HashSet<(SubjectId Subject, string Item)>> CorrectedByStaffAsync(StoreSession session, PeopleSnapshot people, CancellationToken ct)
    {
        SubjectId[] changed = [.. people.People.Values.Where(person => person.Items.Any(item => item.Version > 1)).Select(person => person.Subject)];
        return changed.Length == 0 ? [] : [.. await session.ListAsync(
            "SELECT i.subject, i.item FROM items i JOIN item_history h ON h.subject = i.subject AND h.item = i.item AND h.version = i.version - 1 "
            + $"WHERE i.subject {session.InIds()} AND h.acquired_at = i.acquired_at AND h.superseded_at <> i.acquired_at",
            r => (SubjectId.FromBytes(r.Bytes(0)), r.GetString(1)), ct, ("ids", session.IdList(changed)))];
    }

    public async IAsyncEnumerable<SubjectId> ErasedAsync([EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = Array.Empty<byte>(); ;)
        {
            var page = await parts.Vault.ReadAsync((session, c) => session.ListAsync("SELECT id FROM subjects WHERE id > @after AND state <> 0 ORDER BY id LIMIT 1024",
                r => r.Bytes(0), c, ("after", after)), ct: ct);
            foreach (var id in page) yield return SubjectId.FromBytes(id);
            if (page.Count < 1024) yield break;
            after = page[^1];
        }
    }

    public async Task<bool> IsErasedAsync(SubjectId subject, CancellationToken ct)
    {
        var people = await parts.Vault.ReadAsync((session, c) => PeopleReader.ReadAsync(session, [subject], c), snapshot: true, ct);
        return people.Find(subject) is { State: not SubjectState.Active };
    }

    public static HeldItem Item(ItemRow row) => new(ItemId.Parse(row.Item), row.Version, Instants.FromMicroseconds(row.AcquiredAt), ItemRows.ChannelOf(row.Channel),
        PolicyVersion.Parse(row.Policy), SubjectKind.Parse(row.Kind), new Accessor(row.Accessor), Time(row.Until));

    public static HeldItem Item(ElsewhereRow row) => new(row.Item, 1, row.Facts.AcquiredAt, row.Facts.Channel, row.Facts.PolicyVersion, row.Facts.SubjectKind, row.Facts.By, null);

    private static Restriction Scope(RestrictionRow row) => (RestrictionScope)row.Scope switch
    {
        RestrictionScope.Purpose => new Restriction.ForPurpose(ClauseId.Parse(row.Purpose!)),
        RestrictionScope.Recipient => new Restriction.ByRecipient(RecipientKind.Parse(row.Recipient!)),
        RestrictionScope.Items => new Restriction.OfItems(Items(row.Items)),
        _ => new Restriction.Everything(),
    };

    private static RecipientKind? Recipient(string? text) => text is null ? null : RecipientKind.Parse(text);

    private static ItemId[] Items(string[] items) => Array.ConvertAll(items, ItemId.Parse);

    private static DateTimeOffset? Time(long? microseconds) => microseconds is { } at ? Instants.FromMicroseconds(at) : null;
}
