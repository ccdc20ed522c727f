using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Azukari.Api.Endpoints;

/// <summary>What the reference says of an endpoint.</summary>
/// <param name="Japanese">What it does, in Japanese.</param>
/// <param name="Writes">Whether it changes something, so that it takes an Idempotency-Key.</param>
internal sealed record EndpointText(string Japanese, bool Writes);

/// <summary>Describes endpoints for the OpenAPI document and the reference page.</summary>
internal static class EndpointDocs
{
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="id">Its stable operation id.</param>
    /// <param name="english">What it does, in a line.</param>
    /// <param name="japanese">The same.</param>
    /// <param name="writes">Whether it changes something.</param>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string id, string english, string japanese, bool writes = false) =>
        endpoint.WithName(id).WithSummary(english).WithMetadata(new EndpointText(japanese, writes));
}
