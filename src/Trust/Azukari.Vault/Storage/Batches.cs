using Azukari.Stores;

namespace Azukari.Vault.Storage;

/// <summary>Asking for many ids at once, and writing many rows at once, in one statement text per engine.</summary>
internal static class Batches
{
    /// <summary>The right-hand side of a comparison with a list of ids in the parameter <c>@ids</c>.</summary>
    public static string InIds(this StoreSession session) =>
        session.Engine == StoreEngine.Sqlite ? "IN (SELECT unhex(value) FROM json_each(@ids))" : "= ANY(@ids)";

    /// <summary>The value of <c>@ids</c>.</summary>
    public static object IdList(this StoreSession session, IReadOnlyCollection<SubjectId> ids) =>
        session.Engine == StoreEngine.Sqlite
            ? "[" + string.Join(',', ids.Select(id => $"\"{id}\"")) + "]"
            : ids.Select(id => id.ToBytes()).ToArray();

    /// <summary>The value of <c>@ids</c> for other columns of bytes, given as hex.</summary>
    public static object BytesList(this StoreSession session, IEnumerable<string> hex) =>
        session.Engine == StoreEngine.Sqlite ? "[" + string.Join(',', hex.Select(h => $"\"{h}\"")) + "]" : hex.Select(Convert.FromHexString).ToArray();

    /// <summary>What keeps a row from changing until this transaction ends; SQLite has one writer anyway.</summary>
    public static string ForUpdate(this StoreSession session) => session.Engine == StoreEngine.Sqlite ? "" : " FOR UPDATE";

    /// <inheritdoc cref="ForUpdate"/>
    public static string ForShare(this StoreSession session) => session.Engine == StoreEngine.Sqlite ? "" : " FOR SHARE";
}

/// <summary>A statement for many rows at once, with one text per engine.</summary>
internal sealed class RowStatement
{
    private readonly string[] _columns;
    private readonly char[] _types;
    private readonly string _sqlite;
    private readonly string _postgres;

    /// <param name="columns">Names with a type letter: <c>b</c> bytes, <c>l</c> 64-bit integer, <c>t</c> text; as in <c>"subject:b class:l"</c>.</param>
    /// <param name="sqlite">Run for each row; names the columns as parameters, first in the order of <paramref name="columns"/>.</param>
    /// <param name="postgres">Run once; <c>{rows}</c> stands for the rows as a table.</param>
    public RowStatement(string columns, string sqlite, string postgres)
    {
        var pairs = columns.Split(' ').Select(c => c.Split(':')).ToArray();
        _columns = [.. pairs.Select(p => p[0])];
        _types = [.. pairs.Select(p => p[1][0])];
        _sqlite = sqlite;
        var arrays = string.Join(", ", pairs.Select(p => $"@{p[0]}::{(p[1] switch { "b" => "bytea", "l" => "bigint", _ => "text" })}[]"));
        _postgres = postgres.Replace("{rows}", $"unnest({arrays})", StringComparison.Ordinal);
    }

    /// <summary>Runs it for rows, each with one value (byte[], long, string or null) per column. Returns how many rows of tables it changed.</summary>
    public async Task<int> ExecuteAsync(StoreSession session, IReadOnlyList<object?[]> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return 0;
        if (session.Engine == StoreEngine.Postgres) return await session.ExecuteAsync(_postgres, ct, Columns(rows));
        return session.ExecuteEach(_sqlite, rows); // SQLite works on the caller's thread in any case: a task per row would only cost
    }

    private (string, object?)[] Columns(IReadOnlyList<object?[]> rows)
    {
        var args = new (string, object?)[_columns.Length];
        for (var i = 0; i < args.Length; i++)
        {
            var at = i;
            args[i] = (_columns[i], _types[i] switch
            {
                'b' => rows.Select(r => (byte[]?)r[at]).ToArray(),
                'l' => rows.Select(r => (long?)r[at]).ToArray(),
                _ => rows.Select(r => (string?)r[at]).ToArray(),
            });
        }

        return args;
    }
}

/// <summary>The shape of a batched insert: a table, its columns, and what happens to rows already there.</summary>
internal sealed class RowShape
{
    private readonly RowStatement _insert;

    /// <param name="table">The table's name.</param>
    /// <param name="columns">Names with a type letter, as for <see cref="RowStatement"/>.</param>
    /// <param name="conflict">What follows the values, such as <c>ON CONFLICT DO NOTHING</c>.</param>
    public RowShape(string table, string columns, string conflict = "")
    {
        var each = columns.Split(' ').Select(c => c.Split(':')[0]).ToArray();
        var names = string.Join(", ", each);
        _insert = new RowStatement(columns, $"INSERT INTO {table} ({names}) VALUES ({string.Join(", ", each.Select(c => "@" + c))}) {conflict}",
            $"INSERT INTO {table} ({names}) SELECT * FROM {{rows}} {conflict}");
    }

    /// <summary>Writes the rows, each with one value (byte[], long, string or null) per column. Returns how many were written.</summary>
    public Task<int> InsertAsync(StoreSession session, IReadOnlyList<object?[]> rows, CancellationToken ct) => _insert.ExecuteAsync(session, rows, ct);
}

/// <summary>Instants as the stores keep them: microseconds since 1970, UTC.</summary>
internal static class Instants
{
    public static long ToMicroseconds(this DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicroseconds(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static long Microseconds(this TimeProvider clock) => clock.GetUtcNow().ToMicroseconds();
}
