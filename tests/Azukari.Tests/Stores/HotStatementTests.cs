using Azukari.Stores;
using Azukari.Testing;
using Microsoft.Data.Sqlite;
using static Azukari.Tests.Stores.StoreWorld;

namespace Azukari.Tests.Stores;

/// <summary>Hot statements by SQLite's own functions and through ADO.NET: the same rows, the same faults, explained alike.</summary>
public sealed class HotStatementTests
{
    private static readonly HotStatement Insert = new("INSERT INTO notes (id, body, label) VALUES (?1, ?2, ?3)");
    private static readonly HotStatement All = new("SELECT id, body, label FROM notes WHERE id > ?1 ORDER BY id");
    private static readonly HotStatement Count = new("SELECT count(*) FROM notes");
    private static readonly HotStatement First = new("SELECT id FROM notes WHERE id = 0");
    private static readonly HotStatement Nowhere = new("SELECT id FROM nowhere");

    [Theory, InlineData(false), InlineData(true)]
    public async Task Values_come_back_as_they_went_in(bool plain)
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using var store = await OpenAsync(place.Location, Notes with { Plain = plain });
        Assert.Equal(3, store.Write(tx =>
        {
            var insert = tx.Hot(Insert);
            insert.Bind(1, 1);
            insert.Bind(2, [1, 0, 255]);
            insert.BindNull(3);
            var written = insert.Run();
            insert.Bind(1, 2);
            insert.Bind(2, []);
            written += insert.Run();
            insert.Bind(1, long.MaxValue);
            insert.BindNull(2);
            return written + insert.Run();
        }));

        for (var again = 0; again < 2; again++)
        {
            var rows = store.Read(-1L, (session, after) =>
            {
                var rows = new List<(long, byte[], bool, string, bool)>();
                var row = session[All];
                row.Bind(1, after);
                while (row.Step()) rows.Add((row.Number(0), row.Bytes(1).ToArray(), row.IsNull(1), row.Text(2), row.IsNull(2)));
                return rows;
            });
            Assert.Equal([0L, 1L, 2L, long.MaxValue], rows.Select(r => r.Item1));
            Assert.Equal(("counter", false), (rows[0].Item4, rows[0].Item5));
            Assert.Equal([1, 0, 255], rows[1].Item2);
            Assert.Equal((false, "", true), (rows[1].Item3, rows[1].Item4, rows[1].Item5));
            Assert.False(rows[2].Item3);
            Assert.Empty(rows[2].Item2);
            Assert.True(rows[3].Item3);
        }

    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task While_a_statement_stands_on_a_row_the_others_see_its_moment(bool plain)
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using var store = await OpenAsync(place.Location, Notes with { Plain = plain });
        await using var other = await OpenAsync(place.Location);
        Assert.Equal((1, 1), store.Read(other, (session, writer) =>
        {
            var stands = session[First];
            Assert.True(stands.Step());
            var before = CountBy(session);
            Add(writer, 7);
            return (before, CountBy(session));
        }));
        Assert.Equal(2, store.Read(0, (session, _) => CountBy(session)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_value_that_must_be_unique_is_told_apart_and_the_transaction_undone(bool plain)
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using var store = await OpenAsync(place.Location, Notes with { Plain = plain });

        var error = Record.Exception(() => store.Write(tx => Insert3(tx, 5) + Insert3(tx, 5)));
        Assert.True(StoreErrors.IsUniqueViolation(error!), error?.ToString());
        Assert.Equal(1, await store.CountAsync());
        store.Write(tx => Insert3(tx, 5));
        Assert.Equal(2, await store.CountAsync());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_full_disk_is_explained(bool plain)
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using var store = await OpenAsync(place.Location, Notes with { Plain = plain });
        await store.WriteAsync((tx, ct) => tx.ExecuteAsync("PRAGMA max_page_count = 1", ct), Cancel); // of the connection: the smallest possible is what there is

        var error = await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync((tx, _) =>
        {
            var insert = tx.Hot(Insert);
            insert.Bind(1, 100);
            insert.Bind(2, new byte[100_000]);
            insert.BindNull(3);
            return Task.FromResult(insert.Run());
        }, Cancel));

        Assert.Equal(StoreFault.Disk, error.Fault);
        Assert.Equal(13, Assert.IsType<SqliteException>(error.InnerException).SqliteErrorCode);
        Assert.Equal(1, await store.CountAsync());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_damaged_file_is_explained_and_no_row_is_made_up(bool plain)
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        var file = ((SqliteFolder)place.Location).FileOf("notes");
        await using (var store = await OpenAsync(place.Location))
            for (var id = 1; id <= 200; id++) await store.AddAsync(id, new byte[400]);
        await using var damaged = await OpenAsync(place.Location, Notes with { Plain = plain });
        await using (var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.Position = 4096 * 4;
            stream.Write(Enumerable.Repeat((byte)0xA5, (int)(stream.Length - stream.Position)).ToArray());
        }

        var error = Assert.Throws<StoreException>(() => damaged.Read(0, (session, _) =>
        {
            var (row, bytes) = (session[All], 0);
            row.Bind(1, 0);
            while (row.Step()) bytes += row.Bytes(1).Length;
            return bytes;
        }));
        Assert.Equal(StoreFault.Damaged, error.Fault);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_store_opened_for_reading_refuses_to_be_written(bool plain)
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using (await OpenAsync(place.Location)) { }
        await using var store = await Store.OpenReadOnlyAsync(place.Location, Notes with { Plain = plain }, TimeProvider.System, Cancel);

        var error = Assert.Throws<StoreException>(() => store.Read(0, (session, _) =>
        {
            var insert = session[Insert];
            insert.Bind(1, 9);
            insert.BindNull(2);
            insert.BindNull(3);
            return insert.Run();
        }));
        Assert.Equal(StoreFault.ReadOnly, error.Fault);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_statement_that_cannot_be_prepared_harms_no_later_one_and_closing_leaves_one_file(bool plain)
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        var store = await OpenAsync(place.Location, Notes with { Plain = plain });
        Assert.ThrowsAny<SqliteException>(() => store.Read(0, (session, _) => session[Nowhere].Step()));
        await Parallel.ForAsync(0, 200, Cancel, (_, _) =>
        {
            Assert.Equal(1, store.Read(0, (session, _) => CountBy(session)));
            return ValueTask.CompletedTask;
        });
        await store.AddAsync(1, [1]);
        await store.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => store.Read(0, (session, _) => CountBy(session)));
        Assert.Equal(["notes.db"], Directory.GetFiles(((SqliteFolder)place.Location).FullPath, "notes*").Select(Path.GetFileName));
    }

    [Fact]
    public async Task On_postgresql_there_are_none()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Postgres);
        await using var store = await OpenAsync(place.Location);
        Assert.Throws<NotSupportedException>(() => store.Read(0, (session, _) => CountBy(session)));
    }

    private static int CountBy(HotSession session)
    {
        var row = session[Count];
        Assert.True(row.Step());
        var count = (int)row.Number(0);
        row.Reset();
        return count;
    }

    private static void Add(Store store, long id) => store.Write(tx => Insert3(tx, id));

    private static int Insert3(StoreTransaction tx, long id)
    {
        var insert = tx.Hot(Insert);
        insert.Bind(1, id);
        insert.Bind(2, [1]);
        insert.BindNull(3);
        return insert.Run();
    }
}
