using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using Azukari.Vault.Keys;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

public sealed class ErasureTests
{
    [Theory, EngineData]
    public async Task An_erased_person_is_refused_gone_from_every_table_and_cut_from_the_ledger(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var (subject, other) = (await world.MemberAsync(core, world.Person(number: 51)), await world.MemberAsync(core));
        await core.Vault.ConsentAsync(subject, new ConsentGrant(Care, null, [Name]), Op, Cancel);

        var certificate = await core.Vault.EraseAsync(subject, Op, ct: Cancel);

        Assert.Contains(ErasureStep.KeysDestroyed, certificate!.Done);
        Assert.Contains(ErasureStep.KeyStoreScrubbed, certificate.Done);
        Assert.Contains(ErasureLimit.ExportedFiles, certificate.Limits);
        Assert.Null(certificate.StatutoryUntil);
        Assert.IsType<Erased>((await RefusedAsync(core, subject, ForCare, Name)).Refusal);
        Assert.Empty(await HistoryAsync(core, subject));
        Assert.Null(await core.Vault.DescribeAsync(subject, Cancel));
        Assert.Empty(Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Email, Azukari.Testing.Canaries.CanaryWords.Mail(51), ForCare, ct: Cancel)).Hits);
        Assert.All(await RowsAsync(core, subject), rows => Assert.Equal(0, rows));
        // The moment of an acquisition is in the ledger too: it would name the pseudonym.
        Assert.Equal(0, await core.Parts.Vault.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT created_at + changed_at FROM subjects WHERE id = @id", c, ("id", subject.ToBytes())), ct: Cancel));
        var entry = (await core.Ledger.FindAsync(certificate.EntryId!.Value, Cancel))!.Entry;
        Assert.Equal((EntryKind.Erased, "rights.deletion"), (entry.Kind, Assert.Single(entry.Clauses)));
        await GrantedAsync(core, other, ForCare, Name);
    }

    [Theory, EngineData]
    public async Task Erasing_again_answers_again_and_records_nothing(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await core.Vault.EraseAsync(subject, Op, ct: Cancel);

        var again = await core.Vault.EraseAsync(subject, Op, ct: Cancel);

        Assert.Null(again!.EntryId);
        Assert.Single(await LedgerAsync(core), e => e.Kind == EntryKind.Erased);
        Assert.True(Assert.IsType<ActUnknown>(await core.Vault.RestrictAsync(subject, new Restriction.Everything(), Op, Cancel)).Erased);
    }

    [Theory]
    [EngineData("erasure-decided")]
    [EngineData("erasure-keys-destroyed")]
    [EngineData("erasure-index-removed")]
    public async Task An_erasure_interrupted_after_its_decision_is_finished_at_opening_and_nothing_is_readable_before(StoreEngine engine, string step)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        Crash(core, step);
        await Assert.ThrowsAsync<CrashException>(() => core.Vault.EraseAsync(subject, Op, ct: Cancel));
        core.Parts.AtStep = null;
        Assert.IsType<Erased>((await RefusedAsync(core, subject, ForCare, Name)).Refusal);
        await world.CloseAsync(core, kill: true);

        var again = await world.OpenCoreAsync();

        Assert.All(await RowsAsync(again, subject), rows => Assert.Equal(0, rows));
        Assert.Single(await LedgerAsync(again), e => e.Kind == EntryKind.Erased);
        Assert.IsType<Erased>((await RefusedAsync(again, subject, ForCare, Name)).Refusal);
    }

    [Theory, EngineData]
    public async Task An_erasure_interrupted_before_its_decision_never_happened(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        Crash(core, "erasure-prepared");
        await Assert.ThrowsAsync<CrashException>(() => core.Vault.EraseAsync(subject, Op, ct: Cancel));
        await world.CloseAsync(core, kill: true);

        await GrantedAsync(await world.OpenCoreAsync(), subject, ForCare, Name);
    }

    [Theory, EngineData]
    public async Task Yesterdays_vault_restored_after_an_erasure_gives_nothing_of_the_person(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var (subject, other) = (await world.MemberAsync(core), await world.MemberAsync(core));
        var yesterday = await StoreCopy.TakeAsync(world, core, "vault");
        await core.Vault.EraseAsync(subject, Op, ct: Cancel);
        await world.CloseAsync(core);
        await yesterday.RestoreAsync();
        Assert.Equal(1, await yesterday.CountAsync("SELECT count(*) FROM subjects WHERE id = @id AND state = 0", subject)); // it is back

        var again = await world.OpenCoreAsync();

        Assert.IsType<Erased>((await RefusedAsync(again, subject, ForCare, Name)).Refusal);
        Assert.All(await RowsAsync(again, subject), rows => Assert.Equal(0, rows));
        await GrantedAsync(again, other, ForCare, Name);
    }

    [Theory, EngineData]
    public async Task Yesterdays_keys_and_vault_restored_are_erased_again_before_anything_is_served(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var (subject, other) = (await world.MemberAsync(core), await world.MemberAsync(core));
        var (keys, vault) = (await StoreCopy.TakeAsync(world, core, "keys"), await StoreCopy.TakeAsync(world, core, "vault"));
        await core.Vault.EraseAsync(subject, Op, ct: Cancel);
        await world.CloseAsync(core);
        await keys.RestoreAsync();
        await vault.RestoreAsync();

        var again = await world.OpenCoreAsync();

        Assert.IsType<Erased>((await RefusedAsync(again, subject, ForCare, Name)).Refusal);
        Assert.All(await RowsAsync(again, subject), rows => Assert.Equal(0, rows));
        await GrantedAsync(again, other, ForCare, Name);
    }

    [Theory, EngineData]
    public async Task A_person_whose_keys_are_missing_is_erased_for_good_and_it_is_recorded(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var older = await StoreCopy.TakeAsync(world, core, "keys");
        var subject = await world.MemberAsync(core, world.Person(number: 61));
        await world.CloseAsync(core);
        await older.RestoreAsync();
        var again = await world.OpenCoreAsync();
        Assert.IsType<NoSuchSubject>((await RefusedAsync(again, subject, ForCare, Name)).Refusal);

        var certificate = await again.Vault.EraseAsync(subject, Op, ct: Cancel);

        var entry = (await again.Ledger.FindAsync(certificate!.EntryId!.Value, Cancel))!.Entry;
        Assert.Equal((EntryKind.Erased, null, "keys-missing", Op.Code), (entry.Kind, entry.Subject, entry.Reason, entry.Accessor));
        Assert.All(await RowsAsync(again, subject), rows => Assert.Equal(0, rows));
        Assert.Contains(await again.Parts.Keys.Erasures.ReadAsync(Cancel), listed => listed.Subject == subject); // a newer copy of the keys brings nobody back
        Assert.IsType<Erased>((await RefusedAsync(again, subject, ForCare, Name)).Refusal);
        Assert.Null((await again.Vault.EraseAsync(subject, Op, ct: Cancel))!.EntryId);
    }

    [Theory, EngineData]
    public async Task A_key_put_back_into_the_store_behind_its_back_is_destroyed_at_opening(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var wrapped = await core.Parts.Keys.Store.ReadAsync((s, c) => s.FirstAsync("SELECT wrapped FROM subject_keys WHERE class = 1", r => r.Bytes(0), c), ct: Cancel);
        await core.Vault.EraseAsync(subject, Op, ct: Cancel);
        await core.Parts.Keys.Store.WriteAsync((tx, c) => tx.ExecuteAsync(
            "INSERT INTO subject_keys (subject, class, serial, master, wrapped) VALUES (@id, 1, 1, 1, @wrapped)", c, ("id", subject.ToBytes()), ("wrapped", wrapped)), Cancel);
        await world.CloseAsync(core);

        Assert.All(await RowsAsync(await world.OpenCoreAsync(), subject), rows => Assert.Equal(0, rows));
    }

    [Theory, EngineData]
    public async Task With_the_list_restored_too_the_ledger_still_knows_who_was_erased(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var (subject, other) = (await world.MemberAsync(core), await world.MemberAsync(core));
        var (keys, vault) = (await StoreCopy.TakeAsync(world, core, "keys"), await StoreCopy.TakeAsync(world, core, "vault"));
        await core.Vault.EraseAsync(subject, Op, ct: Cancel);
        await world.CloseAsync(core);
        await keys.RestoreAsync();
        await vault.RestoreAsync();
        File.Delete(Path.Combine(world.Place.Folder, "keys", "erasures.list"));

        var again = await world.OpenCoreAsync();

        Assert.IsType<Erased>((await RefusedAsync(again, subject, ForCare, Name)).Refusal);
        Assert.All(await RowsAsync(again, subject), rows => Assert.Equal(0, rows));
        await GrantedAsync(again, other, ForCare, Name);
    }

    [Theory, EngineData]
    public async Task After_a_rotation_yesterdays_keys_open_nobody_and_opening_says_so(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var (subject, other) = (await world.MemberAsync(core), await world.MemberAsync(core));
        var (keys, vault) = (await StoreCopy.TakeAsync(world, core, "keys"), await StoreCopy.TakeAsync(world, core, "vault"));
        await core.Vault.EraseAsync(subject, Op, ct: Cancel);
        await core.Keys.RotateAsync(Path.Combine(world.Place.Folder, "master-keys.backup.json"), Op, ct: Cancel);
        await GrantedAsync(core, other, ForCare, Name);
        await world.CloseAsync(core);
        await keys.RestoreAsync();
        await vault.RestoreAsync();

        var error = await Assert.ThrowsAsync<MasterKeyException>(() => world.OpenCoreAsync());

        Assert.Contains("copy of the key store from before", error.Message, StringComparison.Ordinal);
        using var masters = FileMasterKeys.Open(world.MasterKeyFile, world.Clock);
        Assert.False(masters.Has(1));
        var store = await Store.OpenAsync(world.Place.Location, Azukari.Vault.Storage.VaultStores.Keys, world.Clock, Cancel);
        await using (store)
        {
            var restored = new KeyStore(store, masters, new ErasureList(null, world.Clock));
            foreach (var person in new[] { subject, other })
                foreach (var keyClass in Enum.GetValues<KeyClass>())
                    Assert.Null((await restored.ReadAsync(person, Cancel)).Open(keyClass));
            Assert.True((await restored.ReadAsync(subject, Cancel)).Has(KeyClass.Ordinary)); // the wrapped key is there, and opens no more
        }
    }

    [Theory, EngineData]
    public async Task A_name_is_kept_for_provision_records_until_its_end_and_read_on_a_statutory_ground_only(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var (provided, used) = (await world.MemberAsync(core), await world.MemberAsync(core));
        world.Facts[Condition.ContractInForce] = true;
        world.Facts[Condition.DocumentReference] = true;
        await GrantedAsync(core, provided, As("carrier", "purpose.ship", "order:7", to: "carrier:express"), Name);
        await GrantedAsync(core, used, ForCare, Name);
        var pseudonym = (await HistoryAsync(core, provided))[0].Subject;

        var kept = await core.Vault.EraseAsync(provided, Op, ct: Cancel);
        Assert.Null((await core.Vault.EraseAsync(used, Op, ct: Cancel))!.StatutoryUntil);

        Assert.Equal(world.Clock.GetUtcNow().AddYears(3), kept!.StatutoryUntil);
        Assert.Empty(await NamesAsync(core, ForCare));
        var names = await NamesAsync(core, As("authority", "provision.law", "letter:1", ground: "provision.law", to: "tax-office"));
        Assert.Equal(pseudonym, Assert.Single(names).Pseudonym);
        Assert.IsType<Erased>((await RefusedAsync(core, provided, ForCare, Name)).Refusal);
        world.Clock.Advance(TimeSpan.FromDays((3 * 365) + 2));
        Assert.Equal(1, (await core.Vault.ExpireAsync(world.Clock.GetUtcNow(), Op, Cancel)).StatutoryRecords);
        Assert.Empty(await NamesAsync(core, As("authority", "provision.law", "letter:2", ground: "provision.law")));
        Assert.Equal(0, await core.Parts.Keys.Store.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM subject_keys", c), ct: Cancel));
    }

    [Theory, EngineData]
    public async Task A_person_being_read_when_erased_is_not_released(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        core.Vault.Gate.BeforeRecheck = async () =>
        {
            core.Vault.Gate.BeforeRecheck = null;
            await core.Vault.EraseAsync(subject, Op, ct: Cancel);
        };

        Assert.IsType<Erased>((await RefusedAsync(core, subject, ForCare, Name)).Refusal);
    }

    [Theory, EngineData]
    public async Task Erasures_by_two_processes_at_once_are_all_on_the_list_beside_the_keys(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var beside = await world.OpenCoreAsync();
        var people = (await core.Vault.AcquireManyAsync([.. Enumerable.Range(0, 40).Select(__ => world.Person())], Op, Cancel)).Select(r => ((Acquired)r).SubjectId).ToList();

        await Task.WhenAll(people.Select((subject, n) => Task.Run(() => (n % 2 == 0 ? core : beside).Vault.EraseAsync(subject, Op, ct: Cancel), Cancel)));

        var listed = await new ErasureList(Path.Combine(world.Place.Folder, "keys", "erasures.list"), world.Clock).ReadAsync(Cancel);
        Assert.Equal(people.Order(), listed.Select(e => e.Subject).Order());
    }

    internal static void Crash(TrustCore core, string step) =>
        core.Parts.AtStep = at => at == step ? throw new CrashException() : Task.CompletedTask;

    private static async Task<List<StatutoryName>> NamesAsync(TrustCore core, AccessContext context)
    {
        var names = new List<StatutoryName>();
        await foreach (var name in core.Vault.StatutoryNamesAsync(context, Cancel)) names.Add(name);
        return names;
    }

    private static async Task<long[]> RowsAsync(TrustCore core, SubjectId subject)
    {
        async Task<long> Count(Store store, string sql) => await store.ReadAsync((s, c) => s.ScalarAsync<long>(sql, c, ("id", subject.ToBytes())), ct: Cancel);
        return
        [
            await Count(core.Parts.Keys.Store, "SELECT count(*) FROM subject_keys WHERE subject = @id"),
            await Count(core.Parts.Index, "SELECT count(*) FROM tokens WHERE subject = @id"),
            await Count(core.Parts.Vault, "SELECT (SELECT count(*) FROM items WHERE subject = @id) + (SELECT count(*) FROM item_history WHERE subject = @id)"),
            await Count(core.Parts.Vault, "SELECT (SELECT count(*) FROM consents WHERE subject = @id) + (SELECT count(*) FROM answers WHERE subject = @id)"),
        ];
    }
}

/// <summary>Stands for a crash at a step.</summary>
internal sealed class CrashException : Exception;
