using System.Text;
using Azukari.Stores;
using Azukari.Testing;
using Microsoft.Data.Sqlite;
using static Azukari.Tests.Stores.StoreWorld;

namespace Azukari.Tests.Stores;

/// <summary>Files, modes, faults, erased bytes, backups.</summary>
public sealed class PlaceTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Folder_and_files_are_their_owners_alone()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using var store = await OpenAsync(place.Location);
        await store.AddAsync(1, [1]);

        var folder = ((SqliteFolder)place.Location).FullPath;
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        var files = Directory.GetFiles(folder);
        Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
        Assert.All(files, file => Assert.Equal(Owner, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_closed_store_is_one_file_that_can_be_copied()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using (var store = await OpenAsync(place.Location))
        {
            await Task.WhenAll(Enumerable.Range(1, 20).Select(i => store.AddAsync(i, [1])));
            await Task.WhenAll(Enumerable.Range(1, 20).Select(_ => store.CountAsync()));
        }

        var file = Assert.Single(Directory.GetFiles(((SqliteFolder)place.Location).FullPath));
        var elsewhere = new SqliteFolder(Path.Combine(place.Folder, "elsewhere"));
        Directory.CreateDirectory(elsewhere.FullPath);
        File.Copy(file, elsewhere.FileOf("notes"));
        await using var copy = await OpenAsync(elsewhere);
        Assert.Equal(21, await copy.CountAsync());
    }

    [Fact]
    public async Task Erased_bytes_are_gone_from_the_files_after_scrubbing()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using var store = await OpenAsync(place.Location, Careful);
        var secret = Encoding.ASCII.GetBytes("erase-me-0123456789-erase-me");
        await store.AddAsync(1, [.. secret, .. new byte[9000], .. secret]); // in overflow pages as well
        Assert.True(await FoundAsync());

        await store.WriteAsync((t, ct) => t.ExecuteAsync("DELETE FROM notes WHERE id = 1", ct), Cancel);
        Assert.True(await store.ScrubAsync(Cancel));

        Assert.False(await FoundAsync());

        async Task<bool> FoundAsync()
        {
            foreach (var file in Directory.GetFiles(((SqliteFolder)place.Location).FullPath))
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                var bytes = new byte[stream.Length];
                await stream.ReadExactlyAsync(bytes, Cancel);
                if (bytes.AsSpan().IndexOf(secret) >= 0)
                    return true;
            }
            return false;
        }
    }

    [Fact]
    public async Task Scrubbing_says_when_a_reader_stands_in_its_way()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using var store = await OpenAsync(place.Location, new StoreDefinition("notes", First) { Patience = TimeSpan.FromMilliseconds(5) });
        await using (var reader = await store.OpenSessionAsync(snapshot: true, Cancel))
        {
            await reader.ScalarAsync<long>("SELECT count(*) FROM notes", Cancel);
            await store.AddAsync(1, [1]);
            Assert.False(await store.ScrubAsync(Cancel));
        }
        Assert.True(await store.ScrubAsync(Cancel));
    }

    [Fact]
    public async Task Scrubbing_postgres_leaves_no_dead_row()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Postgres);
        await using var store = await OpenAsync(place.Location);
        await store.WriteAsync((t, ct) => t.ExecuteAsync("CREATE EXTENSION pgstattuple", ct), Cancel);
        await store.AddAsync(1, [1, 2, 3]);
        await store.WriteAsync((t, ct) => t.ExecuteAsync("DELETE FROM notes WHERE id = 1", ct), Cancel);
        Assert.Equal(1, await DeadAsync());

        Assert.True(await store.ScrubAsync(Cancel));

        Assert.Equal(0, await DeadAsync());

        Task<long> DeadAsync() => store.ReadAsync((s, ct) => s.ScalarAsync<long>("SELECT dead_tuple_count FROM pgstattuple('notes')", ct), ct: Cancel);
    }

    [Fact]
    public async Task A_backup_is_whole_while_writers_go_on_and_overwrites_nothing()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using var store = await OpenAsync(place.Location);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var written = 0L;
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await store.AddAsync(Interlocked.Increment(ref written), new byte[500]);
        }, Cancel);
        var copy = new SqliteFolder(Path.Combine(place.Folder, "copy"));
        Directory.CreateDirectory(copy.FullPath);
        while (Interlocked.Read(ref written) < 50)
            await Task.Delay(TimeSpan.FromMilliseconds(5), Cancel);

        await store.BackupAsync(copy.FileOf("notes"), Cancel);
        await stop.CancelAsync();
        await writing;

        Assert.Equal(Owner, File.GetUnixFileMode(copy.FileOf("notes")));
        Assert.Single(Directory.GetFiles(copy.FullPath));
        await Assert.ThrowsAsync<IOException>(() => store.BackupAsync(copy.FileOf("notes"), Cancel));
        await using var backup = await OpenAsync(copy);
        Assert.True(await backup.CountAsync() >= 49);
        Assert.Equal("ok", await backup.ReadAsync((s, ct) => s.ScalarAsync<string>("PRAGMA integrity_check", ct), ct: Cancel));
    }

    [Fact]
    public async Task A_backup_of_postgres_is_left_to_its_own_tools()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Postgres);
        await using var store = await OpenAsync(place.Location);
        await Assert.ThrowsAsync<NotSupportedException>(() => store.BackupAsync(Path.Combine(place.Folder, "x"), Cancel));
    }

    [Fact]
    public async Task A_store_another_process_holds_is_busy_in_words()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using var store = await OpenAsync(place.Location, new StoreDefinition("notes", First) { Patience = TimeSpan.FromMilliseconds(200) });
        await using var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = ((SqliteFolder)place.Location).FileOf("notes"), Pooling = false }.ToString());
        await other.OpenAsync(Cancel);
        await using (var transaction = other.BeginTransaction(deferred: false))
        {
            var error = await Assert.ThrowsAsync<StoreException>(() => store.AddAsync(1, [1]));
            Assert.Equal((StoreFault.Busy, "notes"), (error.Fault, error.Store));
            Assert.True(StoreErrors.IsTransient(error));
            Assert.Equal(1, await store.CountAsync()); // readers do not mind
        }

        await store.AddAsync(1, [1]);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_damaged_in_words()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        var folder = (SqliteFolder)place.Location;
        Directory.CreateDirectory(folder.FullPath);
        await File.WriteAllTextAsync(folder.FileOf("notes"), string.Concat(Enumerable.Repeat("not a database ", 200)), Cancel);

        Assert.Equal(StoreFault.Damaged, (await Assert.ThrowsAsync<StoreException>(() => OpenAsync(folder))).Fault);
    }

    [Theory]
    [InlineData("/proc/azukari")]
    [InlineData("/dev/null/stores")]
    public async Task A_folder_that_cannot_be_written_is_refused_in_words(string folder)
    {
        var error = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(new SqliteFolder(folder)));
        Assert.Equal(StoreFault.ReadOnly, error.Fault);
        Assert.Contains(folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named_without_the_password()
    {
        var location = new PostgresDatabase("Host=127.0.0.1;Port=1;Username=someone;Password=hush-hush;Database=none;Timeout=2");
        var error = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(location));

        Assert.Equal(StoreFault.Unreachable, error.Fault);
        Assert.Contains("127.0.0.1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString() + location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_acknowledges_before_writing_is_refused()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Postgres);
        var careless = new PostgresDatabase(((PostgresDatabase)place.Location).ConnectionString + ";Options=-c synchronous_commit=off");

        var error = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(careless));
        Assert.Equal(StoreFault.NotDurable, error.Fault);
        Assert.Contains("synchronous_commit", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stores_of_one_database_stand_in_schemas_of_their_own()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Postgres);
        await using var notes = await OpenAsync(place.Location);
        await using var others = await OpenAsync(place.Location, new StoreDefinition("others", First));
        await notes.AddAsync(1, [1]);

        Assert.Equal((2, 1), (await notes.CountAsync(), await others.CountAsync()));
    }
}
