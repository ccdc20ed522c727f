using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Stores.StoreWorld;

namespace Azukari.Tests.Stores;

/// <summary>A store's moment, and transactions of hot statements: by SQLite's own functions and through ADO.NET alike.</summary>
public sealed class MomentTests
{
    private static readonly HotStatement Insert = new("INSERT INTO notes (id, body) VALUES (?1, ?2)");
    private static readonly HotStatement Count = new("SELECT count(*) FROM notes");

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_moment_lasts_until_anybody_has_committed_something(bool plain)
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using var store = await OpenAsync(place.Location, Notes with { Plain = plain });
        await using var other = await OpenAsync(place.Location);
        var first = store.Moment();
        Assert.Equal(1, store.Read(0, (session, _) => CountBy(session)));
        Assert.Throws<InvalidOperationException>(() => store.Write<int>(tx => throw new InvalidOperationException($"{Add(tx, 5)}, and undone")));
        Assert.Equal(first, store.Moment());

        store.Write(tx => Add(tx, 5));
        var second = store.Moment();
        Assert.NotEqual(first, second);
        Assert.Equal(second, store.Moment());
        Assert.Equal(2, store.Read(0, (session, _) => CountBy(session)));

        other.Write(tx => Add(tx, 6)); // as another process would
        Assert.NotEqual(second, store.Moment());
        Assert.Equal(3, store.Read(0, (session, _) => CountBy(session)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_is_read_between_two_equal_moments_is_what_is_there_at_the_second(bool plain)
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using var store = await OpenAsync(place.Location, Notes with { Plain = plain });
        var done = 0;
        var writer = Task.Run(() =>
        {
            for (var id = 1; id <= 300; id++)
            {
                store.Write(tx => Add(tx, id));
                Volatile.Write(ref done, id);
                Thread.SpinWait(2000);
            }
        }, Cancel);
        var equal = 0;
        while (!writer.IsCompleted || equal == 0)
        {
            var before = store.Moment();
            var count = store.Read(0, (session, _) => CountBy(session));
            var atLeast = Volatile.Read(ref done) + 1; // committed by now; one was there from the start
            if (store.Moment() != before) continue;
            equal++;
            Assert.True(count >= atLeast, $"{count} were read, {atLeast} were there.");
        }

        await writer;
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_hot_transaction_is_written_whole_or_not_at_all(bool plain)
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Sqlite);
        await using var store = await OpenAsync(place.Location, Notes with { Plain = plain });
        Assert.Throws<InvalidOperationException>(() => store.WriteHot<int>(session => throw new InvalidOperationException($"{Add(session, 5)}, and undone")));
        var error = Record.Exception(() => store.WriteHot(session => Add(session, 5) + Add(session, 5)));
        Assert.True(StoreErrors.IsUniqueViolation(error!), error?.ToString());
        Assert.Equal(1, await store.CountAsync());

        Assert.Equal(2, store.WriteHot(session => Add(session, 5) + Add(session, 6)));

        Assert.Equal(3, await store.CountAsync());
        await store.AddAsync(7, [1]); // the next transaction is anybody's
        Assert.Equal(4, await store.CountAsync());
    }

    [Fact]
    public async Task Postgresql_has_no_moments_and_a_closed_store_has_none_either()
    {
        await using var place = await TestStores.CreateAsync(StoreEngine.Postgres);
        await using var store = await OpenAsync(place.Location);
        Assert.Throws<NotSupportedException>(() => store.Moment());

        await using var folder = await TestStores.CreateAsync(StoreEngine.Sqlite);
        var closed = await OpenAsync(folder.Location);
        closed.Moment();
        await closed.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => closed.Moment());
        Assert.Equal(["notes.db"], Directory.GetFiles(((SqliteFolder)folder.Location).FullPath, "notes*").Select(Path.GetFileName));
    }

    private static int CountBy(HotSession session)
    {
        var row = session[Count];
        Assert.True(row.Step());
        return (int)row.Number(0);
    }

    private static int Add(StoreSession session, long id)
    {
        var insert = session.Hot(Insert);
        insert.Bind(1, id);
        insert.Bind(2, [1]);
        return insert.Run();
    }
}
