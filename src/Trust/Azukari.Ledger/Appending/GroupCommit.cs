using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>
/// One thread commits whatever callers have queued. Few callers wait for nothing but the disk; many share a commit. Above
/// <see cref="Crowd"/> entries a batch it lingers a millisecond, which measured a fifth faster there and slower below.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    private const int Crowd = 128;
    private const int MaxEntries = 1024;
    private const int Attempts = 6; // with their pauses about a second
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(1);

    private readonly Store _store;
    private readonly WriterChain _chain;
    private readonly Action _committed;
    private readonly object _sync = new();
    private readonly Queue<Pending> _queue = new();
    private Thread? _thread;
    private int _queued;
    private bool _idle;
    private bool _closing;

    public GroupCommit(Store store, string holder, Action committed)
    {
        _store = store;
        _chain = new WriterChain(store, holder);
        _committed = committed;
    }

    public void Enqueue(Pending pending)
    {
        lock (_sync)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(LedgerBook));
            _queue.Enqueue(pending);
            _queued += pending.Entries.Length;
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "ledger writer" };
                _thread.Start();
            }
            else if (_idle)
            {
                Monitor.Pulse(_sync);
            }
        }
    }

    /// <summary>Writes what is queued and gives the chain back; later appends are refused.</summary>
    public void Close(bool giveBack)
    {
        Thread? thread;
        lock (_sync)
        {
            _closing = true;
            thread = _thread;
            Monitor.PulseAll(_sync);
        }
        thread?.Join();
        if (giveBack)
            _chain.GiveBack();
    }

    public void Dispose() => Close(giveBack: false);

    private void Run()
    {
        var last = 0;
        while (true)
        {
            List<Pending> batch;
            lock (_sync)
            {
                while (_queue.Count == 0)
                {
                    if (_closing)
                        return;
                    _idle = true;
                    Monitor.Wait(_sync);
                    _idle = false;
                }
                if (last >= Crowd && _queued < last && !_closing)
                    Monitor.Wait(_sync, Linger); // nobody pulses while _idle is false: this is a plain pause that lets callers in
                (batch, last) = Capture();
            }
            Commit(batch);
        }
    }

    private (List<Pending> Batch, int Entries) Capture()
    {
        var batch = new List<Pending>();
        var entries = 0;
        while (_queue.TryPeek(out var next) && (batch.Count == 0 || entries + next.Entries.Length <= MaxEntries))
        {
            batch.Add(_queue.Dequeue());
            entries += next.Entries.Length;
        }
        _queued -= entries;
        return (batch, entries);
    }

    private void Commit(List<Pending> batch)
    {
        for (var attempt = 1; ; attempt++)
        {
            (long Seq, byte[] Head)? target = null;
            try
            {
                if (!_chain.Claimed)
                    _chain.Claim();
                _chain.Advance(_store.Write(transaction =>
                {
                    var reached = WriteBatch(transaction, batch);
                    target = reached;
                    return reached;
                }));
                Complete(batch);
                return;
            }
            catch (Exception error)
            {
                switch (Outcome(error, target, attempt))
                {
                    case Verdict.Done:
                        Complete(batch);
                        return;
                    case Verdict.Again:
                        lock (_sync)
                            if (!_closing)
                                Monitor.Wait(_sync, TimeSpan.FromMilliseconds(20 * attempt * attempt));
                        continue;
                    case Verdict.Apart when batch.Count > 1:
                        foreach (var pending in batch)
                            Commit([pending]); // so that only the caller at fault is told so
                        return;
                    default:
                        foreach (var pending in batch)
                            pending.Fail(Explain(error));
                        return;
                }
            }
        }
    }

    private void Complete(List<Pending> batch)
    {
        foreach (var pending in batch)
            pending.Complete();
        _committed();
    }

    private (long Seq, byte[] Head) WriteBatch(StoreTransaction transaction, List<Pending> batch)
    {
        var known = batch.Exists(pending => pending.Dedupe) ? Deduplicator.Known(transaction, batch) : null;
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
        return entries.Count == 0 ? (_chain.Seq, _chain.Head) : _chain.Write(transaction, entries);
    }

    // A failed commit may have happened all the same (a lost connection): the head in the store tells.
    private Verdict Outcome(Exception error, (long Seq, byte[] Head)? target, int attempt)
    {
        try
        {
            if (_chain.Claimed && !_chain.Reload())
                return attempt < Attempts ? Verdict.Again : Verdict.Failed;
        }
        catch (Exception)
        {
            return attempt < Attempts && StoreErrors.IsTransient(error) ? Verdict.Again : Verdict.Failed;
        }
        if (target is { } aim && aim.Seq == _chain.Seq && aim.Head.AsSpan().SequenceEqual(_chain.Head))
            return Verdict.Done;
        if (StoreErrors.IsUniqueViolation(error))
            return Verdict.Apart;
        return attempt < Attempts && (StoreErrors.IsTransient(error) || error is ChainLostException) ? Verdict.Again : Verdict.Failed;
    }

    private static Exception Explain(Exception error) => StoreErrors.IsUniqueViolation(error)
        ? new InvalidOperationException("An entry with this id is already in the ledger. Give each entry an id of its own, or drain it.", error)
        : new IOException("The ledger could not record this durably, so nothing may be released. Try again; if it persists, see the inner error.", error);

    private enum Verdict
    {
        Done,
        Again,
        Apart,
        Failed,
    }
}
