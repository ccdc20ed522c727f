using System.Security.Claims;
using Azukari.Console.SignIn;
using Azukari.Console.Spreadsheets;
using Azukari.Join.Applications;
using Azukari.Join.Resources;
using Azukari.Join.Staff;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Site.Policies;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using static Azukari.Tests.Join.JoinWorld;

namespace Azukari.Tests.Join;

/// <summary>Applications put in order, narrowed and saved, on both engines.</summary>
public sealed class ApplicationListTests
{
    [Theory, EngineData]
    public async Task They_are_sorted_by_arrival_kind_and_state_before_they_are_paged(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var book = world.First.Book;
        var (retail, vip, agent, paper, second) = await FiveAsync(world);
        var all = new ApplicationQuery();
        async Task<string[]> Of(ApplicationQuery query)
        {
            var (whole, total) = await book.ListAsync(query, 1, 50, Cancel);
            string[] codes = [.. whole.Select(one => one.Code)];
            List<string> paged = [];
            for (var page = 1; page <= total; page++)
            {
                var (one, of) = await book.ListAsync(query, page, 1, Cancel);
                Assert.Equal(total, of);
                paged.AddRange(one.Select(each => each.Code));
            }

            Assert.Equal(codes, paged);
            Assert.Empty((await book.ListAsync(query, total + 1, 1, Cancel)).Page);
            return codes;
        }

        Assert.Equal([second, paper, agent, vip, retail], await Of(all));
        Assert.Equal([second, paper, agent, vip, retail], await Of(all with { Sort = ApplicationSort.Submitted }));
        Assert.Equal([retail, vip, agent, paper, second], await Of(all with { Sort = ApplicationSort.Submitted, Turned = true }));
        Assert.Equal([paper, retail, second, vip, agent], await Of(all with { Sort = ApplicationSort.Kind }));
        Assert.Equal([agent, second, vip, paper, retail], await Of(all with { Sort = ApplicationSort.Kind, Turned = true }));
        Assert.Equal([vip, paper, agent, second, retail], await Of(all with { Sort = ApplicationSort.State }));
        Assert.Equal([second, retail, paper, agent, vip], await Of(all with { Sort = ApplicationSort.State, Turned = true }));
        Assert.Equal([agent, paper], await Of(all with { States = [ApplicationState.Waiting], Sort = ApplicationSort.Submitted, Turned = true }));
        Assert.Equal([agent], await Of(all with { States = [ApplicationState.Waiting, ApplicationState.Accepted], Kind = MemberClass.Agent }));

        // By post: what is to be done first stands first; any other order of these is the same as of all.
        var post = all with { ToPost = true };
        Assert.Equal([retail, second], await Of(post));
        Assert.Equal([second, retail], await Of(post with { Turned = true }));
        Assert.True(await book.PostAsync((await book.FindAsync(retail, Cancel))!, new DateOnly(2026, 11, 24), Desk, Cancel));
        Assert.Equal([second, retail], await Of(post));
        Assert.Equal([retail, second], await Of(post with { Turned = true }));
        Assert.Equal([second, retail], await Of(post with { Sort = ApplicationSort.Submitted }));
        Assert.Equal([second, retail], await Of(post with { Sort = ApplicationSort.Kind, Turned = true }));
    }

    [Theory, EngineData]
    public async Task A_file_has_the_list_in_its_order_nobodys_data_and_is_in_the_ledger(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (retail, vip, agent, paper, second) = await FiveAsync(world);
        Assert.Equal([paper, retail, second, vip, agent], await SavedAsync(world, ("show", "all"), ("sort", "kind"), ("page", "3")));
        Assert.Equal([agent, paper], await SavedAsync(world, ("show", "waiting"), ("sort", "submitted"), ("turned", "1")));
        Assert.Equal([second], await SavedAsync(world, ("show", "post"), ("kind", "vip")));
        Assert.Empty(await SavedAsync(world, ("show", "ended")));

        LedgerRecord[] kept = await world.First.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Exported, Reason = "application-list" }, Cancel).ToArrayAsync(Cancel);
        Assert.Equal([5L, 2L, 1L, 0L], kept.Select(record => record.Entry.Count!.Value).OrderDescending());
        Assert.All(kept, record => Assert.Equal("mihon-desk", record.Entry.Accessor));
    }

    // The first column of what is saved, between its heads and its note.
    private static async Task<string[]> SavedAsync(JoinWorld world, params (string Name, string Value)[] said)
    {
        await using var words = new ServiceCollection().AddLogging().AddLocalization().AddSingleton(typeof(Text<>)).BuildServiceProvider();
        var http = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(StaffScheme.LoginClaim, "mihon-desk")], StaffScheme.Name)) };
        http.Request.Form = new FormCollection(said.Append((Name: "format", Value: "csv")).ToDictionary(part => part.Name, part => new StringValues(part.Value)));
        var company = world.First.Company;
        var result = await ApplicationEndpoints.ExportAsync(
            http, world.First.Book, company, new PolicyShelf(() => company.Trust.Policies), new ListFile(company, world.Clock), words.GetRequiredService<Text<JoinText>>(), Cancel);
        using var reader = new StreamReader(Assert.IsType<FileStreamHttpResult>(result).FileStream);
        var file = await reader.ReadToEndAsync(Cancel);
        Assert.DoesNotContain(CanaryWords.FamilyName, file, StringComparison.Ordinal);
        Assert.DoesNotContain(CanaryWords.Town, file, StringComparison.Ordinal);
        Assert.DoesNotContain("@example.jp", file, StringComparison.Ordinal);
        string[] lines = file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return [.. lines[1..^1].Select(line => line.Split(',')[0])];
    }

    // Each a minute after the one before: registered by post, unconfirmed, waiting for the outline document, waiting on paper, registered by post.
    private static async Task<(string Retail, string Vip, string Agent, string Paper, string Second)> FiveAsync(JoinWorld world)
    {
        var book = world.First.Book;
        var retail = await world.JoinAsync(world.Form(electronic: false));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var vip = Assert.IsType<Submitted>(await book.SubmitAsync(world.Form(MemberClass.Vip), Cancel)).Application;
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var agent = await world.JoinAsync(world.Form(MemberClass.Agent, electronic: false));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var paper = Assert.IsType<Submitted>(await book.SubmitAsync(world.Form(mail: false, channel: Channel.Paper) with { By = Desk }, Cancel)).Application;
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await world.JoinAsync(world.Form(MemberClass.Vip, electronic: false));
        Assert.Equal(
            [ApplicationState.Accepted, ApplicationState.Unconfirmed, ApplicationState.Waiting, ApplicationState.Waiting, ApplicationState.Accepted],
            new[] { retail, vip, agent, paper, second }.Select(one => one.State));
        return (retail.Code, vip.Code, agent.Code, paper.Code, second.Code);
    }
}
