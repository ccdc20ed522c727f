using Azukari.Ledger;
using Azukari.Mailings.Book;
using Azukari.Mailings.Sending;
using Azukari.Members.Contracts;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Messages;
using Azukari.Vault;
using MimeKit;
using Microsoft.Extensions.DependencyInjection;
using static Azukari.Tests.Mailings.MailingWorld;

namespace Azukari.Tests.Mailings;

/// <summary>Mailings from the first word to the mail server and out again, on both engines, with a real mail server.</summary>
public sealed class MailingTests
{
    [Theory, EngineData]
    public async Task It_goes_to_whoever_consented_in_their_language_and_never_after_they_stopped_it(StoreEngine engine)
    {
        await using var world = await MailingWorld.OpenAsync(engine);
        await using var server = await MailServer.StartAsync();
        await using var post = server.Post();
        var (hers, his) = (await world.MemberAsync(), await world.MemberAsync(language: "en"));
        await world.MemberAsync(consents: "purpose.member.8"); // to something else
        await world.MemberAsync(consents: "");
        await world.MemberAsync(withMail: false);
        await world.MemberAsync(channel: Channel.Paper); // an address somebody else typed
        var suspended = await world.MemberAsync();
        await world.First.Members.SuspendAsync(suspended, new MemberActing(Other, "request-1", "unpaid"), Cancel);

        var code = await world.ApprovedAsync();
        await world.First.FinishAsync(post);

        var letters = server.Letters();
        Assert.Equal(["Seminar this autumn", "秋のセミナーのご案内"], letters.Select(letter => letter.Subject).Order(StringComparer.Ordinal));
        var japanese = letters.Single(letter => letter.Body!.Headers["Content-Language"] == "ja");
        // Act on Regulation of Transmission of Specified Electronic Mail 4: sender, address, contact, the way out.
        Assert.StartsWith("11月に体験会を開きます。\n\nお待ちしています。\n\n--\nシークレットダイレクトジャパン合同会社\n", japanese.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("お問い合わせ: 0800-888-0311", japanese.TextBody, StringComparison.Ordinal);
        Assert.Contains("配信の停止はこちら: ", japanese.TextBody, StringComparison.Ordinal);
        Assert.Equal("List-Unsubscribe=One-Click", japanese.Headers[HeaderId.ListUnsubscribePost]);

        var mailing = (await world.First.Book.FindAsync(code, Cancel))!;
        Assert.Equal((MailingState.Done, 7, 2), (mailing.State, mailing.Sent.Looked, mailing.Sent.Fit));
        Assert.Equal("no-address=1 no-consent=2 suspended=1 unconfirmed-address=1", MailingWords.Write(mailing.Sent.LeftOut));
        Assert.Equal(2, (await world.First.Book.ProgressAsync(code, Cancel))[MessageState.Sent]);
        // Each sending is a use in the person's history, with its clause and the mailing as its case; nobody else's history says a word.
        var used = await world.First.Company.Trust.Vault.HistoryAsync(hers, Cancel).FirstAsync(entry => entry.Kind == EntryKind.Used, Cancel);
        Assert.Equal(("purpose.member.4", code, "message:mailings.seminars", Other.Code), (used.Purpose, used.Case, used.Reason, used.Accessor));
        Assert.Contains("purpose.member.4", used.Clauses);
        Assert.Equal(["email"], used.Items);
        Assert.False(await world.First.Company.Trust.Vault.HistoryAsync(suspended, Cancel).AnyAsync(entry => entry.Kind is EntryKind.Used or EntryKind.Refused, Cancel));

        // The link of the letter: the next mailing does not reach her.
        var link = japanese.Headers[HeaderId.ListUnsubscribe]!;
        Assert.True(await world.First.Services.GetRequiredService<OptOuts>().StopAsync(link[(link.LastIndexOf("/stop/", StringComparison.Ordinal) + 6)..link.LastIndexOf("/now", StringComparison.Ordinal)], Cancel));
        await world.ApprovedAsync(Draft(subject: "冬のセミナーのご案内"));
        await world.First.FinishAsync(post);
        Assert.Equal(3, server.Letters().Count);
        Assert.Equal(["en", "en", "ja"], server.Letters().Select(letter => letter.Body!.Headers["Content-Language"]).Order(StringComparer.Ordinal));
        Assert.NotEqual(hers, his);
    }

    [Theory, EngineData]
    public async Task A_process_that_ends_between_the_orders_and_their_note_loses_nothing_and_doubles_nothing(StoreEngine engine)
    {
        await using var world = await MailingWorld.OpenAsync(engine);
        await using var server = await MailServer.StartAsync();
        await using var post = server.Post();
        for (var i = 0; i < 5; i++) await world.MemberAsync();
        var code = await world.ApprovedAsync();
        var dying = await world.NodeAsync();
        (world.First.Run.Step, dying.Run.Step) = (2, 2);
        var steps = 0;
        dying.Run.BeforeCommit = () => ++steps == 2 ? throw new ProcessEnded() : Task.CompletedTask;
        await Assert.ThrowsAsync<ProcessEnded>(() => dying.StepsAsync());
        Assert.Equal((2, 2), ((await world.First.MessagesAsync()).Count, (await world.First.Book.FindAsync(code, Cancel))!.Sent.Looked)); // the first two, and the note that says so
        Assert.Equal(0, await world.First.StepsAsync()); // what it held is nobody else's yet

        world.Clock.Advance(MailingRun.LeaseTime + TimeSpan.FromSeconds(1));
        await world.First.StepsAsync();
        Assert.Equal((5, 5), ((await world.First.MessagesAsync()).Count, (await world.First.Book.FindAsync(code, Cancel))!.Sent.Looked));
        await world.First.FinishAsync(post);

        Assert.Equal(5, server.Letters().Select(letter => letter.To.ToString()).Distinct().Count());
        Assert.Equal(5, server.Letters().Count);
        Assert.Equal(MailingState.Done, (await world.First.Book.FindAsync(code, Cancel))!.State);
    }

    [Theory, EngineData]
    public async Task Two_nodes_at_one_mailing_order_each_message_once(StoreEngine engine)
    {
        await using var world = await MailingWorld.OpenAsync(engine);
        for (var i = 0; i < 12; i++) await world.MemberAsync();
        var code = await world.ApprovedAsync();
        var second = await world.NodeAsync();
        (world.First.Run.Step, second.Run.Step) = (3, 3);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => (i % 2 == 0 ? world.First : second).StepsAsync(), Cancel)));

        var messages = await world.First.MessagesAsync();
        Assert.Equal((12, 12), (messages.Count, messages.Select(row => Convert.ToHexString(row.Subject)).Distinct().Count()));
        Assert.Equal(12, (await world.First.Book.FindAsync(code, Cancel))!.Sent.Looked);
    }

    [Theory, EngineData]
    public async Task What_changes_amid_a_mailing_counts_at_the_moment_of_sending(StoreEngine engine)
    {
        await using var world = await MailingWorld.OpenAsync(engine);
        await using var server = await MailServer.StartAsync();
        await using var post = server.Post();
        SubjectId withdraws = await world.MemberAsync(), suspended = await world.MemberAsync(), stays = await world.MemberAsync();
        var code = await world.ApprovedAsync();
        await world.First.StepsAsync();
        Assert.Equal(3, (await world.First.MessagesAsync()).Count); // ordered, not yet sent

        var vault = world.First.Company.Trust.Vault;
        var consent = (await vault.DescribeAsync(withdraws, Cancel))!.Consents.Single();
        Assert.True((await vault.WithdrawAsync(withdraws, consent.Id, Other, Cancel)).Done);
        await world.First.Members.SuspendAsync(suspended, new MemberActing(Other, "request-1", "unpaid"), Cancel);
        await world.First.FinishAsync(post);

        Assert.Single(server.Letters());
        var states = (await world.First.MessagesAsync()).ToDictionary(row => SubjectId.FromBytes(row.Subject), row => (row.State, row.Reason));
        Assert.Equal((MessageState.NotAllowed, "no-consent"), states[withdraws]);
        Assert.Equal((MessageState.Dropped, MailingLetters.NotInAudience), states[suspended]);
        Assert.Equal(MessageState.Sent, states[stays].State);
        Assert.Equal(MailingState.Done, (await world.First.Book.FindAsync(code, Cancel))!.State);
    }

    [Theory, EngineData]
    public async Task Stopped_amid_nothing_more_goes_not_even_what_a_process_had_in_hand(StoreEngine engine)
    {
        await using var world = await MailingWorld.OpenAsync(engine);
        await using var server = await MailServer.StartAsync("grey");
        await using var post = server.Post();
        for (var i = 0; i < 3; i++) await world.MemberAsync();
        var code = await world.ApprovedAsync();
        await world.First.StepsAsync();
        var held = (await world.First.Services.GetRequiredService<Azukari.Messages.Queue.MessageQueue>().TakeAsync(Cancel))!; // in somebody's hand

        Assert.Equal(MailingAct.Done, await world.First.Book.StopAsync(code, Writer, Cancel));
        Assert.Equal(MailingAct.Changed, await world.First.Book.StopAsync(code, Other, Cancel));
        await world.First.Services.GetRequiredService<Azukari.Messages.Sending.MessageDelivery>().DeliverAsync(held, post, Cancel);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.First.FinishAsync(post);

        Assert.Empty(server.Letters());
        Assert.All(await world.First.MessagesAsync(), row => Assert.Equal(MessageState.Dropped, row.State));
        Assert.Equal([("mailing-stopped", null), ("message-dropped", (long?)2)],
            await world.First.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Case = code }, Cancel).Select(record => (record.Entry.Reason, record.Entry.Count))
                .Where(entry => entry.Reason is "mailing-stopped" or "message-dropped").OrderBy(entry => entry.Reason, StringComparer.Ordinal).ToArrayAsync(Cancel));
    }

    [Theory, EngineData]
    public async Task An_audience_is_chosen_by_kind_and_rank_and_what_it_was_chosen_by_is_recorded(StoreEngine engine)
    {
        await using var world = await MailingWorld.OpenAsync(engine);
        await using var server = await MailServer.StartAsync();
        await using var post = server.Post();
        var (gold, silver) = (await world.MemberAsync(@class: MemberClass.Agent), await world.MemberAsync(@class: MemberClass.Agent));
        await world.MemberAsync(@class: MemberClass.Vip, consents: "purpose.member.4 purpose.member.8");
        var acting = new MemberActing(Other, "request-1");
        Assert.True((await world.First.Members.RaiseRankAsync(gold, MemberRank.Gold, acting, Cancel)).Done);
        Assert.True((await world.First.Members.RaiseRankAsync(silver, MemberRank.Silver, acting, Cancel)).Done);

        var ranked = await world.ApprovedAsync(Draft(audience: new MailingAudience([MemberClass.Agent], MemberRank.Gold)));
        await world.First.FinishAsync(post);
        var classed = await world.ApprovedAsync(Draft(MailingKind.Products, new MailingAudience([MemberClass.Vip, MemberClass.Agent], null)));
        await world.First.FinishAsync(post);

        Assert.Equal(2, server.Letters().Count);
        Assert.Equal((1, 1), ((await world.First.Book.FindAsync(ranked, Cancel))!.Sent.Looked, (await world.First.Book.FindAsync(ranked, Cancel))!.Sent.Fit));
        Assert.Equal((3, 1), ((await world.First.Book.FindAsync(classed, Cancel))!.Sent.Looked, (await world.First.Book.FindAsync(classed, Cancel))!.Sent.Fit));
        var used = await world.First.Company.Trust.Vault.HistoryAsync(gold, Cancel).FirstAsync(entry => entry.Kind == EntryKind.Used, Cancel);
        Assert.Equal(["email", "rank"], used.Items.Order(StringComparer.Ordinal));
        // For products and services the policy does not let rank be used.
        Assert.Null(await world.First.Book.WriteAsync(Draft(MailingKind.Products, new MailingAudience([MemberClass.Agent], MemberRank.Gold)), Writer, Cancel));
    }

    [Theory, EngineData]
    public async Task An_audience_is_counted_without_a_word_in_anybodys_history(StoreEngine engine)
    {
        await using var world = await MailingWorld.OpenAsync(engine);
        var (person, none) = (await world.MemberAsync(), await world.MemberAsync(consents: ""));
        var code = (await world.First.Book.WriteAsync(Draft(), Writer, Cancel))!;
        Assert.Null((await world.First.Book.FindAsync(code, Cancel))!.Count!.At);

        await world.First.StepsAsync();

        var count = (await world.First.Book.FindAsync(code, Cancel))!.Count!;
        Assert.Equal((2, 1, "no-consent=1"), (count.Tally.Looked, count.Tally.Fit, MailingWords.Write(count.Tally.LeftOut)));
        Assert.NotNull(count.At);
        foreach (var each in (SubjectId[])[person, none])
            Assert.False(await world.First.Company.Trust.Vault.HistoryAsync(each, Cancel).AnyAsync(entry => entry.Kind is EntryKind.Used or EntryKind.Refused or EntryKind.Searched, Cancel));
        await world.MemberAsync();
        Assert.Equal(MailingAct.Done, await world.First.Book.CountAgainAsync(code, Cancel));
        await world.First.StepsAsync();
        Assert.Equal(2, (await world.First.Book.FindAsync(code, Cancel))!.Count!.Tally.Fit);
    }

    [Fact]
    public async Task It_waits_for_its_hour_and_orders_no_more_than_are_sent()
    {
        await using var world = await MailingWorld.OpenAsync(StoreEngine.Sqlite);
        await using var server = await MailServer.StartAsync();
        await using var post = server.Post();
        for (var i = 0; i < 5; i++) await world.MemberAsync();
        (world.First.Run.Step, world.First.Run.MostWaiting) = (2, 2);
        var code = await world.ApprovedAsync(Draft(at: world.Clock.GetUtcNow().AddHours(3)));
        await world.First.StepsAsync();
        Assert.Equal(MailingState.Approved, (await world.First.Book.FindAsync(code, Cancel))!.State);

        world.Clock.Advance(TimeSpan.FromHours(3));
        await world.First.StepsAsync();
        Assert.Equal((MailingState.Sending, 2), ((await world.First.Book.FindAsync(code, Cancel))!.State, (await world.First.MessagesAsync()).Count));
        await world.First.SendAsync(post);
        await world.First.StepsAsync();
        Assert.Equal(4, (await world.First.MessagesAsync()).Count);
        await world.First.FinishAsync(post);
        Assert.Equal((MailingState.Done, 5), ((await world.First.Book.FindAsync(code, Cancel))!.State, server.Letters().Count));
    }
}
