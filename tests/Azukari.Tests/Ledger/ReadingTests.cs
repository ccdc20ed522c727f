using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

public sealed class ReadingTests
{
    [Theory, EngineData]
    public async Task A_history_is_newest_first_and_pages(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var subject = Pseudonym.New();
        var entries = new List<LedgerEntry>();
        for (var i = 0; i < 12; i++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            entries.Add(world.Use(subject));
            await ledger.AppendAsync([entries[^1], world.Use(Pseudonym.New())], Cancel);
            if (i == 9)
                await ledger.SealAsync(Cancel);
        }

        var whole = await ledger.HistoryAsync(subject, ct: Cancel).ToListAsync(Cancel);
        Assert.Equal(Enumerable.Reverse(entries), whole.Select(record => record.Entry));
        Assert.Equal(2, whole.Count(record => record.Position is null));

        var first = await ledger.HistoryAsync(subject, limit: 5, ct: Cancel).ToListAsync(Cancel);
        var rest = await ledger.HistoryAsync(subject, before: first[^1].Position, ct: Cancel).ToListAsync(Cancel);
        Assert.Equal(whole, [.. first, .. rest]);
        Assert.Empty(await ledger.HistoryAsync(Pseudonym.New(), ct: Cancel).ToListAsync(Cancel));
        Assert.Single(await ledger.HistoryAsync(subject, limit: 1, ct: Cancel).ToListAsync(Cancel));
    }

    [Theory, EngineData]
    public async Task A_history_reaches_through_all_parts_of_the_ledger(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var subject = Pseudonym.New();
        var expected = new List<LedgerEntry>();
        for (var part = 0; part < 3; part++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            expected.AddRange([world.Use(subject), world.Use(subject), world.Use(subject)]);
            await ledger.AppendAsync(expected[^3..], Cancel);
            await ledger.AppendAsync(world.Uses(part == 2 ? 7 : PersonSql.Width - 1), Cancel); // the last one of the three comes to lie anywhere in a part
            await ledger.SealAsync(Cancel);
        }

        expected.Reverse();
        var whole = await ledger.HistoryAsync(subject, ct: Cancel).ToListAsync(Cancel);
        Assert.Equal(expected, whole.Select(record => record.Entry));
        Assert.Equal(3, whole.Select(record => record.Position!.Value / PersonSql.Width).Distinct().Count());
        for (long? before = long.MaxValue, at = 0; at < 9; at += 2)
        {
            var page = await ledger.HistoryAsync(subject, before, limit: 2, Cancel).ToListAsync(Cancel);
            Assert.Equal(whole.Skip((int)at).Take(2), page);
            before = page[^1].Position;
        }

        var found = await ledger.QueryAsync(new LedgerQuery { Subject = subject, NewestFirst = true }, Cancel).ToListAsync(Cancel);
        Assert.Equal(whole.Select(record => record.Position).Order(), found.Select(record => record.Position).Order());
    }

    [Theory, EngineData]
    public async Task Who_reads_the_first_few_of_a_long_history_reads_few(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var subject = Pseudonym.New();
        await ledger.AppendAsync([.. Enumerable.Range(0, 3000).Select(_ => world.Use(subject))], Cancel);
        var began = world.Clock.GetUtcNow();
        world.Clock.Advance(TimeSpan.FromDays(1));
        await ledger.AppendAsync([.. Enumerable.Range(0, 3000).Select(_ => world.Use(subject))], Cancel);
        await ledger.SealAsync(Cancel);

        await foreach (var _ in ledger.HistoryAsync(subject, ct: Cancel).Take(20)) { }
        Assert.InRange(ledger.HistoryRows, 20, 64);
        Assert.Equal(LedgerEntry.FromMicros(LedgerEntry.Micros(began)), await ledger.FirstAsync(subject, Cancel));
        Assert.Null(await ledger.FirstAsync(Pseudonym.New(), Cancel));
        Assert.InRange(await ledger.PositionAtAsync(began.AddHours(1), Cancel), 3000, 4000);
        Assert.Equal(0, await ledger.PositionAtAsync(began, Cancel));
        Assert.Equal(6000, await ledger.HistoryAsync(subject, ct: Cancel).CountAsync(Cancel));
    }

    [Theory, EngineData]
    public async Task The_last_provision_is_the_newest_of_the_person_s_own_sealed_or_not(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var (subject, other) = (Pseudonym.New(), Pseudonym.New());
        var times = new List<DateTimeOffset>();
        Assert.Null(await ledger.LastProvisionAsync(subject, Cancel));
        foreach (var (kind, sealing) in new[] { (EntryKind.Provided, true), (EntryKind.Received, true), (EntryKind.Provided, false) })
        {
            world.Clock.Advance(TimeSpan.FromDays(1));
            var entry = LedgerEntry.Now(world.Clock, kind) with { Subject = subject };
            world.Clock.Advance(TimeSpan.FromDays(1));
            await ledger.AppendAsync([entry, world.Use(subject), LedgerEntry.Now(world.Clock, kind) with { Subject = other }], Cancel);
            Assert.Equal(entry.Time, await ledger.LastProvisionAsync(subject, Cancel));
            if (sealing)
                await ledger.SealAsync(Cancel);
            Assert.Equal(entry.Time, await ledger.LastProvisionAsync(subject, Cancel));
            times.Add(entry.Time);
        }

        // A clock that was behind: what was appended last is not the newest.
        await ledger.AppendAsync([new LedgerEntry(EntryId.New(times[0]), times[0], EntryKind.Provided) { Subject = subject }], Cancel);
        Assert.Equal(times[^1], await ledger.LastProvisionAsync(subject, Cancel));
        await ledger.SealAsync(Cancel);
        Assert.Equal(times[^1], await ledger.LastProvisionAsync(subject, Cancel));
        await ledger.AppendAsync(world.Use(other), Cancel);
        Assert.Null(await ledger.LastProvisionAsync(Pseudonym.New(), Cancel));
    }

    [Theory, EngineData]
    public async Task A_query_finds_by_each_of_its_conditions_sealed_or_not(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var subject = Pseudonym.New();
        foreach (var sealing in new[] { true, false })
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await ledger.AppendAsync(
            [
                world.Use(subject),
                LedgerEntry.Now(world.Clock, EntryKind.Provided) with { Subject = subject, Recipient = "adviser:audit-1", Ground = "provision.adviser", Accessor = "op.legal-1", Clauses = ["provision.adviser"] },
                LedgerEntry.Now(world.Clock, EntryKind.Refused) with { Accessor = "op.shipping-1", Purpose = "purpose.member.4", Reason = "item-beyond-purpose", Items = ["mail"], Case = "inquiry:7" },
            ], Cancel);
            if (sealing)
                await ledger.SealAsync(Cancel);
        }

        async Task<int> CountAsync(LedgerQuery query) => await ledger.QueryAsync(query, Cancel).CountAsync(Cancel);
        var now = world.Clock.GetUtcNow();
        Assert.Equal(6, await CountAsync(new LedgerQuery()));
        Assert.Equal(3, await CountAsync(new LedgerQuery { From = now }));
        Assert.Equal(3, await CountAsync(new LedgerQuery { To = now }));
        Assert.Equal(2, await CountAsync(new LedgerQuery { Kind = EntryKind.Provided }));
        Assert.Equal(4, await CountAsync(new LedgerQuery { Subject = subject }));
        Assert.Equal(4, await CountAsync(new LedgerQuery { Accessor = "op.shipping-1" }));
        Assert.Equal(2, await CountAsync(new LedgerQuery { Purpose = "purpose.member.4" }));
        Assert.Equal(2, await CountAsync(new LedgerQuery { Recipient = "adviser:audit-1" }));
        Assert.Equal(2, await CountAsync(new LedgerQuery { Case = "inquiry:7" }));
        Assert.Equal(2, await CountAsync(new LedgerQuery { Item = "mail" }));
        Assert.Equal(2, await CountAsync(new LedgerQuery { Clause = "provision.adviser" }));
        Assert.Equal(1, await CountAsync(new LedgerQuery { Clause = "provision.adviser", From = now, Kind = EntryKind.Provided, Subject = subject }));
        Assert.Equal(4, await CountAsync(new LedgerQuery { Limit = 4 }));
        Assert.Equal(0, await CountAsync(new LedgerQuery { Limit = 0 }));
    }

    [Theory, EngineData]
    public async Task Every_entry_can_be_proved_and_every_state_is_a_beginning_of_the_next(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var checkpoints = new List<Checkpoint> { await ledger.CheckpointAsync(Cancel) };
        var entries = new List<LedgerEntry>();
        foreach (var count in new[] { 1, 5, 250, 1, 300, 600 })
        {
            entries.AddRange(world.Uses(count));
            await ledger.AppendAsync(entries[^count..], Cancel);
            checkpoints.Add(await ledger.SealAsync(Cancel));
        }

        foreach (var i in new[] { 0, 1, 5, 255, 256, 257, 556, 557, entries.Count - 1 })
        {
            var proof = await ledger.ProveInclusionAsync(entries[i].Id, Cancel);
            Assert.NotNull(proof);
            Assert.Equal(entries[i], proof.Entry);
            Assert.True(proof.Verify(world.Key.Verifier));
            Assert.False((proof with { Position = (i + 1) % entries.Count }).Verify(world.Key.Verifier));
            Assert.False((proof with { EntryJson = world.Use().ToCanonicalJson() }).Verify(world.Key.Verifier));
        }
        foreach (var older in checkpoints)
            foreach (var newer in checkpoints.Where(newer => newer.Size >= older.Size))
            {
                var proof = await ledger.ProveConsistencyAsync(older.Size, newer.Size, Cancel);
                Assert.True(proof.Verify(world.Key.Verifier, older, newer));
            }
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ledger.ProveConsistencyAsync(1, entries.Count + 1, Cancel));
        Assert.Null(await ledger.ProveInclusionAsync(EntryId.New(world.Clock.GetUtcNow()), Cancel));
    }

    [Theory, EngineData]
    public async Task An_entry_that_waits_is_sealed_in_order_to_be_proved(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await using var ledger = await world.OpenAsync();
        var entry = world.Use();
        await ledger.AppendAsync(entry, Cancel);

        Assert.True((await ledger.ProveInclusionAsync(entry.Id, Cancel))?.Verify(world.Key.Verifier));
    }
}
