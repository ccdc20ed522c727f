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
}
