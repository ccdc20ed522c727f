using System.Net;
using System.Net.Http.Headers;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>What takes away is bound as what writes is: a scope opens the call, the client's purposes say about whom and what.</summary>
public sealed class GoingRightsTests
{
    private static readonly string[] Taking = ["erase", "consent", "restrict", "documents"];

    [Theory, EngineData]
    public async Task Who_has_nothing_to_do_with_a_person_erases_restricts_lifts_and_withdraws_nothing_of_hers(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (person, document, consent) = await HerselfAsync(world);
        var before = await DescribeAsync(world, person);
        var hr = await world.CallerAsync("hr", "staff.hr", purposes: ["purpose.public.7"], scopes: Taking);
        var bare = await world.CallerAsync("bare", "staff.customer-service", scopes: [.. Taking, "self"]);
        // Its own restriction, set before its purposes were others.
        var restriction = Guid.NewGuid();
        await world.Company.Trust.Vault.RestrictAsync(SubjectId.Parse(person), new Restriction.ForPurpose(ClauseId.Parse(Shipping)), new Accessor("hr"), new RestrictionId(restriction), Cancel);
        string[] paths = ["", $"/documents/{document}", $"/consents/{consent}", $"/restrictions/{restriction:N}"];

        foreach (var path in paths)
        {
            var refused = (await hr.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{person}{path}?case=request-1")).IsProblem(HttpStatusCode.Forbidden, "refused");
            Assert.Equal("subject-out-of-scope", refused["reason"]);
            var entry = await EntryAsync(world, refused);
            Assert.Equal((EntryKind.Refused, "hr", "purpose.public.7", "request-1"), (entry.Kind, entry.Accessor, entry.Purpose, entry.Case));
            Assert.Equal("no-purpose", (await bare.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{person}{path}")).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
        }

        foreach (var caller in new[] { hr, bare })
            (await caller.SendAsync(HttpMethod.Put, $"/api/v1/subjects/{person}/restrictions/{Guid.NewGuid():N}", new { scope = "all" })).IsProblem(HttpStatusCode.Forbidden, "refused");
        var after = await DescribeAsync(world, person);
        Assert.Equivalent(before.Items, after.Items);
        Assert.Equivalent(before.Consents, after.Consents);
        Assert.Null(Assert.Single(after.Restrictions).LiftedAt);
        Assert.Single((await world.Company.Trust.Vault.Documents.ListAsync(SubjectId.Parse(person), Cancel))!);
        (await hr.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{SubjectId.New()}")).IsProblem(HttpStatusCode.NotFound, "no-such-subject");
    }

    [Theory, EngineData]
    public async Task Who_may_not_be_told_an_item_may_not_delete_it_nor_withdraw_a_consent_to_it(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (person, document, consent) = await HerselfAsync(world);
        var shipping = await world.CallerAsync("shipping", "staff.shipping", purposes: [Shipping], scopes: Taking);
        var service = await world.CallerAsync("service", "staff.customer-service", purposes: [Service], scopes: Taking);

        foreach (var path in new[] { "", $"/documents/{document}", $"/consents/{consent}" })
            Assert.Equal("item-beyond-purpose", (await shipping.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{person}{path}")).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
        // A date of birth is held, which is nothing to customer service.
        Assert.Equal("item-beyond-purpose", (await service.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{person}")).IsProblem(HttpStatusCode.Forbidden, "refused")["reason"]);
        Assert.Equal(SubjectId.Parse(person), (await DescribeAsync(world, person)).Subject);

        (await service.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{person}/consents/{consent}")).IsFine();
        (await service.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{person}/documents/{document}?reason=untrue")).IsFine();
        // A restriction opens nothing: who has to do with her may set one, and lift it again.
        var own = $"/api/v1/subjects/{person}/restrictions/{Guid.NewGuid():N}";
        (await shipping.SendAsync(HttpMethod.Put, own, new { scope = "all" })).IsFine();
        (await shipping.SendAsync(HttpMethod.Delete, own)).IsFine();
    }

    [Theory, EngineData]
    public async Task Who_acts_as_the_person_erases_all_of_hers_restricted_or_not_and_is_answered_the_same_again(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (person, _, _) = await HerselfAsync(world);
        await world.Company.Trust.Vault.RestrictAsync(SubjectId.Parse(person), new Restriction.Everything(), new Accessor("member"), Cancel);
        var page = await world.CallerAsync("page", "self", purposes: ["rights.deletion"], scopes: ["erase", "self"]);

        var erased = (await page.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{person}?case=request-1", key: "erase-1")).IsFine();

        Assert.Contains("keys-destroyed", erased["done"], StringComparison.Ordinal);
        Assert.Equal(erased.Text, (await page.SendAsync(HttpMethod.Delete, $"/api/v1/subjects/{person}?case=request-1", key: "erase-1")).IsFine().Text);
    }

    private static async Task<(string Person, string Document, string Consent)> HerselfAsync(ApiWorld world)
    {
        var person = await world.PersonAsync();
        var desk = await world.CallerAsync("desk", "staff.customer-service", purposes: [Service]);
        using var content = new ByteArrayContent("A note."u8.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        var document = (await Answer.OfAsync(await desk.PostAsync($"/api/v1/subjects/{person}/documents?item=inquiry&channel=inquiry&policyVersion=2026-10&case=inquiry-1", content, Cancel))).IsFine(HttpStatusCode.Created);
        var consent = (await desk.PostAsync($"/api/v1/subjects/{person}/consents", new { purpose = "purpose.member.4", items = new[] { "email" } })).IsFine(HttpStatusCode.Created);
        return (person, document["document"]!, consent["id"]!);
    }

    private static async Task<SubjectDescription> DescribeAsync(ApiWorld world, string person) => (await world.Company.Trust.Vault.DescribeAsync(SubjectId.Parse(person), Cancel))!;

    private static async Task<LedgerEntry> EntryAsync(ApiWorld world, Answer answer)
    {
        Assert.True(EntryId.TryParse(answer["entry"], out var id));
        return (await world.Company.Trust.Ledger.FindAsync(id, Cancel))!.Entry;
    }
}
