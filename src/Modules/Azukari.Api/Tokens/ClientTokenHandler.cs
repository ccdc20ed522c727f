using System.Security.Claims;
using System.Text.Encodings.Web;
using Azukari.Api.Clients;
using Azukari.Api.Problems;
using Azukari.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;

namespace Azukari.Api.Tokens;

/// <summary>
/// Lets clients in by their access token. The framework checks a token once per node; after that a look-up tells whose it is, as long as no
/// client was changed since.
/// </summary>
internal sealed class ClientTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KnownTokens known, Generations generations)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "AzukariApi";

    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? header = Request.Headers.Authorization;
        if (header is null || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var hash = KnownTokens.HashOf(header.AsSpan(Prefix.Length));
        var generation = await generations.NowAsync();
        if (known.Find(hash, generation) is not { } token)
        {
            if (await CheckAsync(generation) is not { } found) return AuthenticateResult.NoResult(); // every stranger would be a line of the log
            token = found;
            if (hash != default) known.Add(hash, token);
        }

        Context.Features.Set(token.Client);
        return AuthenticateResult.Success(new AuthenticationTicket(token.Principal, SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Request.Headers.Authorization.Count == 0 ? "Bearer" : "Bearer error=\"invalid_token\"";
        return ApiProblem.Of(ProblemKind.Unauthorized).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\"";
        return ApiProblem.Of(ProblemKind.ScopeMissing).ExecuteAsync(Context);
    }

    private async Task<KnownToken?> CheckAsync(long generation)
    {
        var result = await Context.AuthenticateAsync(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
        if (result is not { Succeeded: true, Principal: { } principal } || principal.GetClaim(OpenIddictConstants.Claims.Subject) is not { } id) return null;
        var row = await Context.RequestServices.GetRequiredService<AzukariDb>().Set<ClientRow>().AsNoTracking().FirstOrDefaultAsync(client => client.Id == id, Context.RequestAborted);
        if (row is null) return null;
        var client = ClientRegistry.Of(row);
        var scopes = principal.GetScopes().Where(client.Scopes.Contains).Select(scope => new Claim(ApiClaims.Scope, scope));
        var identity = new ClaimsIdentity([new Claim(ApiClaims.Client, client.Id), .. scopes], SchemeName, ApiClaims.Client, null);
        return new KnownToken(new ClaimsPrincipal(identity), client, principal.GetExpirationDate() ?? DateTimeOffset.MinValue, generation);
    }
}

/// <summary>The claims of a client's principal.</summary>
internal static class ApiClaims
{
    public const string Client = "client";
    public const string Scope = "scope";
}
