using System.Net;
using System.Net.Http.Headers;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>What is done about a person carries its case into the ledger; and each write, of documents too, is done once under its key.</summary>
public sealed class CaseTests
{
    [Theory, EngineData]
    public async Task Consents_restrictions_and_erasures_carry_their_case(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var desk = await world.CallerAsync("desk", "staff.customer-service", purposes: [Service]);
        var (subject, restriction) = ($"/api/v1/subjects/{person}", $"restrictions/{Guid.NewGuid():N}");
        async Task CarriesAsync(Answer answer, string @case)
        {
            Assert.True(EntryId.TryParse(answer["entry"], out var entry), answer.Text);
            Assert.Equal(@case, (await world.Company.Trust.Ledger.FindAsync(entry, Cancel))!.Entry.Case);
        }

        var consent = (await desk.PostAsync($"{subject}/consents?case=request-1", new { purpose = "purpose.member.4", recipient = "entrustee", items = new[] { "email" } })).IsFine(HttpStatusCode.Created);
        await CarriesAsync(consent, "request-1");
        await CarriesAsync((await desk.SendAsync(HttpMethod.Delete, $"{subject}/consents/{consent["id"]}?case=request-2")).IsFine(), "request-2");
        await CarriesAsync((await desk.SendAsync(HttpMethod.Put, $"{subject}/{restriction}?case=request-3", new { scope = "all" })).IsFine(), "request-3");
        await CarriesAsync((await desk.SendAsync(HttpMethod.Delete, $"{subject}/{restriction}?case=request-4")).IsFine(), "request-4");
        foreach (var path in new[] { "", $"/{restriction}", $"/consents/{consent["id"]}" })
            Assert.Equal(["case code"], (await desk.SendAsync(HttpMethod.Delete, $"{subject}{path}?case=%E5%B1%B1%E7%94%B0")).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
        var erased = (await desk.SendAsync(HttpMethod.Delete, subject + "?case=request-5", key: "erase-1")).IsFine();
        await CarriesAsync(erased, "request-5");

        Assert.Equal(erased.Text, (await desk.SendAsync(HttpMethod.Delete, subject + "?case=request-5", key: "erase-1")).IsFine().Text);
        (await desk.SendAsync(HttpMethod.Delete, subject + "?case=request-6", key: "erase-1")).IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Theory, EngineData]
    public async Task A_document_is_taken_in_and_deleted_once_under_keys_as_long_as_any(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var desk = await world.CallerAsync("desk", "staff.customer-service", purposes: [Service]);
        async Task<Answer> AddAsync(string key)
        {
            using var content = new ByteArrayContent("A note."u8.ToArray());
            content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/subjects/{person}/documents?item=inquiry&channel=inquiry&policyVersion=2026-10&case=inquiry-1") { Content = content };
            request.Headers.Add("Idempotency-Key", key);
            return await Answer.OfAsync(await desk.SendAsync(request, Cancel));
        }

        var longest = new string('k', 255);
        var added = (await AddAsync(longest)).IsFine(HttpStatusCode.Created);
        Assert.Equal(added["document"], (await AddAsync(longest)).IsFine()["document"]);
        Assert.Equal(["Idempotency-Key idempotency-key"], (await AddAsync(longest + "k")).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);

        var path = $"/api/v1/subjects/{person}/documents/{added["document"]}?case=request-1";
        var deleted = (await desk.SendAsync(HttpMethod.Delete, path, key: longest)).IsFine();
        Assert.Equal(deleted.Text, (await desk.SendAsync(HttpMethod.Delete, path, key: longest)).IsFine().Text);
        (await desk.SendAsync(HttpMethod.Delete, path)).IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory, EngineData]
    public async Task A_history_in_pages_is_the_history_and_each_page_begins_at_its_cursor(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (person, other) = (await world.PersonAsync(), await world.PersonAsync());
        var desk = await world.CallerAsync("desk", "staff.customer-service", purposes: [Service]);
        var accesses = Enumerable.Range(0, 25).Select(n => desk.PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = Service, items = new[] { "mobile" }, @case = $"inquiry-{n}" }));
        Assert.All(await Task.WhenAll(accesses), answer => answer.IsFine());
        await world.Company.Trust.Ledger.SealAsync(Cancel);
        var whole = await world.Company.Trust.Vault.HistoryAsync(SubjectId.Parse(person), Cancel).Select(entry => entry.Id.ToString()).ToListAsync(Cancel);

        var paged = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await desk.SendAsync(HttpMethod.Get, $"/api/v1/subjects/{person}/ledger?limit=7" + (cursor is null ? "" : "&cursor=" + cursor))).IsFine();
            paged.AddRange(page.Json.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("id").GetString()!));
            cursor = page["next"];
        }
        while (cursor is not null);

        Assert.Equal(whole, paged.Skip(paged.Count - whole.Count)); // the look itself comes before
        Assert.Equal(paged.Count, paged.Distinct().Count());
        var another = (await desk.SendAsync(HttpMethod.Get, $"/api/v1/subjects/{other}/ledger?cursor={whole[3]}")).IsFine();
        Assert.Equal(0, another.Json.GetProperty("entries").GetArrayLength());
    }
}
