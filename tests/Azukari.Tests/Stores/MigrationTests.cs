using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Stores.StoreWorld;

namespace Azukari.Tests.Stores;

public sealed class MigrationTests
{
    private static readonly Migration Second = new(2, "colours", "ALTER TABLE notes ADD COLUMN colour {text}");

    [Theory, EngineData]
    public async Task A_store_is_brought_up_to_date_and_keeps_its_rows(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        await using (var store = await OpenAsync(place.Location))
            await store.AddAsync(1, [1, 2]);

        await using var newer = await OpenAsync(place.Location, new StoreDefinition("notes", First, Second));

        Assert.Equal(2, await newer.CountAsync());
        Assert.Null(await newer.ReadAsync((s, ct) => s.ScalarAsync<string>("SELECT colour FROM notes WHERE id = 1", ct), ct: Cancel));
    }

    [Theory, EngineData]
    public async Task A_store_of_a_newer_program_is_refused_by_name(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        await using (await OpenAsync(place.Location, new StoreDefinition("notes", First, Second)))
        {
        }

        var error = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(place.Location));
        Assert.Equal((StoreFault.NewerSchema, "notes"), (error.Fault, error.Store));
        Assert.Contains("newer program", error.Message, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task A_migration_changed_after_it_was_applied_is_refused(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        await using (await OpenAsync(place.Location))
        {
        }

        var changed = new StoreDefinition("notes", new Migration(1, "notes", "CREATE TABLE notes (id {long} PRIMARY KEY)"));
        Assert.Equal(StoreFault.ChangedMigration, (await Assert.ThrowsAsync<StoreException>(() => OpenAsync(place.Location, changed))).Fault);
    }

    [Theory, EngineData]
    public async Task A_migration_that_fails_leaves_nothing_behind(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        var broken = new StoreDefinition("notes", First, new Migration(2, "broken", "CREATE TABLE more (id {long} PRIMARY KEY); INSERT INTO nowhere VALUES (1)"));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => OpenAsync(place.Location, broken));

        await using var store = await OpenAsync(place.Location, new StoreDefinition("notes", First, new Migration(2, "more", "CREATE TABLE more (id {long} PRIMARY KEY)")));
        Assert.Equal(1, await store.CountAsync());
    }

    [Theory, EngineData]
    public async Task Programs_that_open_a_new_store_at_the_same_moment_migrate_it_once(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);

        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => OpenAsync(place.Location), Cancel)));

        foreach (var store in stores)
        {
            Assert.Equal(1, await store.CountAsync());
            await store.DisposeAsync();
        }
    }

    [Theory, EngineData]
    public async Task Opening_read_only_creates_nothing_migrates_nothing_and_writes_nothing(StoreEngine engine)
    {
        await using var place = await TestStores.CreateAsync(engine);
        var missing = await Assert.ThrowsAsync<StoreException>(() => Store.OpenReadOnlyAsync(place.Location, Notes, TimeProvider.System, Cancel));
        Assert.True(missing.Fault is StoreFault.Unreachable or StoreFault.OlderSchema);
        await using (await OpenAsync(place.Location))
        {
        }

        var older = new StoreDefinition("notes", First, Second);
        Assert.Equal(StoreFault.OlderSchema, (await Assert.ThrowsAsync<StoreException>(() => Store.OpenReadOnlyAsync(place.Location, older, TimeProvider.System, Cancel))).Fault);
        await using var store = await Store.OpenReadOnlyAsync(place.Location, Notes, TimeProvider.System, Cancel);
        Assert.Equal(1, await store.CountAsync());
        Assert.Equal(StoreFault.ReadOnly, (await Assert.ThrowsAsync<StoreException>(() => store.AddAsync(1, [1]))).Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Notes")]
    [InlineData("notes; drop")]
    [InlineData("abcdefghijklmnopqrstuvwxyz")]
    public void A_stores_name_is_plain(string name) => Assert.Throws<ArgumentException>(() => new StoreDefinition(name, First));

    [Fact]
    public void Migrations_are_numbered_without_gaps() => Assert.Throws<ArgumentException>(() => new StoreDefinition("notes", First, new Migration(3, "x", "y")));
}
