using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Ui.Routing;

/// <summary>Several sets of pages in one program: a module's assembly may have pages of the public site and of the console.</summary>
public static class PageSets
{
    /// <summary>
    /// Lets a set of pages answer only where it is meant to. The framework gives each set every page of its assemblies, and an address two sets
    /// have is answered by neither; the order of a page's route is the framework's to set, so the others are taken out of the matching.
    /// </summary>
    /// <param name="pages">The set.</param>
    /// <param name="ours">Whether a path, as the route writes it, is the set's to answer.</param>
    public static TBuilder AnswerOnly<TBuilder>(this TBuilder pages, Func<PathString, bool> ours)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(ours);
        pages.Add(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder route && !ours("/" + route.RoutePattern.RawText?.TrimStart('/'))) endpoint.Metadata.Add(new SuppressMatchingMetadata());
        });
        return pages;
    }
}
