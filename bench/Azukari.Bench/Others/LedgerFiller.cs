using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azukari.Bench.Measuring;
using Azukari.Ledger;
using Azukari.Stores;
using Npgsql;

namespace Azukari.Bench.Others;

/// <summary>
/// Fills a ledger on PostgreSQL with three years of entries. A block is appended and sealed by the product; the rest are copies of its rows at other times, about other
/// people, each with an id of its own, made by the server. Searching reads rows, marks, traits and counts, and finds them as sealing leaves them; the tree
/// of hashes covers the first block only, so nothing here can be proved or verified.
/// </summary>
internal sealed class LedgerFiller(LedgerBook ledger, PostgresDatabase place, int entries)
{
    public const string Carrier = "carrier.example";
    private const int MostBlock = 20_000;
    private const int People = 200_000;
    private const int RowsAtOnce = 400_000;
    private readonly int _block = Math.Min(MostBlock, Math.Max(1000, entries / 10));

    public DateTimeOffset First { get; } = new(2023, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Last => First.AddDays(3 * 365);

    /// <summary>Who is in many entries.</summary>
    public Pseudonym Somebody { get; private set; }

    private int Blocks => Math.Max(1, entries / _block);

    private long Step => (long)((Last - First) / Blocks).TotalMicroseconds;

    public static string Purpose(int number) => $"purpose.member.{number % 14}";

    public static string Clause(int number) => $"clause.{number % 25}";

    public static string Accessor(int number) => $"op.staff-{number % 200}";

    public async Task FillAsync(CancellationToken cancel)
    {
        foreach (var some in Enumerable.Range(0, _block).Chunk(2048)) await ledger.AppendAsync([.. some.Select(Entry)], cancel);
        var size = (await ledger.SealAsync(cancel)).Size;
        if (size != _block) throw new MeasurementException($"Of {_block:N0} entries {size:N0} were sealed.");
        // No log of what goes with the run; and indexes are made at the end, in the order of their keys.
        await RunAsync("ALTER TABLE sealed SET UNLOGGED; ALTER TABLE marks SET UNLOGGED", cancel);
        var indexes = await IndexesAsync(cancel);
        foreach (var (name, _) in indexes) await RunAsync($"DROP INDEX {name}", cancel);
        var atOnce = Math.Max(1, RowsAtOnce / _block);
        for (var from = 1; from < Blocks; from += atOnce) await CopyAsync(from, Math.Min(Blocks, from + atOnce) - 1, cancel);
        foreach (var (_, definition) in indexes) await RunAsync(definition, cancel);
        await RunAsync("""
            TRUNCATE daily;
            INSERT INTO daily (trait, day, entries) SELECT trait, (time + 32400000000) / 86400000000, count(*) FROM marks GROUP BY 1, 2;
            UPDATE traits SET entries = m.entries, first = m.first, last = m.last
            FROM (SELECT trait, count(*) AS entries, min(time) AS first, max(time) AS last FROM marks GROUP BY trait) m WHERE m.trait = number;
            """, cancel);
        foreach (var table in (string[])["sealed", "marks", "daily", "traits", "unsealed"]) await RunAsync($"VACUUM (ANALYZE) {table}", cancel);
        Somebody = Pseudonym.FromBytes(await ScalarAsync<byte[]>($"SELECT subject FROM sealed WHERE position = {(Blocks - 1L) * _block}", cancel));
    }

    public Task<long> CountAsync(CancellationToken cancel) => ScalarAsync<long>("SELECT count(*) FROM sealed", cancel);

    public Task<long> SizeAsync(CancellationToken cancel) => ScalarAsync<long>("SELECT pg_database_size(current_database())", cancel);

    /// <summary>Throws the copies away: the ledger closes as one that is whole.</summary>
    public Task ForgetAsync(CancellationToken cancel) => RunAsync("TRUNCATE marks, daily", cancel);

    // Another entry: its time, id and person, in the columns and in the bytes alike.
    private Task CopyAsync(int from, int to, CancellationToken cancel) => RunAsync(string.Create(CultureInfo.InvariantCulture, $"""
        INSERT INTO sealed (position, id, time, kind, subject, accessor, purpose, writer, seq, salt, link, entry)
        SELECT s.position + k * {_block}, decode(n.id, 'hex'), n.time, s.kind, decode(n.person, 'hex'), s.accessor, s.purpose, s.writer, s.seq + k * {_block}, s.salt, s.link,
            convert_to(replace(replace(replace(convert_from(s.entry, 'UTF8'), encode(s.id, 'hex')::uuid::text, n.id::uuid::text), encode(s.subject, 'hex'), n.person),
                '"time":' || s.time, '"time":' || n.time), 'UTF8')
        FROM generate_series({from}, {to}) k CROSS JOIN sealed s
        CROSS JOIN LATERAL (SELECT s.time + k * {Step}::bigint AS time, md5(((s.position * 7919 + k * 104729) % {People})::text) AS person,
            lpad(to_hex((s.time + k * {Step}::bigint) / 1000), 12, '0') || '7' || substr(md5(s.position || '.' || k), 1, 3) || '8' || substr(md5(k || '.' || s.position), 1, 15) AS id) n
        WHERE s.position < {_block};
        INSERT INTO marks (trait, time, position, accessor)
        SELECT m.trait, m.time + k * {Step}::bigint, m.position + k * {_block}, m.accessor FROM generate_series({from}, {to}) k CROSS JOIN marks m WHERE m.position < {_block};
        """), cancel);

    // Fourteen purposes, two hundred accessors and some three hundred traits, spread evenly: as many pages touched as can be.
    private LedgerEntry Entry(int number)
    {
        var time = First + (number * ((Last - First) / Blocks / _block));
        var kind = (number % 20) switch { 0 => EntryKind.Refused, 1 or 2 => EntryKind.Provided, _ => EntryKind.Used };
        return new LedgerEntry(EntryId.New(time), time, kind)
        {
            Subject = Pseudonym.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes($"person {number}")).AsSpan(0, 16)),
            Accessor = Accessor(number * 7 / 3),
            As = kind == EntryKind.Provided ? "carrier" : "staff.shipping",
            Recipient = kind == EntryKind.Provided ? Carrier : null,
            Purpose = Purpose(number / 3),
            Items = ["address", "mobile", "name"],
            Clauses = kind == EntryKind.Refused ? [Clause(number / 5)] : [Purpose(number / 3), Clause(number / 5)],
            PolicyVersion = "2026-10",
            Case = $"order:{number}",
            Reason = kind == EntryKind.Refused ? (number % 3 == 0 ? "no-consent" : "beyond-purpose") : null,
        };
    }

    private async Task<List<(string Name, string Definition)>> IndexesAsync(CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await using var command = new NpgsqlCommand("""
            SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename IN ('sealed', 'marks') AND indexname NOT LIKE '%_pkey'
            """, connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var indexes = new List<(string, string)>();
        while (await rows.ReadAsync(cancel)) indexes.Add((rows.GetString(0), rows.GetString(1)));
        return indexes;
    }

    private async Task RunAsync(string sql, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<T> ScalarAsync<T>(string sql, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return (T)(await command.ExecuteScalarAsync(cancel))!;
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(place.ConnectionString)
        {
            SearchPath = PostgresDatabase.SchemaOf(LedgerSchema.Definition.Name), Options = "-c maintenance_work_mem=512MB",
        }.ConnectionString);
        await connection.OpenAsync(cancel);
        return connection;
    }
}
