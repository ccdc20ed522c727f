using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using CsCheck;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

public sealed class SearchTests
{
    [Theory, EngineData]
    public async Task Every_combination_of_conditions_finds_what_a_plain_look_at_all_entries_finds(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var life = new LedgerLife(world, people: 5);
        for (var i = 0; i < 6; i++)
        {
            await ledger.AppendAsync(life.Some(70), Cancel);
            if (i < 5)
                await ledger.SealAsync(Cancel);
        }

        await life.Query.SampleAsync(async query =>
        {
            var found = await LedgerLife.PagesAsync(ledger, query with { Limit = 17 });
            Assert.Equal(life.Expected(query), found.Select(record => record.Entry.Id));
            Assert.Equal(life.Expected(query), await ledger.QueryAsync(query, Cancel).Select(record => record.Entry.Id).ToListAsync(Cancel));
        }, iter: 120, threads: 1);
    }

    [Theory, EngineData(true), EngineData(false)]
    public async Task Pages_stay_in_step_while_entries_are_appended_and_sealed_between_them(StoreEngine engine, bool newestFirst)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var life = new LedgerLife(world, people: 5);
        await ledger.AppendAsync(life.Some(40), Cancel);
        await ledger.SealAsync(Cancel);
        await ledger.AppendAsync(life.Some(40), Cancel);
        var query = new LedgerQuery { NewestFirst = newestFirst, Limit = 9 };
        var atFirst = life.Expected(query);

        var seen = new List<EntryId>();
        EntryId? next = null;
        do
        {
            var page = await ledger.SearchAsync(query, next, Cancel);
            seen.AddRange(page.Records.Select(record => record.Entry.Id));
            next = page.Next;
            await ledger.AppendAsync(life.Some(2), Cancel);
            await ledger.SealAsync(Cancel);
        }
        while (next is not null && seen.Count < 500);

        Assert.Equal(atFirst, seen.Where(atFirst.Contains)); // all of them, once, in order
        Assert.Equal(seen.Distinct(), seen);
    }

    [Theory, EngineData]
    public async Task A_search_for_something_rare_ends_early_says_how_far_it_came_and_goes_on(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var rare = world.Use() with { Case = "order:7" };
        await ledger.AppendAsync(rare, Cancel);
        for (var i = 0; i < 400; i++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await ledger.AppendAsync(world.Use(), Cancel);
        }
        await ledger.SealAsync(Cancel);
        var reader = new LedgerReader(await world.OpenStoreAsync()) { Budget = (long.MaxValue, 100) };
        var query = new LedgerQuery { Case = "order:7", NewestFirst = true, Limit = 10 };

        var first = await reader.SearchAsync(query, null, Cancel);
        Assert.Empty(first.Records);
        Assert.True(first.SearchedTo > rare.Time && first.SearchedTo < world.Clock.GetUtcNow());
        var second = await reader.SearchAsync(query, first.Next, Cancel);
        Assert.True(second.SearchedTo is null || second.SearchedTo < first.SearchedTo);
        Assert.Equal([rare.Id], await new LedgerReader(await world.OpenStoreAsync()).QueryAsync(query, Cancel).Select(record => record.Entry.Id).ToListAsync(Cancel));
        var page = first;
        var found = new List<LedgerRecord>();
        for (var i = 0; i < 10 && page.Next is { } next; i++)
        {
            page = await reader.SearchAsync(query, next, Cancel);
            found.AddRange(page.Records);
        }
        Assert.Equal(rare, Assert.Single(found).Entry);
        Assert.Null(page.SearchedTo);
    }

    [Theory, EngineData]
    public async Task A_page_cannot_begin_behind_an_entry_there_never_was(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();

        Assert.Empty((await ledger.SearchAsync(new LedgerQuery { Limit = 5 }, ct: Cancel)).Records);
        await Assert.ThrowsAsync<ArgumentException>(() => ledger.SearchAsync(new LedgerQuery { Limit = 5 }, EntryId.New(world.Clock.GetUtcNow()), Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ledger.SearchAsync(new LedgerQuery(), ct: Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ledger.SearchAsync(new LedgerQuery { Limit = 0 }, ct: Cancel));
    }

    [Theory, EngineData]
    public async Task Codes_without_end_are_put_together_and_still_found(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var entries = Enumerable.Range(0, Trait.MaxExact + 60).Select(i => world.Use() with { Reason = $"ticket-{i}" }).ToArray();
        foreach (var chunk in entries.Chunk(1000))
            await ledger.AppendAsync(chunk, Cancel);
        await ledger.SealAsync(Cancel);
        await ledger.AppendAsync(world.Use() with { Reason = "one-more", Purpose = "purpose.member.9" }, Cancel);
        await ledger.SealAsync(Cancel);

        foreach (var at in new[] { 0, Trait.MaxExact - 1, Trait.MaxExact + 1, Trait.MaxExact + 59 })
            Assert.Equal(entries[at], Assert.Single((await ledger.SearchAsync(new LedgerQuery { Reason = $"ticket-{at}", Limit = 5 }, ct: Cancel)).Records).Entry);
        Assert.Equal(Trait.MaxExact + 61, await ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Used }, Cancel).CountAsync(Cancel));
        Assert.Equal(Trait.MaxExact + 61, (await ledger.CountAsync(new LedgerQuery(), CountBy.Kind, ct: Cancel)).Days.Sum(day => day.Entries));
        Assert.False((await ledger.CountAsync(new LedgerQuery(), CountBy.Reason, ct: Cancel)).Exact);
        Assert.Equal(SearchCheck.Agrees, (await world.VerifyAsync()).Search);
    }
}
