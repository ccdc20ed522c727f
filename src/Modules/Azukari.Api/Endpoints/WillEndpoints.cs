using Azukari.Api.Bodies;
using Azukari.Api.Clients;
using Azukari.Api.Idempotency;
using Azukari.Api.Problems;
using Azukari.Company;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Azukari.Api.Endpoints;

/// <summary>What people decide about their data: consents and restrictions.</summary>
internal static class WillEndpoints
{
    public static void MapWill(this IEndpointRouteBuilder api)
    {
        api.MapPost("/subjects/{id}/consents", ConsentAsync).Needs(ApiScope.Consent)
            .Describe("consent", "Record a consent", "同意を記録する", writes: true)
            .Accepts<ConsentRequest>("application/json").Produces<ActAnswer>(StatusCodes.Status201Created);
        api.MapDelete("/subjects/{id}/consents/{consent}", WithdrawAsync).Needs(ApiScope.Consent)
            .Describe("withdraw", "Withdraw a consent", "同意を撤回する", writes: true)
            .Produces<ActAnswer>();
        api.MapPut("/subjects/{id}/restrictions/{restriction}", RestrictAsync).Needs(ApiScope.Restrict)
            .Describe("restrict", "Restrict the use of a person's data, under an id of your choice", "利用を停止する（id は呼ぶ側が選ぶ）", writes: true)
            .Accepts<RestrictionRequest>("application/json").Produces<ActAnswer>();
        api.MapDelete("/subjects/{id}/restrictions/{restriction}", LiftAsync).Needs(ApiScope.Restrict)
            .Describe("lift", "Lift a restriction", "利用停止を解除する", writes: true)
            .Produces<ActAnswer>();
    }

    private static async Task<IResult> ConsentAsync(string id, string? @case, HttpContext http, CompanyCore company, IOptions<ApiOptions> options, Once once)
    {
        var cancel = http.RequestAborted;
        var body = await BodyReader.ReadAsync(http, ApiJson.Default.ConsentRequest, options.Value.MaxBodyBytes, cancel);
        if (!body.Fine(out var request, out var problem)) return problem;
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var subject = fields.Subject(id);
        var grant = fields.Consent(request);
        var code = fields.Code(@case, "case");
        if (!fields.Fine) return fields.Problem;
        var client = http.Client();
        if (await CheckAsync(company, client, subject, grant, code, cancel) is { } refusal) return refusal;
        return await once.RunAsync(http, Once.Sent(body.Utf8, code), async act =>
        {
            var consent = new ConsentId(act);
            return ActAnswers.Of(company, await company.Trust.Vault.ConsentAsync(subject, grant, client.Accessor, consent, code, cancel), consent.ToString(),
                StatusCodes.Status201Created, $"/api/v1/subjects/{subject}/consents/{consent}");
        });
    }

    private static async Task<IResult> WithdrawAsync(string id, string consent, string? @case, HttpContext http, CompanyCore company, Once once)
    {
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var subject = fields.Subject(id);
        if (!ConsentId.TryParse(consent, out var which)) fields.Wrong("consent", "consent-id", "同意の id は16進32文字です。", "A consent's id is 32 hexadecimal digits.");
        var code = fields.Code(@case, "case");
        if (!fields.Fine) return fields.Problem;
        // Who may not record a consent to these items may not withdraw one either.
        if ((await company.Trust.Vault.DescribeAsync(subject, http.RequestAborted))?.Consents.FirstOrDefault(one => one.Id == which) is { } given
            && await EndpointRules.CheckGoingAsync(company, http.Client(), subject, given.Grant.Items, code, http.RequestAborted) is { } refusal) return refusal;
        return await once.RunAsync(http, Once.Sent([], code), async _ =>
            ActAnswers.Of(company, await company.Trust.Vault.WithdrawAsync(subject, which, http.Client().Accessor, code, http.RequestAborted), which.ToString()));
    }

    private static async Task<IResult> RestrictAsync(string id, string restriction, string? @case, HttpContext http, CompanyCore company, IOptions<ApiOptions> options, Once once)
    {
        var cancel = http.RequestAborted;
        var body = await BodyReader.ReadAsync(http, ApiJson.Default.RestrictionRequest, options.Value.MaxBodyBytes, cancel);
        if (!body.Fine(out var request, out var problem)) return problem;
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var subject = fields.Subject(id);
        if (!RestrictionId.TryParse(restriction, out var which)) fields.Wrong("restriction", "restriction-id", "利用停止の id は16進32文字です。", "A restriction's id is 32 hexadecimal digits.");
        var code = fields.Code(@case, "case");
        var scope = ScopeOf(request, fields);
        if (!fields.Fine) return fields.Problem;
        if (await EndpointRules.CheckPersonAsync(company, http.Client(), subject, code, cancel) is { } refusal) return refusal;
        return await once.RunAsync(http, Once.Sent(body.Utf8, code), async _ =>
            ActAnswers.Of(company, await company.Trust.Vault.RestrictAsync(subject, scope!, http.Client().Accessor, which, code, cancel), which.ToString()));
    }

    private static async Task<IResult> LiftAsync(string id, string restriction, string? @case, HttpContext http, CompanyCore company, Once once)
    {
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var subject = fields.Subject(id);
        if (!RestrictionId.TryParse(restriction, out var which)) fields.Wrong("restriction", "restriction-id", "利用停止の id は16進32文字です。", "A restriction's id is 32 hexadecimal digits.");
        var code = fields.Code(@case, "case");
        if (!fields.Fine) return fields.Problem;
        var client = http.Client();
        if (!client.ActsForPeople && await IsOfAnotherAsync(company, subject, which, client, http.RequestAborted))
        {
            return await EndpointRules.RefuseAsync(company, client, subject, EndpointRules.RestrictedByAnother,
                "この利用停止は、このクライアントがかけたものではありません。解除できるのは、本人として動けるクライアント（スコープ self）か職員です。",
                "The client did not set this restriction. Clients that act as the person (scope self) lift it, or the staff.", http.RequestAborted);
        }

        if (await EndpointRules.CheckPersonAsync(company, client, subject, code, http.RequestAborted) is { } refusal) return refusal;
        return await once.RunAsync(http, Once.Sent([], code), async _ =>
            ActAnswers.Of(company, await company.Trust.Vault.LiftAsync(subject, which, client.Accessor, code, http.RequestAborted), which.ToString()));
    }

    /// <summary>Null when the client may record the consent, about somebody or about who is just coming. Otherwise the refusal, which is in the ledger.</summary>
    public static async ValueTask<ApiProblem?> CheckAsync(CompanyCore company, ApiClient client, SubjectId? subject, ConsentGrant grant, string? code, CancellationToken cancel)
    {
        if (!client.Scopes.Contains(ApiScope.Consent)) return ApiProblem.Of(ProblemKind.ScopeMissing);
        if (await EndpointRules.CheckConsentAsync(company, client, subject, grant, cancel) is { } refused) return refused;
        return subject is { } person ? await EndpointRules.CheckItemsAsync(company, client, person, grant.Items, code, cancel, needsCase: false) : null;
    }

    // Who set a restriction never changes, so this may be looked at before the act.
    private static async Task<bool> IsOfAnotherAsync(CompanyCore company, SubjectId subject, RestrictionId which, ApiClient client, CancellationToken cancel) =>
        (await company.Trust.Vault.DescribeAsync(subject, cancel))?.Restrictions.FirstOrDefault(one => one.Id == which) is { } set && set.By != client.Accessor;

    private static Restriction? ScopeOf(RestrictionRequest request, Fields fields)
    {
        var given = (request.Purpose is not null ? 1 : 0) + (request.Recipient is not null ? 1 : 0) + (request.Items is not null ? 1 : 0);
        if (given != (request.Scope == "all" ? 0 : 1)) fields.Wrong("scope", "one-scope", "scope が名指すものだけを指定してください。", "Give exactly what the scope names, and nothing else.");
        switch (request.Scope)
        {
            case "all":
                return new Restriction.Everything();
            case "purpose":
                return new Restriction.ForPurpose(fields.Purpose(request.Purpose));
            case "recipient":
                if (request.Recipient is null) fields.Wrong("recipient", "required", "必要な項目がありません。", "Is missing.");
                return fields.Recipient(request.Recipient, "recipient") is { } recipient ? new Restriction.ByRecipient(recipient) : null;
            case "items":
                return new Restriction.OfItems(fields.Items(request.Items));
            default:
                fields.Wrong("scope", "unknown-word", "使える言葉: all, purpose, recipient, items", "Has to be one of all, purpose, recipient, items.");
                return null;
        }
    }
}
