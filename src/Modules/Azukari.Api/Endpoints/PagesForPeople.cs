using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Azukari.Api.Endpoints;

/// <summary>An endpoint that answers programs where a page of the same address answers people.</summary>
internal sealed record ForPrograms;

/// <summary>Chooses between the two by Accept: a page for whoever would rather read HTML, as every browser says; JSON for all others.</summary>
internal sealed class PagesForPeople : MatcherPolicy, IEndpointSelectorPolicy
{
    private const string Json = "application/json", Html = "text/html";

    // After what looks at methods, before what complains that two fit.
    public override int Order => 100;

    /// <summary>Whether a page was chosen.</summary>
    public static bool Has(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(static endpoint => endpoint.Metadata.GetMetadata<ForPrograms>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var (page, program) = (-1, -1);
        for (var at = 0; at < candidates.Count; at++)
        {
            if (!candidates.IsValidCandidate(at)) continue;
            var metadata = candidates[at].Endpoint.Metadata;
            if (metadata.GetMetadata<ForPrograms>() is not null) program = at;
            else if (metadata.GetMetadata<ComponentTypeMetadata>() is not null) page = at;
        }

        if (page < 0 || program < 0) return Task.CompletedTask;
        candidates.SetValidity(ContentForms.Choose(httpContext, Json, Html) == Html ? program : page, false);
        return Task.CompletedTask;
    }
}
