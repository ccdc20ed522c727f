using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

/// <summary>Deleting single items: what it leaves, what it ends, and what it is refused for.</summary>
public sealed class DeletionTests
{
    [Theory, EngineData]
    public async Task An_item_deleted_is_gone_with_what_it_was_and_the_ledger_keeps_why_and_for_which_request(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await core.Vault.CorrectAsync(subject, new Dictionary<ItemId, StoredValue?> { [Email] = Value("email", CanaryWords.Mail(7102)) }, new CorrectionBy.Staff(), Op, ct: Cancel);

        var done = Assert.IsType<ActDone>(await core.Vault.DeleteAsync(subject, [Email], "deletion:untrue", Op, "request-7", Cancel));

        var entry = (await core.Ledger.FindAsync(done.EntryId!.Value, Cancel))!.Entry;
        Assert.Equal((EntryKind.Erased, "deletion:untrue", "request-7", "email"), (entry.Kind, entry.Reason, entry.Case, Assert.Single(entry.Items)));
        Assert.Null((await GrantedAsync(core, subject, ForCare, Email)).Values[Email]);
        Assert.DoesNotContain((await core.Vault.DescribeAsync(subject, Cancel))!.Items, item => item.Item == Email);
        Assert.Equal(0, await core.Parts.Vault.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM item_history", c), ct: Cancel));
        Assert.Empty(Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Email, CanaryWords.Mail(7102), ForCare, ct: Cancel)).Hits);
        Assert.Null(Assert.IsType<ActDone>(await core.Vault.DeleteAsync(subject, [Email], "deletion:untrue", Op, "request-7", Cancel)).EntryId); // once
    }

    [Theory, EngineData]
    public async Task What_the_policy_requires_of_such_people_stays_and_the_attempt_is_recorded(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);

        var refused = Assert.IsType<ActRefused>(await core.Vault.DeleteAsync(subject, [Name, Email], "deletion:not-needed", Op, "request-8", Cancel));

        Assert.Equal([Name], Assert.IsType<RequiredItemMissing>(refused.Refusal).Items);
        Assert.NotNull((await GrantedAsync(core, subject, ForCare, Name, Email)).Values[Email]); // all or nothing
        var entry = (await HistoryAsync(core, subject)).First(e => e.Kind == EntryKind.Refused);
        Assert.Equal(("required-item-missing", "request-8"), (entry.Reason, entry.Case));
        Assert.Equal(0, await core.Parts.Vault.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM statutory", c), ct: Cancel));
    }

    [Theory, EngineData]
    public async Task The_last_item_of_a_class_takes_its_key_along_and_a_new_one_gets_a_key_of_its_own(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var number = Value("individual-number", "123456789018");
        var person = world.Person();
        var subject = await world.MemberAsync(core, person with { Values = person.Values.Append(new(TaxId, number)).ToDictionary() });
        async Task<string> Classes() => string.Join(' ', await core.Parts.Keys.Store.ReadAsync((s, c) => s.ListAsync("SELECT class FROM subject_keys ORDER BY class", r => r.GetInt64(0), c), ct: Cancel));
        Assert.Equal("0 1 3", await Classes()); // link, ordinary, Individual Number

        Assert.True((await core.Vault.DeleteAsync(subject, [TaxId, Email], "deletion:unlawful", Op, "request-9", Cancel)).Done);
        Assert.Equal("0 1", await Classes()); // ordinary items are left, so their key is

        Assert.True((await core.Vault.CorrectAsync(subject, new Dictionary<ItemId, StoredValue?> { [TaxId] = number }, new CorrectionBy.Staff(), Op, ct: Cancel)).Done);
        Assert.Equal("0 1 3", await Classes());
        Assert.Equal(number, (await GrantedAsync(core, subject, As("staff.tax", "purpose.tax"), TaxId)).Values[TaxId]);
    }

    [Theory]
    [EngineData("act-before-commit")]
    [EngineData("act-written")]
    [EngineData("class-keys-destroyed")]
    public async Task A_deletion_that_is_interrupted_has_happened_whole_or_not_at_all_and_what_is_added_after_it_stays_readable(StoreEngine engine, string step)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var number = Value("individual-number", "123456789018");
        var person = world.Person();
        var subject = await world.MemberAsync(core, person with { Values = person.Values.Append(new(TaxId, number)).ToDictionary() });
        ErasureTests.Crash(core, step);
        await Assert.ThrowsAsync<CrashException>(() => core.Vault.DeleteAsync(subject, [TaxId], "deletion:unlawful", Op, "request-9", Cancel));
        core.Parts.AtStep = null;

        // This process goes on: whatever happened, what is held can be read, and what is given now is not sealed under a key that is to go.
        var forTax = As("staff.tax", "purpose.tax");
        Assert.Equal(step == "act-before-commit" ? number : null, (await GrantedAsync(core, subject, forTax, TaxId)).Values[TaxId]);
        if (step != "act-before-commit") Assert.True((await core.Vault.CorrectAsync(subject, new Dictionary<ItemId, StoredValue?> { [TaxId] = number }, new CorrectionBy.Staff(), Op, ct: Cancel)).Done);
        await core.TidyAsync(Cancel);
        Assert.Equal(number, (await GrantedAsync(core, subject, forTax, TaxId)).Values[TaxId]);

        // And another finishes what this one leaves.
        ErasureTests.Crash(core, step);
        await Assert.ThrowsAsync<CrashException>(() => core.Vault.DeleteAsync(subject, [TaxId], "deletion:unlawful", Op, "request-9", Cancel));
        await world.CloseAsync(core, kill: true);
        var again = await world.OpenCoreAsync();
        await again.TidyAsync(Cancel);
        var keys = await again.Parts.Keys.Store.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM subject_keys WHERE class = 3", c), ct: Cancel);
        Assert.Equal(step == "act-before-commit" ? (number, 1L) : (null, 0L), ((await GrantedAsync(again, subject, forTax, TaxId)).Values[TaxId], keys));
        Assert.Equal(0, await again.Parts.Vault.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM ending_keys", c), ct: Cancel));
    }

    [Theory, EngineData]
    public async Task An_item_deleted_and_given_again_goes_on_counting_so_that_nothing_sealed_before_fits_in_its_place(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        Task<byte[]?> Sealed() => core.Parts.Vault.ReadAsync((s, c) => s.FirstAsync("SELECT sealed FROM items WHERE subject = @subject AND item = 'email'", r => r.Bytes(0), c, ("subject", subject.ToBytes())), ct: Cancel);
        Task Correct(int n) => core.Vault.CorrectAsync(subject, new Dictionary<ItemId, StoredValue?> { [Email] = Value("email", CanaryWords.Mail(n)) }, new CorrectionBy.Staff(), Op, ct: Cancel);
        async Task<long> Version() => (await core.Vault.DescribeAsync(subject, Cancel))!.Items.Single(item => item.Item == Email).Version;
        var first = (await Sealed())!;
        await Correct(7201);
        Assert.Equal(2, await Version());

        for (var version = 3; version <= 4; version++)
        {
            await core.Vault.DeleteAsync(subject, [Email], "deletion:untrue", Op, "request-7", Cancel);
            await Correct(7200 + version);
            Assert.Equal(version, await Version());
        }

        Assert.NotNull((await GrantedAsync(core, subject, ForCare, Email)).Values[Email]);
        // The first value, put back by whoever can write the file, does not open: it was sealed for another version.
        await core.Parts.Vault.WriteAsync((tx, c) => tx.ExecuteAsync("UPDATE items SET sealed = @sealed WHERE subject = @subject AND item = 'email'", c, ("sealed", first), ("subject", subject.ToBytes())), Cancel);
        await Assert.ThrowsAsync<VaultDamagedException>(() => core.Vault.ReadAsync(subject, [Email], ForCare, Cancel));
    }
}
