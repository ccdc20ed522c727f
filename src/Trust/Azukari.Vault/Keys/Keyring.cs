using Azukari.Ledger;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;

namespace Azukari.Vault;

/// <summary>A version of the master key, as the key store knows it.</summary>
/// <param name="Version">Its number, from 1.</param>
/// <param name="State">What it is for.</param>
/// <param name="Since">Since when it has been in that state.</param>
/// <param name="Keys">How many keys it wraps.</param>
public sealed record MasterKeyVersion(int Version, MasterState State, DateTimeOffset Since, long Keys);

/// <summary>The keys as an operator handles them.</summary>
public sealed class Keyring
{
    private readonly TrustParts _parts;

    internal Keyring(TrustParts parts)
    {
        _parts = parts;
        Rotation = new KeyRotation(parts.Keys, new MasterVersions(parts.Keys.Store, parts.Keys.Masters));
    }

    internal KeyRotation Rotation { get; }

    /// <summary>The seal of an application's own secrets, by a name of lower-case letters; the caller disposes it. Made at the first call.</summary>
    /// <exception cref="MasterKeyException">The key does not open.</exception>
    public Task<ApplicationSeal> SealOfAsync(string application, CancellationToken ct = default) => ApplicationSeal.OpenAsync(_parts, application, ct);

    /// <summary>What was last known of the master keys' provider, without asking it.</summary>
    public MasterKeysHealth Health => _parts.Keys.Masters.Health;

    /// <summary>Asks the provider to wrap and unwrap something. Never throws for a provider that is away: the answer says so.</summary>
    public ValueTask<MasterKeysHealth> ProbeAsync(CancellationToken ct = default) => _parts.Keys.Masters.ProbeAsync(ct);

    /// <summary>Every version the key store knows, oldest first, with how many keys each wraps now.</summary>
    public async Task<IReadOnlyList<MasterKeyVersion>> VersionsAsync(CancellationToken ct = default)
    {
        var versions = new MasterVersions(_parts.Keys.Store, _parts.Keys.Masters);
        var found = new List<MasterKeyVersion>();
        foreach (var (version, state) in await versions.ReadAsync(ct))
            found.Add(new MasterKeyVersion(version, state, await versions.SinceAsync(version, ct), await versions.CountAsync(version, ct)));
        return found;
    }

    /// <summary>
    /// Wraps every key anew under the next master version, in batches, while reads and writes go on. The old version is destroyed only when
    /// <paramref name="backupFile"/> is given and the new version was written there, read back and found the same; else it stays, and the
    /// result says so. From its destruction on, no copy of the key store from before opens anything: make a new one. An interrupted
    /// rotation is taken up by calling this again.
    /// </summary>
    /// <param name="backupFile">A new file, mode 0600, for another place than the keys'.</param>
    /// <param name="by">Who rotates.</param>
    /// <param name="progress">Told how many keys were rewrapped.</param>
    /// <exception cref="MasterKeyException">Another process rotates, the backup cannot be written, or a key does not open.</exception>
    public async Task<RotationResult> RotateAsync(string? backupFile, Accessor by, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        var result = await Rotation.RotateAsync(backupFile, progress, ct);
        var entry = LedgerEntry.Now(_parts.Clock, EntryKind.KeysRotated) with { Accessor = by.Code, Count = result.Rewrapped, Reason = result.Kept.Count == 0 ? null : "old-version-kept" };
        await _parts.Ledger.AppendAsync(entry, ct);
        _parts.Log.Rotated(result.Version, result.Rewrapped, result.Destroyed.Count);
        return result;
    }
}
