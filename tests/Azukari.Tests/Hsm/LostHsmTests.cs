using Azukari.Hsm;
using Azukari.Ledger;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Tests.Vault;
using Azukari.Vault;
using Azukari.Vault.Keys;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Hsm;

/// <summary>The HSM goes in the middle of work: clear state, nothing lost, and it recovers by itself.</summary>
[Collection(OneAtATime.Name)]
public sealed class LostHsmTests
{
    [Theory, EngineData]
    public async Task A_read_without_the_HSM_is_unavailable_not_refused_and_nothing_is_recorded(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, "pkcs11");
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await GrantedAsync(core, subject, ForCare, Name);
        var before = (await LedgerAsync(core)).Count;
        world.Tokens!.Value.Main.TakeAway();

        await Assert.ThrowsAsync<MasterKeysUnavailableException>(() => core.Vault.ReadAsync(subject, [Name, Address], ForCare, Cancel));
        await Assert.ThrowsAsync<MasterKeysUnavailableException>(() => core.Vault.SearchAsync(Email, CanaryWords.Mail(1), ForCare, ct: Cancel));
        await Assert.ThrowsAsync<MasterKeysUnavailableException>(() => core.Vault.RestrictAsync(subject, new Restriction.Everything(), Op, Cancel));
        await Assert.ThrowsAsync<MasterKeysUnavailableException>(async () => await HistoryAsync(core, subject));
        Assert.False(core.Keys.Health.Available);
        Assert.False((await core.Keys.ProbeAsync(Cancel)).Available);
        Assert.Equal(before, (await LedgerAsync(core)).Count);

        await BackAsync(world, core);
        await GrantedAsync(core, subject, ForCare, Name, Address);
        Assert.True(core.Keys.Health.Available);
    }

    [Theory, EngineData]
    public async Task An_HSM_that_goes_between_the_decision_and_the_values_leaves_no_entry_of_a_use_that_never_was(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, "pkcs11");
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        using var failing = new FailingMasters(await world.MastersAsync());
        var beside = await world.OpenCoreAsync(o => o with { MasterKeys = failing });
        await GrantedAsync(beside, subject, ForCare, Name);
        var before = (await LedgerAsync(beside)).Count;

        failing.FailAfter(1); // the pseudonym opens, the data key does not
        await Assert.ThrowsAsync<MasterKeysUnavailableException>(() => beside.Vault.ReadAsync(subject, [Name], ForCare, Cancel));

        Assert.Equal(before, (await LedgerAsync(beside)).Count);
        failing.FailAfter(int.MaxValue);
        await GrantedAsync(beside, subject, ForCare, Name);
    }

    [Theory, EngineData]
    public async Task An_acquisition_cut_off_at_any_call_to_the_HSM_keeps_nothing_and_succeeds_when_repeated(StoreEngine engine)
    {
        var (world, first) = await OpenAsync(engine, "pkcs11");
        await using var _ = world;
        using var failing = new FailingMasters(await world.MastersAsync());
        var core = await world.OpenCoreAsync(o => o with { MasterKeys = failing });
        await world.MemberAsync(core);
        var (cut, after) = (0, 0);
        while (true)
        {
            failing.FailAfter(after++);
            try
            {
                await core.Vault.AcquireAsync(world.Person(), Op, Cancel);
                break;
            }
            catch (MasterKeysUnavailableException)
            {
                cut++;
                Assert.Equal(1, await core.Parts.Vault.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM subjects", c), ct: Cancel));
            }
        }

        failing.FailAfter(int.MaxValue);
        Assert.True(cut >= 3, $"{cut} calls failed before the data was durable");
        Assert.Equal(2, (await LedgerAsync(first)).Count(e => e.Kind == EntryKind.Acquired));
        await core.Parts.BlindIndex.ResumeAsync(Cancel); // what could not be indexed without the HSM
        Assert.Equal(0, await core.Parts.Vault.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM reindex", c), ct: Cancel));
    }

    [Theory, EngineData]
    public async Task An_erasure_needs_no_HSM_and_is_finished_by_itself_when_it_is_back(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, "pkcs11");
        await using var _ = world;
        var (subject, other) = (await world.MemberAsync(core, world.Person(more: (Health, CanaryWords.Note)) with { Consents = [new ConsentGrant(Care, null, [Health])] }), await world.MemberAsync(core));
        world.Tokens!.Value.Main.TakeAway();

        var certificate = await core.Vault.EraseAsync(subject, Op, ct: Cancel);

        Assert.Contains(ErasureLimit.KeysUntilMasterKeysAreBack, certificate!.Limits);
        Assert.DoesNotContain(ErasureStep.KeysDestroyed, certificate.Done);
        Assert.NotNull(certificate.EntryId);
        Assert.Equal([0L, 1L], await ClassesAsync(core, subject)); // what the law may ask to keep; the special-care key is gone already
        await Assert.ThrowsAsync<MasterKeysUnavailableException>(() => core.Vault.ReadAsync(subject, [Name], ForCare, Cancel));
        Assert.Contains(ErasureLimit.KeysUntilMasterKeysAreBack, (await core.Vault.EraseAsync(subject, Op, ct: Cancel))!.Limits); // asked again: still waiting

        await BackAsync(world, core);
        Assert.IsType<Erased>((await RefusedAsync(core, subject, ForCare, Name)).Refusal);
        await core.TidyAsync(Cancel);

        Assert.Empty(await ClassesAsync(core, subject));
        Assert.Equal(0, await core.Parts.Vault.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM items WHERE subject = @id", c, ("id", subject.ToBytes())), ct: Cancel));
        var erased = (await LedgerAsync(core)).Where(e => e.Kind == EntryKind.Erased).ToList();
        Assert.Equal(2, erased.Count);
        Assert.Single(erased, e => e is { Subject: null, Reason: "keys-missing", Accessor: "op.care-1" }); // when it was decided
        Assert.Single(erased, e => e is { Subject: not null, Reason: "decided-without-master-keys" }); // whom it was about, when that could be told
        await core.TidyAsync(Cancel);
        Assert.Equal(2, (await LedgerAsync(core)).Count(e => e.Kind == EntryKind.Erased));
        await GrantedAsync(core, other, ForCare, Name);
    }

    [Theory, EngineData]
    public async Task An_erasure_without_the_HSM_still_keeps_the_name_the_law_asks_for(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, "pkcs11");
        await using var _ = world;
        world.Facts[Azukari.Policy.Condition.ContractInForce] = true;
        var subject = await world.MemberAsync(core);
        await GrantedAsync(core, subject, As("carrier", "purpose.ship", "order:7", to: "carrier:express"), Name); // provided to somebody outside
        world.Tokens!.Value.Main.TakeAway();
        Assert.Null((await core.Vault.EraseAsync(subject, Op, ct: Cancel))!.StatutoryUntil);

        await BackAsync(world, core);
        await core.TidyAsync(Cancel);

        Assert.NotNull((await core.Vault.EraseAsync(subject, Op, ct: Cancel))!.StatutoryUntil);
        Assert.Equal([4L], await ClassesAsync(core, subject));
    }

    [Theory, EngineData]
    public async Task A_rotation_cut_off_by_the_HSM_is_taken_up_when_it_is_back(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, "pkcs11");
        await using var _ = world;
        var people = (await core.Vault.AcquireManyAsync([.. Enumerable.Range(0, 200).Select(__ => world.Person())], Op, Cancel)).Cast<Acquired>().ToList();
        var backup = Path.Combine(world.Place.Folder, "receipt.json");
        core.Keys.Rotation.AtStep = step =>
        {
            if (step == "batch") world.Tokens!.Value.Main.TakeAway();
            return Task.CompletedTask;
        };
        await Assert.ThrowsAsync<MasterKeysUnavailableException>(() => core.Keys.RotateAsync(backup, Op, ct: Cancel));
        core.Keys.Rotation.AtStep = null;

        await BackAsync(world, core);
        await GrantedAsync(core, people[0].SubjectId, ForCare, Name);
        await GrantedAsync(core, people[199].SubjectId, ForCare, Name);
        var result = await core.Keys.RotateAsync(backup, Op, ct: Cancel);

        Assert.Equal((2, 1), (result.Version, Assert.Single(result.Destroyed)));
        foreach (var person in people.Take(20)) await GrantedAsync(core, person.SubjectId, ForCare, Name);
    }

    [Theory, EngineData]
    public async Task Readers_go_on_by_themselves_when_the_HSM_was_away_for_a_moment(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, "pkcs11");
        await using var _ = world;
        var people = new List<SubjectId>();
        for (var n = 0; n < 8; n++) people.Add(await world.MemberAsync(core));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var (read, away) = (0, 0);
        Task[] readers = [.. people.Select(subject => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await GrantedAsync(core, subject, ForCare, Name); // a refusal would end the test
                    Interlocked.Increment(ref read);
                }
                catch (MasterKeysUnavailableException)
                {
                    Interlocked.Increment(ref away);
                    await Task.Delay(TimeSpan.FromMilliseconds(5), Cancel);
                }
            }
        }, Cancel))];

        await Pkcs11Tests.EventuallyAsync(() => Task.FromResult(read > 20));
        world.Tokens!.Value.Main.TakeAway();
        await Pkcs11Tests.EventuallyAsync(() => Task.FromResult(away > 8));
        world.Tokens!.Value.Main.BringBack();
        var then = Volatile.Read(ref read);
        await Pkcs11Tests.EventuallyAsync(() => Task.FromResult(Volatile.Read(ref read) > then + 20));
        await stop.CancelAsync();
        await Task.WhenAll(readers);

        Assert.Equal(read, (await LedgerAsync(core)).Count(e => e.Kind == EntryKind.Used)); // as many entries as uses, not one more
    }

    [Theory, EngineData]
    public async Task A_lost_token_is_replaced_by_its_backup_token_and_work_goes_on_there(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, "pkcs11");
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await core.Keys.RotateAsync(Path.Combine(world.Place.Folder, "receipt.json"), Op, ct: Cancel);
        await world.CloseAsync(core);
        world.Tokens!.Value.Main.TakeAway(); // for good

        using var masters = await Pkcs11MasterKeys.OpenAsync(world.Tokens!.Value.Backup.Options, world.Clock, create: false, Cancel);
        var again = await world.OpenCoreAsync(o => o with { MasterKeys = masters }, ownMasters: false);

        await GrantedAsync(again, subject, ForCare, Name);
        await GrantedAsync(again, await world.MemberAsync(again), ForCare, Name);
    }

    [Theory]
    [EngineData("file", "pkcs11")]
    [EngineData("pkcs11", "file")]
    public async Task Keys_move_to_another_provider_by_rotation_and_nothing_is_left_behind(StoreEngine engine, string from, string to)
    {
        var (world, core) = await OpenAsync(engine, from);
        await using var _ = world;
        var people = (await core.Vault.AcquireManyAsync([.. Enumerable.Range(0, 60).Select(__ => world.Person())], Op, Cancel)).Cast<Acquired>().ToList();
        await world.CloseAsync(core);
        var old = await world.MastersAsync();
        var tokens = (Main: SoftHsm.NewToken(), Backup: SoftHsm.NewToken());
        using var hsm = to == "pkcs11" ? await Pkcs11MasterKeys.OpenAsync(tokens.Main.Options with { Backup = tokens.Backup.Options }, world.Clock, create: false, Cancel) : null;
        using var file = to == "file" ? FileMasterKeys.Open(Path.Combine(world.Place.Folder, "new", "master.json"), world.Clock, above: old.Current) : null;
        IMasterKeys target = hsm is not null ? hsm : file!;
        var moving = await world.OpenCoreAsync(o => o with { MasterKeys = new MovingMasterKeys(target, old) }, ownMasters: false);
        await GrantedAsync(moving, people[0].SubjectId, ForCare, Name);

        var result = await moving.Keys.RotateAsync(Path.Combine(world.Place.Folder, "moved.json"), Op, ct: Cancel);

        Assert.Equal((1, 2), (Assert.Single(result.Destroyed), result.Version));
        Assert.False(old.Has(1));
        Assert.NotNull(old.DestroyedAt(1));
        Assert.True(target.Has(2));
        foreach (var person in people) await GrantedAsync(moving, person.SubjectId, ForCare, Name);
        await world.CloseAsync(moving);
        await GrantedAsync(await world.OpenCoreAsync(o => o with { MasterKeys = target }, ownMasters: false), people[5].SubjectId, ForCare, Name);
    }

    private static async Task BackAsync(VaultWorld world, TrustCore core)
    {
        world.Tokens!.Value.Main.BringBack();
        await Pkcs11Tests.EventuallyAsync(async () => (await core.Keys.ProbeAsync(Cancel)).Available);
    }

    private static Task<List<long>> ClassesAsync(TrustCore core, SubjectId subject) => core.Parts.Keys.Store.ReadAsync((s, c) =>
        s.ListAsync("SELECT class FROM subject_keys WHERE subject = @id ORDER BY class", r => r.GetInt64(0), c, ("id", subject.ToBytes())), ct: Cancel);
}
