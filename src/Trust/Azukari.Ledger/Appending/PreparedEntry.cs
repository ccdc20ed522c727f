namespace Azukari.Ledger;

/// <summary>An entry made ready by its caller, so that the writer's thread only chains and inserts.</summary>
internal sealed class PreparedEntry
{
    private readonly byte[] _bytes; // salt ‖ canonical JSON ‖ leaf

    public PreparedEntry(LedgerEntry entry)
        : this(entry.Id, entry.Microseconds, entry.Subject, entry.Members)
    {
    }

    public PreparedEntry(EntryId id, long microseconds, Pseudonym? subject, in EntryMembers members)
    {
        Id = id;
        Subject = subject;
        var json = new CanonicalJson(stackalloc byte[EntryJson.Usual]);
        EntryJson.Write(ref json, id, microseconds, subject, members);
        _bytes = GC.AllocateUninitializedArray<byte>(LedgerHash.SaltSize + json.Written.Length + LedgerHash.Size);
        RandomBytes.Fill(_bytes.AsSpan(0, LedgerHash.SaltSize));
        json.Written.CopyTo(_bytes.AsSpan(LedgerHash.SaltSize));
        LedgerHash.LeafOfSalted(_bytes.AsSpan(0, _bytes.Length - LedgerHash.Size), _bytes.AsSpan(_bytes.Length - LedgerHash.Size));
    }

    public EntryId Id { get; }

    public Pseudonym? Subject { get; }

    public ReadOnlySpan<byte> Salt => _bytes.AsSpan(0, LedgerHash.SaltSize);

    public ReadOnlySpan<byte> Json => _bytes.AsSpan(LedgerHash.SaltSize, _bytes.Length - LedgerHash.SaltSize - LedgerHash.Size);

    public ReadOnlySpan<byte> Leaf => _bytes.AsSpan(_bytes.Length - LedgerHash.Size);
}

/// <summary>Entries of one caller: written whole or not at all.</summary>
internal abstract class Pending(PreparedEntry[] entries, bool dedupe)
{
    public PreparedEntry[] Entries { get; } = entries;

    /// <summary>Whether entries already in the ledger are left out (a drain) instead of being an error.</summary>
    public bool Dedupe { get; } = dedupe;

    /// <summary>How many of the entries the last attempt wrote.</summary>
    public int Written { get; set; }

    /// <summary>Who does the rest of the work for callers whose entries became durable together; null where there is none.</summary>
    public virtual ICommitted? Then => null;

    /// <summary>The entries are durable, and whatever <see cref="Then"/> does is done.</summary>
    public abstract void Complete();

    /// <summary>Nothing may be released because of these entries. Without effect where the caller was told otherwise already.</summary>
    public abstract void Fail(Exception error);
}

/// <summary>Entries whose caller awaits a task.</summary>
internal class AwaitedPending(PreparedEntry[] entries, bool dedupe) : Pending(entries, dedupe)
{
    private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<int> Done => _done.Task;

    public override void Complete() => _done.TrySetResult(Written);

    public override void Fail(Exception error) => _done.TrySetException(error);
}

/// <summary>Does for many callers at once what each would do alone when its entry is durable.</summary>
internal interface ICommitted
{
    /// <summary>Called on a thread of the pool, not the writer's, with some of those that became durable; completes or fails each of them.</summary>
    void Committed(Pending[] pending);
}

/// <summary>Some callers whose entries became durable, on their way to a thread of the pool.</summary>
internal sealed class CommittedChunk(ICommitted then, Pending[] pending) : IThreadPoolWorkItem
{
    public void Execute()
    {
        try
        {
            then.Committed(pending);
        }
        catch (Exception error)
        {
            foreach (var each in pending)
                each.Fail(error); // whoever is completed already stays so
        }
    }
}
