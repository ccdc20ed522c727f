using Azukari.Api.Clients;
using Azukari.Api.Problems;
using Azukari.Api.Tokens;
using Azukari.Company;
using Azukari.Vault;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Azukari.Api.Endpoints;

/// <summary>The scope an endpoint needs.</summary>
internal sealed record NeedsScope(string Scope);

/// <summary>The call goes on for as long as its caller sends or reads: no time limit of ours ends it.</summary>
internal sealed record TakesItsTime;

/// <summary>What every endpoint of the API has.</summary>
internal static class EndpointRules
{
    /// <summary>Only clients with this scope. Every endpoint declares it, or <see cref="Anyone"/>.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, string scope) => endpoint
        .WithMetadata(new NeedsScope(scope))
        .RequireAuthorization(new AuthorizationPolicyBuilder(ClientTokenHandler.SchemeName).RequireAuthenticatedUser().RequireClaim(ApiClaims.Scope, scope).Build());

    /// <inheritdoc cref="Endpoints.TakesItsTime"/>
    public static RouteHandlerBuilder TakesItsTime(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new TakesItsTime());

    /// <summary>Anybody: what is public anyway.</summary>
    public static RouteHandlerBuilder Anyone(this RouteHandlerBuilder endpoint) => endpoint.AllowAnonymous();

    /// <summary>Who calls, behind an endpoint that needs a scope.</summary>
    public static ApiClient Client(this HttpContext http) =>
        http.Features.Get<ApiClient>() ?? throw new InvalidOperationException("The endpoint declares no scope, so nobody knows who calls.");

    /// <summary>Null when the purpose is one of the client's own. Otherwise the refusal, which is in the ledger.</summary>
    public static async ValueTask<ApiProblem?> CheckPurposeAsync(CompanyCore company, ApiClient client, SubjectId? subject, AccessContext context, CancellationToken cancel)
    {
        if (client.Purposes.Contains(context.Purpose)) return null;
        var clause = company.LeastPrivilege;
        var entry = await company.Trust.Vault.RecordRefusalAsync(subject, context, clause, PurposeNotOfClient, cancel);
        return ApiProblem.RefusedByHost(PurposeNotOfClient, clause, company.Trust.Policies.InForce.Document.Version, entry,
            "このクライアントに、この目的は許されていません。", "The client may not name this purpose.");
    }

    /// <summary>The reason of a refusal because the purpose is not the client's own.</summary>
    public const string PurposeNotOfClient = "purpose-not-of-client";
}
