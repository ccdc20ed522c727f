using Azukari.Api.Clients;
using Azukari.Api.Problems;
using Azukari.Api.Tokens;
using Azukari.Company;
using Azukari.Policy;
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

    /// <summary>
    /// Null when one of the client's purposes lets it have to do with these items of the person, so that it may write them. Otherwise the refusal, which is in the ledger. Whoever could not be
    /// told an item may not replace it either.
    /// </summary>
    /// <param name="code">The case the call names.</param>
    /// <param name="needsCase">Whether a purpose that is bound to a case takes one here.</param>
    public static async ValueTask<ApiProblem?> CheckItemsAsync(
        CompanyCore company, ApiClient client, SubjectId subject, IReadOnlyList<ItemId> items, string? code, CancellationToken cancel, bool needsCase = true)
    {
        if (items.Count == 0) return null;
        if (client.Purposes.Count == 0) return await RefuseAsync(company, client, subject, cancel);
        return Told(company, await company.Trust.Vault.CheckHandlingAsync(subject, items, Contexts(client, code), needsCase, cancel));
    }

    /// <summary>
    /// Null when the client has to do with the person: one of its purposes opens one of the items held of her. Otherwise the refusal, which is in the ledger. For what is done to the person and not to
    /// items: restrictions, and what a client does that acts as her.
    /// </summary>
    public static async ValueTask<ApiProblem?> CheckPersonAsync(CompanyCore company, ApiClient client, SubjectId subject, string? code, CancellationToken cancel)
    {
        if (client.Purposes.Count == 0) return await RefuseAsync(company, client, subject, cancel);
        var held = await HeldAsync(company, subject, cancel);
        return held.Count == 0 ? null : Told(company, await company.Trust.Vault.CheckConcernAsync(subject, held, Contexts(client, code), cancel));
    }

    /// <summary>
    /// Null when the client may delete these items of the person, all that are held where none are named, or withdraw what concerns them: as whoever writes them, or acting as the person, whose right it is,
    /// where it has to do with her. Otherwise the refusal, which is in the ledger.
    /// </summary>
    public static async ValueTask<ApiProblem?> CheckGoingAsync(CompanyCore company, ApiClient client, SubjectId subject, IReadOnlyList<ItemId>? items, string? code, CancellationToken cancel) =>
        client.ActsForPeople ? await CheckPersonAsync(company, client, subject, code, cancel)
            : client.Purposes.Count == 0 ? await RefuseAsync(company, client, subject, cancel)
            : await CheckItemsAsync(company, client, subject, items ?? await HeldAsync(company, subject, cancel), code, cancel, needsCase: false);

    /// <summary>The items held of a person, documents too; none of whom nobody knows.</summary>
    private static async Task<IReadOnlyList<ItemId>> HeldAsync(CompanyCore company, SubjectId subject, CancellationToken cancel)
    {
        if (await company.Trust.Vault.DescribeAsync(subject, cancel) is not { } person) return [];
        var documents = await company.Trust.Vault.Documents.ListAsync(subject, cancel) ?? [];
        return [.. person.Items.Select(item => item.Item).Concat(documents.Select(document => document.Item)).Distinct()];
    }

    private static AccessContext[] Contexts(ApiClient client, string? code) => [.. client.Purposes.Order().Select(purpose => new AccessContext
    {
        Accessor = client.Accessor, As = client.As, Purpose = purpose, Case = code, To = client.To, IdentityConfirmed = client.ActsForPeople,
    })];

    private static ApiProblem? Told(CompanyCore company, HandlingRefused? refused) =>
        refused is null ? null : ApiProblem.Refused(refused.Refusal, company.Trust.Policies.InForce.Document.Version, refused.EntryId);

    private static Task<ApiProblem> RefuseAsync(CompanyCore company, ApiClient client, SubjectId subject, CancellationToken cancel) =>
        RefuseAsync(company, client, subject, NoPurpose, "このクライアントには目的がなく、項目を扱えません。", "The client has no purpose, so it may not have to do with any item.", cancel);

    /// <summary>Null unless the client reads for itself what the consent would open, and only records what others say the person wants.</summary>
    public static async ValueTask<ApiProblem?> CheckConsentAsync(CompanyCore company, ApiClient client, SubjectId? subject, ConsentGrant grant, CancellationToken cancel)
    {
        var opensToItself = client.Reads && client.Purposes.Contains(grant.Purpose) && (grant.Recipient is { } named ? named == client.As : client.To is null);
        if (!opensToItself || client.ActsForPeople) return null;
        return await RefuseAsync(company, client, subject, ConsentForItself,
            "自分に開かれることになる同意は、本人として動けるクライアント（スコープ self）だけが記録できます。", "A consent that opens data to the client itself is recorded by clients that act as the person (scope self).", cancel);
    }

    /// <summary>Refuses, by the clause on least privilege, what the client may not do whatever it is about. In the ledger.</summary>
    public static async Task<ApiProblem> RefuseAsync(CompanyCore company, ApiClient client, SubjectId? subject, string reason, string ja, string en, CancellationToken cancel)
    {
        var clause = company.LeastPrivilege;
        var entry = await company.Trust.Vault.RecordRefusalAsync(subject, client.Accessor, clause, reason, cancel);
        return ApiProblem.RefusedByHost(reason, clause, company.Trust.Policies.InForce.Document.Version, entry, ja, en);
    }

    /// <summary>The reason of a refusal because the client has no purpose.</summary>
    public const string NoPurpose = "no-purpose";

    /// <summary>The reason of a refusal because the client does not act as the person.</summary>
    public const string NotForThePerson = "not-for-the-person";

    /// <summary>The reason of a refusal because a client would open data to itself.</summary>
    public const string ConsentForItself = "consent-for-itself";

    /// <summary>The reason of a refusal because the restriction is not the client's own.</summary>
    public const string RestrictedByAnother = "restricted-by-another";
}
