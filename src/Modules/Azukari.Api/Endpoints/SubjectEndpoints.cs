using Azukari.Api.Bodies;
using Azukari.Api.Clients;
using Azukari.Api.Idempotency;
using Azukari.Api.Problems;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Azukari.Api.Endpoints;

/// <summary>Taking people in, correcting and erasing them.</summary>
internal static class SubjectEndpoints
{
    public static void MapSubjects(this IEndpointRouteBuilder api)
    {
        api.MapPost("/subjects", AcquireAsync).Needs(ApiScope.Acquire)
            .Describe("acquire", "Take a person in", "人を預かる", writes: true)
            .Accepts<AcquireRequest>("application/json").Produces<AcquiredAnswer>(StatusCodes.Status201Created);
        api.MapPatch("/subjects/{id}/items", CorrectAsync).Needs(ApiScope.Correct)
            .Describe("correct", "Correct, add or delete items", "項目を訂正・追加・削除する", writes: true)
            .Accepts<CorrectRequest>("application/json").Produces<ActAnswer>();
        api.MapDelete("/subjects/{id}", EraseAsync).Needs(ApiScope.Erase)
            .Describe("erase", "Erase a person, with a certificate", "人を消去し、証明を得る", writes: true)
            .Produces<CertificateAnswer>();
    }

    private static async Task<IResult> AcquireAsync(HttpContext http, CompanyCore company, IOptions<ApiOptions> options, Once once, TimeProvider clock)
    {
        var cancel = http.RequestAborted;
        var body = await BodyReader.ReadAsync(http, ApiJson.Default.AcquireRequest, options.Value.MaxBodyBytes, cancel);
        if (!body.Fine(out var request, out var problem)) return problem;
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var values = new ItemInput(company, fields, clock).Read(request.Items, mayDelete: false);
        var acquisition = new Acquisition
        {
            SubjectKind = fields.Kind(request.Kind),
            Values = values.ToDictionary(pair => pair.Key, pair => pair.Value!.Value),
            Channel = fields.Word<Channel>(request.Acquisition.Channel, "acquisition.channel"),
            PolicyVersion = fields.Version(request.Acquisition.PolicyVersion, "acquisition.policyVersion"),
            AcquiredAt = request.Acquisition.AcquiredAt,
            ToldOfRecording = request.Acquisition.ToldOfRecording,
            Consents = [.. (request.Consents ?? []).Select((consent, at) => fields.Consent(consent, $"consents[{at}]"))],
            Case = fields.Code(request.Case, "case"),
        };
        if (acquisition.AcquiredAt is { } at && (at > clock.GetUtcNow() || at.Year < 1950))
            fields.Wrong("acquisition.acquiredAt", "date-out-of-range", "1950年から今までの日時です。", "Has to be between 1950 and now.");
        if (!fields.Fine) return fields.Problem;
        foreach (var grant in acquisition.Consents)
            if (await WillEndpoints.CheckAsync(company, http.Client(), null, grant, acquisition.Case, cancel) is { } refusal) return refusal;
        return await once.RunAsync(http, body.Utf8, async act =>
        {
            var result = await company.Trust.Vault.AcquireAsync(acquisition with { Id = SubjectId.FromBytes(act.ToByteArray(bigEndian: true)) }, http.Client().Accessor, cancel);
            return result switch
            {
                Acquired acquired => ReadyAnswer.Of(new AcquiredAnswer(acquired.SubjectId.ToString(), acquired.EntryId.ToString()), ApiJson.Default.AcquiredAnswer,
                    StatusCodes.Status201Created, $"/api/v1/subjects/{acquired.SubjectId}"),
                RefusedAcquisition refused => ApiProblem.Refused(refused.Refusal, company.Trust.Policies.InForce.Document.Version, refused.EntryId),
                _ => throw new InvalidOperationException("An acquisition is done or refused."),
            };
        });
    }

    private static async Task<IResult> CorrectAsync(string id, HttpContext http, CompanyCore company, IOptions<ApiOptions> options, Once once, TimeProvider clock)
    {
        var cancel = http.RequestAborted;
        var body = await BodyReader.ReadAsync(http, ApiJson.Default.CorrectRequest, options.Value.MaxBodyBytes, cancel);
        if (!body.Fine(out var request, out var problem)) return problem;
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var subject = fields.Subject(id);
        var values = new ItemInput(company, fields, clock).Read(request.Items, mayDelete: true);
        Channel? channel = request.Channel is null ? null : fields.Word<Channel>(request.Channel, "channel");
        var code = fields.Code(request.Case, "case");
        CorrectionBy by = new CorrectionBy.Staff();
        if (request.By == "self") by = new CorrectionBy.Self(fields.Version(request.PolicyVersion, "policyVersion"));
        else if (request.By is not (null or "staff")) fields.Wrong("by", "unknown-word", "self か staff です。", "Has to be self or staff.");
        if (!fields.Fine) return fields.Problem;
        var client = http.Client();
        if (by is CorrectionBy.Self && !client.ActsForPeople)
        {
            return await EndpointRules.RefuseAsync(company, client, subject, EndpointRules.NotForThePerson,
                "本人による訂正として送れるのは、本人として動けるクライアント（スコープ self）だけです。", "Only clients that act as the person (scope self) send corrections as her own.", cancel);
        }

        if (await EndpointRules.CheckItemsAsync(company, client, subject, [.. values.Keys], code, cancel) is { } refusal) return refusal;
        return await once.RunAsync(http, body.Utf8, async _ =>
            ActAnswers.Of(company, await company.Trust.Vault.CorrectAsync(subject, values, by, client.Accessor, channel, code, ct: cancel)));
    }

    private static async Task<IResult> EraseAsync(string id, string? @case, HttpContext http, CompanyCore company, Once once)
    {
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var subject = fields.Subject(id);
        var code = fields.Code(@case, "case");
        if (!fields.Fine) return fields.Problem;
        if (await EndpointRules.CheckGoingAsync(company, http.Client(), subject, items: null, code, http.RequestAborted) is { } refusal) return refusal;
        return await once.RunAsync(http, Once.Sent([], code), async _ => await company.Trust.Vault.EraseAsync(subject, http.Client().Accessor, null, code, http.RequestAborted) is { } certificate
            ? ReadyAnswer.Of(new CertificateAnswer(certificate.Subject.ToString(), certificate.At, [.. certificate.Done.Select(PolicyWords.Of)], [.. certificate.Limits.Select(PolicyWords.Of)],
                certificate.StatutoryUntil, certificate.EntryId?.ToString()), ApiJson.Default.CertificateAnswer)
            : ApiProblem.Of(ProblemKind.NoSuchSubject));
    }
}
