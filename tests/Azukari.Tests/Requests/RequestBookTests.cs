using System.Text;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Requests.Contracts;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Requests;

/// <summary>Requests by right on both engines: taken once, due by the policy, answered once, each step in the person's history, what is written read by whom the policy names.</summary>
public sealed class RequestBookTests
{
    private const string Attempt = "0123456789ABCDEF0123456789ABCDEF";

    private static readonly Accessor Member = new("member"), Desk = new("s-hanako"), Other = new("s-taro");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task A_request_is_taken_once_counted_and_answered_once(StoreEngine engine)
    {
        await using var world = await RequestsWorld.OpenAsync(engine);
        var person = await world.PersonAsync();
        var asked = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Book.AskAsync(person, Attempt, RequestKind.Correction, false, CanaryWords.Town + "に直してください", Member, "ja", Cancel)));
        var request = Assert.Single(asked.Select(each => Assert.IsType<Asked>(each).Request).Distinct());
        Assert.Equal((RequestState.Open, new DateOnly(2026, 12, 8), true), (request.State, request.DueOn, request.HasText)); // 14 days by the policy
        Assert.Equal(["requests.received"], await world.LettersAsync());

        await Assert.ThrowsAsync<ArgumentException>(() => world.Book.AnswerAsync(request.Code, new RequestAnswer(RequestState.Refused), Desk, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => world.Book.AnswerAsync(request.Code, new RequestAnswer(RequestState.Granted, "law"), Desk, Cancel));
        var answers = await Task.WhenAll(world.Book.AnswerAsync(request.Code, new RequestAnswer(RequestState.Granted, null, "so-already"), Desk, Cancel), world.Book.AnswerAsync(request.Code, new RequestAnswer(RequestState.Refused, "is-true"), Other, Cancel));
        Assert.Single(answers, answer => answer == Answering.Given);
        Assert.False(await world.Book.WithdrawAsync(person, request.Code, Member, Cancel));
        Assert.Equal(["requests.answered", "requests.received"], await world.LettersAsync());
        Assert.Equal(new DateTimeOffset(2029, 11, 24, 2, 0, 0, TimeSpan.Zero), Assert.Single((await world.Company.Trust.Vault.Documents.ListAsync(person, Cancel))!).Until); // three years after the answer

        var (waiting, done) = (await world.Book.ListAsync(new RequestQuery(true), 1, 50, Cancel), await world.Book.ListAsync(new RequestQuery(false), 1, 50, Cancel));
        Assert.Equal((0, 1), (waiting.Total, done.Total));
        var notes = new List<(string?, string?)>();
        await foreach (var entry in world.Company.Trust.Vault.HistoryAsync(person, Cancel))
            if (entry is { Kind: EntryKind.Registered, Reason: { } reason }) notes.Insert(0, (reason, entry.Case));
        Assert.Contains(("request:correction", request.Code), notes);
        Assert.Single(notes, note => note.Item1!.StartsWith("request-", StringComparison.Ordinal));
    }

    [Theory, EngineData]
    public async Task What_is_written_is_read_by_customer_service_for_this_case_and_by_no_other_desk(StoreEngine engine)
    {
        await using var world = await RequestsWorld.OpenAsync(engine);
        var person = await world.PersonAsync();
        var text = "住所は" + CanaryWords.Town + "です";
        var request = Assert.IsType<Asked>(await world.Book.AskAsync(person, Attempt, RequestKind.Correction, true, text, Member, "ja", Cancel)).Request;

        Assert.IsType<RefusedAccess<DocumentContent>>(await world.Book.ReadAsync(request, Reading("staff.shipping", request), Cancel));
        var granted = Assert.IsType<Granted<DocumentContent>>(await world.Book.ReadAsync(request, Reading("staff.customer-service", request), Cancel));
        await using (granted.Values)
        {
            using var reader = new StreamReader(granted.Values.Content, Encoding.UTF8);
            Assert.Equal(text, await reader.ReadToEndAsync(Cancel));
        }

        var used = await world.Company.Trust.Vault.HistoryAsync(person, Cancel).FirstAsync(entry => entry.Kind == EntryKind.Used, Cancel);
        Assert.Equal(("purpose.member.6", request.Code, "s-hanako"), (used.Purpose, used.Case, used.Accessor));
    }

    [Theory, EngineData]
    public async Task Only_who_asked_takes_it_back_and_a_stranger_asks_for_nothing(StoreEngine engine)
    {
        await using var world = await RequestsWorld.OpenAsync(engine);
        var (person, other) = (await world.PersonAsync(), await world.PersonAsync());
        var request = Assert.IsType<Asked>(await world.Book.AskAsync(person, Attempt, RequestKind.Deletion, false, null, Member, "en", Cancel)).Request;
        Assert.False(request.HasText);

        Assert.False(await world.Book.WithdrawAsync(other, request.Code, Member, Cancel));
        Assert.True(await world.Book.WithdrawAsync(person, request.Code, Member, Cancel));
        Assert.Equal(Answering.NothingWaits, await world.Book.AnswerAsync(request.Code, new RequestAnswer(RequestState.Granted, null, "so-already"), Desk, Cancel));
        Assert.Equal(RequestState.Withdrawn, Assert.Single(await world.Book.OfAsync(person, 10, Cancel)).State);
        Assert.Empty(await world.Book.OfAsync(other, 10, Cancel));
        Assert.IsType<NotAsked>(await world.Book.AskAsync(SubjectId.New(), Attempt, RequestKind.Disclosure, false, null, Member, "ja", Cancel));
    }

    private static AccessContext Reading(string desk, RightsRequest request) =>
        new() { Accessor = Desk, As = RecipientKind.Parse(desk), Purpose = ClauseId.Parse("purpose.member.6"), Case = request.Code };
}
