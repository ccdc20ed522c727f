using System.Net;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Console;

/// <summary>Moves in the sponsor tree at the console: the effect seen first, proposed by one, decided by another, loops refused.</summary>
public sealed class MoveTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private const string Registration = "staff.customer-service~purpose.member.1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SponsorTree Tree => host.Services.GetRequiredService<SponsorTree>();

    [Fact]
    public async Task A_move_is_shown_first_proposed_by_one_and_done_by_another()
    {
        (SubjectId top, SubjectId other, SubjectId below) = await LineAsync();
        using HttpClient service = await AtDeskAsync(ConsoleHost.Service, Registration, "application-1");
        string effect = await ShowAsync(service, top, await host.ValueAsync(other, "member-number"));
        Assert.Contains("1人", effect, StringComparison.Ordinal); // who comes along
        Assert.Contains("今は 0、移動後は 1", effect, StringComparison.Ordinal);
        Assert.Contains(await host.ValueAsync(other, "name"), WebUtility.HtmlDecode(effect), StringComparison.Ordinal);

        using HttpResponseMessage proposed = await ConsoleHost.SendAsync(
            service, $"/console/people/{top}/move", $"/console/people/{top}/move/propose", ("under", other.ToString()), ("reason", "wrong-sponsor"), ("case", "request-7"));
        string move = proposed.Headers.Location!.ToString();
        Assert.EndsWith("?said=Proposed", move, StringComparison.Ordinal);
        Assert.Null(Tree.ParentOf(top));
        move = new Uri(new Uri("https://x"), move).AbsolutePath;

        Assert.DoesNotContain("value=\"approve\"", await service.GetStringAsync(move, Cancel), StringComparison.Ordinal); // one's own
        using HttpResponseMessage own = await ConsoleHost.SendAsync(service, "/console/people/moves", move + "/decide", ("decision", "approve"));
        Assert.EndsWith("?said=SamePerson", own.Headers.Location!.ToString(), StringComparison.Ordinal);
        using HttpClient auditor = await host.SignedInAsync(ConsoleHost.Auditor);
        using HttpResponseMessage sees = await auditor.GetAsync("/console/people/moves", Cancel);
        Assert.Contains("request-7", await sees.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await IsSavedAsync(auditor);
        using HttpResponseMessage may = await ConsoleHost.SendAsync(auditor, "/console", move + "/decide", ("decision", "approve"));
        Assert.Equal(HttpStatusCode.Forbidden, may.StatusCode);

        using HttpClient manager = await AtDeskAsync(Personas.Privacy.Login, Personas.Privacy.Purpose!, Personas.Privacy.Case);
        Assert.Contains("value=\"approve\"", await manager.GetStringAsync(move, Cancel), StringComparison.Ordinal);
        Assert.Contains("承認を待つ系列の移動", await manager.GetStringAsync("/console", Cancel), StringComparison.Ordinal); // what waits for them, on the home page
        using HttpResponseMessage done = await ConsoleHost.SendAsync(manager, move, move + "/decide", ("decision", "approve"));
        Assert.EndsWith("?said=Done", done.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(other, Tree.ParentOf(top));
        Assert.True(Tree.IsAncestor(other, below));
        Assert.True(await host.Company.Trust.Vault.HistoryAsync(top, Cancel).AnyAsync(entry => entry.Reason == "tree:moved" && entry.Accessor == Personas.Privacy.Login && entry.Case == "request-7", Cancel));
        using HttpResponseMessage again = await ConsoleHost.SendAsync(manager, move, move + "/decide", ("decision", "decline"));
        Assert.EndsWith("?said=NotWaiting", again.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_is_said_before_and_refused_where_it_is_proposed_all_the_same()
    {
        (SubjectId top, _, SubjectId below) = await LineAsync();
        using HttpClient service = await AtDeskAsync(ConsoleHost.Service, Registration, "application-2");
        string effect = await ShowAsync(service, top, await host.ValueAsync(below, "member-number"));
        Assert.Contains("輪になって", effect, StringComparison.Ordinal);
        Assert.DoesNotContain("move/propose", effect, StringComparison.Ordinal);
        using HttpResponseMessage proposed = await ConsoleHost.SendAsync(
            service, $"/console/people/{top}/move", $"/console/people/{top}/move/propose", ("under", below.ToString()), ("reason", "other"), ("case", "request-8"));
        Assert.EndsWith("?said=BelowItself", proposed.Headers.Location!.ToString(), StringComparison.Ordinal);
        using HttpResponseMessage unclear = await ConsoleHost.SendAsync(
            service, $"/console/people/{top}/move", $"/console/people/{top}/move/propose", ("under", "top"), ("reason", "なんとなく"), ("case", "request-8"));
        Assert.EndsWith("?said=unsure", unclear.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("見られる方はいません", await ShowAsync(service, top, "999"), StringComparison.Ordinal);
    }

    // What is saved is the list, without who moves; that it was is in the ledger.
    private async Task IsSavedAsync(HttpClient auditor)
    {
        const string List = "/en/console/people/moves";
        Assert.Contains("aria-sort=\"descending\"", await auditor.GetStringAsync(List, Cancel), StringComparison.Ordinal);
        Assert.Contains("aria-sort=\"ascending\"", await auditor.GetStringAsync(List + "?all=1&sort=state&page=9", Cancel), StringComparison.Ordinal);
        using HttpResponseMessage saved = await ConsoleHost.SendAsync(auditor, List, List + "/export", ("all", "1"), ("sort", "state"), ("format", "csv"));
        string file = await saved.Content.ReadAsStringAsync(Cancel);
        Assert.Contains($"waiting,sponsor registered by mistake,request-7,{ConsoleHost.Service},,1", file, StringComparison.Ordinal);
        Assert.Contains("1 of 1 moves", file, StringComparison.Ordinal);
        LedgerRecord kept = Assert.Single(await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Exported, Reason = "move-list" }, Cancel).ToArrayAsync(Cancel));
        Assert.Equal((ConsoleHost.Auditor, 1L), (kept.Entry.Accessor, kept.Entry.Count!.Value));
        using HttpClient shipping = await host.SignedInAsync(Personas.Shipping.Login);
        using HttpResponseMessage refused = await ConsoleHost.SendAsync(shipping, "/console", List + "/export", ("all", "1"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    // Two agents at the top, and somebody below the first; the people of the sample are in the vault already.
    private async Task<(SubjectId Top, SubjectId Other, SubjectId Below)> LineAsync()
    {
        var book = host.Services.GetRequiredService<MemberBook>();
        var acting = new MemberActing(new Accessor("test"), "request-1");
        var context = new AccessContext { Accessor = new Accessor("test"), As = RecipientKind.Parse("staff.customer-service"), Purpose = ClauseId.Parse("purpose.member.1"), Case = "application-1" };
        List<SubjectId> agents = [];
        await foreach (SubjectId subject in host.Company.Trust.Vault.SubjectsAsync(SubjectKind.Parse("agent"), Cancel))
            if (await book.FindAsync(subject, Cancel) is null && await host.Company.Trust.Vault.ForeseeAsync(subject, [ItemId.Parse("name"), ItemId.Parse("member-number")], context, Cancel) is { } foreseen
                && foreseen.All(one => one is { Refusal: null, Held: not null })) agents.Add(subject);
        (SubjectId top, SubjectId other, SubjectId below) = (agents[0], agents[1], agents[2]);
        foreach ((SubjectId who, SubjectId? sponsor) in ((SubjectId, SubjectId?)[])[(top, null), (other, null), (below, top)])
        {
            Assert.True(MemberNumber.TryParse(await host.ValueAsync(who, "member-number"), out MemberNumber? number, out _));
            var results = await book.TakeInAsync([new KnownMember(who, MemberClass.Agent, sponsor, number, host.Clock.GetUtcNow(), Channel.Paper, PolicyVersion.Parse("2026-10"))], acting, Cancel);
            Assert.True(results[0].Done);
        }

        await Tree.CatchUpAsync(Cancel);
        return (top, other, below);
    }

    private async Task<HttpClient> AtDeskAsync(string login, string purpose, string? of)
    {
        HttpClient browser = await host.SignedInAsync(login);
        await ConsoleHost.ChooseAsync(browser, purpose, of);
        return browser;
    }

    private static async Task<string> ShowAsync(HttpClient browser, SubjectId who, string number)
    {
        using HttpResponseMessage shown = await ConsoleHost.SendAsync(browser, $"/console/people/{who}/move", $"/console/people/{who}/move", ("_handler", "sponsor"), ("number", number));
        return await shown.Content.ReadAsStringAsync(Cancel);
    }
}
