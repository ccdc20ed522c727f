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

public sealed class ActTests
{
    private static readonly AccessContext ForStranger = As("stranger", "purpose.care", ground: "provision.consent", to: "stranger:1");
    private static readonly ConsentGrant ToStranger = new(Care, RecipientKind.Parse("stranger"), [Name]);

    [Theory, EngineData]
    public async Task Consent_permits_and_its_withdrawal_refuses(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        Assert.IsType<NoConsent>((await RefusedAsync(core, subject, ForStranger, Name)).Refusal);

        var given = Assert.IsType<ConsentGiven>(await core.Vault.ConsentAsync(subject, ToStranger, Op, Cancel));
        var provided = await GrantedAsync(core, subject, ForStranger, Name);
        Assert.True((await core.Vault.WithdrawAsync(subject, given.ConsentId, Op, Cancel)).Done);

        Assert.IsType<NoConsent>((await RefusedAsync(core, subject, ForStranger, Name)).Refusal);
        Assert.True(provided.Obligations.HasFlag(Obligations.ProvisionRecord));
        Assert.Equal(
            [EntryKind.Refused, EntryKind.Withdrawn, EntryKind.Provided, EntryKind.Consented, EntryKind.Refused, EntryKind.Acquired],
            (await HistoryAsync(core, subject)).Select(e => e.Kind));
        Assert.NotNull(Assert.Single((await core.Vault.DescribeAsync(subject, Cancel))!.Consents).WithdrawnAt);
    }

    [Theory, EngineData]
    public async Task Withdrawing_twice_changes_and_records_nothing(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var given = Assert.IsType<ConsentGiven>(await core.Vault.ConsentAsync(subject, ToStranger, Op, Cancel));
        await core.Vault.WithdrawAsync(subject, given.ConsentId, Op, Cancel);

        var again = Assert.IsType<ActDone>(await core.Vault.WithdrawAsync(subject, given.ConsentId, Op, Cancel));

        Assert.Null(again.EntryId);
        Assert.Single(await HistoryAsync(core, subject), e => e.Kind == EntryKind.Withdrawn);
        Assert.IsType<ActUnknown>(await core.Vault.WithdrawAsync(subject, new ConsentId(Guid.NewGuid()), Op, Cancel));
    }

    [Theory, EngineData]
    public async Task A_consent_to_what_no_policy_knows_is_refused(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);

        var refused = Assert.IsType<ActRefused>(await core.Vault.ConsentAsync(subject, ToStranger with { Purpose = ClauseId.Parse("provision.whim") }, Op, Cancel));

        Assert.IsType<UnknownPurpose>(refused.Refusal);
    }

    [Theory, EngineData]
    public async Task A_widening_needs_the_answer_its_version_declares(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, VaultPolicies.First, VaultPolicies.Second);
        await using var _ = world;
        var (old, recent) = (await world.MemberAsync(core), await world.MemberAsync(core, world.Person(V2)));
        await GrantedAsync(core, recent, ForShipping, Phone);
        await GrantedAsync(core, old, ForShipping, Name);
        var refused = Assert.IsType<VersionNotAcknowledged>((await RefusedAsync(core, old, ForShipping, Name, Phone)).Refusal);
        Assert.Equal(V2, refused.Version);

        Assert.True((await core.Vault.AcknowledgeAsync(old, V2, consented: false, Op, Cancel)).Done);

        await GrantedAsync(core, old, ForShipping, Name, Phone);
    }

    [Theory, EngineData]
    public async Task A_correction_by_the_person_moves_the_item_to_the_version_shown_and_one_by_staff_does_not(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, VaultPolicies.First, VaultPolicies.Second);
        await using var _ = world;
        var (bySelf, byStaff) = (await world.MemberAsync(core), await world.MemberAsync(core));
        var change = new Dictionary<ItemId, StoredValue?> { [Phone] = Value("phone", "090-0000-9999") };

        Assert.True((await core.Vault.CorrectAsync(bySelf, change, new CorrectionBy.Self(V2), Op, ct: Cancel)).Done);
        Assert.True((await core.Vault.CorrectAsync(byStaff, change, new CorrectionBy.Staff(), Op, ct: Cancel)).Done);

        Assert.Equal(V2, (await core.Vault.DescribeAsync(bySelf, Cancel))!.Items.Single(i => i.Item == Phone).PolicyVersion);
        Assert.Equal(V1, (await core.Vault.DescribeAsync(byStaff, Cancel))!.Items.Single(i => i.Item == Phone).PolicyVersion);
        await GrantedAsync(core, bySelf, ForShipping, Phone);
        Assert.IsType<VersionNotAcknowledged>((await RefusedAsync(core, byStaff, ForShipping, Phone)).Refusal);
    }

    [Theory, EngineData]
    public async Task A_correction_is_read_and_what_was_stays_sealed_in_the_history(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);

        var done = Assert.IsType<ActDone>(await core.Vault.CorrectAsync(subject, Change(Email, Value("email", CanaryWords.Mail(7001))), new CorrectionBy.Staff(), Op, ct: Cancel));

        Assert.Equal([Email], done.Items);
        Assert.Equal(CanaryWords.Mail(7001), (await GrantedAsync(core, subject, ForCare, Email)).Values[Email]!.Value.Reveal());
        var entry = (await core.Ledger.FindAsync(done.EntryId!.Value, Cancel))!.Entry;
        Assert.Equal((EntryKind.Corrected, "rights.correction"), (entry.Kind, Assert.Single(entry.Clauses)));
        Assert.Equal(["email"], entry.Items);
        Assert.Equal(2, (await core.Vault.DescribeAsync(subject, Cancel))!.Items.Single(i => i.Item == Email).Version);
        Assert.Equal(1, await core.Parts.Vault.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM item_history", c), ct: Cancel));
    }

    [Theory, EngineData]
    public async Task A_correction_to_the_same_value_changes_and_records_nothing(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core, world.Person(number: 41));
        var before = await core.Vault.DescribeAsync(subject, Cancel);

        var done = Assert.IsType<ActDone>(await core.Vault.CorrectAsync(subject, Change(Email, Value("email", CanaryWords.Mail(41))), new CorrectionBy.Self(V1), Op, ct: Cancel));

        Assert.Null(done.EntryId);
        Assert.Empty(done.Items);
        Assert.Equal(before!.Generation, (await core.Vault.DescribeAsync(subject, Cancel))!.Generation);
        Assert.Single(await HistoryAsync(core, subject));
    }

    [Theory, EngineData]
    public async Task A_special_care_item_is_added_only_with_consent_and_read_only_with_it(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var change = Change(Health, StoredValue.FromText(CanaryWords.Note));

        Assert.IsType<SpecialCareWithoutConsent>(Assert.IsType<ActRefused>(await core.Vault.CorrectAsync(subject, change, new CorrectionBy.Staff(), Op, ct: Cancel)).Refusal);
        var given = Assert.IsType<ConsentGiven>(await core.Vault.ConsentAsync(subject, new ConsentGrant(Care, null, [Health]), Op, Cancel));
        Assert.True((await core.Vault.CorrectAsync(subject, change, new CorrectionBy.Staff(), Op, ct: Cancel)).Done);

        Assert.Equal(CanaryWords.Note, (await GrantedAsync(core, subject, ForCare, Health)).Values[Health]!.Value.Reveal());
        await core.Vault.WithdrawAsync(subject, given.ConsentId, Op, Cancel);
        Assert.IsType<NoConsent>((await RefusedAsync(core, subject, ForCare, Health)).Refusal);
    }

    [Theory, EngineData]
    public async Task Deleting_one_item_takes_its_history_along(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await core.Vault.CorrectAsync(subject, Change(Email, Value("email", CanaryWords.Mail(7002))), new CorrectionBy.Staff(), Op, ct: Cancel);

        var done = Assert.IsType<ActDone>(await core.Vault.CorrectAsync(subject, Change(Email, null), new CorrectionBy.Self(V1), Op, ct: Cancel));

        Assert.Equal(EntryKind.Erased, (await core.Ledger.FindAsync(done.EntryId!.Value, Cancel))!.Entry.Kind);
        Assert.Null((await GrantedAsync(core, subject, ForCare, Email)).Values[Email]);
        Assert.Equal(0, await core.Parts.Vault.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM item_history", c), ct: Cancel));
        Assert.Empty(Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Email, CanaryWords.Mail(7002), ForCare, ct: Cancel)).Hits);
    }

    [Theory]
    [EngineData("everything")]
    [EngineData("purpose")]
    [EngineData("recipient")]
    [EngineData("items")]
    public async Task A_restriction_stops_what_it_covers_until_it_is_lifted_and_never_the_persons_own_disclosure(StoreEngine engine, string scope)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        world.Facts[Condition.IdentityConfirmed] = true;
        var (everything, purpose, recipient) = (scope == "everything", scope == "purpose", scope == "recipient");
        Restriction restriction = everything ? new Restriction.Everything()
            : purpose ? new Restriction.ForPurpose(Ship)
            : recipient ? new Restriction.ByRecipient(RecipientKind.Parse("staff.ship"))
            : new Restriction.OfItems([Address]);

        var set = Assert.IsType<RestrictionSet>(await core.Vault.RestrictAsync(subject, restriction, Op, Cancel));

        Assert.IsType<Restricted>((await RefusedAsync(core, subject, ForShipping, Name, Address)).Refusal);
        if (!everything) await GrantedAsync(core, subject, ForCare, Name);
        var own = await GrantedAsync(core, subject, As("self", "rights.disclosure", "request:1"), Name, Address);
        Assert.Equal(EntryKind.Disclosed, (await core.Ledger.FindAsync(own.EntryId, Cancel))!.Entry.Kind);
        Assert.True((await core.Vault.LiftAsync(subject, set.RestrictionId, Op, Cancel)).Done);
        await GrantedAsync(core, subject, ForShipping, Name, Address);
    }

    [Theory, EngineData]
    public async Task Acts_on_people_nobody_knows_change_nothing(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var nobody = SubjectId.New();

        Assert.IsType<ActUnknown>(await core.Vault.ConsentAsync(nobody, ToStranger, Op, Cancel));
        Assert.IsType<ActUnknown>(await core.Vault.CorrectAsync(nobody, Change(Email, null), new CorrectionBy.Staff(), Op, ct: Cancel));
        Assert.IsType<ActUnknown>(await core.Vault.RestrictAsync(nobody, new Restriction.Everything(), Op, Cancel));
        Assert.Null(await core.Vault.EraseAsync(nobody, Op, ct: Cancel));
        Assert.Null(await core.Vault.DescribeAsync(nobody, Cancel));
    }

    [Theory, EngineData]
    public async Task A_value_out_of_its_shape_is_turned_away_and_nothing_is_kept(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;

        var error = await Assert.ThrowsAsync<ArgumentException>(() => core.Vault.AcquireAsync(world.Person(null, null, (Email, CanaryWords.Note)), Op, Cancel));

        Assert.DoesNotContain(CanaryWords.Note, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await core.Parts.Vault.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM subjects", c), ct: Cancel));
    }

    [Theory, EngineData]
    public async Task A_refused_acquisition_is_recorded_and_nothing_of_it_kept(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;

        var refused = Assert.IsType<RefusedAcquisition>(await core.Vault.AcquireAsync(world.Person(null, null, (Health, CanaryWords.Note)), Op, Cancel));

        Assert.IsType<SpecialCareWithoutConsent>(refused.Refusal);
        Assert.Equal(EntryKind.Refused, (await core.Ledger.FindAsync(refused.EntryId, Cancel))!.Entry.Kind);
        Assert.Equal(0, await core.Parts.Vault.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM subjects", c), ct: Cancel));
        Assert.Equal(0, await core.Parts.Keys.Store.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM subject_keys", c), ct: Cancel));
    }

    [Theory, EngineData]
    public async Task An_act_whose_entry_was_not_drained_shows_in_the_history_and_is_recorded_once_at_opening(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        ErasureTests.Crash(core, "act-written");
        await Assert.ThrowsAsync<CrashException>(() => core.Vault.RestrictAsync(subject, new Restriction.Everything(), Op, Cancel));
        core.Parts.AtStep = null;
        Assert.Equal(EntryKind.Restricted, (await HistoryAsync(core, subject))[0].Kind);
        Assert.DoesNotContain(await LedgerAsync(core), e => e.Kind == EntryKind.Restricted);
        Assert.IsType<Restricted>((await RefusedAsync(core, subject, ForCare, Name)).Refusal);
        await world.CloseAsync(core, kill: true);

        var again = await world.OpenCoreAsync();

        Assert.Single(await LedgerAsync(again), e => e.Kind == EntryKind.Restricted);
        Assert.Single(await HistoryAsync(again, subject), e => e.Kind == EntryKind.Restricted);
        Assert.Equal(0, await again.Parts.Vault.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM outbox", c), ct: Cancel));
    }

    [Theory, EngineData]
    public async Task The_outbox_holds_no_link_from_person_to_pseudonym(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        ErasureTests.Crash(core, "act-written");
        await Assert.ThrowsAsync<CrashException>(() => core.Vault.RestrictAsync(subject, new Restriction.Everything(), Op, Cancel));

        var rows = await core.Parts.Vault.ReadAsync((s, c) => s.ListAsync("SELECT entry FROM outbox", r => System.Text.Encoding.UTF8.GetString(r.Bytes(0)), c), ct: Cancel);

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.DoesNotContain(subject.ToString(), row, StringComparison.Ordinal));
    }

    [Theory, EngineData]
    public async Task An_Individual_Number_has_a_key_of_its_own_and_one_role_and_purpose(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var number = Value("individual-number", "123456789018");
        var person = world.Person();
        var subject = await world.MemberAsync(core, person with { Values = person.Values.Append(new(TaxId, number)).ToDictionary() });

        Assert.Equal(number, (await GrantedAsync(core, subject, As("staff.tax", "purpose.tax"), TaxId)).Values[TaxId]);
        Assert.IsType<IndividualNumberReserved>((await RefusedAsync(core, subject, ForCare, TaxId)).Refusal);
        await core.Vault.ConsentAsync(subject, new ConsentGrant(Care, null, [TaxId]), Op, Cancel);
        Assert.IsType<IndividualNumberReserved>((await RefusedAsync(core, subject, ForCare, TaxId)).Refusal); // no consent reaches it
        var classes = await core.Parts.Keys.Store.ReadAsync((s, c) => s.ListAsync("SELECT class FROM subject_keys ORDER BY class", r => r.GetInt64(0), c), ct: Cancel);
        Assert.Equal("0 1 3", string.Join(' ', classes)); // link, ordinary, Individual Number
    }

    private static Dictionary<ItemId, StoredValue?> Change(ItemId item, StoredValue? value) => new() { [item] = value };
}
