using System.Diagnostics;
using System.Runtime.InteropServices;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>
/// Commits whatever callers have queued. Few callers wait for nothing but the disk; many share a commit. On SQLite, which has one writer,
/// one thread does it. On PostgreSQL a second thread, with a chain of its own, fills the time the first waits for the server, as soon as there is as much for it.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    private const int Busy = 16;
    private const int BusyPostgres = 8; // two threads share the callers
    private const int MaxEntries = 1024;
    private const int MaxEntriesPostgres = 128; // smaller: what one waits for, the other commits
    private const int Few = 4;
    private const int Piece = 24;
    private const int LeastPortion = 4;
    private const int MostPortion = 64;
    private const int Attempts = 6; // with their pauses about a second
    private static readonly TimeSpan Lull = TimeSpan.FromMilliseconds(50);

    private readonly Store _store;
    private readonly KnownTransactions _known;
    private readonly Action _committed;
    private readonly object _sync = new();
    private readonly ManualResetEventSlim _end = new();
    private readonly Queue<Pending> _queue = new();
    private readonly WriterChain[] _chains;
    private readonly List<Thread> _threads = [];
    private readonly int _busy;
    private readonly int _mostAtOnce;
    private int _queued;
    private int _under; // entries of commits under way
    private int _last;
    private long _crowded = Stopwatch.GetTimestamp() - Stopwatch.Frequency; // when a crowd was last seen to end
    private int _idle;
    private int _answering;
    private bool _closing;

    public GroupCommit(Store store, string holder, KnownTransactions known, Action committed, int? mostAtOnce = null)
    {
        _store = store;
        _known = known;
        _committed = committed;
        var sqlite = store.Engine == StoreEngine.Sqlite;
        _busy = sqlite ? Busy : BusyPostgres;
        _mostAtOnce = mostAtOnce ?? (sqlite ? MaxEntries : MaxEntriesPostgres);
        _chains = [.. Enumerable.Range(1, sqlite ? 1 : 2).Select(number => new WriterChain(store, $"{holder}.{number}"))];
    }

    /// <summary>Takes all of them, or none where it throws.</summary>
    public void Enqueue(params ReadOnlySpan<Pending> all)
    {
        lock (_sync)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(LedgerBook));
            foreach (var pending in all)
            {
                _queue.Enqueue(pending);
                _queued += pending.Entries.Length;
            }
            if (!MayGo)
                return; // whoever commits now takes them next
            if (_idle > 0)
            {
                Monitor.Pulse(_sync);
            }
            else if (_answering == 0 && _threads.Count < _chains.Length) // who is just answering looks at the queue next: no other chain is begun for it
            {
                var chain = _chains[_threads.Count];
                var thread = new Thread(() => Run(chain)) { IsBackground = true, Name = "ledger writer" };
                _threads.Add(thread);
                thread.Start();
            }
        }
    }

    /// <summary>
    /// Whether so many callers share a commit that whoever else uses the store holds all of them up: on SQLite its one writer, on PostgreSQL the
    /// server's processors. A bulk read, whose chunks come one after another, is a crowd between them as well.
    /// </summary>
    public bool IsCrowded => Volatile.Read(ref _last) >= _busy || Volatile.Read(ref _queued) >= _busy || Stopwatch.GetElapsedTime(Volatile.Read(ref _crowded)) < Lull;

    /// <summary>Whether the chain of this number in the store is one of this process's.</summary>
    public bool Owns(long number) => Array.Exists(_chains, chain => chain.Number == number);

    /// <summary>Writes what is queued and gives the chains back; later appends are refused.</summary>
    public void Close(bool giveBack)
    {
        Thread[] threads;
        lock (_sync)
        {
            _closing = true;
            threads = [.. _threads];
            Monitor.PulseAll(_sync);
        }
        _end.Set();
        foreach (var thread in threads)
            thread.Join();
        foreach (var chain in giveBack ? _chains : [])
            chain.GiveBack();
    }

    public void Dispose()
    {
        Close(giveBack: false);
        _end.Dispose();
    }

    // A commit costs about as much for one entry as for ten. So while one is under way for some, another waits until there is as much for it, and enough
    // for a piece: a crowd is not cut small by whoever comes first. Few callers are not kept waiting.
    private bool MayGo => _queue.Count > 0 && (_closing || (_under <= Few ? _queued >= _under : _queued >= Math.Max(Piece, _under)));

    private void Run(WriterChain chain)
    {
        var under = 0;
        while (true)
        {
            List<Pending> batch;
            lock (_sync)
            {
                _under -= under;
                _answering -= chain.Answers ? 1 : 0;
                chain.Answers = false;
                while (!MayGo)
                {
                    if (_closing)
                        return;
                    _idle++;
                    if (_under == 0)
                    {
                        if (_last >= _busy)
                            _crowded = Stopwatch.GetTimestamp();
                        _last = 0;
                    }
                    Monitor.Wait(_sync);
                    _idle--;
                }
                (batch, under) = Capture();
                _last = under;
                _under += under;
            }
            Commit(chain, batch);
        }
    }

    private (List<Pending> Batch, int Entries) Capture()
    {
        var batch = new List<Pending>();
        var entries = 0;
        while (_queue.TryPeek(out var next) && (batch.Count == 0 || entries + next.Entries.Length <= _mostAtOnce))
        {
            batch.Add(_queue.Dequeue());
            entries += next.Entries.Length;
        }
        _queued -= entries;
        return (batch, entries);
    }

    private void Commit(WriterChain chain, List<Pending> batch)
    {
        // Kept over the attempts: while the database is away nobody can say whether the first commit happened, and writing the same entries
        // again behind it would double them. What it would have made the head tells, once the store answers.
        (long Seq, byte[] Head)? target = null;
        var begun = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            // A store locked by another process has had its patience already: six times that would be a minute in which nobody is told.
            if (attempt > 1 && Stopwatch.GetElapsedTime(begun) > _store.Definition.Patience)
                attempt = Attempts;
            var clock = LedgerTelemetry.CommitBegins();
            try
            {
                if (!chain.Claimed)
                    chain.Claim();
                (long Seq, byte[] Head) Step(StoreSession session)
                {
                    var entries = Entries(session, batch);
                    if (entries.Count == 0)
                        return (chain.Seq, chain.Head);
                    var step = chain.Next(entries);
                    target = (step.Seq, step.Head);
                    chain.Write(session, entries, step);
                    return (step.Seq, step.Head);
                }

                // PostgreSQL writes a batch in one statement, which is its own transaction: one round trip instead of three.
                // On SQLite what surrounds the inserts is hot as well.
                var simple = !batch.Exists(pending => pending.Dedupe);
                chain.Advance(!simple ? _store.Write(Step) : _store.Engine == StoreEngine.Postgres ? _store.WriteStatement(Step) : _store.WriteHot(Step));
                if (simple && chain.Transaction.Number is not null)
                    _known.Add(chain.Transaction.Number, chain.Transaction.Server);
                LedgerTelemetry.Committed(clock, batch.Sum(pending => pending.Written));
                Complete(chain, batch);
                return;
            }
            catch (Exception error)
            {
                switch (Outcome(chain, error, target, attempt))
                {
                    case Verdict.Done:
                        Complete(chain, batch);
                        return;
                    case Verdict.Again:
                        _end.Wait(TimeSpan.FromMilliseconds(20 * attempt * attempt));
                        continue;
                    case Verdict.Apart when batch.Count > 1:
                        foreach (var pending in batch)
                            Commit(chain, [pending]); // so that only the caller at fault is told so
                        return;
                    default:
                        LedgerTelemetry.CommitFailed();
                        foreach (var pending in batch)
                            pending.Fail(Explain(error));
                        return;
                }
            }
        }
    }

    private void Complete(WriterChain chain, List<Pending> batch)
    {
        lock (_sync)
        {
            _answering += chain.Answers ? 0 : 1;
            chain.Answers = true;
        }

        // Callers of one kind go on together: in as many portions as there are processors, so that none waits long for another.
        var portion = Math.Clamp(batch.Count / Environment.ProcessorCount, LeastPortion, MostPortion);
        var from = 0;
        while (from < batch.Count)
        {
            var then = batch[from].Then;
            var to = from + 1;
            while (to < batch.Count && to - from < portion && ReferenceEquals(batch[to].Then, then))
                to++;
            if (then is null)
                for (var i = from; i < to; i++)
                    batch[i].Complete();
            else
                ThreadPool.UnsafeQueueUserWorkItem(new CommittedChunk(then, [.. CollectionsMarshal.AsSpan(batch)[from..to]]), preferLocal: false);
            from = to;
        }
        _committed();
    }

    private static List<PreparedEntry> Entries(StoreSession session, List<Pending> batch)
    {
        var known = batch.Exists(pending => pending.Dedupe) ? Deduplicator.Known((StoreTransaction)session, batch) : null;
        var entries = new List<PreparedEntry>();
        foreach (var pending in batch)
        {
            pending.Written = 0;
            foreach (var entry in pending.Entries)
            {
                if (pending.Dedupe && !known!.Add(entry.Id))
                    continue;
                entries.Add(entry);
                pending.Written++;
            }
        }
        return entries;
    }

    // A failed commit may have happened all the same (a lost connection): the head in the store tells. Where none was tried, nothing happened.
    private static Verdict Outcome(WriterChain chain, Exception error, (long Seq, byte[] Head)? target, int attempt)
    {
        try
        {
            if (target is not null && chain.Claimed && !chain.Reload())
                return attempt < Attempts ? Verdict.Again : Verdict.Failed;
        }
        catch (Exception)
        {
            return attempt < Attempts && StoreErrors.IsTransient(error) ? Verdict.Again : Verdict.Failed;
        }
        if (target is { } aim && aim.Seq == chain.Seq && aim.Head.AsSpan().SequenceEqual(chain.Head))
            return Verdict.Done;
        if (StoreErrors.IsUniqueViolation(error))
            return Verdict.Apart;
        return attempt < Attempts && (StoreErrors.IsTransient(error) || error is ChainLostException) ? Verdict.Again : Verdict.Failed;
    }

    private Exception Explain(Exception error) => StoreErrors.IsUniqueViolation(error)
        ? new InvalidOperationException("An entry with this id is already in the ledger. Give each entry an id of its own, or drain it.", error)
        : new LedgerUnavailableException(error as StoreException ?? StoreErrors.Explain(error, _store), error);

    private enum Verdict
    {
        Done,
        Again,
        Apart,
        Failed,
    }
}
