using Azukari.Policy;
using Azukari.Vault.Hosting;
using Azukari.Vault.Publishing;
using Azukari.Vault.Retaining;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault;

/// <summary>
/// What the application's modules know: items they keep and facts. Added when a module is ready, which may be after the core was opened; until
/// then its items are not held, its facts unknown, and whatever needs a fact is refused.
/// </summary>
public sealed class TrustModules
{
    private readonly Lock _gate = new();
    private volatile IReadOnlyList<IFactSource> _facts = [];
    private volatile IReadOnlyList<IHeldItems> _held = [];

    internal IReadOnlyList<IFactSource> Facts => _facts;

    internal bool Any => _held.Count > 0;

    /// <summary>The modules whose items pass the gate, by the names the policy has for them.</summary>
    public IReadOnlyCollection<string> Names => [.. _held.Select(source => source.Module)];

    /// <summary>Adds who knows facts; asked after those the core was opened with, in the order added.</summary>
    public void Add(IFactSource facts)
    {
        lock (_gate) _facts = [.. _facts, facts];
    }

    /// <summary>Adds who keeps items. Whoever adds it has seen to it that nobody erased is left in it (<see cref="TrustVault.ErasedAsync"/>).</summary>
    /// <exception cref="ArgumentException">Another has the module's name.</exception>
    public void Add(IHeldItems held)
    {
        lock (_gate)
            _held = _held.Any(each => each.Module == held.Module) ? throw new ArgumentException($"The items of {held.Module} are kept by somebody already.", nameof(held)) : [.. _held, held];
    }

    internal async Task ForgetAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct)
    {
        foreach (var held in _held) await held.ForgetAsync(subjects, ct);
    }

    /// <summary>
    /// People as they were read from the vault, with what modules keep of them among these items, unless its retention has ended. What was read
    /// is others' too and stays as it is.
    /// </summary>
    internal async ValueTask<PeopleSnapshot> BesideAsync(
        TrustParts parts, PublishedPolicies policies, PeopleSnapshot snapshot, IReadOnlyCollection<SubjectId> subjects, IEnumerable<ItemTerms> terms, CancellationToken ct)
    {
        var living = subjects.Select(snapshot.Find).OfType<PersonRecord>().Where(person => person.State == SubjectState.Active).ToDictionary(person => person.Subject);
        if (_held.Count == 0 || living.Count == 0) return snapshot;
        var beside = new Dictionary<SubjectId, List<ElsewhereRow>>();
        foreach (var asked in terms.GroupBy(each => each.Module, StringComparer.Ordinal))
        {
            if (asked.Key is not { } module || _held.FirstOrDefault(each => each.Module == module) is not { } source) continue;
            var byItem = asked.DistinctBy(each => each.Id).ToDictionary(each => each.Id);
            var found = await source.ReadAsync(living.Keys, [.. byItem.Keys], ct);
            var told = await TellAsync(parts, found.Values.SelectMany(items => items).OfType<ModuleItem.Told>(), ct);
            foreach (var (subject, items) in found)
            {
                if (!living.TryGetValue(subject, out var person)) continue;
                foreach (var item in items)
                {
                    if (!byItem.TryGetValue(item.Item, out var of) || HasEnded(of, person, parts.Clock) || Row(item, of, told) is not { } row) continue;
                    if (!beside.TryGetValue(subject, out var rows)) beside[subject] = rows = [];
                    rows.Add(row);
                }
            }
        }

        return beside.Count == 0 ? snapshot
            : snapshot with { People = snapshot.People.ToDictionary(pair => pair.Key, pair => beside.TryGetValue(pair.Key, out var rows) ? pair.Value.With(rows) : pair.Value) };
    }

    /// <summary>Has modules remove the items of former members whose time after the membership is over; gives what was there.</summary>
    internal async Task<IReadOnlyList<ItemId>> ExpireAsync(PublishedPolicies policies, SubjectId subject, DateTimeOffset ended, DateTimeOffset now, CancellationToken ct)
    {
        var gone = new List<ItemId>();
        foreach (var source in _held)
        {
            var due = policies.Items.Where(terms => terms.Module == source.Module && terms.Retention is { After: RetentionStart.MembershipEnd } retention
                && RetentionTerms.Until(retention.Keep, ended) <= now.ToMicroseconds()).Select(terms => terms.Id).ToList();
            if (due.Count > 0) gone.AddRange(await source.ExpireAsync(subject, due, ct));
        }

        return gone;
    }

    private static bool HasEnded(ItemTerms terms, PersonRecord person, TimeProvider clock) =>
        terms.Retention is { After: RetentionStart.MembershipEnd } retention && person.MembershipEndedAt is { } ended
        && RetentionTerms.Until(retention.Keep, Instants.FromMicroseconds(ended)) <= clock.Microseconds();

    private static ElsewhereRow? Row(ModuleItem item, ItemTerms terms, Dictionary<(SubjectId, ItemId), (Values.StoredValue Value, ModuleFacts Facts)> told)
    {
        var row = item switch
        {
            ModuleItem.Kept kept => new ElsewhereRow(terms.Id, kept.Value, kept.Facts),
            ModuleItem.Told of when told.TryGetValue((of.From, of.Source), out var source) && of.Make(source.Value) is { } value => new ElsewhereRow(terms.Id, value, of.Facts ?? source.Facts),
            _ => null,
        };
        return row is null || terms.Shape is null || terms.Shape.IsNormal(row.Value) ? row
            : throw new InvalidOperationException($"What a module gives as {terms.Id} is not in the form of its shape, {terms.Shape}.");
    }

    /// <summary>The values others are made of, opened here and shown to nobody as they are.</summary>
    private static async Task<Dictionary<(SubjectId, ItemId), (Values.StoredValue Value, ModuleFacts Facts)>> TellAsync(TrustParts parts, IEnumerable<ModuleItem.Told> wanted, CancellationToken ct)
    {
        var values = new Dictionary<(SubjectId, ItemId), (Values.StoredValue, ModuleFacts)>();
        foreach (var chunk in wanted.GroupBy(each => each.From).Chunk(256))
        {
            var (keys, people) = await parts.ReadPeopleAsync([.. chunk.Select(each => each.Key)], ct);
            foreach (var of in chunk)
            {
                if (people.Find(of.Key) is not { State: SubjectState.Active } person || keys.GetValueOrDefault(of.Key) is not { } mine) continue;
                using var opened = new SealedItems(mine);
                foreach (var source in of.Select(each => each.Source).Distinct())
                {
                    if (person.Find(source.Value) is not { } row || opened.Open(row) is not { } value) continue;
                    values[(of.Key, source)] = (value, new ModuleFacts(Instants.FromMicroseconds(row.AcquiredAt), Writing.ItemRows.ChannelOf(row.Channel),
                        PolicyVersion.Parse(row.Policy), SubjectKind.Parse(row.Kind), new Accessor(row.Accessor)));
                }
            }
        }

        return values;
    }
}

/// <summary>An item a module keeps, in clear from the moment it was read until the decision.</summary>
internal sealed record ElsewhereRow(ItemId Item, Values.StoredValue Value, ModuleFacts Facts)
{
    public override string ToString() => $"ElsewhereRow[{Item}]";
}
