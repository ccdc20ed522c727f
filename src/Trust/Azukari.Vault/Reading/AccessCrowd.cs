using System.Collections.Concurrent;
using Azukari.Ledger;
using Azukari.Vault.Hosting;

namespace Azukari.Vault.Reading;

/// <summary>
/// Callers who ask at the same time, served together on SQLite: one read of the keys of all, one of the people, one place in the ledger's
/// queue, one recheck. Half as many batches at once as there are processors, and as many as there are while half a batch more waits; callers wait for a free
/// one, never for more callers. Whoever is not plainly permitted goes the way of one, from its beginning: nothing of theirs was recorded yet.
/// </summary>
internal sealed class AccessCrowd(TrustParts parts, Gate gate) : IThreadPoolWorkItem, ICommitted
{
    private const int LeastAtOnce = 16;
    private const int MostAtOnce = 64;

    // The other half answers callers, makes entries durable and seals: with few callers that keeps batches large. With many it would leave a processor idle.
    private static readonly int Servers = Math.Max(1, Environment.ProcessorCount / 2);
    private static readonly int MostServers = Environment.ProcessorCount;

    private readonly ConcurrentQueue<AccessCall> _waiting = new();
    private readonly ConcurrentBag<AccessBatch> _idle = [];
    private int _inside;
    private int _queued; // about those who wait
    private int _serving;

    /// <summary>So many callers are few: each goes alone. For tests: 0 sends everybody here.</summary>
    public int Few { get; set; } = 4;

    /// <summary>
    /// How many are served together. A batch for each processor, and one whose entries are being made durable: one batch of all would leave the processors to one
    /// thread, and then to none. Below some callers a batch costs more than it spares, above some it spares no more.
    /// </summary>
    public int AtOnce => Math.Clamp(Volatile.Read(ref _inside) / (MostServers + 1), LeastAtOnce, MostAtOnce);

    /// <summary>A caller comes in; true where there are so few that they go alone. Each leaves once.</summary>
    public bool Enter() => Interlocked.Increment(ref _inside) <= Few;

    public void Leave() => Interlocked.Decrement(ref _inside);

    public void Add(AccessCall call)
    {
        _waiting.Enqueue(call);
        Interlocked.Increment(ref _queued); // a fence too: whoever serves sees the call in the queue, or is seen to have ended
        Serve();
    }

    // Takes up serving unless enough others do; each of them looks again when it has ended.
    private void Serve()
    {
        var serving = Volatile.Read(ref _serving);
        while (serving < (Volatile.Read(ref _queued) >= AtOnce / 2 ? MostServers : Servers))
        {
            var seen = Interlocked.CompareExchange(ref _serving, serving + 1, serving);
            if (seen == serving)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }

            serving = seen;
        }
    }

    /// <summary>Serves one batch. What waits behind it takes its turn behind other work of the pool, such as those who were just answered.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        if (!_idle.TryTake(out var batch)) batch = new AccessBatch();
        var most = AtOnce;
        while (batch.Calls.Count < most && _waiting.TryDequeue(out var call)) batch.Add(call);
        Interlocked.Add(ref _queued, -batch.Calls.Count);
        try
        {
            if (batch.Calls.Count > 0) Serve(batch);
        }
        finally
        {
            batch.Clear();
            _idle.Add(batch);
            Interlocked.Decrement(ref _serving);
        }

        if (!_waiting.IsEmpty) Serve();
    }

    /// <summary>Rechecks accesses whose entries became durable together, at one moment, and releases what nothing has changed for.</summary>
    void ICommitted.Committed(Pending[] pending)
    {
        if (gate.BeforeRecheck is { } pause) _ = PausedAsync(pause, pending);
        else Release(pending);
    }

    private async Task PausedAsync(Func<Task> pause, Pending[] pending)
    {
        try
        {
            await pause();
            Release(pending);
        }
        catch (Exception error)
        {
            foreach (var each in pending) each.Fail(error);
        }
    }

    private void Serve(AccessBatch batch)
    {
        try
        {
            var policies = parts.Policies.Required;
            foreach (var call in batch.Calls) call.Person.BeginWithId(call.Subject, call.Plan = gate.PlanFor(policies, call));
            var moment = HotPerson.ReadAll(parts.Keys.Store, parts.Keys.Masters, parts.Vault, batch.People);
            foreach (var call in batch.Calls)
            {
                if (gate.Look(call, this, moment) is { } access) batch.Permitted.Add(access);
                else batch.Alone.Add(call);
            }

            if (batch.Permitted.Count > 0) parts.Ledger.AppendEach(batch.Permitted.ToArray());
        }
        catch (Exception)
        {
            // Whatever it is, it is said to each of them in their turn; nobody's entry is in the queue, which takes all or none.
            foreach (var call in batch.Calls) gate.GoAlone(call);
            return;
        }

        foreach (var call in batch.Alone) gate.GoAlone(call);
    }

    private void Release(Pending[] pending)
    {
        if (HotPerson.RecheckSince(parts.Vault, pending)) gate.CountReadAnew();
        foreach (var each in pending)
        {
            var access = (CrowdPending)each;
            if (!access.IsFresh)
            {
                gate.GoAlone(access.Call); // decided again, and recorded anew
                continue;
            }

            parts.LastUses.Used(access.Call.Plan.Policies, access.Subject);
            access.Complete();
        }
    }
}

/// <summary>The room a batch is served in, used again by the next.</summary>
internal sealed class AccessBatch
{
    private readonly HotRoom _room = new();

    public List<AccessCall> Calls { get; } = [];

    /// <summary>What is read of each call's person, in the order of the calls.</summary>
    public List<HotPerson> People => _room.People;

    public List<Pending> Permitted { get; } = [];

    public List<AccessCall> Alone { get; } = [];

    public void Add(AccessCall call)
    {
        call.Person = _room.Add();
        Calls.Add(call);
    }

    public void Clear()
    {
        foreach (var call in Calls) call.Person = null!;
        _room.Clear();
        Calls.Clear();
        Permitted.Clear();
        Alone.Clear();
    }
}
