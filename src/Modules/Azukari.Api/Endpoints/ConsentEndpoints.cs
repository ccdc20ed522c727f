using System.Text;
using System.Text.Json;
using Azukari.Api.Bodies;
using Azukari.Api.Clients;
using Azukari.Api.Problems;
using Azukari.Company;
using Azukari.Company.Operating;
using Azukari.Policy.Standards;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Azukari.Api.Endpoints;

/// <summary>A person's consents as records of ISO/IEC TS 27560. They hold no value of the person.</summary>
internal static class ConsentEndpoints
{
    private const string Lines = "application/x-ndjson";

    public static void MapConsents(this IEndpointRouteBuilder api) =>
        api.MapGet("/subjects/{id}/consents", RecordsAsync).Needs(ApiScope.Ledger).WithMetadata(new Negotiates())
            .Describe("consents", "A person's consents as records of ISO/IEC TS 27560, withdrawn ones too; looking is recorded", "その人の同意を ISO/IEC TS 27560 の記録で（撤回したものも。見たことも記録される）")
            .Produces<JsonElement>(StatusCodes.Status200OK, Lines, ConsentRecord.MediaType);

    private static async Task<IResult> RecordsAsync(string id, HttpContext http, CompanyCore company)
    {
        if (ContentForms.Choose(http, Lines, ConsentRecord.MediaType) is not { } form) return ApiProblem.Of(ProblemKind.NotAcceptable);
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var subject = fields.Subject(id);
        if (!fields.Fine) return fields.Problem;
        await company.Trust.Vault.RecordInspectionAsync(subject, http.Client().Accessor, "description", http.RequestAborted);
        if (await company.Trust.Vault.DescribeAsync(subject, http.RequestAborted) is not { } person)
            return ApiProblem.Of(await company.Trust.Vault.IsErasedAsync(subject, http.RequestAborted) ? ProblemKind.Erased : ProblemKind.NoSuchSubject);
        var language = RequestLanguage.Of(http);
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        http.Response.Headers.ContentLanguage = language;
        var records = ConsentRecords.Of(person, company.Trust.Policies, language, StorageCountry.Code).Select(ConsentRecord.Line);
        return Results.Text(form == Lines ? string.Concat(records.Select(record => record + "\n")) : $"[{string.Join(",\n", records)}]", form, Encoding.UTF8);
    }
}
