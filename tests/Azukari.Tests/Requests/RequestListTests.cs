using Azukari.Requests.Contracts;
using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Tests.Requests;

/// <summary>Requests put in order and narrowed, on both engines.</summary>
public sealed class RequestListTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task They_are_sorted_by_day_due_arrival_and_answer_and_narrowed_to_a_kind(StoreEngine engine)
    {
        await using var world = await RequestsWorld.OpenAsync(engine);
        var person = await world.PersonAsync();
        async Task<string> EnterAsync(RequestKind kind, int day) => Assert.IsType<Asked>(await world.Book.EnterAsync(
            person, $"A{day}", kind, true, "書面のとおり", new Arrival(RequestWay.Post, new DateOnly(2026, 11, day), IdentityCheck.Document), RequestsWorld.Desk, Cancel)).Request.Code;
        var (old, mid, late) = (await EnterAsync(RequestKind.Correction, 10), await EnterAsync(RequestKind.Purposes, 12), await EnterAsync(RequestKind.Correction, 20));
        async Task<string[]> Of(RequestQuery query) => [.. (await world.Book.ListAsync(query, 1, 50, Cancel)).Page.Select(one => one.Code)];
        var open = new RequestQuery(true);

        Assert.Equal([old, mid, late], await Of(open));
        Assert.Equal([late, mid, old], await Of(open with { Turned = true }));
        Assert.Equal([late, mid, old], await Of(open with { Sort = RequestSort.Received }));
        Assert.Equal([old, mid, late], await Of(open with { Sort = RequestSort.Received, Turned = true }));
        Assert.Equal([mid], await Of(open with { Kind = RequestKind.Purposes }));
        Assert.Equal(2, (await world.Book.ListAsync(open with { Kind = RequestKind.Correction }, 1, 1, Cancel)).Total);

        foreach (var code in new[] { late, old })
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(Answering.Given, await world.Book.AnswerAsync(code, new RequestAnswer(RequestState.Refused, "is-true"), RequestsWorld.Desk, Cancel));
        }

        Assert.Equal([old, late], await Of(new RequestQuery(false)));
        Assert.Equal([late, old], await Of(new RequestQuery(false) { Turned = true }));
    }
}
