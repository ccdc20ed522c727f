using System.Net;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Vault;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

public sealed class AccessTests
{
    [Theory, EngineData]
    public async Task A_client_reads_for_its_purpose_and_the_ledger_names_it(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var shipping = await world.ShippingAsync();

        var read = (await shipping.PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = Shipping, items = new[] { "name", "mobile", "phone" }, @case = "order-1042" })).IsFine();

        Assert.Equal(CanaryWords.FamilyName, read.Json.GetProperty("values").GetProperty("name").GetProperty("family").GetString());
        Assert.Equal("+819000000001", read.Json.GetProperty("values").GetProperty("mobile").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, read.Json.GetProperty("values").GetProperty("phone").ValueKind);
        Assert.Equal([Shipping], read.Json.GetProperty("clauses").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("2026-10", read["policy"]);
        Assert.True(EntryId.TryParse(read["entry"], out var id));
        var entry = (await world.Company.Trust.Ledger.FindAsync(id, Cancel))!.Entry;
        Assert.Equal((EntryKind.Used, "shipping", "staff.shipping", "order-1042"), (entry.Kind, entry.Accessor, entry.As, entry.Case));
        Assert.Empty(world.Complaints);
    }

    [Fact]
    public async Task Values_are_sent_in_one_piece_of_a_length_that_is_told()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        var person = await world.PersonAsync();
        var shipping = await world.ShippingAsync();
        using var call = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/subjects/{person}/accesses")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { purpose = Shipping, items = new[] { "name", "address" }, @case = "order-1042" }),
        };
        await call.Content.LoadIntoBufferAsync(Cancel); // its own length is told as well

        using var answer = await shipping.SendAsync(call, HttpCompletionOption.ResponseHeadersRead, Cancel);

        var told = answer.Content.Headers.ContentLength;
        Assert.Equal((HttpStatusCode.OK, false), (answer.StatusCode, answer.Headers.TransferEncodingChunked ?? false));
        Assert.Equal((await answer.Content.ReadAsByteArrayAsync(Cancel)).Length, told);
    }

    [Theory, EngineData]
    public async Task A_purpose_that_is_not_the_clients_is_refused_and_recorded_with_clause_and_reason(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var shipping = await world.ShippingAsync();

        var refused = (await shipping.PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = Service, items = new[] { "name" }, @case = "inquiry-1" }))
            .IsProblem(HttpStatusCode.Forbidden, "refused");

        Assert.Equal("purpose-not-of-client", refused["reason"]);
        Assert.Equal(world.Company.LeastPrivilege.Value, refused["clause"]);
        Assert.True(EntryId.TryParse(refused["entry"], out var id));
        var entry = (await world.Company.Trust.Ledger.FindAsync(id, Cancel))!.Entry;
        Assert.Equal((EntryKind.Refused, "shipping", Service, "purpose-not-of-client"), (entry.Kind, entry.Accessor, entry.Purpose, entry.Reason));
        Assert.NotNull(entry.Subject);
    }

    [Theory, EngineData]
    public async Task An_item_beyond_the_purpose_is_refused_by_the_policy_in_the_callers_language(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var shipping = await world.ShippingAsync();
        var body = new { purpose = Shipping, items = new[] { "name", "bank-account" }, @case = "order-1042" };

        var japanese = (await shipping.PostAsync($"/api/v1/subjects/{person}/accesses", body)).IsProblem(HttpStatusCode.Forbidden, "refused");
        shipping.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr, en;q=0.8, ja;q=0.5");
        var english = (await shipping.PostAsync($"/api/v1/subjects/{person}/accesses", body)).IsProblem(HttpStatusCode.Forbidden, "refused");

        Assert.Equal(("item-beyond-purpose", Shipping, "2026-10"), (english["reason"], english["clause"], english["policy"]));
        Assert.Contains("Bank account", english["detail"], StringComparison.Ordinal);
        Assert.Contains("口座", japanese["detail"], StringComparison.Ordinal);
        Assert.NotEqual(english["entry"], japanese["entry"]);
    }

    [Theory, EngineData]
    public async Task Nobody_and_the_erased_have_problems_of_their_own(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var shipping = await world.ShippingAsync();
        await world.Company.Trust.Vault.EraseAsync(SubjectId.Parse(person), new Accessor("tester"), null, Cancel);
        var body = new { purpose = Shipping, items = new[] { "name" }, @case = "order-1042" };

        (await shipping.PostAsync($"/api/v1/subjects/{person}/accesses", body)).IsProblem(HttpStatusCode.Gone, "erased");
        (await shipping.PostAsync($"/api/v1/subjects/{SubjectId.New()}/accesses", body)).IsProblem(HttpStatusCode.NotFound, "no-such-subject");
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_said_by_field_and_rule_and_nothing_of_it_is_repeated()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        var person = await world.PersonAsync();
        var shipping = await world.ShippingAsync();
        var path = $"/api/v1/subjects/{person}/accesses";
        var name = CanaryWords.FamilyName;

        async Task<IEnumerable<string>> Errors(string json, string? at = null) => (await shipping.PostAsync(at ?? path, json)).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors;

        Assert.Equal(["items required"], await Errors("""{"purpose":"purpose.member.2"}"""));
        Assert.Equal(["purpose string", "items array"], await Errors("""{"purpose":7,"items":"name"}"""));
        Assert.Equal(["body unknown-member"], await Errors($$"""{"purpose":"purpose.member.2","items":["name"],"{{name}}":1}"""));
        Assert.Equal(["body duplicate-member"], await Errors("""{"purpose":"purpose.member.2","items":["name"],"items":["name"]}"""));
        Assert.Equal(["body object"], await Errors("[]"));
        Assert.Equal(["body object"], await Errors("null"));
        Assert.Equal(["items[1] unknown-item"], await Errors($$"""{"purpose":"purpose.member.2","items":["name","{{CanaryWords.MailLocalPart}}"]}"""));
        Assert.Equal(["items[1] item-twice"], await Errors("""{"purpose":"purpose.member.2","items":["name","name"]}"""));
        Assert.Equal(["items item-count", "purpose unknown-purpose", "case code"], await Errors($$"""{"purpose":"{{name}}","items":[],"case":"{{name}}"}"""));
        Assert.Equal(["id subject-id"], await Errors("""{"purpose":"purpose.member.2","items":["name"]}""", "/api/v1/subjects/42/accesses"));
        (await shipping.PostAsync(path, """{"purpose":""")).IsProblem(HttpStatusCode.BadRequest, "malformed-json");
        (await shipping.PostAsync(path, new string('[', 200))).IsProblem(HttpStatusCode.BadRequest, "malformed-json");
        (await shipping.PostAsync(path, $$"""{"purpose":"{{new string('x', 300_000)}}"}""")).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }
}
