using Azukari.Ledger;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;
using static Azukari.Tests.Messages.MessageWorld;

namespace Azukari.Tests.Messages;

/// <summary>What staff decide about messages.</summary>
public sealed class DeskTests
{
    private static readonly Accessor Staff = new("hanako");

    [Theory, EngineData]
    public async Task A_dead_letter_goes_once_more_when_staff_say_so_and_that_is_recorded(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var desk = world.First.Services.GetRequiredService<MessageDesk>();
        var vault = world.First.Company.Trust.Vault;
        var person = await world.PersonAsync(withMail: false);
        var queued = await world.First.Outbox.EnqueueAsync(Confirm(person), Cancel);
        await world.First.SendAsync();
        var dead = Assert.Single(await desk.ListAsync(new MessageQuery(MessageState.Dead), 0, 50, Cancel));
        Assert.Equal((queued.Id, person, "no-address", "application-1"), (dead.Id, dead.Subject, dead.Reason, dead.Case));

        Assert.True(await desk.TryAgainAsync(queued.Id, Staff, Cancel));
        Assert.False(await desk.TryAgainAsync(queued.Id, Staff, Cancel)); // a second press changes nothing
        await world.First.SendAsync();
        Assert.Single(await desk.ListAsync(new MessageQuery(MessageState.Dead), 0, 50, Cancel)); // still no address
        await vault.CorrectAsync(person, new Dictionary<ItemId, StoredValue?> { [MessageTemplate.Address] = Value("email", CanaryWords.Mail(90)) }, new CorrectionBy.Staff(), Op, Channel.Web, ct: Cancel);
        world.Clock.Advance(TimeSpan.FromDays(3)); // past its first lifetime
        Assert.True(await desk.TryAgainAsync(queued.Id, Staff, Cancel));
        await world.First.SendAsync();

        Assert.Equal(queued.Id.ToString(), Assert.Single(world.Letters()).MessageId![..32]);
        Assert.Equal(MessageState.Sent, (await world.RowAsync(queued.Id)).State);
        var decided = await vault.HistoryAsync(person, Cancel).Where(entry => entry.Reason == MessageDesk.AgainReason).ToListAsync(Cancel);
        Assert.Equal(2, decided.Count);
        Assert.All(decided, entry => Assert.Equal((EntryKind.Registered, "hanako", "application-1"), (entry.Kind, entry.Accessor, entry.Case)));
    }

    [Theory, EngineData]
    public async Task A_message_taken_out_never_goes_and_keeps_nothing_of_its_order(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var desk = world.First.Services.GetRequiredService<MessageDesk>();
        var person = await world.PersonAsync();
        var queued = await world.First.Outbox.EnqueueAsync(Confirm(person), Cancel);
        var other = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);

        Assert.True(await desk.DropAsync(queued.Id, Staff, Cancel));
        Assert.False(await desk.DropAsync(queued.Id, Staff, Cancel));
        await world.First.SendAsync();

        Assert.Equal(other.Id.ToString(), Assert.Single(world.Letters()).MessageId![..32]);
        Assert.False(await desk.DropAsync(other.Id, Staff, Cancel)); // sent is sent
        Assert.False(await desk.TryAgainAsync(other.Id, Staff, Cancel));
        Assert.Null((await world.RowAsync(queued.Id)).Fields);
        var counts = await desk.CountsAsync(Cancel);
        Assert.Equal((1, 1, 0, 0), (counts[MessageState.Dropped], counts[MessageState.Sent], counts[MessageState.Waiting], counts[MessageState.Dead]));
        Assert.Single(await world.First.Company.Trust.Vault.HistoryAsync(person, Cancel).Where(entry => entry.Reason == MessageDesk.DroppedReason).ToListAsync(Cancel));
        Assert.False((await world.First.Outbox.EnqueueAsync(Confirm(person), Cancel)).IsNew); // the same order is the same message, taken out
    }

    [Theory, EngineData]
    public async Task Messages_are_narrowed_and_put_in_order(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var desk = world.First.Services.GetRequiredService<MessageDesk>();
        var first = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()) with { Case = "application-7" }, Cancel);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await world.First.Outbox.EnqueueAsync(News(await world.PersonAsync()), Cancel);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var third = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        var waiting = new MessageQuery(MessageState.Waiting);
        async Task<MessageId[]> Of(MessageQuery query) => [.. (await desk.ListAsync(query, 0, 50, Cancel)).Select(line => line.Id)];

        Assert.Equal([first.Id, second.Id, third.Id], await Of(waiting));
        Assert.Equal([third.Id, second.Id, first.Id], await Of(waiting with { Turned = true }));
        Assert.Equal([third.Id, first.Id, second.Id], await Of(waiting with { Sort = MessageSort.Template }));
        Assert.Equal([second.Id, third.Id, first.Id], await Of(waiting with { Sort = MessageSort.Template, Turned = true }));
        Assert.Equal(3, (await Of(waiting with { Sort = MessageSort.Tries })).Length);
        Assert.Equal([first.Id, third.Id], await Of(waiting with { Template = "test.confirm" }));
        Assert.Equal([first.Id], await Of(waiting with { Template = "test.confirm", Case = "application-7" }));
        Assert.Empty(await Of(waiting with { Template = "test.none" }));
        Assert.Equal((3, 2, 1), (await desk.CountAsync(waiting, Cancel), await desk.CountAsync(waiting with { Template = "test.confirm" }, Cancel), await desk.CountAsync(waiting with { Case = "application-7" }, Cancel)));
        Assert.Equal([second.Id], (await desk.ListAsync(waiting with { Turned = true }, 1, 1, Cancel)).Select(line => line.Id));
    }

    [Theory, EngineData]
    public async Task A_message_in_a_senders_hands_cannot_be_taken_out(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var queued = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        Assert.NotNull(await world.First.Queue.TakeAsync(Cancel));

        Assert.False(await world.First.Services.GetRequiredService<MessageDesk>().DropAsync(queued.Id, Staff, Cancel));
        Assert.Equal(MessageState.Waiting, (await world.RowAsync(queued.Id)).State);
    }

    [Theory]
    [InlineData("ja", "〔氏名〕 様", "配信の停止はこちら")]
    [InlineData("en", "Dear [Name],", "To stop it: ")]
    public async Task A_text_is_shown_with_the_names_of_items_and_specimens(string language, string greeting, string stop)
    {
        await using var world = await MessageWorld.OpenAsync(StoreEngine.Sqlite);
        var desk = world.First.Services.GetRequiredService<MessageDesk>();

        var confirm = desk.Preview(TestTemplates.Confirm, language);
        Assert.Contains(greeting, confirm.Body, StringComparison.Ordinal);
        Assert.Contains("/join/confirm/specimen", confirm.Body, StringComparison.Ordinal);
        Assert.Contains(stop, desk.Preview(TestTemplates.News, language).Body, StringComparison.Ordinal);
        Assert.Equal(["test.confirm", "test.news"], desk.Templates.Select(template => template.Id));
        Assert.Equal(MessageRoute.Files, desk.Route);
    }
}
