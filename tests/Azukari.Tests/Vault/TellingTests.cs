using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

/// <summary>Who outside received what has changed since is to be told, on both engines: of what they received and of nothing else, once, and no crash forgets it.</summary>
public sealed class TellingTests
{
    [Theory, EngineData]
    public async Task Each_recipient_has_a_notice_of_what_it_received_and_has_changed_since_and_of_nothing_else(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var (subject, other) = (await world.MemberAsync(core), await world.MemberAsync(core));
        await LeftAsync(world, core, subject, EntryKind.Provided, "carrier", Address, Name);
        await LeftAsync(world, core, subject, EntryKind.Shared, "affiliate", Email);
        await LeftAsync(world, core, other, EntryKind.Provided, "carrier", Address);
        Assert.Equal(new OpenNotices(0, 0, null), await core.Vault.CountNoticesAsync(Cancel));

        await CorrectAsync(core, subject, (Address, "3-3"), (Email, null));

        var (carrier, affiliate) = (Assert.Single(await NoticesAsync(core, "carrier")), Assert.Single(await NoticesAsync(core, "affiliate")));
        Assert.Equal((subject, ChangeKind.Corrected, Address), (carrier.Subject, carrier.Kind, Assert.Single(carrier.Items)));
        Assert.Equal((subject, ChangeKind.Deleted, Email), (affiliate.Subject, affiliate.Kind, Assert.Single(affiliate.Items)));
        Assert.Empty(await NoticesAsync(core, "nobody"));
        var open = await core.Vault.CountNoticesAsync(Cancel);
        Assert.Equal((2, 2, carrier.At), (open.Notices, open.Recipients, open.Oldest));
        Assert.Equal(2, (await core.Vault.OpenNoticesAsync(new NoticeQuery { NewestFirst = true }, 0, 10, Cancel)).Count);
        foreach (var (query, found) in new[]
        {
            (new NoticeQuery { Kind = ChangeKind.Corrected }, carrier), (new NoticeQuery { Kind = ChangeKind.Deleted }, affiliate), (new NoticeQuery { Recipient = "carrier" }, carrier),
            (new NoticeQuery { Kind = ChangeKind.Deleted, Recipient = "carrier" }, null),
        })
        {
            Assert.Equal(found?.Id, (await core.Vault.OpenNoticesAsync(query, 0, 10, Cancel)).SingleOrDefault()?.Id);
            Assert.Equal(found is null ? 0 : 1, await core.Vault.CountNoticesAsync(query, Cancel));
        }

        Assert.ThrowsAny<ArgumentException>(() => new NoticeQuery { Recipient = "a b" });

        // A change nobody received leaves no notice, nor anything to look up.
        await CorrectAsync(core, subject, (Phone, "090-0000-7777"));
        await core.TidyAsync(Cancel);
        Assert.Equal(2, (await core.Vault.CountNoticesAsync(Cancel)).Notices);
        Assert.Equal(0, await RowsAsync(core, "changes"));
    }

    [Theory, EngineData]
    public async Task A_withdrawn_consent_is_told_to_who_received_by_it_alone(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var consent = Assert.IsType<ConsentGiven>(await core.Vault.ConsentAsync(subject, new ConsentGrant(Ship, RecipientKind.Parse("carrier"), [Address]), Op, Cancel)).ConsentId;
        var mine = Assert.IsType<ConsentGiven>(await core.Vault.ConsentAsync(subject, new ConsentGrant(Ship, null, [Address]), Op, Cancel)).ConsentId;
        await LeftAsync(world, core, subject, EntryKind.Provided, "fast", Address);
        await LeftAsync(world, core, subject, EntryKind.Shared, "affiliate", Address);

        await core.Vault.WithdrawAsync(subject, mine, Op, Cancel);
        Assert.Equal(0, (await core.Vault.CountNoticesAsync(Cancel)).Notices);
        await core.Vault.WithdrawAsync(subject, consent, Op, Cancel);

        var notice = Assert.Single(await core.Vault.OpenNoticesAsync(new NoticeQuery(), 0, 10, Cancel));
        Assert.Equal(("fast", "carrier", ChangeKind.Withdrawn), (notice.Recipient, notice.As, notice.Kind));
        await core.Vault.TellAsync(notice.Id, "fast", TrustVault.Acknowledged, new Accessor("fast-client"), Cancel);
        Assert.Single(await HistoryAsync(core, subject), e => e is { Kind: EntryKind.Registered, Reason: "notice-acknowledged:consent-withdrawn", Recipient: "fast" });
    }

    [Theory, EngineData]
    public async Task A_recipient_is_told_once_in_the_persons_history_and_no_other_can_say_so_for_it(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await LeftAsync(world, core, subject, EntryKind.Provided, "fast", Address);
        await CorrectAsync(core, subject, (Address, "3-3"));
        var notice = Assert.Single(await NoticesAsync(core, "fast"));

        Assert.IsType<ActUnknown>(await core.Vault.TellAsync(notice.Id, "slow", TrustVault.Acknowledged, Op, Cancel));
        Assert.IsType<ActUnknown>(await core.Vault.TellAsync(NoticeId.New(), null, TrustVault.Acknowledged, Op, Cancel));
        var done = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => core.Vault.TellAsync(notice.Id, "fast", TrustVault.Acknowledged, new Accessor("fast-client"), Cancel)));

        Assert.Single(done, one => Assert.IsType<ActDone>(one).EntryId is not null);
        Assert.Empty(await NoticesAsync(core, "fast"));
        var entry = Assert.Single(await HistoryAsync(core, subject), e => e.Kind == EntryKind.Registered && e.Reason == TrustVault.Acknowledged);
        Assert.Equal(("fast", "fast-client", "address"), (entry.Recipient, entry.Accessor, Assert.Single(entry.Items)));
        world.Clock.Advance(TimeSpan.FromDays(31));
        await core.TidyAsync(Cancel);
        Assert.Equal(0, await RowsAsync(core, "notices"));
    }

    [Theory, EngineData]
    public async Task Who_received_it_anew_holds_what_is_right_and_need_not_be_told(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await LeftAsync(world, core, subject, EntryKind.Provided, "fast", Address, Email);
        await CorrectAsync(core, subject, (Address, "3-3"), (Email, CanaryWords.Mail(77)));
        await LeftAsync(world, core, subject, EntryKind.Provided, "fast", Address);
        await core.TidyAsync(Cancel);
        Assert.Single(await NoticesAsync(core, "fast"));

        await LeftAsync(world, core, subject, EntryKind.Provided, "fast", Email);
        await core.TidyAsync(Cancel);

        Assert.Empty(await NoticesAsync(core, "fast"));
        Assert.DoesNotContain(await HistoryAsync(core, subject), e => e.Kind == EntryKind.Registered);
    }

    [Theory, EngineData]
    public async Task Of_somebody_erased_each_recipient_is_told_by_id_and_nothing_leads_to_them_in_the_ledger(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await LeftAsync(world, core, subject, EntryKind.Provided, "fast", Address);
        await CorrectAsync(core, subject, (Address, "3-3"));

        await core.Vault.EraseAsync(subject, Op, ct: Cancel);

        var notice = Assert.Single(await NoticesAsync(core, "fast"));
        Assert.Equal((subject, ChangeKind.Erased, Address), (notice.Subject, notice.Kind, Assert.Single(notice.Items)));
        Assert.All([notice.At, notice.ReceivedAt], time => Assert.Equal(TimeSpan.Zero, time.ToOffset(TimeSpan.FromHours(9)).TimeOfDay));
        var told = await core.Vault.TellAsync(notice.Id, "fast", TrustVault.Acknowledged, new Accessor("fast-client"), Cancel);
        var entry = (await core.Ledger.FindAsync(Assert.IsType<ActDone>(told).EntryId!.Value, Cancel))!.Entry;
        Assert.Equal((null, "fast", "notice-acknowledged:erased"), (entry.Subject, entry.Recipient, entry.Reason));
        Assert.Null(Assert.IsType<ActDone>(await core.Vault.TellAsync(notice.Id, "fast", TrustVault.Acknowledged, new Accessor("fast-client"), Cancel)).EntryId);
    }

    [Theory]
    [EngineData("act-written", false)]
    [EngineData("act-written", true)]
    [EngineData("erasure-decided", true)]
    [EngineData("erasure-told", true)]
    [EngineData("erasure-keys-destroyed", true)]
    public async Task No_crash_forgets_who_is_to_be_told(StoreEngine engine, string step, bool erases)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await LeftAsync(world, core, subject, EntryKind.Provided, "fast", Address);
        ErasureTests.Crash(core, step);
        await Assert.ThrowsAsync<CrashException>(() => erases ? core.Vault.EraseAsync(subject, Op, ct: Cancel) : CorrectAsync(core, subject, (Address, "3-3")));
        await world.CloseAsync(core, kill: true);

        var again = await world.OpenCoreAsync();
        await again.TidyAsync(Cancel);

        Assert.Equal(erases ? ChangeKind.Erased : ChangeKind.Corrected, Assert.Single(await NoticesAsync(again, "fast")).Kind);
        Assert.Equal(0, await RowsAsync(again, "changes"));
    }

    private static Task<IReadOnlyList<RecipientNotice>> NoticesAsync(TrustCore core, string recipient) => core.Vault.NoticesAsync(recipient, null, 100, Cancel);

    private static Task<long> RowsAsync(TrustCore core, string table) => core.Parts.Vault.ReadAsync((s, c) => s.ScalarAsync<long>($"SELECT count(*) FROM {table}", c), ct: Cancel);

    private static async Task CorrectAsync(TrustCore core, SubjectId subject, params (ItemId Item, string? Text)[] changes)
    {
        StoredValue? Of(ItemId item, string? text) => text is null ? null
            : item == Address ? Value("postal-address", $"〒100-0001 東京都千代田区{CanaryWords.Town}{text}") : Value(item == Email ? "email" : "phone", text);
        Assert.True((await core.Vault.CorrectAsync(subject, changes.ToDictionary(c => c.Item, c => Of(c.Item, c.Text)), new CorrectionBy.Staff(), Op, ct: Cancel)).Done);
    }

    // As the gate records what leaves.
    private static async Task LeftAsync(VaultWorld world, TrustCore core, SubjectId subject, EntryKind kind, string recipient, params ItemId[] items)
    {
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await core.Ledger.AppendAsync(LedgerEntry.Now(world.Clock, kind) with
        {
            Subject = await core.Vault.PseudonymOfAsync(subject, Cancel), Accessor = "client", As = kind == EntryKind.Shared ? "affiliate" : "carrier", Recipient = recipient, Purpose = Ship.Value,
            Items = [.. items.Select(item => item.Value).Order(StringComparer.Ordinal)], PolicyVersion = V1.Value, Case = "order-1",
        }, Cancel);
        world.Clock.Advance(TimeSpan.FromMinutes(2));
    }
}
