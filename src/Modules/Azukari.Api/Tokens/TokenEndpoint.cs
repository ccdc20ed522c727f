using System.Security.Claims;
using Azukari.Api.Clients;
using Azukari.Storage;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace Azukari.Api.Tokens;

/// <summary>POST /connect/token: OAuth 2 client credentials (RFC 6749, 4.4). The framework has checked the client's secret and scopes when this runs.</summary>
internal static class TokenEndpoint
{
    public const string Path = "/connect/token";

    public static async Task<IResult> HandleAsync(HttpContext http, AzukariDb db, CancellationToken cancel)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The token endpoint is reached only by token requests.");
        var client = await db.Set<ClientRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == request.ClientId, cancel);
        if (client is null) return Results.Forbid(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        identity.SetClaim(OpenIddictConstants.Claims.Subject, client.Id);
        var asked = request.GetScopes();
        identity.SetScopes(asked.IsDefaultOrEmpty ? [.. ClientRegistry.Of(client).Scopes] : asked);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
