using System.Net;
using System.Net.Http.Headers;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>A client writes what its purposes let it have to do with, and acts as the person only where its scopes say so.</summary>
public sealed class WriteRightsTests
{
    private const string Account = "0001-001-普通-1234567-ミホン";

    [Theory, EngineData]
    public async Task Who_may_not_be_told_an_item_may_not_write_it_and_the_refusal_is_recorded_with_its_clause(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var service = await world.CallerAsync("service", "staff.customer-service", purposes: [Service], scopes: ["correct", "documents"]);
        var before = await DescribeAsync(world, person);

        var refused = (await CorrectAsync(service, person, "bank-account", Account)).IsProblem(HttpStatusCode.Forbidden, "refused");
        Assert.Equal(("item-beyond-purpose", Service), (refused["reason"], refused["clause"]));
        var entry = (await EntryAsync(world, refused)).Entry;
        Assert.Equal((EntryKind.Refused, "service", "staff.customer-service", Service, "inquiry-1", "bank-account"), (entry.Kind, entry.Accessor, entry.As, entry.Purpose, entry.Case, Assert.Single(entry.Items)));
        Assert.Equal("no-case", (await CorrectAsync(service, person, "mobile", "090-0000-4444", @case: null)).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
        // One item beyond the purposes refuses them all.
        (await service.SendAsync(HttpMethod.Patch, $"/api/v1/subjects/{person}/items", new { items = new Dictionary<string, string?> { ["mobile"] = "090-0000-4444", ["gender"] = null }, @case = "inquiry-1" }))
            .IsProblem(HttpStatusCode.Forbidden, "refused");
        Assert.Equal("item-beyond-purpose", (await SendDocumentAsync(service, person, "resume")).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
        Assert.Equivalent(before, await DescribeAsync(world, person));

        (await CorrectAsync(service, person, "mobile", "090-0000-4444")).IsFine();
        (await SendDocumentAsync(service, person, "inquiry")).IsFine(HttpStatusCode.Created);
    }

    [Theory, EngineData]
    public async Task A_restriction_keeps_nobody_from_putting_right_what_they_may_have_to_do_with(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var service = await world.CallerAsync("service", "staff.customer-service", purposes: [Service, "purpose.member.1"], scopes: ["correct"]);
        await world.Company.Trust.Vault.RestrictAsync(SubjectId.Parse(person), new Restriction.Everything(), new Accessor("member"), Cancel);

        (await CorrectAsync(service, person, "mobile", "090-0000-5555")).IsFine();
        // Any one of its purposes will do.
        (await CorrectAsync(service, person, "date-of-birth", "1980-06-06", @case: "application-1")).IsFine();
    }

    [Theory, EngineData]
    public async Task Who_has_no_purpose_writes_nothing_and_who_is_of_another_kind_is_outside(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var bare = await world.CallerAsync("bare", "staff.customer-service", scopes: ["correct", "documents", "consent"]);
        var clause = world.Company.LeastPrivilege.Value;

        foreach (var answer in new[] { await CorrectAsync(bare, person, "mobile", "090-0000-4444"), await SendDocumentAsync(bare, person, "inquiry"), await ConsentAsync(bare, person, "purpose.member.4") })
        {
            answer.IsProblem(HttpStatusCode.Forbidden, "refused");
            Assert.Equal(("no-purpose", clause), (answer["reason"], answer["clause"]));
        }

        var hr = await world.CallerAsync("hr", "staff.hr", purposes: ["purpose.public.7"], scopes: ["correct"]);
        Assert.Equal("subject-out-of-scope", (await CorrectAsync(hr, person, "mobile", "090-0000-4444", @case: "application-1")).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
        (await CorrectAsync(hr, SubjectId.New().ToString(), "mobile", "090-0000-4444")).IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory, EngineData]
    public async Task Only_a_client_that_acts_as_the_person_corrects_as_her(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var service = await world.CallerAsync("service", "staff.customer-service", purposes: [Service], scopes: ["correct"]);
        var front = await world.CallerAsync("front", "staff.customer-service", purposes: [Service], scopes: ["correct", "self"]);

        var refused = (await CorrectAsync(service, person, "email", "jibun@example.jp", "self")).IsProblem(HttpStatusCode.Forbidden, "refused");
        Assert.Equal(("not-for-the-person", world.Company.LeastPrivilege.Value), (refused["reason"], refused["clause"]));
        Assert.Equal("not-for-the-person", (await EntryAsync(world, refused)).Entry.Reason);
        Assert.Equal(1, (await DescribeAsync(world, person)).Items.Single(item => item.Item.Value == "email").Version);

        (await CorrectAsync(front, person, "email", "jibun@example.jp", "self")).IsFine();
        (await CorrectAsync(front, person, "bank-account", Account, "self")).IsProblem(HttpStatusCode.Forbidden, "refused"); // as the person, but not through this client
        Assert.False((await DescribeAsync(world, person)).Items.Single(item => item.Item.Value == "email").CorrectedByStaff);

        // A page of the person's own, which may hand her anything of hers once she is known.
        var page = await world.CallerAsync("page", "self", purposes: ["rights.disclosure"], scopes: ["correct", "self"]);
        (await CorrectAsync(page, person, "bank-account", Account, "self")).IsFine();
    }

    [Theory, EngineData]
    public async Task Consents_take_a_scope_of_their_own_and_nobody_opens_data_to_themselves(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var correcting = await world.CallerAsync("correcting", "staff.customer-service", purposes: [Service], scopes: ["correct", "acquire"]);
        var reading = await world.CallerAsync("reading", "staff.customer-service", purposes: [Service], scopes: ["consent", "access", "acquire"]);
        var recording = await world.CallerAsync("recording", "staff.customer-service", purposes: [Service], scopes: ["consent"]);
        var front = await world.CallerAsync("front", "staff.customer-service", purposes: [Service], scopes: ["consent", "access", "self"]);

        (await ConsentAsync(correcting, person, "purpose.member.4")).IsProblem(HttpStatusCode.Forbidden, "scope-missing");
        (await correcting.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{person}/consents/{Guid.NewGuid():N}")).IsProblem(HttpStatusCode.Forbidden, "scope-missing");
        var itself = (await ConsentAsync(reading, person, Service)).IsProblem(HttpStatusCode.Forbidden, "refused");
        Assert.Equal("consent-for-itself", itself["reason"]);
        Assert.Equal("consent-for-itself", (await EntryAsync(world, itself)).Entry.Reason);
        Assert.Equal("consent-for-itself", (await ConsentAsync(reading, person, Service, "staff.customer-service")).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
        Assert.Equal("item-beyond-purpose", (await ConsentAsync(recording, person, "purpose.member.4", item: "bank-account")).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
        Assert.Empty((await DescribeAsync(world, person)).Consents);

        var newcomer = new { kind = "agent", items = Items(9), acquisition = new { channel = "web", policyVersion = "2026-10" }, consents = new[] { new { purpose = Service, items = new[] { "email" } } } };
        (await correcting.PostAsync("/api/v1/subjects", newcomer)).IsProblem(HttpStatusCode.Forbidden, "scope-missing");
        Assert.Equal("consent-for-itself", (await reading.PostAsync("/api/v1/subjects", newcomer)).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);

        (await ConsentAsync(reading, person, "purpose.member.4", "entrustee")).IsFine(HttpStatusCode.Created);
        (await ConsentAsync(recording, person, Service)).IsFine(HttpStatusCode.Created);
        (await ConsentAsync(front, person, Service)).IsFine(HttpStatusCode.Created);
    }

    [Theory, EngineData]
    public async Task What_the_person_or_somebody_else_restricted_is_lifted_by_who_acts_as_her_alone(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (person, vault) = (await world.PersonAsync(), world.Company.Trust.Vault);
        var shipping = await world.CallerAsync("shipping", "staff.shipping", purposes: [Shipping], scopes: ["restrict"]);
        var front = await world.CallerAsync("front", "staff.customer-service", purposes: [Service], scopes: ["restrict", "self"]);
        var hers = Assert.IsType<RestrictionSet>(await vault.RestrictAsync(SubjectId.Parse(person), new Restriction.Everything(), new Accessor("member"), Cancel)).RestrictionId;
        string Path(object id) => $"/api/v1/subjects/{person}/restrictions/{id}";
        var own = Path(Guid.NewGuid().ToString("N"));
        (await shipping.SendAsync(HttpMethod.Put, own, new { scope = "purpose", purpose = Shipping })).IsFine();

        var refused = (await shipping.SendAsync(HttpMethod.Delete, Path(hers))).IsProblem(HttpStatusCode.Forbidden, "refused");
        Assert.Equal("restricted-by-another", refused["reason"]);
        Assert.Equal("restricted-by-another", (await EntryAsync(world, refused)).Entry.Reason);
        Assert.Null((await DescribeAsync(world, person)).Restrictions.Single(one => one.Id == hers).LiftedAt);

        (await shipping.SendAsync(HttpMethod.Delete, own)).IsFine();
        (await front.SendAsync(HttpMethod.Delete, Path(hers))).IsFine();
        (await shipping.SendAsync(HttpMethod.Delete, Path(Guid.NewGuid().ToString("N")))).IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory, EngineData]
    public async Task The_list_of_documents_is_decided_as_reading_is(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var desk = await world.CallerAsync("desk", "staff.customer-service", purposes: [Service, "purpose.public.6"], scopes: ["documents"]);
        var shipping = await world.CallerAsync("shipping", "staff.shipping", purposes: [Shipping], scopes: ["documents"]);
        (await SendDocumentAsync(desk, person, "inquiry")).IsFine(HttpStatusCode.Created);
        (await SendDocumentAsync(desk, person, "evidence", "module")).IsFine(HttpStatusCode.Created);
        Task<Answer> ListAsync(HttpClient caller, string query) => caller.SendAsync(HttpMethod.Get, $"/api/v1/subjects/{person}/documents{query}");

        Assert.Equal(["purpose required"], (await ListAsync(desk, "")).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
        Assert.Equal("purpose-not-of-client", (await ListAsync(shipping, $"?purpose={Service}&case=inquiry-1")).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
        var refused = (await ListAsync(shipping, $"?purpose={Shipping}&case=order-1")).IsProblem(HttpStatusCode.Forbidden, "refused");
        Assert.Equal(("item-beyond-purpose", EntryKind.Refused), (refused["reason"], (await EntryAsync(world, refused)).Entry.Kind));
        Assert.Equal("no-case", (await ListAsync(desk, $"?purpose={Service}")).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);

        var list = (await ListAsync(desk, $"?purpose={Service}&case=inquiry-1")).IsFine();
        Assert.Equal("inquiry", Assert.Single(list.Json.GetProperty("documents").EnumerateArray()).GetProperty("item").GetString());
        var entry = (await EntryAsync(world, list)).Entry;
        Assert.Equal((EntryKind.Inspected, "desk", Service, "inquiry-1", "documents"), (entry.Kind, entry.Accessor, entry.Purpose, entry.Case, entry.Reason));
        await world.Company.Trust.Vault.RestrictAsync(SubjectId.Parse(person), new Restriction.Everything(), new Accessor("member"), Cancel);
        Assert.Equal("restricted", (await ListAsync(desk, $"?purpose={Service}&case=inquiry-1")).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
    }

    private static Task<Answer> CorrectAsync(HttpClient caller, string person, string item, string value, string by = "staff", string? @case = "inquiry-1") =>
        caller.SendAsync(HttpMethod.Patch, $"/api/v1/subjects/{person}/items", new { items = new Dictionary<string, string?> { [item] = value }, by, policyVersion = by == "self" ? "2026-10" : null, @case });

    private static Task<Answer> ConsentAsync(HttpClient caller, string person, string purpose, string? recipient = null, string item = "email") =>
        caller.PostAsync($"/api/v1/subjects/{person}/consents", new { purpose, recipient, items = new[] { item } });

    private static async Task<Answer> SendDocumentAsync(HttpClient caller, string person, string item, string channel = "inquiry")
    {
        using var content = new ByteArrayContent("A note."u8.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        return await Answer.OfAsync(await caller.PostAsync($"/api/v1/subjects/{person}/documents?item={item}&channel={channel}&policyVersion=2026-10&case=inquiry-1", content, Cancel));
    }

    private static async Task<SubjectDescription> DescribeAsync(ApiWorld world, string person) => (await world.Company.Trust.Vault.DescribeAsync(SubjectId.Parse(person), Cancel))!;

    private static async Task<LedgerRecord> EntryAsync(ApiWorld world, Answer answer)
    {
        Assert.True(EntryId.TryParse(answer["entry"], out var id));
        return (await world.Company.Trust.Ledger.FindAsync(id, Cancel))!;
    }
}
