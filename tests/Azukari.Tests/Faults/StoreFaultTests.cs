using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Ledger;
using Azukari.Tests.Vault;
using Azukari.Values;
using Azukari.Vault;
using Azukari.Vault.Health;
using Microsoft.Data.Sqlite;

namespace Azukari.Tests.Faults;

/// <summary>
/// What stands below the stores fails: whoever asks is told what is wrong, nothing is half-written and nothing released, and when the fault
/// has ended everything goes on by itself.
/// </summary>
public sealed class StoreFaultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task A_full_disk_refuses_all_work_until_there_is_room(StoreEngine engine)
    {
        var (world, core) = await VaultWorld.OpenAsync(engine);
        await using var _ = world;
        // SQLite's pages have room in them for a while: a full disk is one where there is none left, and a probe changes a row in its place.
        var sqlite = engine == StoreEngine.Sqlite;
        await FailAndRecoverAsync(world, core, () => StoreTrouble.DiskFullAsync(core, Cancel), StoreFault.Disk, healthTells: !sqlite, little: sqlite ? 500 : 0);
    }

    [Theory, EngineData]
    public async Task A_read_only_disk_or_standby_refuses_all_work_until_it_can_be_written(StoreEngine engine)
    {
        var (world, core) = await VaultWorld.OpenAsync(engine);
        await using var _ = world;
        await FailAndRecoverAsync(world, core, () => StoreTrouble.ReadOnlyAsync(core, Cancel), StoreFault.ReadOnly, healthTells: true, anew: engine == StoreEngine.Sqlite);
    }

    [Fact]
    public async Task A_file_locked_by_a_stranger_for_longer_than_patience_is_waited_for_and_told()
    {
        var (world, core) = await VaultWorld.OpenAsync(StoreEngine.Sqlite);
        await using var _ = world;
        await FailAndRecoverAsync(world, core, async () =>
        {
            var strangers = new List<SqliteConnection>();
            foreach (var store in StoreTrouble.Of(core))
            {
                var stranger = new SqliteConnection($"Data Source={((SqliteFolder)store.Location).FileOf(store.Definition.Name)};Pooling=false");
                stranger.Open();
                await using var command = stranger.CreateCommand();
                command.CommandText = "BEGIN IMMEDIATE";
                await command.ExecuteNonQueryAsync(Cancel);
                strangers.Add(stranger);
            }

            return async () =>
            {
                foreach (var stranger in strangers) await stranger.DisposeAsync();
            };
        }, StoreFault.Busy, healthTells: true);
    }

    [Fact]
    public async Task A_database_server_that_is_gone_and_comes_back()
    {
        await using var server = await PostgresServer.StartAsync(durable: true);
        await using var place = await TestStores.OnAsync(server);
        var world = VaultWorld.At(place);
        await using var _ = world;
        var core = await world.OpenCoreAsync();
        await core.Publications.PublishAsync(VaultPolicies.First, VaultWorld.Op, Cancel);
        await FailAndRecoverAsync(world, core, async () =>
        {
            await server.StopAtOnceAsync();
            return server.StartAgainAsync;
        }, StoreFault.Unreachable, healthTells: true);
    }

    [Theory, EngineData]
    public async Task While_only_the_ledger_takes_nothing_changes_wait_in_the_outbox_and_reads_are_refused(StoreEngine engine)
    {
        var (world, first) = await VaultWorld.OpenAsync(engine);
        await using var _ = world;
        await world.CloseAsync(first);
        var core = await world.OpenCoreAsync(options => options with { TidyEvery = TimeSpan.FromMilliseconds(50) });
        var before = await world.MemberAsync(core);
        var mend = await StoreTrouble.LedgerReadOnlyAsync(core, Cancel);

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => core.Vault.ReadAsync(before, [VaultWorld.Name], VaultWorld.ForCare, Cancel));
        var during = await world.MemberAsync(core);
        Assert.Single(await VaultWorld.HistoryAsync(core, during), entry => entry.Kind == EntryKind.Acquired); // from the outbox

        await mend();
        await Eventually.HoldsAsync(async () => (await VaultWorld.LedgerAsync(core)).Count(entry => entry.Kind == EntryKind.Acquired) == 2);
        Assert.Single(await VaultWorld.HistoryAsync(core, during), entry => entry.Kind == EntryKind.Acquired);
        await VaultWorld.GrantedAsync(core, during, VaultWorld.ForCare, VaultWorld.Name);
        await VerifiesAsync(world, core);
    }

    [Theory, EngineData]
    public async Task An_erasure_cut_short_by_a_fault_is_finished_by_itself(StoreEngine engine)
    {
        var (world, first) = await VaultWorld.OpenAsync(engine);
        await using var _ = world;
        await world.CloseAsync(first);
        var core = await world.OpenCoreAsync(options => options with { TidyEvery = TimeSpan.FromMilliseconds(50) });
        var subject = await world.MemberAsync(core);
        var faulty = true;
        core.Parts.AtStep = step => step == "erasure-decided" && faulty ? throw new StoreException("keys", StoreFault.Unreachable, "away") : Task.CompletedTask;
        await Assert.ThrowsAsync<StoreException>(() => core.Vault.EraseAsync(subject, VaultWorld.Op, ct: Cancel));
        faulty = false;
        await Eventually.HoldsAsync(async () => await core.Parts.Vault.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT state FROM subjects", c), ct: Cancel) == 2);
        Assert.Equal(0, await core.Parts.Keys.Store.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM subject_keys", c), ct: Cancel));
        await VerifiesAsync(world, core);
    }

    /// <param name="anew">Whether the trouble must be made again before each act, one act after the other; else all are asked at once.</param>
    /// <param name="little">How often an act may still succeed, in what room is left.</param>
    private static async Task FailAndRecoverAsync(VaultWorld world, TrustCore core, Func<Task<Func<Task>>> fail, StoreFault expected, bool healthTells, bool anew = false, int little = 0)
    {
        var person = await world.MemberAsync(core);
        var leaver = await world.MemberAsync(core);
        await core.Ledger.SealAsync(Cancel);
        var phone = (await VaultWorld.GrantedAsync(core, person, VaultWorld.ForCare, VaultWorld.Phone)).Values[VaultWorld.Phone]!.Value.Reveal();
        Assert.DoesNotContain(await core.Health.ProbeAsync(Cancel), finding => finding.State == HealthState.Failed);
        var before = await core.Vault.SubjectsAsync(ct: Cancel).CountAsync(Cancel);

        var mend = await fail();
        var acts = new List<Func<Task>>
        {
            () => core.Vault.ReadAsync(person, [VaultWorld.Name], VaultWorld.ForCare, Cancel),
            () => world.MemberAsync(core),
        };
        if (little == 0)
        {
            acts.Add(() => core.Vault.CorrectAsync(person, new Dictionary<ItemId, StoredValue?> { [VaultWorld.Phone] = VaultWorld.Value("phone", "090-0000-9999") }, new CorrectionBy.Staff(), VaultWorld.Op, ct: Cancel));
            acts.Add(() => core.Vault.EraseAsync(leaver, VaultWorld.Op, ct: Cancel));
        }

        var health = core.Health.ProbeAsync(Cancel);
        var told = new List<StoreFault?>();
        if (anew)
        {
            await health;
            foreach (var act in acts)
            {
                await fail();
                told.Add(FaultOf(await Record.ExceptionAsync(act)));
            }
        }
        else
        {
            told.AddRange(await Task.WhenAll(acts.Select(act => Task.Run(() => UntilToldAsync(act, expected, little)))));
        }

        Assert.All(told, fault => Assert.Equal(expected, fault));
        if (healthTells) Assert.Contains(await health, finding => finding.State == HealthState.Failed && finding.Part == "store.ledger");
        await mend();

        await Eventually.HoldsAsync(async () => await Record.ExceptionAsync(() => core.Vault.ReadAsync(person, [VaultWorld.Name], VaultWorld.ForCare, Cancel)) is null);
        Assert.Equal(phone, (await VaultWorld.GrantedAsync(core, person, VaultWorld.ForCare, VaultWorld.Phone)).Values[VaultWorld.Phone]!.Value.Reveal());
        await VaultWorld.GrantedAsync(core, leaver, VaultWorld.ForCare, VaultWorld.Name);
        var people = await core.Vault.SubjectsAsync(ct: Cancel).ToListAsync(Cancel);
        Assert.InRange(people.Count, before, before + little);
        foreach (var subject in people) Assert.Equal(5, (await core.Vault.DescribeAsync(subject, Cancel))!.Items.Count);
        // A connection the trouble cut off says so once, to whoever draws it.
        await Eventually.HoldsAsync(async () => await Record.ExceptionAsync(() => world.MemberAsync(core)) is null);
        await core.Ledger.SealAsync(Cancel);
        await Eventually.HoldsAsync(async () => (await core.Health.ProbeAsync(Cancel)).All(finding => finding.State != HealthState.Failed));
        await VerifiesAsync(world, core);
    }

    private static async Task<StoreFault?> UntilToldAsync(Func<Task> act, StoreFault expected, int little)
    {
        for (var tries = 0; tries <= little; tries++)
        {
            while (await Record.ExceptionAsync(act) is { } error)
                if (FaultOf(error) is var told && (told == expected || told != StoreFault.Unreachable)) return told; // a connection the trouble cut off says so, once
        }

        return null;
    }

    private static StoreFault? FaultOf(Exception? error) => error switch
    {
        StoreException store => store.Fault,
        LedgerUnavailableException ledger => ledger.Fault,
        null => null,
        _ => throw new InvalidOperationException("The fault was not told in words.", error),
    };

    internal static async Task VerifiesAsync(VaultWorld world, TrustCore core)
    {
        await core.Ledger.SealAsync(Cancel);
        var report = await LedgerVerifier.VerifyAsync(world.Place.Location, new VerifyOptions
        {
            Key = world.SigningKey.Verifier, CheckpointFiles = [CheckpointFile.In(Path.Combine(world.Place.Folder, "checkpoints"))],
        }, Cancel);
        Assert.True(report.Ok, report.First?.ToString());
        var ids = (await VaultWorld.LedgerAsync(core)).Select(entry => entry.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }
}
