using System.Net;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Vault;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>A recipient's own system learns what changed of what it received, and says that it knows: on both engines.</summary>
public sealed class NoticeTests
{
    private const string Notices = "/api/v1/notices";

    [Theory, EngineData]
    public async Task A_recipient_fetches_what_changed_of_what_it_received_acknowledges_it_and_sees_nothing_of_anybody_elses(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var people = new List<string>();
        for (var n = 0; n < 3; n++) people.Add(await world.PersonAsync());
        var carrier = await world.CallerAsync("carrier", "entrustee", "mihon-delivery", [Shipping]);
        var other = await world.CallerAsync("other", "entrustee", "mihon-other", [Shipping]);
        var service = await world.CallerAsync("service", "staff.customer-service", purposes: [Service]);
        foreach (var person in people)
            (await carrier.PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = Shipping, items = new[] { "name", "mobile" }, @case = "order-1042" })).IsFine();
        Assert.Empty((await carrier.SendAsync(HttpMethod.Get, Notices)).IsFine().Json.GetProperty("notices").EnumerateArray());
        world.Clock.Now += TimeSpan.FromMinutes(5);

        foreach (var person in people.Take(2)) (await service.SendAsync(HttpMethod.Patch, $"/api/v1/subjects/{person}/items", new { items = new { mobile = "090-0000-9999", phone = "03-0000-0001" }, @case = "inquiry-7" })).IsFine();
        (await service.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{people[2]}")).IsFine();

        var page = (await carrier.SendAsync(HttpMethod.Get, Notices + "?limit=2")).IsFine();
        Assert.Equal(2, page.Json.GetProperty("notices").GetArrayLength());
        var rest = (await carrier.SendAsync(HttpMethod.Get, $"{Notices}?limit=2&cursor={page["next"]}")).IsFine();
        Assert.Null(rest["next"]);
        var all = page.Json.GetProperty("notices").EnumerateArray().Concat(rest.Json.GetProperty("notices").EnumerateArray()).ToList();
        Assert.Equal(people.Order(), all.Select(one => one.GetProperty("subject").GetString()!).Order());
        var erased = all.Single(one => one.GetProperty("subject").GetString() == people[2]);
        Assert.Equal(("erased", "mobile name"), (erased.GetProperty("change").GetString(), string.Join(' ', erased.GetProperty("items").EnumerateArray().Select(item => item.GetString()))));
        Assert.All(all.Where(one => one.GetProperty("subject").GetString() != people[2]), one =>
            Assert.Equal(("corrected", "mobile"), (one.GetProperty("change").GetString(), Assert.Single(one.GetProperty("items").EnumerateArray()).GetString())));
        Assert.All(CanaryWords.All, word => Assert.DoesNotContain(word, page.Text + rest.Text, StringComparison.Ordinal));
        Assert.Empty((await other.SendAsync(HttpMethod.Get, Notices)).IsFine().Json.GetProperty("notices").EnumerateArray());
        Assert.Equal(2, (await world.Company.Trust.Ledger.SearchAsync(new LedgerQuery { Kind = EntryKind.Inspected, Reason = "notices", Accessor = "carrier", Limit = 10 }, ct: Cancel)).Records.Count);

        foreach (var one in all)
        {
            var path = $"{Notices}/{one.GetProperty("notice").GetString()}/acknowledgement";
            (await other.SendAsync(HttpMethod.Put, path)).IsProblem(HttpStatusCode.NotFound, "not-found");
            Assert.NotNull((await carrier.SendAsync(HttpMethod.Put, path, key: "once")).IsFine()["entry"]);
            Assert.NotNull((await carrier.SendAsync(HttpMethod.Put, path, key: "once")).IsFine()["entry"]);
            Assert.Null((await carrier.SendAsync(HttpMethod.Put, path)).IsFine()["entry"]); // told before: nothing had to change
        }

        Assert.Empty((await carrier.SendAsync(HttpMethod.Get, Notices)).IsFine().Json.GetProperty("notices").EnumerateArray());
        var told = await world.Company.Trust.Vault.HistoryAsync(SubjectId.Parse(people[0]), Cancel).FirstAsync(entry => entry.Reason == TrustVault.Acknowledged, Cancel);
        Assert.Equal(("carrier", "mihon-delivery", "mobile"), (told.Accessor, told.Recipient, Assert.Single(told.Items)));
    }

    [Fact]
    public async Task A_wrong_limit_cursor_or_id_is_told_by_field_and_rule()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        var carrier = await world.CallerAsync("carrier", "entrustee", "mihon-delivery", [Shipping]);

        Assert.Equal(["limit range", "cursor cursor"], (await carrier.SendAsync(HttpMethod.Get, Notices + "?limit=0&cursor=x")).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
        Assert.Equal(["notice notice-id"], (await carrier.SendAsync(HttpMethod.Put, Notices + "/x/acknowledgement")).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
        (await carrier.SendAsync(HttpMethod.Put, $"{Notices}/{NoticeId.New()}/acknowledgement")).IsProblem(HttpStatusCode.NotFound, "not-found");
    }
}
