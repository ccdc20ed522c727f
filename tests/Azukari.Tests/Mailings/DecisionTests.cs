using Azukari.Ledger;
using Azukari.Mailings.Book;
using Azukari.Mailings.Storage;
using Azukari.Messages.Contracts;
using Azukari.Stores;
using Azukari.Storage;
using Azukari.Testing;
using Azukari.Tests.Messages;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Azukari.Tests.Mailings.MailingWorld;

namespace Azukari.Tests.Mailings;

/// <summary>Who decides about a mailing, and that what was approved is what goes.</summary>
public sealed class DecisionTests
{
    private static readonly Accessor Third = new("s-marketing-2");

    [Theory, EngineData]
    public async Task One_writes_another_approves_and_what_was_approved_stays(StoreEngine engine)
    {
        await using var world = await MailingWorld.OpenAsync(engine);
        var book = world.First.Book;
        var code = (await book.WriteAsync(Draft(), Writer, Cancel))!;
        Assert.Equal(MailingAct.Changed, await book.DecideAsync(code, 1, null, Other, Cancel)); // nobody asked yet
        Assert.Equal(MailingAct.Done, await book.ProposeAsync(code, 1, Third, Cancel));

        Assert.Equal(MailingAct.SamePerson, await book.DecideAsync(code, 2, null, Writer, Cancel));
        Assert.Equal(MailingAct.SamePerson, await book.DecideAsync(code, 2, null, Third, Cancel));
        Assert.Equal(MailingAct.Changed, await book.DecideAsync(code, 1, null, Other, Cancel)); // not what was read
        Assert.Equal(MailingAct.Changed, await book.WriteAsync(code, 2, Draft(subject: "別の案内"), Writer, Cancel)); // not while it waits
        Assert.Equal(MailingAct.Done, await book.DecideAsync(code, 2, null, Other, Cancel));
        Assert.Equal(MailingAct.Changed, await book.DecideAsync(code, 3, null, Other, Cancel));
        Assert.Equal(MailingAct.Changed, await book.WriteAsync(code, 3, Draft(subject: "別の案内"), Writer, Cancel));
        Assert.Equal(MailingAct.Changed, await book.DiscardAsync(code, Cancel));

        var entries = await world.First.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Case = code }, Cancel).Select(record => (record.Entry.Reason!, record.Entry.Accessor!)).ToArrayAsync(Cancel);
        Assert.Equal([($"mailing-approved:{MailingWords.Digest(Draft())}", Other.Code), ("mailing-proposed", Third.Code)], entries.OrderBy(entry => entry.Item1, StringComparer.Ordinal));
    }

    [Theory, EngineData]
    public async Task Given_back_it_is_a_draft_again_with_the_reason(StoreEngine engine)
    {
        await using var world = await MailingWorld.OpenAsync(engine);
        var book = world.First.Book;
        var code = (await book.WriteAsync(Draft(), Writer, Cancel))!;
        await book.ProposeAsync(code, 1, Writer, Cancel);
        Assert.Equal(MailingAct.Done, await book.DecideAsync(code, 2, "wording", Other, Cancel));

        var back = (await book.FindAsync(code, Cancel))!;
        Assert.Equal((MailingState.Draft, "wording", Other.Code), (back.State, back.Declined, back.DecidedBy));
        Assert.Equal(MailingAct.Done, await book.WriteAsync(code, back.Version, Draft(subject: "直した案内"), Writer, Cancel));
        Assert.Equal(MailingAct.Done, await book.ProposeAsync(code, back.Version + 1, Writer, Cancel));
        Assert.Null((await book.FindAsync(code, Cancel))!.Declined);
        Assert.Equal(MailingAct.Done, await book.TakeBackAsync(code, Cancel));
        Assert.Equal(MailingAct.Done, await book.DiscardAsync(code, Cancel));
        Assert.Equal(MailingAct.None, await book.DiscardAsync(code, Cancel));
    }

    [Theory, EngineData]
    public async Task Of_two_who_decide_at_once_one_does(StoreEngine engine)
    {
        await using var world = await MailingWorld.OpenAsync(engine);
        var code = (await world.First.Book.WriteAsync(Draft(), Writer, Cancel))!;
        await world.First.Book.ProposeAsync(code, 1, Writer, Cancel);
        var second = await world.NodeAsync();

        var acts = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => (i % 2 == 0 ? world.First : second).Book.DecideAsync(code, 2, i < 2 ? null : "timing", Other, Cancel), Cancel)));

        Assert.Single(acts, MailingAct.Done);
        Assert.Equal(3, acts.Count(act => act == MailingAct.Changed));
    }

    [Theory, EngineData]
    public async Task Words_changed_behind_the_programs_back_do_not_go(StoreEngine engine)
    {
        await using var world = await MailingWorld.OpenAsync(engine);
        await using var server = await MailServer.StartAsync();
        await using var post = server.Post();
        await world.MemberAsync();
        var code = await world.ApprovedAsync();
        await using (var db = await world.First.Services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(Cancel))
            await db.Set<MailingRow>().Where(row => row.Code == code).ExecuteUpdateAsync(set => set.SetProperty(row => row.TextJa, "まったく別の文章"), Cancel);

        await world.First.FinishAsync(post);

        Assert.Empty(server.Letters());
        var message = Assert.Single(await world.First.MessagesAsync());
        Assert.Equal((MessageState.Dead, "no-text"), (message.State, message.Reason));
    }
}
