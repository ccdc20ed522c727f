namespace Azukari.Stores;

// Leases: who may do what only one may do at a time.
public sealed partial class Store
{
    /// <summary>Takes or renews a lease: at any moment at most one holder has it, as far as the holders' clocks agree to within the lease's duration.</summary>
    /// <returns>Whether <paramref name="holder"/> has it until now + <paramref name="duration"/>.</returns>
    public async Task<bool> TryAcquireLeaseAsync(string name, string holder, TimeSpan duration, CancellationToken ct = default)
    {
        var now = Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var until = now + (long)duration.TotalMilliseconds;
        var current = await ReadAsync((session, c) => session.FirstAsync(
            "SELECT holder, until FROM store_leases WHERE name = @name", r => (Lease?)new Lease(r.GetString(0), r.GetInt64(1)), c, ("name", name)), ct: ct).ConfigureAwait(false);
        // A lease that runs further than any could was taken by a clock that has since been set back: it binds nobody.
        var farthest = now + (2 * (long)duration.TotalMilliseconds);
        if (current is { } lease && lease.Until > now && lease.Until <= farthest)
        {
            if (lease.Holder != holder)
                return false;
            if (lease.Until - now > duration.TotalMilliseconds / 2)
                return true; // fresh enough: no need to write
        }
        return await WriteAsync((transaction, c) => transaction.ExecuteAsync(
            """
            INSERT INTO store_leases (name, holder, until) VALUES (@name, @holder, @until)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
            WHERE store_leases.holder = excluded.holder OR store_leases.until <= @now OR store_leases.until > @farthest
            """, c, ("name", name), ("holder", holder), ("until", until), ("now", now), ("farthest", farthest)), ct).ConfigureAwait(false) == 1;
    }

    /// <summary>Gives a lease up before its time; nothing happens if another holds it.</summary>
    public Task ReleaseLeaseAsync(string name, string holder, CancellationToken ct = default) =>
        WriteAsync((transaction, c) => transaction.ExecuteAsync(
            "DELETE FROM store_leases WHERE name = @name AND holder = @holder", c, ("name", name), ("holder", holder)), ct);

    private readonly record struct Lease(string Holder, long Until);
}
