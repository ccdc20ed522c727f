using System.Net;
using System.Text.Json;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Faults;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>Calls that take long: bulk reads that are not read, or break off.</summary>
public sealed class LongCallTests
{
    private const int Many = 20_000;

    [Theory, EngineData]
    public async Task Who_stops_reading_a_bulk_answer_is_given_no_more_and_holds_nobody_up(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var shipping = await world.ShippingAsync();

        using (var stopped = await BeginAsync(shipping, person, "list-stopped"))
        {
            await using var lines = await stopped.Content.ReadAsStreamAsync(Cancel);
            Assert.Equal(1, await lines.ReadAsync(new byte[1], Cancel));

            var other = (await shipping.PostAsync("/api/v1/accesses", Bulk(person, "list-read", 2_000))).IsFine();
            Assert.Contains("""{"end":{"subjects":2000,"granted":2000,"refused":0}}""", other.Text, StringComparison.Ordinal);
            Assert.InRange(await RecordedAsync(world, "list-stopped"), 1, Many / 2);
        }

        (await shipping.PostAsync("/api/v1/accesses", Bulk(person, "list-after", 1))).IsFine();
        Assert.InRange(await RecordedAsync(world, "list-stopped"), 1, Many / 2);
        Assert.Empty(world.Complaints);
    }

    [Theory, EngineData]
    public async Task A_bulk_read_that_breaks_off_says_so_in_its_last_line(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var shipping = await world.ShippingAsync();
        using var answer = await BeginAsync(shipping, person, "list-1");
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        Assert.Contains("\"values\"", await lines.ReadLineAsync(Cancel), StringComparison.Ordinal);

        var mend = await StoreTrouble.LedgerReadOnlyAsync(world.Company.Trust, Cancel);
        var all = new List<string>();
        while (await lines.ReadLineAsync(Cancel) is { } line) all.Add(line);
        await mend();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange(all.Count, 2, Many - 1);
        Assert.Equal("/problems/unavailable", JsonElement.Parse(all[^1]).GetProperty("error").GetProperty("type").GetString());
        Assert.All(all[..^1], line => Assert.True(JsonElement.Parse(line).TryGetProperty("values", out var _), line));
        Assert.DoesNotContain(all, line => line.Contains("\"end\"", StringComparison.Ordinal));
        // What was given is on record, each of it.
        Assert.True(await RecordedAsync(world, "list-1") >= all.Count);
    }

    [Fact]
    public async Task A_document_may_take_longer_to_send_than_other_calls_may_last()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite, ("Api:TimeoutSeconds", "1"));
        var person = await world.PersonAsync();
        var caller = await world.CallerAsync("scanner", "staff.customer-service", purposes: ["purpose.member.6"], scopes: ["documents"]);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/subjects/{person}/documents?item=consultation&channel=inquiry&policyVersion=2026-10&case=inquiry-1")
        {
            Content = new StreamContent(new Slow(TimeSpan.FromSeconds(2), "%PDF-1.7 a long story")),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/pdf");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "slow-1");

        (await Answer.OfAsync(await caller.SendAsync(request, Cancel))).IsFine(HttpStatusCode.Created);
        Assert.Empty(world.Complaints);
    }

    /// <summary>A body that comes after a while.</summary>
    private sealed class Slow(TimeSpan pause, string text) : MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(pause, cancellationToken);
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }

    private static object Bulk(string person, string @case, int count) => new { purpose = Shipping, items = new[] { "name", "address", "mobile" }, subjects = Enumerable.Repeat(person, count), @case };

    private static async Task<HttpResponseMessage> BeginAsync(HttpClient caller, string person, string @case)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/accesses") { Content = System.Net.Http.Json.JsonContent.Create(Bulk(person, @case, Many)) };
        return await caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    private static async Task<int> RecordedAsync(ApiWorld world, string @case)
    {
        var count = 0;
        await foreach (var record in world.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Case = @case }, Cancel))
            if (record.Entry.Kind == EntryKind.Used) count++;
        return count;
    }
}
