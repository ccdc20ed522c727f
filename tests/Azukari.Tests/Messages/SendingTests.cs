using Azukari.Company.Settings;
using Azukari.Messages.Contracts;
using Azukari.Messages.Queue;
using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Messages.MessageWorld;

namespace Azukari.Tests.Messages;

/// <summary>Against a real mail server that does what mail servers do.</summary>
public sealed class SendingTests
{
    [Theory, EngineData]
    public async Task A_server_that_is_down_loses_nothing_and_counts_against_nobody(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        await using var server = await MailServer.StartAsync();
        await server.DownAsync();
        for (var i = 0; i < 3; i++) await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        await using var post = server.Post();

        Assert.Equal(1, await world.First.SendAsync(post)); // the first that fails tells of all
        var waiting = (await world.RowsAsync()).Single(row => row.Reason == "smtp-away");
        Assert.Equal((MessageState.Waiting, 0, 0), (waiting.State, waiting.Attempts, waiting.Doubts));
        await server.UpAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        await world.First.SendAsync(post);

        Assert.Equal(3, server.Letters().Select(letter => letter.MessageId).Distinct().Count());
        Assert.Equal(3, server.Letters().Count);
        Assert.All(await world.RowsAsync(), row => Assert.Equal(MessageState.Sent, row.State));
    }

    [Theory, EngineData]
    public async Task Greylisting_is_met_by_coming_back(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        await using var server = await MailServer.StartAsync("grey");
        var queued = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        await using var post = server.Post();

        await world.First.SendAsync(post);
        var refused = await world.RowAsync(queued.Id);
        Assert.Equal((MessageState.Waiting, 1, "smtp-450"), (refused.State, refused.Attempts, refused.Reason));
        Assert.InRange(refused.DueAt - world.Clock.GetUtcNow(), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(72));
        Assert.Equal(0, await world.First.SendAsync(post)); // not yet
        world.Clock.Advance(TimeSpan.FromSeconds(75));
        await world.First.SendAsync(post);

        Assert.Equal(MessageState.Sent, (await world.RowAsync(queued.Id)).State);
        Assert.Single(server.Letters());
    }

    [Fact]
    public async Task A_mailbox_that_is_not_there_ends_as_a_dead_letter_without_the_servers_words()
    {
        await using var world = await MessageWorld.OpenAsync(StoreEngine.Sqlite);
        await using var server = await MailServer.StartAsync("refuse");
        var queued = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        await using var post = server.Post();

        await world.First.SendAsync(post);
        world.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal(0, await world.First.SendAsync(post));

        var row = await world.RowAsync(queued.Id);
        Assert.Equal((MessageState.Dead, "smtp-550"), (row.State, row.Reason));
        Assert.NotNull(row.Fields); // staff may try it again
    }

    [Theory]
    [InlineData("closing", "smtp-421", 0)]
    [InlineData("later", "smtp-451", 1)]
    public async Task What_may_pass_is_tried_again_and_only_the_letters_own_failures_count(string mode, string reason, int attempts)
    {
        await using var world = await MessageWorld.OpenAsync(StoreEngine.Sqlite);
        await using var server = await MailServer.StartAsync(mode);
        var queued = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        await using (var post = server.Post()) await world.First.SendAsync(post);
        var row = await world.RowAsync(queued.Id);
        Assert.Equal((MessageState.Waiting, reason, attempts), (row.State, row.Reason, row.Attempts));

        server.Behave("take");
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await using (var post = server.Post()) await world.First.SendAsync(post);

        Assert.Single(server.Letters());
    }

    [Theory]
    [InlineData("hang", 1)]
    [InlineData("deaf", 2)]
    public async Task When_nobody_knows_whether_it_was_taken_it_goes_again_as_the_same_letter(string mode, int letters)
    {
        await using var world = await MessageWorld.OpenAsync(StoreEngine.Sqlite);
        await using var server = await MailServer.StartAsync(mode);
        var queued = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        await using (var post = server.Post(patience: 1.5)) await world.First.SendAsync(post);
        var row = await world.RowAsync(queued.Id);
        Assert.Equal((MessageState.Handing, "smtp-timeout", 1, 1), (row.State, row.Reason, row.Attempts, row.Doubts));

        server.Behave("take");
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await using (var post = server.Post()) await world.First.SendAsync(post);

        Assert.Equal(letters, server.Letters().Count);
        Assert.Single(server.Letters().Select(letter => letter.MessageId).Distinct()); // by which a mailbox drops the double
        Assert.Single(server.Letters().Select(letter => letter.ToString()).Distinct());
        Assert.Equal((MessageState.Sent, 1), ((await world.RowAsync(queued.Id)).State, (await world.RowAsync(queued.Id)).Doubts));
    }

    [Theory, EngineData]
    public async Task Whatever_end_a_process_comes_to_the_message_is_found_and_sent(StoreEngine engine)
    {
        await using var world = await MessageWorld.OpenAsync(engine);
        await using var server = await MailServer.StartAsync();
        await using var post = server.Post();
        var taken = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        Assert.NotNull(await world.First.Queue.TakeAsync(Cancel)); // ended with the message in hand, nothing noted
        var before = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        await Assert.ThrowsAsync<ProcessEnded>(() => world.First.SendAsync(new CrashingPost(post, after: false)));
        var after = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        await Assert.ThrowsAsync<ProcessEnded>(() => world.First.SendAsync(new CrashingPost(post, after: true)));
        var another = await world.NodeAsync();
        Assert.Equal(0, await another.SendAsync(post)); // nobody may know yet that they are gone

        world.Clock.Advance(MessageQueue.LeaseTime + TimeSpan.FromSeconds(1));
        await another.SendAsync(post);

        var letters = server.Letters().Select(letter => letter.MessageId![..32]).ToList();
        Assert.Equal(1, letters.Count(id => id == taken.Id.ToString()));
        Assert.Equal(1, letters.Count(id => id == before.Id.ToString()));
        Assert.Equal(2, letters.Count(id => id == after.Id.ToString())); // the one end that doubles, under one Message-ID
        Assert.All(await world.RowsAsync(), row => Assert.Equal(MessageState.Sent, row.State));
        foreach (var (id, doubts) in new[] { (taken.Id, 0), (before.Id, 1), (after.Id, 1) }) Assert.Equal(doubts, (await world.RowAsync(id)).Doubts);
    }

    [Theory, EngineData]
    public async Task Two_processes_at_one_queue_send_each_message_once(StoreEngine engine)
    {
        const int messages = 60;
        await using var world = await MessageWorld.OpenAsync(engine);
        await using var server = await MailServer.StartAsync();
        for (var i = 0; i < messages; i++) await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        var second = await world.NodeAsync();

        await Task.WhenAll(new[] { world.First, second, world.First, second }.Select(node => Task.Run(async () =>
        {
            await using var post = server.Post();
            await node.SendAsync(post);
        }, Cancel)));

        Assert.Equal(messages, server.Letters().Count);
        Assert.Equal(messages, server.Letters().Select(letter => letter.MessageId).Distinct().Count());
        Assert.All(await world.RowsAsync(), row => Assert.Equal((MessageState.Sent, 0), (row.State, row.Doubts)));
    }

    [Fact]
    public async Task A_server_that_will_not_encrypt_is_told_nothing()
    {
        await using var world = await MessageWorld.OpenAsync(StoreEngine.Sqlite);
        await using var server = await MailServer.StartAsync();
        var queued = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        await using var post = server.Post(security: SmtpSecurity.StartTls);

        await world.First.SendAsync(post);

        Assert.Equal("smtp-tls", (await world.RowAsync(queued.Id)).Reason);
        Assert.Empty(server.Letters());
    }

    [Fact]
    public async Task A_message_that_comes_too_late_is_not_sent()
    {
        await using var world = await MessageWorld.OpenAsync(StoreEngine.Sqlite);
        var queued = await world.First.Outbox.EnqueueAsync(Confirm(await world.PersonAsync()), Cancel);
        world.Clock.Advance(TimeSpan.FromDays(1));

        await world.First.SendAsync();

        var row = await world.RowAsync(queued.Id);
        Assert.Equal((MessageState.Dead, "expired"), (row.State, row.Reason));
        Assert.Empty(world.Letters());
    }
}
