using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Values;
using Azukari.Vault;
using static Azukari.Tests.Messages.MessageWorld;

namespace Azukari.Tests.Messages;

/// <summary>A warning about a change of the address goes to the address before it, whoever changes it and however fast.</summary>
public sealed class WarningTests
{
    [Theory, EngineData]
    public async Task A_warning_goes_to_the_address_that_was_held_though_another_is_held_when_it_is_sent(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var subject = await world.PersonAsync();
        var before = await HeldAsync(world, subject);
        Assert.NotNull(await world.First.Outbox.WarnAsync(Confirm(subject, "warning-1"), Cancel));
        await CorrectAsync(world, subject, "nusubito@example.jp");
        await world.First.Outbox.EnqueueAsync(Confirm(subject, "letter-1"), Cancel); // any other letter goes where mail is held now: nowhere, until that is confirmed
        await world.First.SendAsync();

        var letter = Assert.Single(world.Letters());
        Assert.Equal(before, Assert.Single(letter.To.Mailboxes).Address);
        Assert.All(await world.RowsAsync(), row => Assert.Equal(row.State == MessageState.Dead, row.Fields is not null));
        Assert.DoesNotContain(await world.RowsAsync(), row => row is { State: MessageState.Dead, Reason: not "unconfirmed-address" });
    }

    [Theory, EngineData]
    public async Task A_warning_that_could_not_be_sent_forgets_the_address_and_tried_again_goes_nowhere_else(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var subject = await world.PersonAsync();
        var queued = (await world.First.Outbox.WarnAsync(Confirm(subject, "warning-1"), Cancel))!.Value;
        world.Clock.Advance(TimeSpan.FromDays(4));
        await world.First.SendAsync();
        Assert.Equal((MessageState.Dead, "expired"), ((await world.RowAsync(queued.Id)).State, (await world.RowAsync(queued.Id)).Reason));

        await CorrectAsync(world, subject, "nusubito@example.jp");
        var desk = (MessageDesk)world.First.Services.GetService(typeof(MessageDesk))!;
        Assert.True(await desk.TryAgainAsync(queued.Id, Op, Cancel));
        await world.First.SendAsync();
        Assert.Equal((MessageState.Dead, "no-address"), ((await world.RowAsync(queued.Id)).State, (await world.RowAsync(queued.Id)).Reason));
        Assert.Empty(world.Letters());
    }

    [Theory, EngineData]
    public async Task Nobody_is_warned_at_an_address_nobody_confirmed_and_nobody_who_was_erased(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        Assert.Null(await world.First.Outbox.WarnAsync(Confirm(await world.PersonAsync(channel: Channel.Paper)), Cancel));
        Assert.Null(await world.First.Outbox.WarnAsync(Confirm(await world.PersonAsync(withMail: false)), Cancel));
        var erased = await world.PersonAsync();
        var queued = (await world.First.Outbox.WarnAsync(Confirm(erased), Cancel))!.Value;
        await world.First.Company.Trust.Vault.EraseAsync(erased, Op, "request-1", Cancel);
        await world.First.SendAsync();
        Assert.Empty(world.Letters());
        Assert.Null((await world.RowAsync(queued.Id)).Fields);
    }

    private static async Task<string> HeldAsync(MessageWorld world, SubjectId subject)
    {
        var context = new AccessContext { Accessor = Op, As = TestTemplates.Confirm.As, Purpose = TestTemplates.Confirm.Purpose, Case = "application-1" };
        return Assert.IsType<Granted<ItemValues>>(await world.First.Company.Trust.Vault.ReadAsync(subject, [MessageTemplate.Address], context, Cancel)).Values[MessageTemplate.Address]!.Value.Reveal();
    }

    private static async Task CorrectAsync(MessageWorld world, SubjectId subject, string mail)
    {
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<ActDone>(await world.First.Company.Trust.Vault.CorrectAsync(
            subject, new Dictionary<ItemId, StoredValue?> { [MessageTemplate.Address] = Value("email", mail) }, new CorrectionBy.Staff(), Op, @case: "request-1", ct: Cancel));
    }
}
