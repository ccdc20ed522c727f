using Azukari.Members.Contracts;
using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Members.MembersWorld;

namespace Azukari.Tests.Cli;

public sealed class MemberCommandTests
{
    [Theory, EngineData]
    public async Task A_membership_its_past_and_its_place_are_shown_and_the_look_is_recorded(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var azukari = new CommandLine(world.Options.Folder) { Clock = world.Clock };
        var top = await world.MemberAsync();
        var member = await world.MemberAsync(MemberClass.Vip, top);

        var shown = (await azukari.RunAsync("members", "show", member.ToString())).Exits(0).Out;
        Assert.Contains("active", shown, StringComparison.Ordinal);
        Assert.Contains(top.ToString(), shown, StringComparison.Ordinal);
        Assert.Contains("applied", (await azukari.RunAsync("members", "history", member.ToString())).Exits(0).Out, StringComparison.Ordinal);
        var tree = (await azukari.RunAsync("members", "tree", "--level", "1", top.ToString())).Exits(0);
        Assert.Contains(member.ToString(), tree.Out, StringComparison.Ordinal);
        Assert.Contains(top.ToString(), (await azukari.RunAsync("members", "tree", "--on", "2026-11-24", member.ToString())).Exits(0).Out, StringComparison.Ordinal);
        (await azukari.RunAsync("members", "tree", "--on", "2026-11-23", member.ToString())).Exits(4);
        (await azukari.RunAsync("members", "tree", "--on", "yesterday", member.ToString())).Exits(2);
        (await azukari.RunAsync("members", "show", (await world.PersonAsync()).ToString())).Exits(4);
        (await azukari.RunAsync("members", "check")).Exits(0);
        var history = (await azukari.RunAsync("history", member.ToString())).Exits(0).Out;
        Assert.Contains("[membership]", history, StringComparison.Ordinal);
        Assert.Contains("[tree]", history, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task A_move_is_proposed_by_one_and_decided_by_another(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var azukari = new CommandLine(world.Options.Folder) { Clock = world.Clock };
        var second = new CommandLine(world.Options.Folder, login: "mihon-service") { Clock = world.Clock };
        var (left, right) = (await world.MemberAsync(), await world.MemberAsync());
        var member = await world.MemberAsync(MemberClass.Agent, left);

        (await azukari.RunAsync("members", "move", "--under", member.ToString(), "--reason", "wrong-sponsor", left.ToString())).Exits(3);
        (await azukari.RunAsync("members", "move", "--under", right.ToString(), "--reason", "wrong-sponsor", "--case", "request-7", member.ToString())).Exits(0);
        var move = (await azukari.RunAsync("members", "moves")).Exits(0).Lines[1].Split(' ')[0];
        Assert.Contains("other than who proposed", (await azukari.RunAsync("members", "decide", move)).Exits(3).Err, StringComparison.Ordinal);
        (await new CommandLine(world.Options.Folder, login: "mihon-shipping") { Clock = world.Clock }.RunAsync("members", "decide", move)).Exits(3);
        (await second.RunAsync("members", "decide", move)).Exits(0);

        await world.First.Tree.CatchUpAsync(Cancel);
        Assert.Equal(right, world.First.Tree.ParentOf(member));
        (await second.RunAsync("members", "decide", move)).Exits(4);
        (await azukari.RunAsync("members", "moves")).Exits(4); // nothing waits
        Assert.Contains("done", (await azukari.RunAsync("members", "moves", "--all")).Exits(0).Out, StringComparison.Ordinal);
        (await azukari.RunAsync("members", "move", "--under", "top", "--reason", "own-line", member.ToString())).Exits(0);
    }

    [Theory, EngineData]
    public async Task A_membership_is_suspended_goes_on_changes_its_class_and_ends(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var azukari = new CommandLine(world.Options.Folder) { Clock = world.Clock };
        var member = (await world.MemberAsync(MemberClass.Vip)).ToString();
        Task<Outcome> DoAsync(string act, params string[] more) => azukari.RunAsync(["members", act, "--case", "request-9", .. more, member]);

        (await DoAsync("reinstate")).Exits(3);
        Assert.Contains("suspended", (await DoAsync("suspend", "--reason", "unpaid")).Exits(0).Out, StringComparison.Ordinal);
        (await DoAsync("reinstate")).Exits(0);
        Assert.Contains("agent", (await DoAsync("class", "--to", "agent")).Exits(0).Out, StringComparison.Ordinal);
        (await DoAsync("class", "--to", "agent")).Exits(3);
        (await DoAsync("class", "--to", "king")).Exits(2);
        (await DoAsync("rank", "--to", "gold")).Exits(0);
        (await DoAsync("rank", "--to", "silver")).Exits(3);
        Assert.Contains("gold", (await azukari.RunAsync("members", "show", member)).Exits(0).Out, StringComparison.Ordinal);
        Assert.Contains("withdrawn", (await DoAsync("leave", "--by", "letter", "--sent", "2026-11-20")).Exits(0).Out, StringComparison.Ordinal);
        (await DoAsync("cancel")).Exits(3);
        (await DoAsync("leave", "--by", "letter")).Exits(4);
        (await DoAsync("leave", "--by", "pigeon")).Exits(2);
        (await DoAsync("leave", "--by", "letter", "--sent", "2030-01-01")).Exits(2);
        Assert.Contains("leaving:letter", (await azukari.RunAsync("history", "--json", member)).Exits(0).Out, StringComparison.Ordinal);
        Assert.Contains("left", (await azukari.RunAsync("members", "history", member)).Exits(0).Out, StringComparison.Ordinal);
        (await azukari.RunAsync("members", "suspend", member)).Exits(2); // no case
    }
}
