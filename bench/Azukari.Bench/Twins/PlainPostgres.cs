using Azukari.Bench.World;
using Azukari.Stores;
using Azukari.Vault;
using Npgsql;
using NpgsqlTypes;

namespace Azukari.Bench.Twins;

/// <inheritdoc/>
internal sealed class PlainPostgres(PostgresDatabase database, TwinShape shape) : PlainTable(shape)
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxAutoPrepare = 64, AutoPrepareMinUsages = 2, MaxPoolSize = 64 });

    public override async ValueTask ReadAsync(int number)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(Select, connection);
        command.Parameters.Add(new NpgsqlParameter<byte[]>("id", Specimens.Id(number).ToBytes()));
        await using var rows = await command.ExecuteReaderAsync();
        var gathered = default(Gathered);
        while (await rows.ReadAsync()) Take(rows, ref gathered);
        gathered.Check(number);
    }

    public override async Task<int> ScanAsync(IReadOnlyDictionary<SubjectId, int> numbers, CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand(SelectAll, connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var (count, gathered) = (0, default(Gathered));
        while (await rows.ReadAsync(cancel))
        {
            if (!Take(rows, ref gathered)) continue;
            gathered.Check(numbers[SubjectId.FromBytes(rows.GetFieldValue<byte[]>(IdColumn))]);
            (count, gathered) = (count + 1, default);
        }

        return count;
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    protected override async Task CreateTablesAsync(CancellationToken cancel)
    {
        await using var command = _source.CreateCommand("""
            CREATE TABLE items (subject bytea NOT NULL, item text COLLATE "C" NOT NULL, value text NOT NULL, PRIMARY KEY (subject, item));
            CREATE TABLE members (id bytea NOT NULL PRIMARY KEY, name text NOT NULL, address text NOT NULL, mobile text NOT NULL);
            """);
        await command.ExecuteNonQueryAsync(cancel);
    }

    protected override async Task AddAsync(IReadOnlyList<int> numbers, CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await CopyAsync(connection, "members", numbers, number =>
        {
            var (name, address, mobile) = Specimens.Values(number);
            return [[name.Reveal(), address.Reveal(), mobile.Reveal()]];
        }, cancel);
        await CopyAsync(connection, "items", numbers, number =>
        {
            var (name, address, mobile) = Specimens.Values(number);
            return [["address", address.Reveal()], ["mobile", mobile.Reveal()], ["name", name.Reveal()]];
        }, cancel);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, string table, IReadOnlyList<int> numbers, Func<int, string[][]> rowsOf, CancellationToken cancel)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table} FROM STDIN (FORMAT binary)", cancel);
        foreach (var number in numbers)
        {
            foreach (var row in rowsOf(number))
            {
                await copy.StartRowAsync(cancel);
                await copy.WriteAsync(Specimens.Id(number).ToBytes(), NpgsqlDbType.Bytea, cancel);
                foreach (var text in row) await copy.WriteAsync(text, NpgsqlDbType.Text, cancel);
            }
        }

        await copy.CompleteAsync(cancel);
    }
}
