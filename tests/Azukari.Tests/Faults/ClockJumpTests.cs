using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Api;
using Azukari.Vault;
using Azukari.Vault.Health;
using Azukari.Web.Health;

namespace Azukari.Tests.Faults;

/// <summary>The clock leaps, and comes back: health says which way and until when, leases bind nobody for longer than they could, and the ledger keeps one order that verifies.</summary>
public sealed class ClockJumpTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task Health_tells_which_way_the_clock_was_set_and_by_what_it_is_known(StoreEngine engine)
    {
        await using var world = await ApiWorld.OpenAsync(engine);
        // Beside the server's clock, where there is one.
        var start = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        world.Clock.Now = start;
        var probes = new HostProbes(world.Clock);
        HealthFinding Clock() => probes.Look(world.Data).Single(finding => finding.Part == "clock");
        async Task<string> LedgerAsync() => (await world.Company.Trust.Health.ProbeAsync(Cancel)).Single(finding => finding.Part == "ledger.clock").Code;
        await world.PersonAsync();
        Assert.Equal("ok", Clock().Code);
        Assert.Equal("ok", await LedgerAsync());

        world.Clock.Now = start + TimeSpan.FromDays(3);
        Assert.Equal((HealthState.Degraded, "set-forward"), (Clock().State, Clock().Code));
        Assert.Equal(engine == StoreEngine.Postgres ? "differs-from-server" : "ok", await LedgerAsync());
        await world.PersonAsync(); // recorded three days from now

        world.Clock.Now = start;
        Assert.Equal((HealthState.Degraded, "set-back"), (Clock().State, Clock().Code));
        Assert.Equal("behind-ledger", await LedgerAsync());
        Assert.InRange(Clock().Age!.Value, TimeSpan.FromDays(2.9), TimeSpan.FromDays(3.1));
        Assert.DoesNotContain(await world.Company.Trust.Health.ProbeAsync(Cancel), finding => finding.State == HealthState.Failed);
    }

    [Theory, EngineData]
    public async Task A_lease_binds_nobody_after_a_jump_and_never_two_at_once_without_one(StoreEngine engine)
    {
        await using var world = await ApiWorld.OpenAsync(engine);
        var store = world.Company.Trust.Parts.Vault;
        var (start, minute) = (world.Clock.Now, TimeSpan.FromMinutes(1));
        Task<bool> TakeAsync(string holder) => store.TryAcquireLeaseAsync("jump", holder, minute, Cancel);

        Assert.True(await TakeAsync("one"));
        Assert.False(await TakeAsync("two"));
        world.Clock.Now = start + TimeSpan.FromHours(5); // forward: it has run out
        Assert.True(await TakeAsync("two"));
        Assert.False(await TakeAsync("one"));
        world.Clock.Now = start; // and back: it runs further than any lease of a minute could
        Assert.True(await TakeAsync("one"));
        Assert.False(await TakeAsync("two"));
        world.Clock.Now = start - TimeSpan.FromSeconds(20); // by less than a lease: whoever has it keeps it
        Assert.False(await TakeAsync("two"));
        Assert.True(await TakeAsync("one"));
        world.Clock.Now = start + minute + TimeSpan.FromSeconds(1);
        Assert.True(await TakeAsync("two"));
    }

    [Theory, EngineData]
    public async Task The_ledger_keeps_one_order_and_verifies_and_tokens_end_no_later_for_a_jump_and_back(StoreEngine engine)
    {
        await using var world = await ApiWorld.OpenAsync(engine);
        var start = world.Clock.Now;
        var (person, desk) = (await world.PersonAsync(), await world.ShippingAsync());
        Task<Answer> ReadAsync(HttpClient caller) => caller.PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = ApiWorld.Shipping, items = new[] { "name" }, @case = "order-1" });
        var entries = new List<string>();
        async Task RecordAsync()
        {
            entries.Add((await ReadAsync(desk)).IsFine()["entry"]!);
            await world.Company.Trust.Ledger.SealAsync(Cancel);
        }

        await RecordAsync();
        world.Clock.Now = start - TimeSpan.FromDays(2);
        await RecordAsync();
        world.Clock.Now = start + TimeSpan.FromMinutes(5);
        await RecordAsync();
        var history = await world.Company.Trust.Vault.HistoryAsync(SubjectId.Parse(person), Cancel).Where(entry => entry.Kind == EntryKind.Used).Select(entry => entry.Id.ToString()).ToListAsync(Cancel);
        Assert.Equal(entries, Enumerable.Reverse(history)); // in the order they were sealed, whatever the clock said
        foreach (var entry in entries) (await desk.SendAsync(HttpMethod.Get, $"/api/v1/ledger/entries/{entry}/proof")).IsFine();
        var before = await world.Company.Trust.Ledger.CheckpointAsync(Cancel);

        // Far ahead the token has ended; back again it is good until its own time and no longer.
        world.Clock.Now = start + TimeSpan.FromDays(30);
        (await ReadAsync(desk)).IsProblem(System.Net.HttpStatusCode.Unauthorized, "unauthorized");
        world.Clock.Now = start + TimeSpan.FromMinutes(11);
        (await ReadAsync(desk)).IsProblem(System.Net.HttpStatusCode.Unauthorized, "unauthorized");
        desk = await world.ShippingAsync();
        await RecordAsync();
        Assert.True((await world.Company.Trust.Ledger.CheckpointAsync(Cancel)).Size > before.Size);
        Assert.Equal(4, entries.Distinct().Count());
    }
}
