using Azukari.Company;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Browser.Tests;

/// <summary>A move in the sponsor tree that somebody else proposed: looked at by whoever decides, on every screen, decided, and looked at again.</summary>
public sealed class ConsoleMoveTests(Browsers browsers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_move_waits_on_every_screen_and_is_approved_by_a_press()
    {
        string move = "/console/people/moves/" + await ProposedAsync();
        await using Visit visit = await browsers.LookingAsync();
        foreach (string path in (string[])[move, "/en" + move])
            await visit.IsForEverybodyAsync(path, new(1280, Axe: true), new(390, Dark: path == move, Axe: true), new(320));

        await visit.OpenAsync("/en" + move);
        await visit.Page.Locator("button[value=approve]").ClickAsync();
        await visit.Page.ReachAsync("**said=Done");
        Assert.Equal(0, await visit.Page.Locator("button[value=approve]").CountAsync());
        await Axe.FindsNothingAsync(visit.Page, "a move that was done");
    }

    // Two agents at the top, and a move of the second under the first, by somebody else than the one who looks.
    private async Task<TreeMoveId> ProposedAsync()
    {
        var vault = browsers.Services.GetRequiredService<CompanyCore>().Trust.Vault;
        var book = browsers.Services.GetRequiredService<MemberBook>();
        var tree = browsers.Services.GetRequiredService<SponsorTree>();
        var acting = new MemberActing(new Accessor("mihon-privacy"), "request-1", "wrong-sponsor");
        List<SubjectId> agents = [];
        await foreach (SubjectId subject in vault.SubjectsAsync(SubjectKind.Parse("agent"), Cancel))
            if (agents.Count < 2 && await book.FindAsync(subject, Cancel) is null) agents.Add(subject);
        foreach ((SubjectId agent, string number) in agents.Zip(["90000001", "90000002"]))
        {
            Assert.True(MemberNumber.TryParse(number, out MemberNumber? given, out _));
            var taken = await book.TakeInAsync([new KnownMember(agent, MemberClass.Agent, null, given, TimeProvider.System.GetUtcNow(), Channel.Paper, PolicyVersion.Parse("2026-10"))], acting, Cancel);
            Assert.True(taken[0].Done);
        }

        await tree.CatchUpAsync(Cancel);
        return Assert.IsType<TreeMoveDone>(await tree.ProposeMoveAsync(agents[1], agents[0], acting, Cancel)).Move.Id;
    }
}
