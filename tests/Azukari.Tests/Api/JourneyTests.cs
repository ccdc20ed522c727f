using System.Net;
using System.Text.Json;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Vault;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>A person's way through the API: taken in, read, found, corrected, restricted, erased; and the proofs of it.</summary>
public sealed class JourneyTests
{
    internal static object Newcomer(int n) => new { kind = "agent", items = Items(n), acquisition = new { channel = "web", policyVersion = "2026-10" } };

    private static Task<HttpClient> ServiceAsync(ApiWorld world) => world.CallerAsync("service", "staff.customer-service", purposes: [Service, "purpose.member.1"]);

    [Theory, EngineData]
    public async Task Taken_in_read_found_corrected_and_erased_with_a_certificate(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var service = await ServiceAsync(world);

        var acquired = (await service.PostAsync("/api/v1/subjects", Newcomer(1))).IsFine(HttpStatusCode.Created);
        var id = acquired["id"]!;
        Assert.Equal($"/api/v1/subjects/{id}", acquired.Headers.Location?.ToString());

        var found = (await service.PostAsync("/api/v1/searches", new { purpose = Service, item = "mobile", value = "０９０−００００−０００１", @case = "inquiry-1" })).IsFine();
        Assert.Equal([id], found.Json.GetProperty("subjects").EnumerateArray().Select(s => s.GetString()));

        var corrected = (await service.SendAsync(HttpMethod.Patch, $"/api/v1/subjects/{id}/items", new { items = new Dictionary<string, string?> { ["mobile"] = "090-0000-7777", ["email"] = null }, channel = "phone", @case = "inquiry-1" })).IsFine();
        Assert.Equal(["email", "mobile"], corrected.Json.GetProperty("items").EnumerateArray().Select(i => i.GetString()).Order());

        var read = (await service.PostAsync($"/api/v1/subjects/{id}/accesses", new { purpose = "purpose.member.1", items = new[] { "mobile", "email" }, @case = "registration-1" })).IsFine();
        Assert.Equal("""{"mobile":"+819000007777","email":null}""", read["values"]);

        var certificate = (await service.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{id}")).IsFine();
        Assert.Contains("keys-destroyed", certificate["done"], StringComparison.Ordinal);
        (await service.PostAsync($"/api/v1/subjects/{id}/accesses", new { purpose = "purpose.member.1", items = new[] { "mobile" }, @case = "registration-1" })).IsProblem(HttpStatusCode.Gone, "erased");
        (await service.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{SubjectId.New()}")).IsProblem(HttpStatusCode.NotFound, "no-such-subject");
        Assert.Empty(world.Complaints);
    }

    [Theory, EngineData]
    public async Task A_bank_a_branch_and_a_postal_code_that_the_form_refuses_are_refused_new_and_corrected(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var service = await ServiceAsync(world);
        var person = await world.PersonAsync();
        foreach (var (item, text, rule) in new[]
        {
            ("bank-account", "9998-001-普通-1234567-ミホン", "bank-unknown"), ("bank-account", "0001-998-普通-1234567-ミホン", "branch-unknown"),
            ("address", $"〒150-0001 大阪府大阪市{CanaryWords.Town}1-1", "postal-code-elsewhere"),
        })
        {
            var items = new Dictionary<string, string>(Items(7)) { [item] = text };
            Assert.Equal([$"items.{item} {rule}"], (await service.PostAsync("/api/v1/subjects", new { kind = "agent", items, acquisition = new { channel = "web", policyVersion = "2026-10" } })).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
            Assert.Equal([$"items.{item} {rule}"], (await service.SendAsync(HttpMethod.Patch, $"/api/v1/subjects/{person}/items", new { items = new Dictionary<string, string?> { [item] = text }, channel = "phone", @case = "inquiry-1" })).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
        }
    }

    [Theory, EngineData]
    public async Task A_restriction_under_an_id_of_the_callers_choice_stops_reading_until_it_is_lifted(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var shipping = await world.ShippingAsync();
        var (path, read) = ($"/api/v1/subjects/{person}/restrictions/{Guid.NewGuid():N}", new { purpose = Shipping, items = new[] { "name" }, @case = "order-1" });

        Assert.NotNull((await shipping.SendAsync(HttpMethod.Put, path, new { scope = "purpose", purpose = Shipping })).IsFine()["entry"]);
        Assert.Null((await shipping.SendAsync(HttpMethod.Put, path, new { scope = "purpose", purpose = Shipping })).IsFine()["entry"]);
        (await shipping.SendAsync(HttpMethod.Put, path, new { scope = "all" })).IsProblem(HttpStatusCode.Conflict, "conflict");
        Assert.Equal("restricted", (await shipping.PostAsync($"/api/v1/subjects/{person}/accesses", read)).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
        (await shipping.SendAsync(HttpMethod.Delete, path)).IsFine();
        (await shipping.PostAsync($"/api/v1/subjects/{person}/accesses", read)).IsFine();

        Assert.Equal(["scope one-scope"], (await shipping.SendAsync(HttpMethod.Put, path, new { scope = "all", purpose = Shipping })).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
        Assert.Equal(["restriction restriction-id"], (await shipping.SendAsync(HttpMethod.Put, $"/api/v1/subjects/{person}/restrictions/7", new { scope = "all" })).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
    }

    [Theory, EngineData]
    public async Task A_consent_is_recorded_and_withdrawn(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var service = await ServiceAsync(world);

        var given = (await service.PostAsync($"/api/v1/subjects/{person}/consents", new { purpose = "purpose.member.4", recipient = "entrustee", items = new[] { "email" } })).IsFine(HttpStatusCode.Created);
        Assert.NotNull((await service.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{person}/consents/{given["id"]}")).IsFine()["entry"]);
        (await service.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{person}/consents/{Guid.NewGuid():N}")).IsProblem(HttpStatusCode.NotFound, "not-found");

        var kinds = new List<EntryKind>();
        await foreach (var entry in world.Company.Trust.Vault.HistoryAsync(SubjectId.Parse(person), Cancel)) kinds.Add(entry.Kind);
        Assert.Equal([EntryKind.Withdrawn, EntryKind.Consented, EntryKind.Acquired], kinds);
    }

    [Theory, EngineData]
    public async Task A_refused_acquisition_keeps_nothing_and_what_is_wrong_is_named_by_item(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var service = await ServiceAsync(world);
        var nobody = new Dictionary<string, string>(Items(1));
        nobody.Remove("address");

        var refused = (await service.PostAsync("/api/v1/subjects", new { kind = "agent", items = nobody, acquisition = new { channel = "web", policyVersion = "2026-10" } })).IsProblem(HttpStatusCode.Forbidden, "refused");
        Assert.Equal("required-item-missing", refused["reason"]);
        Assert.NotNull(refused["entry"]);

        var wrong = Items(1);
        (wrong["mobile"], wrong["email"], wrong["date-of-birth"], wrong[CanaryWords.MailLocalPart]) = ("12", CanaryWords.Note, "2190-01-01", "x");
        Assert.Equal(
            ["items.date-of-birth date-in-future", "items.mobile phone-impossible", "items.email email-unreadable", "items unknown-item", "acquisition.channel unknown-word", "acquisition.policyVersion unknown-version"],
            (await service.PostAsync("/api/v1/subjects", new { kind = "agent", items = wrong, acquisition = new { channel = "pigeon", policyVersion = "1999" } })).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
        var people = 0;
        await foreach (var _ in world.Company.Trust.Vault.SubjectsAsync(null, Cancel)) people++;
        Assert.Equal(0, people);
    }

    [Theory, EngineData]
    public async Task Many_are_read_line_by_line_each_with_values_or_refusal_and_a_last_line_says_it_is_whole(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var people = new List<string>();
        for (var i = 0; i < 5; i++) people.Add(await world.PersonAsync());
        var shipping = await world.ShippingAsync();
        await world.Company.Trust.Vault.RestrictAsync(SubjectId.Parse(people[2]), new Restriction.Everything(), new Accessor("tester"), Cancel);
        people.Add(SubjectId.New().ToString());

        var answer = (await shipping.PostAsync("/api/v1/accesses", new { purpose = Shipping, items = new[] { "name", "mobile" }, subjects = people, @case = "list-1" })).IsFine();

        Assert.Equal("application/x-ndjson", answer.ContentType);
        var lines = answer.Text.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(people, lines.Take(6).Select(line => line.GetProperty("subject").GetString()));
        Assert.Equal(["restricted", "no-such-subject"], lines.Where(line => line.TryGetProperty("error", out var _)).Select(line => line.GetProperty("error").GetProperty("reason").GetString()));
        Assert.Equal("+819000000002", lines[1].GetProperty("values").GetProperty("mobile").GetString());
        Assert.Equal("""{"subjects":6,"granted":4,"refused":2}""", lines[6].GetProperty("end").GetRawText());

        var body = new { purpose = Service, items = new[] { "name" }, subjects = people, @case = "list-1" };
        Assert.Equal("purpose-not-of-client", (await shipping.PostAsync("/api/v1/accesses", body)).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
        Assert.Equal(["subjects[1] subject-id"], (await shipping.PostAsync("/api/v1/accesses", new { purpose = Shipping, items = new[] { "name" }, subjects = new[] { people[0], CanaryWords.FamilyName } })).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
    }

    [Theory, EngineData]
    public async Task A_history_comes_page_by_page_and_looking_is_recorded(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var shipping = await world.ShippingAsync();
        for (var i = 0; i < 5; i++) (await shipping.PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = Shipping, items = new[] { "name" }, @case = $"order-{i}" })).IsFine();

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await shipping.SendAsync(HttpMethod.Get, $"/api/v1/subjects/{person}/ledger?limit=2{(cursor is null ? "" : "&cursor=" + cursor)}")).IsFine();
            seen.AddRange(page.Json.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("kind").GetString() + " " + (e.TryGetProperty("case", out var @case) ? @case.GetString() : "-")));
            cursor = page["next"];
        }
        while (cursor is not null);

        Assert.Equal(["inspected -", "used order-4", "used order-3", "used order-2", "used order-1", "used order-0", "acquired -"], seen);
        (await shipping.SendAsync(HttpMethod.Get, $"/api/v1/subjects/{SubjectId.New()}/ledger")).IsProblem(HttpStatusCode.NotFound, "no-such-subject");
        Assert.Equal(["limit range", "cursor cursor"], (await shipping.SendAsync(HttpMethod.Get, $"/api/v1/subjects/{person}/ledger?limit=0&cursor=x")).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
    }

    [Theory, EngineData]
    public async Task An_entry_is_proved_and_so_is_that_the_ledger_only_grew(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var shipping = await world.ShippingAsync();
        await world.Company.Trust.Ledger.SealAsync(Cancel);
        var before = (await shipping.SendAsync(HttpMethod.Get, "/api/v1/ledger/checkpoint")).IsFine();
        var entry = (await shipping.PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = Shipping, items = new[] { "name" }, @case = "order-1" })).IsFine()["entry"];

        var proof = (await shipping.SendAsync(HttpMethod.Get, $"/api/v1/ledger/entries/{entry}/proof")).IsFine().Json;
        var consistency = (await shipping.SendAsync(HttpMethod.Get, $"/api/v1/ledger/consistency?from={before["size"]}&to={proof.GetProperty("checkpoint").GetProperty("size").GetInt64()}")).IsFine().Json;

        static List<byte[]> Path(JsonElement json) => [.. json.GetProperty("path").EnumerateArray().Select(hash => hash.GetBytesFromBase64())];
        Assert.True(Checkpoint.TryParse(before["note"]!, out var older));
        Assert.True(Checkpoint.TryParse(proof.GetProperty("checkpoint").GetProperty("note").GetString()!, out var newer));
        var key = await LedgerVerifierKey.LoadAsync(Directory.GetFiles(world.Data, "ledger-signing.pub", SearchOption.AllDirectories).Single(), Cancel);
        var included = new InclusionProof(System.Text.Encoding.UTF8.GetBytes(proof.GetProperty("entry").GetRawText()), proof.GetProperty("salt").GetBytesFromBase64(), proof.GetProperty("position").GetInt64(), Path(proof), newer);
        Assert.True(included.Verify(key));
        Assert.Equal(entry, included.Entry.Id.ToString());
        Assert.True(new ConsistencyProof(older.Size, newer.Size, Path(consistency)).Verify(key, older, newer));
        (await shipping.SendAsync(HttpMethod.Get, $"/api/v1/ledger/entries/{EntryId.New(world.Clock.Now)}/proof")).IsProblem(HttpStatusCode.NotFound, "not-found");
        (await shipping.SendAsync(HttpMethod.Get, "/api/v1/ledger/consistency?from=5&to=2")).IsProblem(HttpStatusCode.BadRequest, "invalid");
    }

    [Fact]
    public async Task Policies_are_anybodys_and_need_not_be_sent_again()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        var anybody = world.Anybody();

        var list = (await anybody.SendAsync(HttpMethod.Get, "/api/v1/policies")).IsFine();
        Assert.Equal("2026-10", list["inForce"]);
        using var first = await anybody.GetAsync("/api/v1/policies/2026-10", Cancel);
        Assert.Equal($"\"{list.Json.GetProperty("versions")[1].GetProperty("sha256").GetString()}\"", first.Headers.ETag!.ToString());
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/policies/2026-10");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag);
        using var unchanged = await anybody.SendAsync(again, Cancel);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        (await anybody.SendAsync(HttpMethod.Get, "/api/v1/policies/1999-01")).IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory, EngineData]
    public async Task What_a_version_changed_is_told_as_the_ledger_has_it(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var anybody = world.Anybody();
        var versions = (await anybody.SendAsync(HttpMethod.Get, "/api/v1/policies")).IsFine().Json.GetProperty("versions");
        Assert.False(versions[0].TryGetProperty("difference", out var _));

        var told = (await anybody.SendAsync(HttpMethod.Get, versions[1].GetProperty("difference").GetString()!)).IsFine();

        Assert.True(EntryId.TryParse(told["entry"], out var id));
        var entry = (await world.Company.Trust.Ledger.FindAsync(id, Cancel))!.Entry;
        Assert.Equal((EntryKind.Published, "2026-10", "true"), (entry.Kind, entry.PolicyVersion, told["agrees"]));
        Assert.Equal(System.Text.Encoding.UTF8.GetString(entry.Difference!.ToCanonicalJson()), told.Json.GetProperty("difference").GetRawText());
        Assert.Equal("2021-04", told.Json.GetProperty("difference").GetProperty("since").GetString());
        var first = (await anybody.SendAsync(HttpMethod.Get, "/api/v1/policies/2021-04/difference")).IsFine();
        Assert.Equal((null, null), (first["difference"], first["agrees"]));
        (await anybody.SendAsync(HttpMethod.Get, "/api/v1/policies/1999-01/difference")).IsProblem(HttpStatusCode.NotFound, "not-found");
    }
}
