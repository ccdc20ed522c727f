using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Azukari.Stores;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Keys;

/// <summary>States of an index epoch. Stored by number: never renumber.</summary>
internal enum EpochState
{
    /// <summary>Searched in.</summary>
    Active = 0,

    /// <summary>Being filled by a rebuild; written to, not yet searched in.</summary>
    Building = 1,
}

/// <summary>A key of the blind index for one item and epoch, still wrapped.</summary>
internal sealed record IndexKey(string Item, long Epoch, EpochState State, int Master, byte[] Wrapped)
{
    /// <summary>Binds the wrapped bytes to item, epoch and master version.</summary>
    public byte[] Associated() => AssociatedOf(Item, Epoch, Master);

    public static byte[] AssociatedOf(string item, long epoch, int master)
    {
        var label = Encoding.UTF8.GetBytes("index " + item);
        var associated = new byte[label.Length + 12];
        label.CopyTo(associated, 0);
        BinaryPrimitives.WriteInt64BigEndian(associated.AsSpan(label.Length), epoch);
        BinaryPrimitives.WriteInt32BigEndian(associated.AsSpan(label.Length + 8), master);
        return associated;
    }
}

/// <summary>The keys of the blind index: one per item and epoch, so that a rebuild under new keys makes every old copy of the index useless.</summary>
internal sealed class IndexKeys(KeyStore keys)
{
    public const int TokenSize = 16;

    private static readonly RowShape Rows = new("index_keys", "item:t epoch:l state:l master:l wrapped:b", "ON CONFLICT DO NOTHING");

    /// <summary>All keys; few. Read anew for each piece of work, so that a rebuild in another process is seen.</summary>
    public Task<List<IndexKey>> ReadAsync(CancellationToken ct) => keys.Store.ReadAsync((session, c) => session.ListAsync(
        "SELECT item, epoch, state, master, wrapped FROM index_keys",
        r => new IndexKey(r.GetString(0), r.GetInt64(1), (EpochState)r.GetInt64(2), (int)r.GetInt64(3), r.Bytes(4)), c), ct: ct);

    /// <summary>All keys, having made a first active one for each of the items that had none.</summary>
    public async Task<List<IndexKey>> ReadAsync(IReadOnlyCollection<string> items, CancellationToken ct)
    {
        var all = await ReadAsync(ct);
        var missing = items.Where(item => all.TrueForAll(k => k.Item != item || k.State != EpochState.Active)).Distinct().ToList();
        if (missing.Count == 0) return all;
        await CreateAsync([.. missing.Select(item => (item, 1L, EpochState.Active))], ct);
        return await ReadAsync(ct);
    }

    public Task CreateAsync(IReadOnlyCollection<(string Item, long Epoch, EpochState State)> wanted, CancellationToken ct) => keys.Store.WriteAsync(async (tx, c) =>
    {
        var master = await KeyStore.CurrentMasterAsync(tx, c);
        await Rows.InsertAsync(tx, [.. wanted.Select(w => NewKey(w.Item, w.Epoch, w.State, master))], c);
    }, ct);

    /// <summary>The building epochs become the ones searched in; the keys before them are destroyed.</summary>
    public Task PromoteAsync(CancellationToken ct) => keys.Store.WriteAsync(async (tx, c) =>
    {
        await tx.ExecuteAsync("""
            DELETE FROM index_keys WHERE state = 0
            AND EXISTS (SELECT 1 FROM index_keys n WHERE n.item = index_keys.item AND n.state = 1 AND n.epoch > index_keys.epoch)
            """, c);
        await tx.ExecuteAsync("UPDATE index_keys SET state = 0 WHERE state = 1", c);
    }, ct);

    /// <summary>Destroys the keys of a rebuild that was not finished.</summary>
    public Task DropBuildingAsync(CancellationToken ct) =>
        keys.Store.WriteAsync((tx, c) => tx.ExecuteAsync("DELETE FROM index_keys WHERE state = 1", c), ct);

    /// <summary>Opens a key for one piece of work; the caller disposes it.</summary>
    /// <exception cref="MasterKeyException">The index key does not open.</exception>
    public SecretBytes Open(IndexKey key)
    {
        var opened = new SecretBytes(Aead.KeySize);
        if (keys.Masters.TryUnwrap(key.Master, key.Wrapped, key.Associated(), opened.Span)) return opened;
        opened.Dispose();
        throw new MasterKeyException($"The index key of {key.Item} does not open under master key version {key.Master}. Rebuild the index.");
    }

    /// <summary>The blind token of a term: the first 16 bytes of HMAC-SHA-256.</summary>
    public static byte[] Token(SecretBytes key, ReadOnlySpan<byte> term)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Span, term, hash);
        return hash[..TokenSize].ToArray();
    }

    private object?[] NewKey(string item, long epoch, EpochState state, int master)
    {
        Span<byte> key = stackalloc byte[Aead.KeySize];
        RandomNumberGenerator.Fill(key);
        var wrapped = new byte[Aead.KeySize + IMasterKeys.Overhead];
        keys.Masters.Wrap(master, key, IndexKey.AssociatedOf(item, epoch, master), wrapped);
        CryptographicOperations.ZeroMemory(key);
        return [item, epoch, (long)state, (long)master, wrapped];
    }
}
