using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Azukari.Console.SignIn;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Tests.Api;
using Azukari.Tests.Cli;
using Microsoft.Extensions.DependencyInjection;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Faults;

/// <summary>Two web nodes on one PostgreSQL, over real connections: one order, one tree, one set of sessions and tokens.</summary>
public sealed class TwoNodesTests
{
    private const int Callers = 8, Calls = 25;

    [Fact]
    public async Task Under_load_with_one_of_them_stopping_nothing_acknowledged_is_lost_and_the_ledger_is_one()
    {
        await using var first = await OpenAsync(StoreEngine.Postgres);
        await using var second = first.AnotherNode();
        foreach (var node in new[] { first, second })
        {
            node.UseKestrel(0);
            node.StartServer();
        }

        var secret = await first.RegisterAsync("shipping", "staff.shipping", null, [Shipping], ["access"]);
        var person = await first.PersonAsync();
        var acknowledged = new ConcurrentBag<string>();
        var failed = new ConcurrentBag<HttpStatusCode?>();
        using var seed = new HttpClient { BaseAddress = first.ClientOptions.BaseAddress };
        // Given by the one, valid at the other.
        var token = (await TokenAsync(seed, "shipping", secret)).IsFine()["access_token"]!;

        async Task CallAsync(ApiWorld node, int caller)
        {
            using var client = new HttpClient { BaseAddress = node.ClientOptions.BaseAddress };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            for (var i = 0; i < Calls; i++)
            {
                try
                {
                    var answer = await client.PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = Shipping, items = new[] { "name", "mobile" }, @case = $"order-{caller}-{i}" });
                    if (answer.Status == HttpStatusCode.OK) acknowledged.Add(answer["entry"]!);
                    else failed.Add(answer.Status);
                }
                catch (HttpRequestException)
                {
                    failed.Add(null);
                }

                if (!failed.IsEmpty && node == second) return; // its node has stopped: whoever listens there next is another
            }
        }

        var load = Enumerable.Range(0, Callers).SelectMany(caller => new[] { CallAsync(first, caller), CallAsync(second, caller + Callers) }).ToList();
        while (acknowledged.Count < Callers * 4) await Task.Delay(10, Cancel);
        await second.DisposeAsync();
        await Task.WhenAll(load);

        Assert.True(acknowledged.Count >= Callers * Calls, $"{acknowledged.Count} acknowledged, {string.Join(", ", failed.Distinct())}");
        Assert.All(failed, status => Assert.True(status is null or HttpStatusCode.ServiceUnavailable, $"{status}"));
        await using (var again = first.AnotherNode())
        {
            again.UseKestrel(0);
            again.StartServer();
            using var client = new HttpClient { BaseAddress = again.ClientOptions.BaseAddress };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            (await client.PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = Shipping, items = new[] { "name" }, @case = "order-after" })).IsFine();
        }

        var verified = (await new CommandLine(first.Data, first.Postgres).RunAsync("ledger", "verify")).Exits(0);
        Assert.NotEmpty(verified.Out);
        var positions = new List<long>();
        var known = new HashSet<string>();
        await foreach (var record in first.Company.Trust.Ledger.QueryAsync(new LedgerQuery(), Cancel))
        {
            Assert.True(known.Add(record.Entry.Id.ToString()), "an entry stands twice");
            if (record.Position is { } position) positions.Add(position);
        }

        Assert.Equal(Enumerable.Range(0, positions.Count).Select(n => (long)n), positions.Order());
        Assert.Subset(known, acknowledged.ToHashSet());
    }

    [Fact]
    public async Task A_session_of_one_holds_at_the_other_and_ends_at_both()
    {
        await using var first = await OpenAsync(StoreEngine.Postgres);
        await using var second = first.AnotherNode();
        StaffSessions Sessions(ApiWorld node) => node.Services.GetRequiredService<StaffSessions>();

        var session = (await Sessions(second).OpenAsync(await Sessions(first).NewLinkAsync("tester", Cancel), Cancel))!;
        Assert.Equal("tester", await Sessions(first).FindAsync(session.Token, Cancel));
        await Sessions(first).EndAsync(session.Token, Cancel);
        Assert.Null(await Sessions(second).FindAsync(session.Token, Cancel));
    }
}
