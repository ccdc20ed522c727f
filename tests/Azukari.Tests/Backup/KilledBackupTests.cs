using System.Text;
using Azukari.Company.Settings;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Cli;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Azukari.Tests.Backup;

/// <summary>A backup is whole or none, whenever its process is killed; and what comes back is what was there, to the last byte.</summary>
public sealed class KilledBackupTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task A_backup_killed_at_any_moment_leaves_nothing_that_restores_as_half_of_one(StoreEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, people: 60);
        var shelf = new Shelf();
        // A process of its own is whoever runs the tests.
        var settings = await desk.Options.ReadSettingsAsync(Cancel);
        await SettingsFile.WriteAsync(desk.Options.SettingsPath, settings with
        {
            Operators = new Dictionary<string, Operator>(settings.Operators) { [Environment.UserName] = new Operator(Environment.UserName, new HashSet<string>()) { Duties = new HashSet<Duty> { Duty.Operations } } },
        }, Cancel);
        var (killed, partial) = (0, 0);
        for (var wait = 0; wait < 16 && (killed < 4 || partial == 0); wait++)
        {
            using var process = Programs.Start("azukari", desk.Data, desk.Postgres, [.. shelf.Backup()]);
            process.StandardInput.Close();
            // At its work: some file is there. Then a little further each time.
            while (!process.HasExited && !Drafts(shelf).Any()) await Task.Delay(1, Cancel);
            await Task.Delay(wait * 4, Cancel);
            if (!process.HasExited) killed++;
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync(Cancel);
            await Task.Delay(300, Cancel); // what it had started may still be writing
            partial += Drafts(shelf).Any() ? 1 : 0;
            // Whatever bears a backup's name has its signed manifest.
            foreach (var folder in Folders(shelf).Where(folder => !folder.EndsWith(".partial", StringComparison.Ordinal))) Assert.True(File.Exists(Path.Combine(folder, "manifest.json")), folder);
            foreach (var draft in Drafts(shelf).ToList())
            {
                await using var nowhere = await RestoredPlace.MakeAsync(engine);
                var part = Path.GetFileName(Path.GetDirectoryName(draft))!;
                string[] from = [.. shelf.From().Select(given => given == Path.Combine(shelf.Root, part) ? draft : given)];
                Assert.Contains("holds no finished backup", (await nowhere.Azukari.RunAsync(["restore", "--yes", .. from])).Exits(2).Err, StringComparison.Ordinal);
                Assert.False(nowhere.Options.Exists);
                Directory.Delete(draft, recursive: true);
            }

            await Task.Delay(1000, Cancel); // the next has another second in its name
        }

        Assert.True(killed >= 4 && partial > 0, $"killed {killed} times, amid a copy {partial} times");
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
        await using var place = await RestoredPlace.MakeAsync(engine);
        (await place.Azukari.RunAsync(shelf.Restore(desk, "--yes"))).Exits(0);
        (await place.Azukari.RunAsync("ledger", "verify")).Exits(0);
    }

    [Theory, EngineData]
    public async Task Documents_and_the_platforms_tables_come_back_byte_for_byte(StoreEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, people: 12);
        var shelf = new Shelf();
        var subject = (await desk.SubjectsAsync("agent"))[0];
        var file = Path.Combine(TestRun.NewFolder("document"), "note.txt");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Range(0, 20_000).Select(n => $"specimen line {n}\n")), Cancel);
        var document = (await desk.Azukari.RunAsync("documents", "add", "--item", "consultation", "--channel", "inquiry", "--case", "inquiry-31", subject, file)).Exits(0).Lines[0].Split(' ')[^1];
        (await desk.Azukari.RunAsync("clients", "add", "carrier-1", "--as", "staff.shipping", "--purposes", "purpose.member.2", "--scopes", "access")).Exits(0);
        var before = await RowsAsync(desk.Data, desk.Postgres);
        Assert.Contains(before, row => row.Contains("carrier-1", StringComparison.Ordinal));
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);

        await using var place = await RestoredPlace.MakeAsync(engine);
        (await place.Azukari.RunAsync(shelf.Restore(desk, "--yes"))).Exits(0);

        Assert.Equal(before, await RowsAsync(place.Data, place.Postgres));
        var read = Path.Combine(TestRun.NewFolder("document"), "read.txt");
        (await place.Azukari.RunAsync("documents", "read", "--purpose", "purpose.member.6", "--as", "staff.customer-service", "--case", "inquiry-31", "--out", read, subject, document)).Exits(0);
        Assert.Equal(await File.ReadAllBytesAsync(file, Cancel), await File.ReadAllBytesAsync(read, Cancel));
    }

    private static IEnumerable<string> Folders(Shelf shelf) =>
        Directory.GetDirectories(shelf.Root).SelectMany(Directory.GetDirectories);

    private static IEnumerable<string> Drafts(Shelf shelf) => Folders(shelf).Where(folder => folder.EndsWith(".partial", StringComparison.Ordinal));

    /// <summary>Every row of every table of the platform's database, as text.</summary>
    private static async Task<IReadOnlyList<string>> RowsAsync(string data, string? postgres)
    {
        await using System.Data.Common.DbConnection connection = postgres is null
            ? new SqliteConnection($"Data Source={Path.Combine(data, "platform.db")};Mode=ReadOnly;Pooling=False") : new NpgsqlConnection(postgres);
        await connection.OpenAsync(Cancel);
        var tables = await ReadAsync(connection, postgres is null
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            : $"SELECT table_name FROM information_schema.tables WHERE table_schema = '{Azukari.Storage.AzukariDb.Schema}'");
        var rows = new List<string>();
        foreach (var table in tables)
            rows.AddRange((await ReadAsync(connection, $"SELECT * FROM {(postgres is null ? "" : Azukari.Storage.AzukariDb.Schema + ".")}\"{table}\"")).Select(row => $"{table}: {row}"));
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancel))
        {
            var line = new StringBuilder();
            for (var i = 0; i < reader.FieldCount; i++)
                line.Append(i == 0 ? "" : "|").Append(reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture));
            rows.Add(line.ToString());
        }

        return rows;
    }
}
