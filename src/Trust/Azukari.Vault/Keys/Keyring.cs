using System.Diagnostics;
using Azukari.Ledger;
using Azukari.Stores;
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
    private static readonly TimeSpan CopyLease = KeyRotation.LeaseTime / 2;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

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

    /// <summary>Backs the master keys up and reads the backup again; recorded.</summary>
    /// <param name="file">A new file, mode 0600, for a medium of its own.</param>
    /// <returns>The version the backup was shown to hold; null where nothing shows it (an HSM without a backup token).</returns>
    /// <exception cref="MasterKeyException">The keys cannot be copied, or the file exists and is no backup of them.</exception>
    public async Task<int?> BackUpMasterAsync(string file, Accessor by, CancellationToken ct = default)
    {
        var masters = _parts.Keys.Masters;
        await masters.BackUpAsync(file, ct);
        var verified = await masters.VerifyBackupAsync(masters.Current, file, ct);
        await RecordAsync(EntryKind.BackedUp, verified ? "master" : "master-not-verified", masters.Current, by, ct);
        return verified ? masters.Current : null;
    }

    /// <summary>Works while no rotation can be under way, as when the key store is copied: a copy from the middle of one would need two master keys.</summary>
    /// <exception cref="MasterKeyException">A rotation is under way.</exception>
    public async Task<T> WithoutRotationAsync<T>(Func<Task<T>> work, CancellationToken ct = default)
    {
        var holder = Guid.NewGuid().ToString("N");
        await TakeLeaseAsync(holder, ct);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var renewing = RenewLeaseAsync(holder, done.Token);
        try
        {
            return await work();
        }
        finally
        {
            await done.CancelAsync();
            await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _parts.Keys.Store.ReleaseLeaseAsync(KeyRotation.Lease, holder, CancellationToken.None);
        }
    }

    // Whoever was killed amid a copy still has the lease, for a minute at most: that is waited for.
    private async Task TakeLeaseAsync(string holder, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await _parts.Keys.Store.TryAcquireLeaseAsync(KeyRotation.Lease, holder, CopyLease, ct))
        {
            if (Stopwatch.GetElapsedTime(begun) > CopyLease + (2 * Pause)) throw new MasterKeyException("The master key is being rotated. Wait for it to finish.");
            await Task.Delay(Pause, TimeProvider.System, ct);
        }
    }

    private async Task RenewLeaseAsync(string holder, CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(CopyLease / 6, TimeProvider.System, ct);
            try
            {
                await _parts.Keys.Store.TryAcquireLeaseAsync(KeyRotation.Lease, holder, CopyLease, ct);
            }
            catch (Exception error) when (error is System.Data.Common.DbException or StoreException)
            {
                // tried again while the lease lasts
            }
        }
    }

    /// <summary>Looks whether people's data opens, without releasing any of it: after a restoration, and in drills.</summary>
    /// <param name="people">How many people at most are looked at, spread over all; 0 for everybody.</param>
    public Task<Soundness> SoundAsync(int people, CancellationToken ct = default) => Sounding.RunAsync(_parts, people, ct);

    /// <summary>Records that a backup was made, a restoration or a drill of one; durable when the task completes.</summary>
    /// <param name="what">A code of what: <c>data</c>, <c>keys</c>, <c>ledger</c>, <c>drill</c>.</param>
    public async Task<EntryId> RecordAsync(EntryKind kind, string what, long? count, Accessor by, CancellationToken ct = default)
    {
        var entry = LedgerEntry.Now(_parts.Clock, kind) with { Accessor = by.Code, Reason = what, Count = count };
        await _parts.Ledger.AppendAsync(entry, ct);
        return entry.Id;
    }

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
