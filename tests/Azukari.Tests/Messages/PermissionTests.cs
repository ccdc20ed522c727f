using Azukari.Ledger;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Values;
using Azukari.Vault;
using static Azukari.Tests.Messages.MessageWorld;

namespace Azukari.Tests.Messages;

/// <summary>Whether a message may go is decided when it goes.</summary>
public sealed class PermissionTests
{
    [Theory, EngineData]
    public async Task Who_was_restricted_or_erased_after_the_order_gets_nothing_and_it_says_why(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var vault = world.First.Company.Trust.Vault;
        var (restricted, erased) = (await world.PersonAsync(), await world.PersonAsync());
        var first = await world.First.Outbox.EnqueueAsync(Confirm(restricted), Cancel);
        var second = await world.First.Outbox.EnqueueAsync(Confirm(erased), Cancel);
        await vault.RestrictAsync(restricted, new Restriction.Everything(), Op, Cancel);
        await vault.EraseAsync(erased, Op, ct: Cancel);

        await world.First.SendAsync();

        Assert.Empty(world.Letters());
        var (no, gone) = (await world.RowAsync(first.Id), await world.RowAsync(second.Id));
        Assert.Equal((MessageState.NotAllowed, "restricted", "rights.suspension"), (no.State, no.Reason, no.Clause));
        Assert.Equal((MessageState.NotAllowed, "erased"), (gone.State, gone.Reason));
        Assert.Null(no.Fields);
        var entry = await vault.HistoryAsync(restricted, Cancel).FirstAsync(Cancel);
        Assert.Equal((no.Entry, "restricted"), (entry.Id.Value, entry.Reason?.Split(' ')[0]));
        world.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, await world.First.SendAsync()); // never again
    }

    [Theory, EngineData]
    public async Task Advertising_goes_only_where_there_is_a_consent_and_carries_its_way_out(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        var (willing, silent) = (await world.PersonAsync(consents: true), await world.PersonAsync());
        await world.First.Outbox.EnqueueAsync(News(willing), Cancel);
        var refused = await world.First.Outbox.EnqueueAsync(News(silent), Cancel);

        await world.First.SendAsync();

        var letter = Assert.Single(world.Letters());
        Assert.Equal("List-Unsubscribe=One-Click", letter.Headers["List-Unsubscribe-Post"]);
        Assert.Matches(@"^<http://localhost:5080/stop/[A-Za-z0-9_-]+/now>$", letter.Headers["List-Unsubscribe"]);
        Assert.Contains("配信の停止はこちら: http://localhost:5080/stop/", letter.TextBody, StringComparison.Ordinal);
        var row = await world.RowAsync(refused.Id);
        Assert.Equal((MessageState.NotAllowed, "no-consent", "purpose.member.4"), (row.State, row.Reason, row.Clause));
        Assert.Equal("refused", (await world.First.Company.Trust.Vault.HistoryAsync(silent, Cancel).FirstAsync(Cancel)).Kind.ToString().ToLowerInvariant());
    }

    [Fact]
    public async Task Who_has_no_address_is_left_to_staff()
    {
        await using var world = await MessageWorld.OpenAsync(StoreEngine.Sqlite);
        var queued = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync(withMail: false)), Cancel);

        await world.First.SendAsync();

        var row = await world.RowAsync(queued.Id);
        Assert.Equal((MessageState.Dead, "no-address"), (row.State, row.Reason));
    }

    [Fact]
    public async Task An_address_nobody_confirmed_is_neither_read_nor_written_to()
    {
        await using var world = await MessageWorld.OpenAsync(StoreEngine.Sqlite);
        var person = await world.PersonAsync(channel: Channel.Paper);
        var queued = await world.First.Outbox.EnqueueAsync(Confirm(person), Cancel);

        await world.First.SendAsync();

        var row = await world.RowAsync(queued.Id);
        Assert.Equal((MessageState.Dead, "unconfirmed-address"), (row.State, row.Reason));
        Assert.Empty(world.Letters());
        Assert.Equal([EntryKind.Acquired], await world.First.Company.Trust.Vault.HistoryAsync(person, Cancel).Select(entry => entry.Kind).ToListAsync(Cancel));

        // Confirmed by its owner, the address is one to write to.
        await world.First.Company.Trust.Vault.CorrectAsync(
            person, new Dictionary<ItemId, StoredValue?> { [MessageTemplate.Address] = Value("email", "kakunin@example.jp") },
            new CorrectionBy.Self(world.First.Company.Trust.Policies.InForce.Version), Op, Channel.Web, ct: Cancel);
        await world.First.Outbox.EnqueueAsync(Confirm(person, "application-2"), Cancel);
        await world.First.SendAsync();
        Assert.Equal("kakunin@example.jp", Assert.Single(world.Letters()).To.Mailboxes.Single().Address);

        world.Clock.Advance(TimeSpan.FromMinutes(1));

        // Typed anew by staff, it is nobody's until its owner says so.
        await world.First.Company.Trust.Vault.CorrectAsync(
            person, new Dictionary<ItemId, StoredValue?> { [MessageTemplate.Address] = Value("email", "naoshita@example.jp") }, new CorrectionBy.Staff(), Op, ct: Cancel);
        var after = await world.First.Outbox.EnqueueAsync(Confirm(person, "application-3"), Cancel);
        await world.First.SendAsync();
        Assert.Equal((MessageState.Dead, "unconfirmed-address"), ((await world.RowAsync(after.Id)).State, (await world.RowAsync(after.Id)).Reason));
        Assert.Single(world.Letters());
    }
}
