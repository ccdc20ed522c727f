using System.Security.Cryptography;

namespace Azukari.Ledger;

/// <summary>An entry made ready by its caller, so that the writer's thread only chains and inserts.</summary>
internal sealed class PreparedEntry
{
    public PreparedEntry(LedgerEntry entry)
    {
        Id = entry.Id;
        Subject = entry.Subject?.ToBytes();
        Json = entry.ToCanonicalJson();
        Salt = RandomNumberGenerator.GetBytes(LedgerHash.SaltSize);
        Leaf = LedgerHash.Leaf(Salt, Json);
    }

    public EntryId Id { get; }

    public byte[]? Subject { get; }

    public byte[] Json { get; }

    public byte[] Salt { get; }

    public byte[] Leaf { get; }
}

/// <summary>What one caller waits for: entries written whole or not at all.</summary>
internal sealed class Pending(PreparedEntry[] entries, bool dedupe)
{
    private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PreparedEntry[] Entries { get; } = entries;

    /// <summary>Whether entries already in the ledger are left out (a drain) instead of being an error.</summary>
    public bool Dedupe { get; } = dedupe;

    /// <summary>How many of the entries the last attempt wrote.</summary>
    public int Written { get; set; }

    public Task<int> Done => _done.Task;

    public void Complete() => _done.TrySetResult(Written);

    public void Fail(Exception error) => _done.TrySetException(error);
}
