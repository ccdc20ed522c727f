using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Vault;
using Azukari.Vault.Keys;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

public sealed class RetentionTests
{
    private static readonly ConsentGrant ForHealth = new(Care, null, [Health]);

    [Theory, EngineData]
    public async Task An_item_goes_when_its_time_has_come_and_no_day_before(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core, world.Person(null, null, (Note, CanaryWords.Note)));
        Assert.Equal(world.Clock.GetUtcNow().AddYears(1), (await core.Vault.DescribeAsync(subject, Cancel))!.Items.Single(i => i.Item == Note).Until);
        world.Clock.Advance(TimeSpan.FromDays(364));
        Assert.Equal(0, (await core.Vault.ExpireAsync(world.Clock.GetUtcNow(), Op, Cancel)).Items);
        Assert.NotNull((await GrantedAsync(core, subject, ForCare, Note)).Values[Note]);
        world.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(new ExpireResult(1, 1, 0), await core.Vault.ExpireAsync(world.Clock.GetUtcNow(), Op, Cancel));

        Assert.Null((await GrantedAsync(core, subject, ForCare, Note)).Values[Note]);
        var entry = (await HistoryAsync(core, subject)).Single(e => e.Kind == EntryKind.Expired);
        Assert.Equal(["note"], entry.Items);
        Assert.Equal(new ExpireResult(0, 0, 0), await core.Vault.ExpireAsync(world.Clock.GetUtcNow(), Op, Cancel));
    }

    [Theory, EngineData]
    public async Task Where_a_whole_class_ends_its_key_goes_and_an_old_vault_opens_it_no_more(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core, world.Person(null, null, (Health, CanaryWords.Note)) with { Consents = [ForHealth] });
        var (keys, vault) = (await StoreCopy.TakeAsync(world, core, "keys"), await StoreCopy.TakeAsync(world, core, "vault"));
        world.Clock.Advance(TimeSpan.FromDays(2 * 366));

        Assert.Equal(1, (await core.Vault.ExpireAsync(world.Clock.GetUtcNow(), Op, Cancel)).Items);

        Assert.False((await core.Parts.Keys.ReadAsync(subject, Cancel)).Has(KeyClass.SpecialCare));
        await world.CloseAsync(core);
        await keys.RestoreAsync();
        await vault.RestoreAsync();
        var again = await world.OpenCoreAsync();
        Assert.Null((await GrantedAsync(again, subject, ForCare, Health)).Values[Health]);
        Assert.NotNull((await GrantedAsync(again, subject, ForCare, Name)).Values[Name]);
    }

    [Theory, EngineData]
    public async Task After_a_class_ended_it_begins_anew_under_a_new_key(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core, world.Person(null, null, (Health, CanaryWords.Note)) with { Consents = [ForHealth] });
        world.Clock.Advance(TimeSpan.FromDays(2 * 366));
        await core.Vault.ExpireAsync(world.Clock.GetUtcNow(), Op, Cancel);

        var change = new Dictionary<ItemId, Azukari.Values.StoredValue?> { [Health] = Azukari.Values.StoredValue.FromText(CanaryWords.Note) };
        Assert.True((await core.Vault.CorrectAsync(subject, change, new CorrectionBy.Staff(), Op, ct: Cancel)).Done);

        Assert.NotNull((await GrantedAsync(core, subject, ForCare, Health)).Values[Health]);
        await world.CloseAsync(core);
        Assert.NotNull((await GrantedAsync(await world.OpenCoreAsync(), subject, ForCare, Health)).Values[Health]); // the list of erasures means the key before
    }

    [Theory, EngineData]
    public async Task A_used_item_kept_after_its_last_use_stays_and_an_unused_one_goes(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var (used, unused) = (await world.MemberAsync(core, world.Person(null, null, (Survey, CanaryWords.Note))), await world.MemberAsync(core, world.Person(null, null, (Survey, CanaryWords.Note))));
        world.Clock.Advance(TimeSpan.FromDays(300));
        await GrantedAsync(core, used, ForCare, Survey);
        world.Clock.Advance(TimeSpan.FromDays(100));

        Assert.Equal(1, (await core.Vault.ExpireAsync(world.Clock.GetUtcNow(), Op, Cancel)).Items);

        Assert.NotNull((await GrantedAsync(core, used, ForCare, Survey)).Values[Survey]);
        Assert.Null((await GrantedAsync(core, unused, ForCare, Survey)).Values[Survey]);
    }

    [Theory, EngineData]
    public async Task What_is_kept_after_the_membership_has_no_end_until_that_ends(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core, world.Person(null, null, (Contract, CanaryWords.Note)));
        Assert.Null((await core.Vault.DescribeAsync(subject, Cancel))!.Items.Single(i => i.Item == Contract).Until);
        var ended = world.Clock.GetUtcNow();

        await core.Vault.StartRetentionAsync(subject, RetentionStart.MembershipEnd, ended, Op, ct: Cancel);

        Assert.Equal(ended.AddYears(3), (await core.Vault.DescribeAsync(subject, Cancel))!.Items.Single(i => i.Item == Contract).Until);
        world.Clock.Set(ended.AddYears(3));
        Assert.Equal(1, (await core.Vault.ExpireAsync(world.Clock.GetUtcNow(), Op, Cancel)).Items);
    }

    [Theory]
    [EngineData("act-before-commit")]
    [EngineData("act-written")]
    [EngineData("class-keys-destroyed")]
    public async Task An_expiry_that_is_interrupted_has_happened_whole_or_not_at_all(StoreEngine engine, string step)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core, world.Person(null, null, (Health, CanaryWords.Note)) with { Consents = [ForHealth] });
        world.Clock.Advance(TimeSpan.FromDays(2 * 366));
        ErasureTests.Crash(core, step);
        await Assert.ThrowsAsync<CrashException>(() => core.Vault.ExpireAsync(world.Clock.GetUtcNow(), Op, Cancel));
        core.Parts.AtStep = null;
        var happened = step != "act-before-commit";
        Assert.Equal(happened, (await GrantedAsync(core, subject, ForCare, Health)).Values[Health] is null); // not yet ended, it is readable as it was
        await world.CloseAsync(core, kill: true);

        var again = await world.OpenCoreAsync();
        Assert.Equal(happened ? 0 : 1, (await again.Vault.ExpireAsync(world.Clock.GetUtcNow(), Op, Cancel)).Items);

        Assert.Single(await HistoryAsync(again, subject), e => e.Kind == EntryKind.Expired);
        Assert.Null((await GrantedAsync(again, subject, ForCare, Health)).Values[Health]);
        Assert.Equal(0, await again.Parts.Keys.Store.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM subject_keys WHERE class = 2", c), ct: Cancel));
    }
}
