using System.Net.Http.Json;
using System.Text;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Faults;
using Azukari.Vault;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>How much memory a bulk read takes while it is read: in a process that does nothing else meanwhile.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class BulkMemoryTests
{
    private const int Few = 2_000, Many = 20_000;

    /// <summary>The ids in the request take three mebibytes; results held at once, of people whose values are short, would take more than ten.</summary>
    private const long Bound = 6L << 20;

    [Theory, EngineData]
    public async Task A_bulk_read_takes_no_more_memory_for_twenty_thousand_people_than_for_two(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var people = await PeopleAsync(world);
        var shipping = await world.ShippingAsync();
        await PeakAsync(world, shipping, people[..Few]); // what is made once is made now

        var few = await PeakAsync(world, shipping, people[..Few]);
        var many = await PeakAsync(world, shipping, people);

        TestContext.Current.TestOutputHelper?.WriteLine($"live memory at most {few >> 10:N0} KiB for {Few:N0} people, {many >> 10:N0} KiB for {Many:N0}");
        Assert.InRange(many - few, long.MinValue, Bound);
        Assert.Empty(world.Complaints);
    }

    /// <summary>The most live memory beyond what was there before, looked at ten times while the lines come and are let go.</summary>
    private static async Task<long> PeakAsync(ApiWorld world, HttpClient caller, string[] people)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/accesses")
        {
            Content = JsonContent.Create(new { purpose = Shipping, items = new[] { "name", "address", "mobile" }, subjects = people, @case = "list-1" }),
        };
        var before = await LiveAsync(world);
        using var response = await caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel), Encoding.UTF8);
        var (read, peak) = (0, 0L);
        for (string? line, last = null; ; last = line)
        {
            line = await lines.ReadLineAsync(Cancel);
            if (line is null)
            {
                Assert.Equal($$$"""{"end":{"subjects":{{{people.Length}}},"granted":{{{people.Length}}},"refused":0}}""", last);
                return peak;
            }

            if (++read % (people.Length / 10) == 0) peak = Math.Max(peak, await LiveAsync(world) - before);
        }
    }

    /// <summary>Live managed memory, without what waits to be sealed into the ledger: that comes and goes by the second.</summary>
    private static async Task<long> LiveAsync(ApiWorld world)
    {
        await world.Company.Trust.Ledger.SealAsync(Cancel);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task<string[]> PeopleAsync(ApiWorld world)
    {
        var (company, today) = (world.Company, DateOnly.FromDateTime(world.Clock.Now.DateTime));
        var people = new List<string>(Many);
        foreach (var batch in Enumerable.Range(0, Many).Chunk(500))
        {
            var results = await company.Trust.Vault.AcquireManyAsync(
                [.. batch.Select(n => new Acquisition
                {
                    SubjectKind = SubjectKind.Parse("agent"),
                    Values = Items(n).ToDictionary(given => ItemId.Parse(given.Key), given => company.ShapeOf(ItemId.Parse(given.Key)).TryNormalise(given.Value, today, out var stored, out var error)
                        ? stored : throw new InvalidOperationException(error.Rule)),
                    Channel = Channel.Web,
                    PolicyVersion = PolicyVersion.Parse("2026-10"),
                })], new Accessor("tester"), Cancel);
            people.AddRange(results.Select(result => Assert.IsType<Acquired>(result).SubjectId.ToString()));
        }

        return [.. people];
    }
}
