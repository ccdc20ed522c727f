using Azukari.Api.Bodies;
using Azukari.Api.Clients;
using Azukari.Api.Problems;
using Azukari.Company;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Azukari.Api.Endpoints;

/// <summary>Finding people by a value, which travels in the body and nowhere else.</summary>
internal static class SearchEndpoints
{
    public const int Usual = 50, Most = 1000;

    public static void MapSearches(this IEndpointRouteBuilder api) =>
        api.MapPost("/searches", SearchAsync).Needs(ApiScope.Search)
            .Describe("search", "Find people by the value of an item", "項目の値から人を探す")
            .Accepts<SearchRequest>("application/json").Produces<SearchAnswer>();

    private static async Task<IResult> SearchAsync(HttpContext http, CompanyCore company, IOptions<ApiOptions> options)
    {
        var cancel = http.RequestAborted;
        if (!(await BodyReader.ReadAsync(http, ApiJson.Default.SearchRequest, options.Value.MaxBodyBytes, cancel)).Fine(out var request, out var problem)) return problem;
        var client = http.Client();
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var item = fields.Item(request.Item, "item");
        if (request.Limit is < 1 or > Most) fields.Wrong("limit", "range", $"1から{Most}までの整数です。", $"Has to be 1 to {Most}.");
        if (fields.Context(client, request.Purpose, request.Case, request.ReasonCode, request.Ground, identityConfirmed: false) is not { } context) return fields.Problem;
        if (await EndpointRules.CheckPurposeAsync(company, client, null, context, cancel) is { } refusal) return refusal;
        return await company.Trust.Vault.SearchAsync(item, request.Value, context, request.Limit ?? Usual, cancel) switch
        {
            SearchFound found => ReadyAnswer.Of(new SearchAnswer([.. found.Hits.Select(hit => hit.ToString())], found.Capped, found.EntryId.ToString()), ApiJson.Default.SearchAnswer),
            SearchRefused { Refusal: { } refused } answer => ApiProblem.Refused(refused, company.Trust.Policies.InForce.Document.Version, answer.EntryId),
            SearchRefused { Error: { } error } => ApiProblem.Invalid("value", error.Rule, error.Sentence(Cultures.Japanese), error.Sentence(Cultures.English)),
            _ => throw new InvalidOperationException("A search finds or is refused."),
        };
    }
}
