using System.Text;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Requests.Contracts;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Tests.Requests;

/// <summary>Requests that came by telephone or post, on both engines: counted from the day they arrived, granted to nobody unknown, and not without a deed.</summary>
public sealed class RequestEnteringTests
{
    private const string Attempt = "FEDCBA9876543210FEDCBA9876543210";

    private static readonly Accessor Desk = RequestsWorld.Desk;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task Days_count_from_the_day_it_arrived_and_it_is_granted_after_the_check_and_the_deed(StoreEngine engine)
    {
        await using var world = await RequestsWorld.OpenAsync(engine);
        var vault = world.Company.Trust.Vault;
        var person = await world.PersonAsync();
        var asked = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => EnterAsync(world, person, IdentityCheck.Open, new DateOnly(2026, 11, 20))));
        var request = Assert.Single(asked.Distinct());
        Assert.Equal((new DateOnly(2026, 12, 4), RequestWay.Post, IdentityCheck.Open, "s-hanako"), (request.DueOn, request.Way, request.Identity, request.EnteredBy));
        Assert.Equal(request, Assert.Single(await world.Book.OfAsync(person, 10, Cancel)));
        var text = Assert.IsType<Granted<DocumentContent>>(await world.Book.ReadAsync(request, Reading(request), Cancel));
        await using (text.Values) Assert.Equal(new DateTimeOffset(2026, 11, 19, 15, 0, 0, TimeSpan.Zero), text.Values.Document.AcquiredAt);

        Assert.Equal(Answering.IdentityOpen, await world.Book.AnswerAsync(request.Code, new RequestAnswer(RequestState.Granted, null, "done-elsewhere"), Desk, Cancel));
        var checks = await Task.WhenAll(world.Book.IdentifyAsync(request.Code, IdentityCheck.CallBack, Desk, Cancel), world.Book.IdentifyAsync(request.Code, IdentityCheck.Document, Desk, Cancel));
        Assert.Single(checks, done => done);
        Assert.Equal(Answering.NothingDone, await world.Book.AnswerAsync(request.Code, new RequestAnswer(RequestState.Granted), Desk, Cancel));

        // Something done in another case is nothing done for this one.
        var before = new Dictionary<ItemId, StoredValue?> { [ItemId.Parse("email")] = RequestsWorld.Value("email", CanaryWords.Mail(77)) };
        Assert.True((await vault.CorrectAsync(person, before, new CorrectionBy.Staff(), Desk, @case: "R-00000000", ct: Cancel)).Done);
        Assert.Empty(await world.Book.DeedsAsync(request, Cancel));
        var right = new Dictionary<ItemId, StoredValue?> { [ItemId.Parse("address")] = RequestsWorld.Value("postal-address", $"〒100-0001 東京都千代田区{CanaryWords.Town}2-2") };
        Assert.True((await vault.CorrectAsync(person, right, new CorrectionBy.Staff(), Desk, @case: request.Code, ct: Cancel)).Done);
        var deed = Assert.Single(await world.Book.DeedsAsync(request, Cancel));
        Assert.Equal((EntryKind.Corrected, "s-hanako", "address"), (deed.Kind, deed.By, Assert.Single(deed.Items)));
        Assert.Equal(Answering.Given, await world.Book.AnswerAsync(request.Code, new RequestAnswer(RequestState.Granted), Desk, Cancel));

        var notes = new List<string>();
        await foreach (var entry in vault.HistoryAsync(person, Cancel))
            if (entry.Case == request.Code && entry is { Kind: EntryKind.Registered, Reason: { } reason }) notes.Insert(0, reason);
        Assert.Equal(["request:correction", "request-identity:" + (checks[0] ? "call-back" : "document"), "request-granted"], notes.Distinct());
    }

    [Theory, EngineData]
    public async Task A_stop_and_an_erasure_done_for_a_request_stand_with_it(StoreEngine engine)
    {
        await using var world = await RequestsWorld.OpenAsync(engine);
        var vault = world.Company.Trust.Vault;
        var (person, other) = (await world.PersonAsync(), await world.PersonAsync());
        var stop = await EnterAsync(world, person, IdentityCheck.Registered, new DateOnly(2026, 11, 24), RequestKind.StopProvision);
        Assert.True((await vault.RestrictAsync(person, new Restriction.ByRecipient(RecipientKind.Parse("affiliate")), Desk, stop.Code, Cancel)).Done);
        Assert.Equal(EntryKind.Restricted, Assert.Single(await world.Book.DeedsAsync(stop, Cancel)).Kind);

        var erase = await EnterAsync(world, other, IdentityCheck.Document, new DateOnly(2026, 11, 24), RequestKind.Deletion);
        Assert.NotNull(await vault.EraseAsync(other, Desk, erase.Code, Cancel));
        Assert.Equal(EntryKind.Erased, Assert.Single(await world.Book.DeedsAsync(erase, Cancel)).Kind);
        Assert.Equal(Answering.Given, await world.Book.AnswerAsync(erase.Code, new RequestAnswer(RequestState.Granted), Desk, Cancel));
    }

    [Theory, EngineData]
    public async Task Who_is_not_held_is_taken_in_once_with_a_name_and_where_an_answer_reaches_them(StoreEngine engine)
    {
        await using var world = await RequestsWorld.OpenAsync(engine);
        var values = new Dictionary<ItemId, StoredValue> { [ItemId.Parse("name")] = RequestsWorld.Value("person-name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"), [ItemId.Parse("email")] = RequestsWorld.Value("email", CanaryWords.Mail(88)) };
        var taken = await world.Book.TakeStrangerAsync(Attempt, values, RequestWay.Phone, Desk, Cancel);
        Assert.Equal(taken, await world.Book.TakeStrangerAsync(Attempt, values, RequestWay.Phone, Desk, Cancel));
        Assert.Equal("inquirer", (await world.Company.Trust.Vault.DescribeAsync(taken!.Value, Cancel))!.Kind.Value);
        var request = await EnterAsync(world, taken.Value, IdentityCheck.Open, new DateOnly(2026, 11, 24), RequestKind.Disclosure);
        Assert.Equal(1, (await world.Book.ListAsync(new RequestQuery(true), 1, 10, Cancel)).Total);
        Assert.Equal(Answering.Given, await world.Book.AnswerAsync(request.Code, new RequestAnswer(RequestState.Refused, "not-identified"), Desk, Cancel));
        // What was taken in for the answer is kept no longer than the policy says, from the answer on.
        Assert.All((await world.Company.Trust.Vault.DescribeAsync(taken.Value, Cancel))!.Items, item => Assert.NotNull(item.Until));
    }

    [Theory, EngineData]
    public async Task A_scan_is_kept_sealed_and_replaced_and_no_day_to_come_is_entered(StoreEngine engine)
    {
        await using var world = await RequestsWorld.OpenAsync(engine);
        var person = await world.PersonAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => EnterAsync(world, person, IdentityCheck.Open, new DateOnly(2026, 11, 25)));
        await Assert.ThrowsAsync<ArgumentException>(() => EnterAsync(world, person, IdentityCheck.Open, new DateOnly(2025, 11, 23)));
        await Assert.ThrowsAsync<ArgumentException>(() => EnterAsync(world, person, IdentityCheck.SignedIn, new DateOnly(2026, 11, 24)));
        var request = await EnterAsync(world, person, IdentityCheck.Open, new DateOnly(2026, 11, 24));
        foreach (var word in (string[])["first", CanaryWords.Town])
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes("%PDF-1.7 " + word));
            Assert.IsType<DocumentKept>(await world.Book.AttachAsync(request.Code, DocumentType.Pdf, content, Desk, Cancel));
        }

        using (var page = new MemoryStream("<html>"u8.ToArray())) Assert.IsType<DocumentUnfit>(await world.Book.AttachAsync(request.Code, DocumentType.Pdf, page, Desk, Cancel));
        var now = (await world.Book.FindAsync(request.Code, Cancel))!;
        Assert.True(now.HasScan);
        var opened = Assert.IsType<Granted<DocumentContent>>(await world.Book.OpenScanAsync(now, Reading(now), Cancel));
        await using (opened.Values)
        {
            using var reader = new StreamReader(opened.Values.Content, Encoding.UTF8);
            Assert.Equal("%PDF-1.7 " + CanaryWords.Town, await reader.ReadToEndAsync(Cancel));
        }
    }

    private static async Task<RightsRequest> EnterAsync(RequestsWorld world, SubjectId person, IdentityCheck check, DateOnly day, RequestKind kind = RequestKind.Correction) =>
        Assert.IsType<Asked>(await world.Book.EnterAsync(person, Attempt, kind, true, "住所は" + CanaryWords.Town + "です", new Arrival(RequestWay.Post, day, check), Desk, Cancel)).Request;

    private static AccessContext Reading(RightsRequest request) =>
        new() { Accessor = Desk, As = RecipientKind.Parse("staff.customer-service"), Purpose = ClauseId.Parse("purpose.member.6"), Case = request.Code };
}
