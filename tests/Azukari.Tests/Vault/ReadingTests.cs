using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Vault;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

public sealed class ReadingTests
{
    [Theory, EngineData]
    public async Task What_was_acquired_is_read_back_with_its_clauses_and_is_in_the_ledger(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);

        var granted = await GrantedAsync(core, subject, ForShipping, Name, Address);

        Assert.Contains(CanaryWords.Town, granted.Values[Address]!.Value.Reveal(), StringComparison.Ordinal);
        Assert.Equal(V1, granted.PolicyVersion);
        Assert.Equal([Ship], granted.Clauses);
        var entry = (await core.Ledger.FindAsync(granted.EntryId, Cancel))!.Entry;
        Assert.Equal(EntryKind.Used, entry.Kind);
        Assert.Equal(["address", "name"], entry.Items);
        Assert.Equal("order:7", entry.Case);
        Assert.Equal("op.care-1", entry.Accessor);
        Assert.Equal([EntryKind.Used, EntryKind.Acquired], (await HistoryAsync(core, subject)).Select(e => e.Kind));
    }

    [Theory, EngineData]
    public async Task An_item_not_held_is_null_and_no_refusal(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);

        var granted = await GrantedAsync(core, subject, ForCare, Name, Note);

        Assert.Null(granted.Values[Note]);
        Assert.NotNull(granted.Values[Name]);
    }

    [Theory, EngineData]
    public async Task One_item_beyond_the_purpose_refuses_all_and_is_recorded(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);

        var refused = await RefusedAsync(core, subject, ForShipping, Name, Email);

        Assert.IsType<ItemBeyondPurpose>(refused.Refusal);
        var entry = (await core.Ledger.FindAsync(refused.EntryId, Cancel))!.Entry;
        Assert.Equal(EntryKind.Refused, entry.Kind);
        Assert.Equal("item-beyond-purpose", entry.Reason);
        Assert.Equal(["purpose.ship"], entry.Clauses);
        Assert.Equal((await HistoryAsync(core, subject))[0].Id, refused.EntryId);
    }

    [Theory, EngineData]
    public async Task An_unknown_person_is_refused_and_recorded_without_a_subject(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;

        var refused = await RefusedAsync(core, SubjectId.New(), ForCare, Name);

        Assert.IsType<NoSuchSubject>(refused.Refusal);
        Assert.Null((await core.Ledger.FindAsync(refused.EntryId, Cancel))!.Entry.Subject);
    }

    [Theory, EngineData]
    public async Task Unknown_purposes_recipients_and_items_are_refused_and_recorded(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);

        Assert.IsType<UnknownPurpose>((await RefusedAsync(core, subject, As("staff.care", "purpose.gossip"), Name)).Refusal);
        Assert.IsType<UnknownRecipient>((await RefusedAsync(core, subject, As("staff.nobody", "purpose.care"), Name)).Refusal);
        Assert.IsType<UnknownItem>((await RefusedAsync(core, subject, ForCare, ItemId.Parse("shoe-size"))).Refusal);
        Assert.Equal(3, (await HistoryAsync(core, subject)).Count(e => e.Kind == EntryKind.Refused));
    }

    [Theory, EngineData]
    public async Task A_purpose_bound_to_a_case_is_refused_without_one(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);

        Assert.IsType<NoCase>((await RefusedAsync(core, subject, ForShipping with { Case = null }, Name)).Refusal);
    }

    [Theory, EngineData]
    public async Task Facts_are_asked_only_where_needed_and_a_missing_one_refuses(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var carrier = As("carrier", "purpose.ship", "order:7", to: "carrier:express");

        await GrantedAsync(core, subject, ForShipping, Name);
        Assert.Empty(world.Facts.Asked);
        Assert.Equal(Condition.ContractInForce, Assert.IsType<MissingFact>((await RefusedAsync(core, subject, carrier, Name)).Refusal).Condition);
        world.Facts[Condition.ContractInForce] = false;
        Assert.IsType<NoContract>((await RefusedAsync(core, subject, carrier, Name)).Refusal);
        world.Facts[Condition.ContractInForce] = true;
        var granted = await GrantedAsync(core, subject, carrier, Name);

        var entry = (await core.Ledger.FindAsync(granted.EntryId, Cancel))!.Entry;
        Assert.Equal((EntryKind.Provided, "carrier:express"), (entry.Kind, entry.Recipient));
    }

    [Theory, EngineData]
    public async Task What_was_given_as_an_applicant_never_serves_a_member_purpose(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core, world.Person() with { SubjectKind = Applicant });
        await GrantedAsync(core, subject, As("staff.care", "purpose.hire"), Name);

        Assert.True((await core.Vault.ChangeKindAsync(subject, Member, Op, ct: Cancel)).Done);

        Assert.IsType<SubjectOutOfScope>((await RefusedAsync(core, subject, ForCare, Name)).Refusal);
    }

    [Theory, EngineData]
    public async Task An_access_permitted_after_a_refused_one_under_another_purpose_is_flagged(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var (subject, other) = (await world.MemberAsync(core), await world.MemberAsync(core));
        await RefusedAsync(core, subject, As("staff.care", "purpose.ship", "order:7"), Name);

        var flagged = await GrantedAsync(core, subject, ForCare, Name);
        var notAbout = await GrantedAsync(core, other, ForCare, Name);
        var notBy = await GrantedAsync(core, subject, As("staff.care", "purpose.care", accessor: "op.care-2"), Name);
        world.Clock.Advance(TimeSpan.FromMinutes(16));
        var later = await GrantedAsync(core, subject, ForCare, Name);

        async Task<string?> Reason(EntryId id) => (await core.Ledger.FindAsync(id, Cancel))!.Entry.Reason;
        Assert.Equal("after-refusal", await Reason(flagged.EntryId));
        Assert.Null(await Reason(notAbout.EntryId));
        Assert.Null(await Reason(notBy.EntryId));
        Assert.Null(await Reason(later.EntryId));
    }

    [Theory, EngineData]
    public async Task What_was_refused_in_another_process_or_by_the_host_flags_what_is_permitted_afterwards(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var (subject, hosts) = (await world.MemberAsync(core), await world.MemberAsync(core));
        var beside = await world.OpenCoreAsync(o => o with { TidyEvery = TimeSpan.FromMilliseconds(50) });
        await RefusedAsync(core, subject, As("staff.care", "purpose.ship", "order:7"), Name);
        await core.Vault.RecordRefusalAsync(hosts, ForShipping with { Accessor = Op }, ClauseId.Parse("rights.deletion"), "role-not-held", Cancel);
        async Task<string?> ReasonAsync(TrustCore on, SubjectId who, AccessContext context) =>
            (await on.Ledger.FindAsync((await GrantedAsync(on, who, context, Name)).EntryId, Cancel))!.Entry.Reason;

        Assert.Equal("after-refusal", await ReasonAsync(core, hosts, ForCare));
        Assert.Equal("after-refusal", await ReasonAsync(await world.OpenCoreAsync(), subject, ForCare)); // as every command line is: opened anew
        await Azukari.Tests.Ledger.Eventually.HoldsAsync(async () => await ReasonAsync(beside, subject, ForCare) == "after-refusal");
        world.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Null(await ReasonAsync(await world.OpenCoreAsync(), subject, ForCare));
    }

    [Theory, EngineData]
    public async Task A_second_refusal_does_not_hide_the_first_purpose(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await RefusedAsync(core, subject, As("staff.care", "purpose.ship", "order:7"), Name);
        await RefusedAsync(core, subject, ForCare, TaxId); // then the purpose that will do, with an item too many

        Assert.Equal("after-refusal", (await core.Ledger.FindAsync((await GrantedAsync(core, subject, ForCare, Name)).EntryId, Cancel))!.Entry.Reason);
    }

    [Fact]
    public async Task A_value_moved_to_another_person_does_not_open()
    {
        var (world, core) = await OpenAsync(StoreEngine.Sqlite);
        await using var _ = world;
        var (a, b) = (await world.MemberAsync(core), await world.MemberAsync(core));
        await core.Parts.Vault.WriteAsync((tx, c) => tx.ExecuteAsync(
            "UPDATE items SET sealed = (SELECT sealed FROM items o WHERE o.subject = @b AND o.item = items.item) WHERE subject = @a AND item = 'name'", c,
            ("a", a.ToBytes()), ("b", b.ToBytes())), Cancel);

        await Assert.ThrowsAsync<VaultDamagedException>(() => core.Vault.ReadAsync(a, [Name], ForCare, Cancel));
        await GrantedAsync(core, b, ForCare, Name);
    }

    [Theory]
    [EngineData("policy", "'2025-01'")]
    [EngineData("channel", "'paper'")]
    [EngineData("acquired_at", "acquired_at + 1")]
    public async Task A_value_whose_facts_were_altered_in_the_store_does_not_open(StoreEngine engine, string column, string altered)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await core.Publications.PublishAsync(VaultPolicies.Second, Op, Cancel);
        await GrantedAsync(core, subject, ForCare, Name);
        await core.Parts.Vault.WriteAsync((tx, c) => tx.ExecuteAsync(
            $"UPDATE items SET {column} = {altered} WHERE subject = @subject AND item = 'name'", c, ("subject", subject.ToBytes())), Cancel);

        await Assert.ThrowsAsync<VaultDamagedException>(() => core.Vault.ReadAsync(subject, [Name], ForCare, Cancel));
    }

    [Fact]
    public void Nothing_prints_a_value()
    {
        var person = new VaultPrinting();
        Assert.All(person.Printed, text => Assert.All(CanaryWords.All, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal)));
    }

    private sealed class VaultPrinting
    {
        private static readonly Acquisition Acquisition = new()
        {
            SubjectKind = Member,
            Values = new Dictionary<ItemId, Azukari.Values.StoredValue> { [Name] = Azukari.Values.StoredValue.FromText(CanaryWords.FamilyName) },
            Channel = Channel.Web,
            PolicyVersion = V1,
        };

        public IEnumerable<string> Printed { get; } = [Acquisition.ToString(), new Reconciliation(Name, Acquisition).ToString(), Acquisition.Values[Name].ToString(), $"{Acquisition}"];
    }
}
