using System.Net;
using System.Net.Http.Headers;
using Azukari.Api.Clients;
using Azukari.Policy;
using Azukari.Vault;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api.Fuzz;

/// <summary>A client that calls, and what would be right of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="As">As what kind of recipient.</param>
/// <param name="To">Who receives outside.</param>
/// <param name="Purposes">Its purposes; the first is the one it names.</param>
/// <param name="Items">Items the first purpose opens to it.</param>
/// <param name="Case">A case the purpose is bound to.</param>
/// <param name="Scopes">What it may call.</param>
internal sealed record FuzzCaller(string Id, string As, string? To, string[] Purposes, string[] Items, string Case, string[] Scopes)
{
    /// <summary>Has no token.</summary>
    public const string Nobody = "nobody";

    /// <summary>Clients of every sort: for the company, outside it, as the person, with much to call and nothing to name, with little to call, and none.</summary>
    public static IReadOnlyList<FuzzCaller> All { get; } =
    [
        new("desk", "staff.customer-service", null, [Service, "purpose.member.1"], ["name", "mobile", "email"], "inquiry-31", [.. ApiScope.All]),
        new("shipping", "staff.shipping", null, [Shipping], ["name", "address", "mobile"], "order-1", [.. ApiScope.All.Except([ApiScope.Self])]),
        new("carrier", "entrustee", "mihon-delivery", [Shipping], ["name", "mobile"], "order-1", [ApiScope.Access, ApiScope.Notices]),
        new("page", "self", null, ["rights.disclosure"], ["name", "address", "email"], "request-7", [.. ApiScope.All]),
        new("bare", "staff.customer-service", null, [], ["name"], "inquiry-31", [.. ApiScope.All]),
        new(Nobody, "self", null, [], ["name"], "order-1", []),
        new("auditor", "staff.auditor", null, [], ["name"], "audit-1", [ApiScope.Ledger]),
    ];
}

/// <summary>Somebody with everything a call can be about: a document, a consent, a restriction, a notice to the carrier, an entry sealed into the ledger.</summary>
internal sealed record Living(string Person, string Document, string Consent, string Restriction, string Notice, string Entry)
{
    public static async Task<Living> BornAsync(ApiWorld world, IReadOnlyDictionary<string, HttpClient> callers)
    {
        var (vault, by) = (world.Company.Trust.Vault, new Accessor("tester"));
        var person = await world.PersonAsync();
        var id = SubjectId.Parse(person);
        using var content = new ByteArrayContent("A note."u8.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        var document = (await Answer.OfAsync(await callers["desk"].PostAsync(
            $"/api/v1/subjects/{person}/documents?item=inquiry&channel=inquiry&policyVersion=2026-10&case=inquiry-31", content, Cancel))).IsFine(HttpStatusCode.Created);
        var consent = new ConsentId(Guid.NewGuid());
        Assert.IsType<ConsentGiven>(await vault.ConsentAsync(id, new ConsentGrant(ClauseId.Parse("purpose.member.4"), null, [ItemId.Parse("email")]), by, consent, Cancel));
        var restriction = Assert.IsType<RestrictionSet>(await vault.RestrictAsync(id, new Restriction.ForPurpose(ClauseId.Parse("purpose.member.5")), by, Cancel)).RestrictionId;
        (await callers["carrier"].PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = Shipping, items = new[] { "name", "mobile" }, @case = "order-1" })).IsFine();
        world.Clock.Now += TimeSpan.FromSeconds(1);
        (await callers["desk"].SendAsync(HttpMethod.Patch, $"/api/v1/subjects/{person}/items", new { items = new { mobile = "090-0000-9999" }, @case = "inquiry-7" })).IsFine();
        var notice = (await vault.NoticesAsync("mihon-delivery", null, 1000, Cancel)).Last(one => one.Subject == id).Id;
        await world.Company.Trust.Ledger.SealAsync(Cancel);
        return new Living(person, document["document"]!, consent.ToString(), restriction.ToString(), notice.ToString(), document["entry"]!);
    }
}
