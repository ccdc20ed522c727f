using System.Data.Common;
using System.Diagnostics;
using Azukari.Stores;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Reading;

/// <summary>
/// The reads of single accesses on PostgreSQL, where a round trip costs more than what it asks for. Few workers ask; while they wait for an answer,
/// whoever comes joins the next round trip, first looks and rechecks alike. Each read is begun after it was asked for, so that it sees
/// everything acknowledged before.
/// </summary>
/// <param name="vault">The vault's store, in the same database as the keys.</param>
/// <param name="known">The transactions that changed nothing of anybody.</param>
/// <param name="looked">Given those whose people were read, and the number of the newest policy.</param>
/// <param name="rechecked">Given each access that was rechecked, and whether all still was as expected.</param>
internal sealed class JoinedReads(Store vault, KnownTransactions known, Action<JoinedAccess[], long> looked, Action<JoinedPending, bool> rechecked)
{
    internal const int Workers = 2;
    internal const int Most = 128;
    private const int Few = 4;
    private const int Piece = 24;
    private const int Kept = 1024; // people's room for rows: what the callers of a moment and some chunks of a bulk read need

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private const string FreshRows = "SELECT id, generation, state, (SELECT coalesce(max(sequence), 0) FROM policies) FROM subjects WHERE id = ANY($1)";

    private const string MomentRow = $"SELECT {PostgresMoment.Columns}";

    private readonly Lock _gate = new();
    private readonly Queue<JoinedAccess> _reads = new();
    private readonly Queue<JoinedPending> _rechecks = new();
    private readonly Stack<HotPerson> _idle = new();
    private int _busy;
    private bool _others; // whether something unknown has ended lately: then rows are asked at once
    private int _under; // how many are on the round trips under way

    private long _readAnew;

    /// <summary>How often rows were asked before release, because something unknown had ended meanwhile.</summary>
    public long ReadAnew => Interlocked.Read(ref _readAnew);

    public void Read(JoinedAccess access)
    {
        lock (_gate)
        {
            _reads.Enqueue(access);
            if (!Begin()) return;
        }

        _ = Task.Run(WorkAsync);
    }

    /// <summary>Rechecks accesses whose entries are durable.</summary>
    public void Recheck(ReadOnlySpan<Ledger.Pending> durable)
    {
        lock (_gate)
        {
            foreach (var pending in durable) _rechecks.Enqueue((JoinedPending)pending);
            if (!Begin()) return;
        }

        _ = Task.Run(WorkAsync);
    }

    /// <summary>A person nobody uses any more.</summary>
    public void GiveBack(ReadOnlySpan<JoinedAccess> accesses)
    {
        lock (_gate)
        {
            foreach (var access in accesses)
            {
                if (access.Person is { } person) Keep(person);
                access.Person = null;
            }
        }
    }

    /// <summary>Reads some people, each of whom may be there more than once, for a chunk of a bulk read; give them back.</summary>
    /// <returns>In the order asked, and the number of the newest policy as of the same moment.</returns>
    public async Task<(HotPerson[] People, long PolicySequence, PostgresMoment Moment)> ReadChunkAsync(IReadOnlyList<SubjectId> subjects, AccessPlan plan, CancellationToken ct)
    {
        var (chunk, bySubject, sequence) = (new HotPerson[subjects.Count], new Dictionary<SubjectId, HotPerson>(subjects.Count), 0L);
        PostgresMoment? moment = null;
        lock (_gate)
        {
            for (var i = 0; i < chunk.Length; i++)
            {
                if (!bySubject.TryGetValue(subjects[i], out var person)) bySubject[subjects[i]] = person = _idle.TryPop(out var idle) ? idle : HotPerson.Make();
                chunk[i] = person;
            }
        }

        foreach (var (subject, person) in bySubject) person.Begin(subject, plan);
        await vault.CallAsync([new StoreCall(HotPerson.JoinedRows, [Ids(bySubject.Keys)], row =>
        {
            if (HotPerson.PolicySequenceOf(row) is { } newest) (sequence, moment) = (newest, HotPerson.MomentOf(row));
            else bySubject[Id(row, HotPerson.SubjectColumn)].Take(row);
        })], ct);
        return (chunk, sequence, moment!);
    }

    /// <summary>A chunk's people nobody uses any more.</summary>
    public void GiveBack(HotPerson[] chunk)
    {
        lock (_gate)
            foreach (var person in chunk.Distinct()) Keep(person);
    }

    /// <summary>What release must recheck of some people, read anew, who is not there left out; null where nothing has changed since a moment.</summary>
    public async Task<Dictionary<SubjectId, Freshness>?> FreshAsync(IReadOnlyCollection<SubjectId> subjects, PostgresMoment since, CancellationToken ct)
    {
        for (var byRow = Volatile.Read(ref _others); ; byRow = true)
        {
            var fresh = new Dictionary<SubjectId, Freshness>(byRow ? subjects.Count : 0);
            PostgresMoment? now = null;
            var moment = new StoreCall(MomentRow, [], row => now = PostgresMoment.Parse(row.GetString(0), row.GetString(1)));
            await vault.CallAsync(byRow ? [Recheck(subjects, fresh), moment] : [moment], ct);
            var holds = since.HoldsUntil(now!, known);
            Volatile.Write(ref _others, !holds);
            if (holds) return null;
            if (byRow) return fresh;
        }
    }

    private StoreCall Recheck(IReadOnlyCollection<SubjectId> subjects, Dictionary<SubjectId, Freshness> fresh)
    {
        Interlocked.Increment(ref _readAnew);
        return new StoreCall(FreshRows, [Ids(subjects)], row => fresh[Id(row, 0)] = new Freshness(row.GetInt64(3), row.GetInt64(1), (SubjectState)row.GetInt64(2)));
    }

    private void Keep(HotPerson person)
    {
        if (person.IsSmall && _idle.Count < Kept) _idle.Push(person);
    }

    // A round trip costs about as much for one as for ten. So while one is under way for some, another waits until it has as many to ask for, and enough
    // for a piece: a crowd is not cut small by whoever comes first. Few callers are not kept waiting.
    private bool MayGo => _reads.Count + _rechecks.Count is var waiting && waiting > 0 && (_under <= Few ? waiting >= _under : waiting >= Math.Max(Piece, _under));

    private bool Begin()
    {
        if (_busy == Workers || !MayGo) return false;
        _busy++;
        return true;
    }

    private async Task WorkAsync()
    {
        Round? last = null;
        while (Next(last) is { } round)
        {
            last = round;
            try
            {
                await AskAsync(round);
            }
            catch (Exception error)
            {
                foreach (var access in round.Reads) access.Fail(error); // whoever was answered already stays so
                foreach (var pending in round.Rechecks) pending.Access.Fail(error);
            }
        }
    }

    // A connection that was cut off while it lay idle says so once: whoever draws it reads again on a new one.
    private async Task AskAsync(Round round)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await RunAsync(round);
        }
        catch (StoreException error) when (error.Fault == StoreFault.Unreachable && Stopwatch.GetElapsedTime(begun) < Patience)
        {
            await RunAsync(round);
        }
    }

    private Round? Next(Round? done)
    {
        lock (_gate)
        {
            _under -= done?.Count ?? 0;
            if (!MayGo)
            {
                _busy--;
                return null;
            }

            var round = new Round(new JoinedAccess[Math.Min(Most, _reads.Count)], new JoinedPending[Math.Min(Most, _rechecks.Count)]);
            for (var i = 0; i < round.Reads.Length; i++)
            {
                var access = round.Reads[i] = _reads.Dequeue();
                access.Person = _idle.TryPop(out var person) ? person : HotPerson.Make();
            }

            for (var i = 0; i < round.Rechecks.Length; i++) round.Rechecks[i] = _rechecks.Dequeue();
            _under += round.Count;
            return round;
        }
    }

    private async Task RunAsync(Round round)
    {
        var calls = new List<StoreCall>(2);
        var sequence = 0L;
        PostgresMoment? now = null;
        var byRow = round.Rechecks.Length > 0 && (Volatile.Read(ref _others) || Array.Exists(round.Rechecks, pending => pending.ByRow));
        var fresh = new Dictionary<SubjectId, Freshness>(byRow ? round.Rechecks.Length : 0);
        if (byRow) calls.Add(Recheck(Array.ConvertAll(round.Rechecks, pending => pending.Access.Subject), fresh));
        if (round.Reads.Length == 0) calls.Add(new StoreCall(MomentRow, [], row => now = PostgresMoment.Parse(row.GetString(0), row.GetString(1))));

        if (round.Reads.Length > 0)
        {
            var people = new Dictionary<SubjectId, JoinedAccess>(round.Reads.Length);
            foreach (var access in round.Reads)
            {
                access.Person!.Begin(access.Subject, access.Plan);
                access.Next = null;
                if (!people.TryAdd(access.Subject, access)) (access.Next, people[access.Subject]) = (people[access.Subject], access);
            }

            calls.Add(new StoreCall(HotPerson.JoinedRows, [Ids(people.Keys)], row =>
            {
                if (HotPerson.PolicySequenceOf(row) is { } newest)
                {
                    (sequence, now) = (newest, HotPerson.MomentOf(row));
                    return;
                }

                for (var access = people[Id(row, HotPerson.SubjectColumn)]; access is not null; access = access.Next) access.Person!.Take(row);
            }));
        }

        await vault.CallAsync(calls, CancellationToken.None);
        if (round.Rechecks.Length > 0) Answer(round.Rechecks, byRow ? fresh : null, now!);
        foreach (var access in round.Reads) access.Moment = now;
        if (round.Reads.Length > 0) looked(round.Reads, sequence);
    }

    // Where nothing but the ledger's own appends and sealings ended since somebody was read, what was read still holds. Else their row says whether it does:
    // read with this round trip where that was to be expected, and with the next where it was not.
    private void Answer(JoinedPending[] rechecks, Dictionary<SubjectId, Freshness>? fresh, PostgresMoment now)
    {
        var (all, last, lastHolds) = (true, (PostgresMoment?)null, false);
        List<JoinedPending>? byRow = null;
        foreach (var pending in rechecks)
        {
            var moment = pending.Access.Moment!;
            if (!ReferenceEquals(moment, last)) (last, lastHolds) = (moment, moment.HoldsUntil(now, known));
            all &= lastHolds;
            if (lastHolds) rechecked(pending, true);
            else if (fresh is not null) rechecked(pending, fresh.TryGetValue(pending.Access.Subject, out var found) && found == pending.Expected);
            else (byRow ??= []).Add(pending);
        }

        Volatile.Write(ref _others, !all);
        if (byRow is null) return;
        lock (_gate)
        {
            foreach (var pending in byRow)
            {
                pending.ByRow = true;
                _rechecks.Enqueue(pending); // this worker looks at the queue next
            }
        }
    }

    private static byte[][] Ids(IReadOnlyCollection<SubjectId> subjects)
    {
        var (ids, count) = (new byte[subjects.Count][], 0);
        foreach (var subject in subjects) ids[count++] = subject.ToBytes();
        return ids;
    }

    private static SubjectId Id(DbDataReader row, int column) => SubjectId.FromBytes(row.GetFieldValue<byte[]>(column));

    private sealed record Round(JoinedAccess[] Reads, JoinedPending[] Rechecks)
    {
        public int Count => Reads.Length + Rechecks.Length;
    }
}
