using System.Collections.Concurrent;

namespace Azukari.Vault.Keys;

/// <summary>
/// Two providers as one, while keys move from one to the other: both unwrap, new versions are made by the first. A rotation moves
/// everything; after it nothing is wrapped by the other any more, and its versions are destroyed.
/// </summary>
public sealed class MovingMasterKeys(IMasterKeys to, IMasterKeys from) : IMasterKeys
{
    private readonly ConcurrentDictionary<int, IMasterKeys> _holders = [];

    /// <inheritdoc/>
    public string Provider => to.Provider;

    /// <inheritdoc/>
    public bool IsRemote => to.IsRemote || from.IsRemote;

    /// <inheritdoc/>
    public MasterKeysHealth Health => to.Health.Available ? from.Health : to.Health;

    /// <inheritdoc/>
    public int Current => Math.Max(to.Current, from.Current);

    /// <summary>Which provider holds a version: for status pages; null where none does.</summary>
    public string? HolderOf(int version) => Holder(version)?.Provider;

    /// <inheritdoc/>
    public bool Has(int version) => to.Has(version) || from.Has(version);

    /// <inheritdoc/>
    public DateTimeOffset? DestroyedAt(int version) => to.DestroyedAt(version) ?? from.DestroyedAt(version);

    /// <inheritdoc/>
    public void Wrap(int version, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated, Span<byte> wrapped) =>
        (Holder(version) ?? to).Wrap(version, key, associated, wrapped);

    /// <inheritdoc/>
    public bool TryUnwrap(int version, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> associated, Span<byte> key)
    {
        if (Holder(version) is { } holder) return holder.TryUnwrap(version, wrapped, associated, key);
        return DestroyedAt(version) is null && to.TryUnwrap(version, wrapped, associated, key);
    }

    /// <inheritdoc/>
    public ValueTask<int> CreateNextAsync(int above = 0, CancellationToken ct = default) => to.CreateNextAsync(Math.Max(above, from.Current), ct);

    /// <inheritdoc/>
    public ValueTask BackUpAsync(string path, CancellationToken ct = default) => to.BackUpAsync(path, ct);

    /// <inheritdoc/>
    public ValueTask<bool> VerifyBackupAsync(int version, string path, CancellationToken ct = default) => to.VerifyBackupAsync(version, path, ct);

    /// <inheritdoc/>
    public ValueTask DestroyAsync(int version, bool evenCurrent = false, CancellationToken ct = default)
    {
        var holder = Holder(version) ?? to;
        _holders.TryRemove(version, out _);
        return holder.DestroyAsync(version, evenCurrent || ReferenceEquals(holder, from), ct);
    }

    // Versions are never used twice, so who holds one holds it for good, or it is destroyed.
    private IMasterKeys? Holder(int version)
    {
        if (_holders.TryGetValue(version, out var known)) return known;
        var holder = from.Has(version) ? from : to.Has(version) ? to : null;
        if (holder is not null) _holders[version] = holder;
        return holder;
    }
}
