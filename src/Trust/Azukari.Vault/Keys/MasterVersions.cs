using System.Globalization;
using Azukari.Stores;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Keys;

/// <summary>States of a master version. Stored by number: never renumber.</summary>
public enum MasterState
{
    /// <summary>New keys are wrapped by it.</summary>
    Current = 0,

    /// <summary>Keys are being rewrapped from it, or its successor's backup is not verified yet.</summary>
    Retiring = 1,

    /// <summary>Destroyed: whatever is still wrapped by it is gone.</summary>
    Destroyed = 2,
}

/// <summary>What the key store knows of master versions, and that it matches the provider when the vault opens.</summary>
internal sealed class MasterVersions(Store store, IMasterKeys masters)
{
    /// <summary>Notes the first version of an empty store; refuses a copy whose master key is gone.</summary>
    /// <exception cref="MasterKeyException">The key store is a copy from before a rotation, or belongs to other master keys.</exception>
    public async Task CheckAsync(CancellationToken ct)
    {
        var now = store.Clock.Microseconds();
        await store.WriteAsync((tx, c) => tx.ExecuteAsync(
            "INSERT INTO masters (version, state, created_at, changed_at) SELECT @version, 0, @now, @now WHERE NOT EXISTS (SELECT 1 FROM masters) ON CONFLICT DO NOTHING",
            c, ("version", (long)masters.Current), ("now", now)), ct);
        var versions = await ReadAsync(ct);
        foreach (var (version, state) in versions)
        {
            if (state == MasterState.Destroyed || masters.Has(version)) continue;
            var left = await CountAsync(version, ct);
            if (state == MasterState.Current || left > 0) throw Outdated(version, left);
            await SetAsync(version, MasterState.Destroyed, ct); // destroyed, and only the note of it was lost in a crash
        }
    }

    public Task<List<(int Version, MasterState State)>> ReadAsync(CancellationToken ct) => store.ReadAsync((session, c) => session.ListAsync(
        "SELECT version, state FROM masters ORDER BY version", r => ((int)r.GetInt64(0), (MasterState)r.GetInt64(1)), c), ct: ct);

    /// <summary>Since when a version has been in its state.</summary>
    public async Task<DateTimeOffset> SinceAsync(int version, CancellationToken ct) => Instants.FromMicroseconds(await store.ReadAsync((session, c) =>
        session.ScalarAsync<long>("SELECT changed_at FROM masters WHERE version = @version", c, ("version", (long)version)), ct: ct));

    /// <summary>From here new keys are wrapped by <paramref name="next"/>, in every process: who creates a key reads this row in its own transaction.</summary>
    public Task SwitchAsync(int next, CancellationToken ct) => store.WriteAsync(async (tx, c) =>
    {
        var now = store.Clock.Microseconds();
        await tx.ExecuteAsync("UPDATE masters SET state = 1, changed_at = @now WHERE state = 0", c, ("now", now));
        await tx.ExecuteAsync("INSERT INTO masters (version, state, created_at, changed_at) VALUES (@version, 0, @now, @now)", c, ("version", (long)next), ("now", now));
    }, ct);

    public Task SetAsync(int version, MasterState state, CancellationToken ct) => store.WriteAsync((tx, c) => tx.ExecuteAsync(
        "UPDATE masters SET state = @state, changed_at = @now WHERE version = @version", c,
        ("state", (long)state), ("now", store.Clock.Microseconds()), ("version", (long)version)), ct);

    /// <summary>How many keys are still wrapped by a version.</summary>
    public Task<long> CountAsync(int version, CancellationToken ct) => store.ReadAsync((session, c) => session.ScalarAsync<long>(
        """
        SELECT (SELECT count(*) FROM subject_keys WHERE master = @version) + (SELECT count(*) FROM index_keys WHERE master = @version)
            + (SELECT count(*) FROM document_keys WHERE master = @version)
        """, c, ("version", (long)version)), ct: ct);

    private MasterKeyException Outdated(int version, long keys)
    {
        var when = masters.DestroyedAt(version) is { } at ? " on " + at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "";
        return new MasterKeyException(
            $"The key store at {store.Location} holds {keys} keys wrapped by master key version {version}, which " +
            (when.Length > 0 ? $"was destroyed by a rotation{when}: this is a copy of the key store from before. " : "these master keys do not have: they belong to another key store. ") +
            "Nobody's data can be opened with it, neither erased people's nor living people's. Put back a copy of the key store made after the rotation, or the master keys that belong to it.");
    }
}
