using System.Security.Cryptography;
using Azukari.Stores;
using Azukari.Vault.Documents;

namespace Azukari.Vault.Keys;

/// <summary>What a rotation of the master key did.</summary>
/// <param name="Version">The version all keys are wrapped by now.</param>
/// <param name="Rewrapped">How many keys were rewrapped.</param>
/// <param name="Destroyed">The versions destroyed; empty when the new version's backup was not verified, so that the old one stays.</param>
/// <param name="Kept">The old versions that still exist; until they are destroyed, an old copy of the key store opens under them.</param>
public sealed record RotationResult(int Version, long Rewrapped, IReadOnlyList<int> Destroyed, IReadOnlyList<int> Kept);

/// <summary>
/// Moves every key from one master version to the next while reads go on: each row says its version, and both open. A crash at any step
/// is resumed by rotating again. The old version is destroyed only once nothing is wrapped by it and the new one's backup was read back.
/// </summary>
internal sealed class KeyRotation(KeyStore keys, MasterVersions versions)
{
    /// <summary>The name of the lease a rotation holds.</summary>
    public const string Lease = "rotation";

    private const int Batch = 256;

    /// <summary>How long a lease lasts that is not renewed. Others take it for less, but not for less than half: what runs further than twice that is taken for a clock set back.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);

    /// <summary>For tests: called between the steps, by name.</summary>
    internal Func<string, Task>? AtStep { get; set; }

    /// <exception cref="MasterKeyException">Another process rotates, the backup cannot be written, or a key does not open.</exception>
    public async Task<RotationResult> RotateAsync(string? backupPath, IProgress<long>? progress, CancellationToken ct)
    {
        var holder = Guid.NewGuid().ToString("N");
        if (!await keys.Store.TryAcquireLeaseAsync(Lease, holder, LeaseTime, ct))
            throw new MasterKeyException("Another process is rotating the master key. Wait for it to finish.");
        try
        {
            var (next, retiring) = await BeginAsync(ct);
            await StepAsync("switched");
            var rewrapped = 0L;
            foreach (var old in retiring)
                rewrapped += await RewrapAsync(old, next, holder, rewrapped, progress, ct);
            await StepAsync("rewrapped");
            await keys.Store.ScrubAsync(ct);
            return await EndAsync(next, retiring, rewrapped, backupPath, ct);
        }
        finally
        {
            await keys.Store.ReleaseLeaseAsync(Lease, holder, CancellationToken.None);
        }
    }

    private async Task<(int Next, List<int> Retiring)> BeginAsync(CancellationToken ct)
    {
        var known = await versions.ReadAsync(ct);
        var current = known.Single(v => v.State == MasterState.Current).Version;
        if (!known.Exists(v => v.State == MasterState.Retiring))
        {
            // A version the store does not know was created by a rotation that went no further: it is taken up.
            var next = keys.Masters.Current > current ? keys.Masters.Current : await keys.Masters.CreateNextAsync(known.Max(v => v.Version), ct);
            await StepAsync("created");
            await versions.SwitchAsync(next, ct);
            known = await versions.ReadAsync(ct);
            current = next;
        }

        return (current, [.. known.Where(v => v.State == MasterState.Retiring).Select(v => v.Version)]);
    }

    private async Task<RotationResult> EndAsync(int next, List<int> retiring, long rewrapped, string? backupPath, CancellationToken ct)
    {
        if (backupPath is null) return new RotationResult(next, rewrapped, [], retiring);
        await keys.Masters.BackUpAsync(backupPath, ct);
        await StepAsync("backed-up");
        if (!await keys.Masters.VerifyBackupAsync(next, backupPath, ct)) return new RotationResult(next, rewrapped, [], retiring);
        foreach (var old in retiring)
        {
            if (await versions.CountAsync(old, ct) > 0) throw new MasterKeyException($"Keys are still wrapped by master key version {old}; it was not destroyed. Rotate again.");
            await keys.Masters.DestroyAsync(old, ct: ct);
            await StepAsync("destroyed");
            await versions.SetAsync(old, MasterState.Destroyed, ct);
        }

        return new RotationResult(next, rewrapped, retiring, []);
    }

    private async Task<long> RewrapAsync(int old, int next, string holder, long before, IProgress<long>? progress, CancellationToken ct)
    {
        var done = 0L;
        while (true)
        {
            var rows = await keys.Store.WriteAsync(async (tx, c) =>
            {
                var wrapped = await tx.ListAsync(
                    $"SELECT subject, class, serial, wrapped FROM subject_keys WHERE master = @old LIMIT {Batch}",
                    r => (Subject: SubjectId.FromBytes(r.Bytes(0)), Key: new WrappedKey((KeyClass)r.GetInt64(1), r.GetInt64(2), old, r.Bytes(3))), c, ("old", (long)old));
                foreach (var (subject, key) in wrapped)
                    await tx.ExecuteAsync("UPDATE subject_keys SET master = @next, wrapped = @wrapped WHERE subject = @subject AND class = @class AND serial = @serial AND master = @old", c,
                        ("next", (long)next), ("wrapped", Rewrap(subject, key, next)), ("subject", subject.ToBytes()), ("class", (long)key.Class), ("serial", key.Serial), ("old", (long)old));
                return wrapped.Count;
            }, ct);
            done += rows;
            progress?.Report(before + done);
            if (rows == 0) break;
            await StepAsync("batch");
            await keys.Store.TryAcquireLeaseAsync(Lease, holder, LeaseTime, ct);
        }

        for (var rows = 1; rows > 0; done += rows)
        {
            rows = await keys.Store.WriteAsync((tx, c) => DocumentKeys.RewrapAsync(tx, old, next, Batch, Rewrap, c), ct);
            if (rows == 0) break;
            progress?.Report(before + done + rows);
            await keys.Store.TryAcquireLeaseAsync(Lease, holder, LeaseTime, ct);
        }

        return done + await RewrapIndexAsync(old, next, ct);
    }

    private Task<long> RewrapIndexAsync(int old, int next, CancellationToken ct) => keys.Store.WriteAsync(async (tx, c) =>
    {
        var rows = await tx.ListAsync("SELECT item, epoch, state, master, wrapped FROM index_keys WHERE master = @old",
            r => new IndexKey(r.GetString(0), r.GetInt64(1), (EpochState)r.GetInt64(2), old, r.Bytes(4)), c, ("old", (long)old));
        foreach (var key in rows)
            await tx.ExecuteAsync("UPDATE index_keys SET master = @next, wrapped = @wrapped WHERE item = @item AND epoch = @epoch AND master = @old", c,
                ("next", (long)next), ("wrapped", Rewrap(key.Master, key.Wrapped, key.Associated(), next, IndexKey.AssociatedOf(key.Item, key.Epoch, next))),
                ("item", key.Item), ("epoch", key.Epoch), ("old", (long)old));
        return (long)rows.Count;
    }, ct);

    private byte[] Rewrap(SubjectId subject, WrappedKey key, int next)
    {
        var (from, to) = (new byte[WrappedKey.AssociatedSize], new byte[WrappedKey.AssociatedSize]);
        WrappedKey.WriteAssociated(from, subject, key.Class, key.Serial, key.Master);
        WrappedKey.WriteAssociated(to, subject, key.Class, key.Serial, next);
        return Rewrap(key.Master, key.Wrapped, from, next, to);
    }

    private byte[] Rewrap(int old, byte[] wrapped, byte[] from, int next, byte[] to)
    {
        Span<byte> key = stackalloc byte[Aead.KeySize];
        if (!keys.Masters.TryUnwrap(old, wrapped, from, key))
            throw new MasterKeyException($"A key wrapped by master key version {old} does not open: the key store is damaged. Nothing was destroyed; restore the key store.");
        var rewrapped = new byte[Aead.KeySize + IMasterKeys.Overhead];
        keys.Masters.Wrap(next, key, to, rewrapped);
        CryptographicOperations.ZeroMemory(key);
        return rewrapped;
    }

    private Task StepAsync(string step) => AtStep?.Invoke(step) ?? Task.CompletedTask;
}
