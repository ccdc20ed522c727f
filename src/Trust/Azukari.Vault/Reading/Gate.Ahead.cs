using System.Collections.Concurrent;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Vault.Keys;
using Azukari.Vault.Publishing;
using Azukari.Vault.Recording;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Reading;

/// <summary>What was found out about a person before their turn: good for as long as generation and policy stay what they were.</summary>
internal sealed record Looked(long Generation, byte[] Pseudonym, ItemValues Values, AccessPlan.Cited Cited, EntryKind Kind, Obligations Obligations)
{
    /// <summary>The entry, once it is made.</summary>
    public EntryId Entry { get; init; }
}

/// <summary>A chunk of people on its way through the gate.</summary>
/// <param name="Subjects">Who, in the order asked; somebody may be there twice.</param>
/// <param name="Policies">What was decided by.</param>
/// <param name="Plan">What the chunk's accesses have in common.</param>
/// <param name="People">What was found out; null for whoever goes the ordinary way, since something about them is not.</param>
/// <param name="Moment">On SQLite the vault's, before any of it was read.</param>
internal sealed record Ahead(IReadOnlyList<SubjectId> Subjects, PublishedPolicies Policies, AccessPlan Plan, Looked?[] People, long Moment = 0)
{
    /// <summary>On PostgreSQL, as of when it was read.</summary>
    public PostgresMoment? Since { get; init; }
}

/// <summary>
/// The way of many: the same steps, taken apart, so that a chunk can be looked at while those before it are recorded and released. Looking
/// reads, decides and opens, and binds nothing: whoever changed since is left to the ordinary way when the chunk is recorded, and again when
/// it is released.
/// </summary>
internal sealed partial class Gate
{
    private const int Portion = 64;

    private static readonly HotStatement NewestPolicy = new("SELECT max(sequence) FROM policies");
    private static readonly HotStatement FreshRow = new("SELECT generation, state FROM subjects WHERE id = ?1");

    private readonly ConcurrentBag<HotRoom> _rooms = [];

    /// <summary>Reads, decides and opens. Records and releases nothing.</summary>
    public async Task<Ahead> LookAsync(IReadOnlyList<SubjectId> subjects, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var policies = parts.Policies.Current ?? await parts.Policies.AtLeastAsync(0, ct);
        var plan = _plans.For(policies, items, context);
        var people = new Looked?[subjects.Count];
        // Facts of others are asked when they are needed, not before: they may not last as long.
        if (plan.Resolved.Refusal is not null || plan.Resolved.Request.Needs != ConditionSet.Empty || plan.ReachesModules) return new Ahead(subjects, policies, plan, people);
        if (IsHot)
        {
            var moment = parts.Vault.Moment();
            InParts((subjects.Count + Portion - 1) / Portion, part => LookAtPortion(subjects, plan, context, people, part * Portion));
            return new Ahead(subjects, policies, plan, people, moment);
        }

        if (_joined is not null) return await LookTogetherAsync(_joined, subjects, plan, context, ct);
        var (keys, snapshot) = await parts.ReadPeopleAsync([.. subjects.Distinct()], ct);
        if (snapshot.PolicySequence > policies.Sequence) return new Ahead(subjects, policies, plan, people);
        InParts(subjects.Count, i => people[i] = Look(plan, keys.GetValueOrDefault(subjects[i]), snapshot.Find(subjects[i]), context));
        return new Ahead(subjects, policies, plan, people);
    }

    /// <summary>Records the accesses of a chunk, but for whoever changed since they were looked at. Durable when the task completes.</summary>
    public async Task<Ahead> RecordAsync(Ahead chunk, AccessContext context, CancellationToken ct)
    {
        await KeepFreshAsync(chunk, ct);
        return await RecordAsLookedAsync(chunk, context, ct);
    }

    /// <summary>One person, where reading is a matter of round trips: looked at, recorded at once, rechecked, released.</summary>
    private async Task<AccessResult<ItemValues>> ReadTogetherAsync(SubjectId subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct)
    {
        SubjectId[] one = [subject];
        var looked = await LookAsync(one, items, context, ct);
        if (looked.People[0] is null) return (await ReadAsync(one, items, context, ct))[0];
        return (await ReleaseAsync(await RecordAsLookedAsync(looked, context, ct), items, context, ct))[0];
    }

    private async Task<Ahead> RecordAsLookedAsync(Ahead chunk, AccessContext context, CancellationToken ct)
    {
        var entries = new PreparedEntry?[chunk.People.Length];
        InParts(chunk.People.Length, i =>
        {
            if (chunk.People[i] is not { } person) return;
            var now = parts.Clock.GetUtcNow();
            var flagged = parts.AfterRefusal.IsAfterRefusal(context.Accessor, person.Pseudonym, context.Purpose);
            var entry = new PreparedEntry(EntryId.New(now), now.ToMicroseconds(), Pseudonym.FromBytes(person.Pseudonym),
                chunk.Plan.Permitted(context, person.Kind, person.Cited, flagged));
            entries[i] = entry;
            chunk.People[i] = person with { Entry = entry.Id };
        });
        await parts.Ledger.AppendAsync([.. entries.OfType<PreparedEntry>()], ct);
        return chunk;
    }

    /// <summary>Rechecks and releases a recorded chunk; whoever went the ordinary way, or must now, is decided and recorded here.</summary>
    public async Task<AccessResult<ItemValues>[]> ReleaseAsync(Ahead chunk, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct)
    {
        if (BeforeRecheck is { } pause) await pause();
        await KeepFreshAsync(chunk, ct);
        var results = new AccessResult<ItemValues>[chunk.People.Length];
        var others = new List<int>();
        for (var i = 0; i < results.Length; i++)
        {
            if (chunk.People[i] is not { } person)
            {
                others.Add(i);
                continue;
            }

            parts.LastUses.Used(chunk.Policies, chunk.Subjects[i]);
            results[i] = new Granted<ItemValues>(chunk.Subjects[i], person.Entry, person.Values, chunk.Policies.Version, person.Cited.Ids, person.Obligations);
        }

        if (others.Count == 0) return results;
        var answers = await ReadAsync(others.ConvertAll(i => chunk.Subjects[i]), items, context, ct);
        for (var i = 0; i < answers.Length; i++) results[others[i]] = answers[i];
        return results;
    }

    internal bool IsHot => parts.Vault.Engine == StoreEngine.Sqlite && parts.Keys.Store.Engine == StoreEngine.Sqlite;

    /// <summary>Reads everybody's generation anew, unless nobody has committed anything, and leaves whoever has another to the ordinary way.</summary>
    private async Task KeepFreshAsync(Ahead chunk, CancellationToken ct)
    {
        if (IsHot)
        {
            if (chunk.Moment == parts.Vault.Moment()) return;
            CountReadAnew();
            parts.Vault.Read(chunk, static (session, of) =>
            {
                var newest = session[NewestPolicy]; // stands on its row until the last one is read: all see one moment
                var sequence = newest.Step() ? newest.Number(0) : 0;
                var row = session[FreshRow];
                Span<byte> id = stackalloc byte[SubjectId.Size];
                for (var i = 0; i < of.People.Length; i++)
                {
                    if (of.People[i] is not { } person) continue;
                    of.Subjects[i].WriteTo(id);
                    row.Bind(1, id);
                    if (!row.Step() || sequence != of.Policies.Sequence || row.Number(0) != person.Generation || row.Number(1) != (long)SubjectState.Active) of.People[i] = null;
                    row.Reset();
                }

                return true;
            });
            return;
        }

        SubjectId[] looked = [.. chunk.Subjects.Where((_, i) => chunk.People[i] is not null).Distinct()];
        if (looked.Length == 0) return;
        var fresh = _joined is not null && chunk.Since is { } since ? await _joined.Reads.FreshAsync(looked, since, ct) : await parts.FreshnessAsync(looked, ct);
        if (fresh is null) return;
        for (var i = 0; i < chunk.People.Length; i++)
            if (chunk.People[i] is { } person && (!fresh.TryGetValue(chunk.Subjects[i], out var now) || now != Expected(person))) chunk.People[i] = null;

        Freshness Expected(Looked person) => new(chunk.Policies.Sequence, person.Generation, SubjectState.Active);
    }

    // Some people at one moment: a reading transaction for each would cost as much as what is read in it.
    private void LookAtPortion(IReadOnlyList<SubjectId> subjects, AccessPlan plan, AccessContext context, Looked?[] people, int from)
    {
        if (!_rooms.TryTake(out var room)) room = new HotRoom();
        try
        {
            for (var i = from; i < Math.Min(from + Portion, people.Length); i++) room.Add().BeginWithId(subjects[i], plan);
            HotPerson.ReadAll(parts.Keys.Store, parts.Keys.Masters, parts.Vault, room.People);
            for (var i = 0; i < room.People.Count; i++)
                if (room.People[i] is var person && person.PolicySequence == plan.Policies.Sequence) people[from + i] = Look(plan, person, person.Keys, context);
        }
        catch (Exception)
        {
            // Whatever it is, the ordinary way says so, in its turn.
        }
        finally
        {
            room.Clear();
            _rooms.Add(room);
        }
    }

    private Looked? Look(AccessPlan plan, SubjectKeys? keys, PersonRecord? person, AccessContext context)
    {
        try
        {
            if (person is not { State: SubjectState.Active } || keys?.Pseudonym() is not { } pseudonym) return null;
            var decision = Decider.Decide(plan.Policies, plan.Resolved.Request, person, default, context.Case is not null);
            return decision.Permitted && OpenValues(person, keys, plan.Items, last: false) is { } values ? Found(plan, person.Generation, pseudonym, values, decision) : null;
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static Looked Found(AccessPlan plan, long generation, byte[] pseudonym, ItemValues values, in Decision decision) =>
        new(generation, pseudonym, values, plan.Cite(decision.Clauses), Entries.KindOf(decision.Exit), decision.Obligations);

    private static void InParts(int count, Action<int> each)
    {
        if (count == 1) each(0);
        else Parallel.For(0, count, each);
    }
}
