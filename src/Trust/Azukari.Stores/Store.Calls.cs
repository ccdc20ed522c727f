using System.Data.Common;

namespace Azukari.Stores;

/// <summary>
/// A statement PostgreSQL is asked so often that what surrounds it counts: prepared once for each connection. Its parameters are <c>$1</c>,
/// <c>$2</c>, … without gaps, of type long, string, byte[] or an array of these.
/// </summary>
/// <param name="Sql">One statement; the same text each time.</param>
/// <param name="Values">The values of its parameters.</param>
/// <param name="Row">What is done with each row.</param>
public sealed record StoreCall(string Sql, object[] Values, Action<DbDataReader> Row);

// Statements for many callers at once, on PostgreSQL.
public sealed partial class Store
{
    /// <summary>
    /// Runs selects in one round trip, on PostgreSQL. Each sees the store as of the moment it is run, not all as of one; a plan is made once and
    /// suits any number of values, so ask by keys only.
    /// </summary>
    /// <exception cref="StoreException">As for every read.</exception>
    public async Task CallAsync(IReadOnlyList<StoreCall> calls, CancellationToken ct)
    {
        try
        {
            await _backend.CallAsync(calls, ct).ConfigureAwait(false);
        }
        catch (DbException error) when (StoreErrors.Explain(error, Definition.Name, Location) is { } clear)
        {
            throw clear;
        }
    }
}
