using System.Text.Json;
using Azukari.Api.Bodies;
using Azukari.Api.Clients;
using Azukari.Api.Problems;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Azukari.Api.Endpoints;

/// <summary>
/// Reading many people: one line of JSON for each, values or refusal, and a last line that says it is whole or what went wrong. Only so much
/// is read as the caller takes: one that stops reading holds up nothing but its own answer.
/// </summary>
internal static class BulkEndpoints
{
    public const string Path = "/api/v1/accesses";

    private const string NdJson = "application/x-ndjson";
    private const int Flush = 16 * 1024;

    public static void MapBulk(this IEndpointRouteBuilder api) =>
        api.MapPost("/accesses", AccessManyAsync).Needs(ApiScope.Access).TakesItsTime()
            .Describe("access-many", "Read items of many people, one line for each", "多くの人の項目を、1人1行で読む")
            .Accepts<BulkRequest>("application/json").Produces<AccessAnswer>(StatusCodes.Status200OK, NdJson);

    private static async Task<IResult> AccessManyAsync(HttpContext http, CompanyCore company, IOptions<ApiOptions> options, ILogger<ApiGuard> logger)
    {
        var cancel = http.RequestAborted;
        if (!(await BodyReader.ReadAsync(http, ApiJson.Default.BulkRequest, options.Value.MaxBulkBodyBytes, cancel)).Fine(out var request, out var problem)) return problem;
        var client = http.Client();
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var items = fields.Items(request.Items);
        var subjects = Subjects(request.Subjects, options.Value.MaxBulkSubjects, fields);
        if (fields.Context(client, request.Purpose, request.Case, request.ReasonCode, request.Ground, identityConfirmed: false) is not { } context) return fields.Problem;
        if (await EndpointRules.CheckPurposeAsync(company, client, null, context, cancel) is { } refusal) return refusal;
        return new Lines(company, subjects, items, context, logger);
    }

    private static SubjectId[] Subjects(IReadOnlyList<string> texts, int most, Fields fields)
    {
        if (texts.Count == 0 || texts.Count > most)
        {
            fields.Wrong("subjects", "subject-count", $"1人以上{most}人以下を指定してください。", $"Name 1 to {most} people.");
            return [];
        }

        var subjects = new SubjectId[texts.Count];
        for (var at = 0; at < subjects.Length; at++)
        {
            if (SubjectId.TryParse(texts[at], out subjects[at])) continue;
            fields.Wrong($"subjects[{at}]", "subject-id", "人の id は16進32文字です。", "A person's id is 32 hexadecimal digits.");
            break;
        }

        return subjects;
    }

    private sealed class Lines(CompanyCore company, SubjectId[] subjects, IReadOnlyList<ItemId> items, AccessContext context, ILogger logger) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            var cancel = httpContext.RequestAborted;
            var language = RequestLanguage.Of(httpContext);
            response.ContentType = NdJson;
            response.Headers.CacheControl = "no-store";
            response.Headers.ContentLanguage = language;
            await using var json = new Utf8JsonWriter(response.BodyWriter, JsonText.Plain);
            var withParts = ValueWriter.WithParts(company.Trust.Policies);
            var (granted, refused) = (0, 0);
            var waiting = 0L;
            try
            {
                await foreach (var result in company.Trust.Vault.ReadManyAsync(subjects.ToAsyncEnumerable(), items, context, cancel).WithCancellation(cancel))
                {
                    if (result is Granted<ItemValues> permitted)
                    {
                        granted++;
                        AccessEndpoints.WriteGranted(json, permitted, items, withParts);
                    }
                    else
                    {
                        refused++;
                        WriteRefused(json, (RefusedAccess<ItemValues>)result, language);
                    }

                    waiting += await EndLineAsync(json, response);
                    if (waiting < Flush) continue;
                    waiting = 0;
                    // Waits while the caller does not read: what was read of people is then no more than this.
                    if ((await response.BodyWriter.FlushAsync(cancel)).IsCompleted) return;
                }

                json.WriteStartObject();
                json.WriteStartObject("end");
                json.WriteNumber("subjects", granted + refused);
                json.WriteNumber("granted", granted);
                json.WriteNumber("refused", refused);
                json.WriteEndObject();
                json.WriteEndObject();
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (response.HasStarted || granted + refused > 0)
            {
                // The answer has begun, sent or not, so its status stands: the last line tells.
                var kind = ApiLog.Fault(logger, error);
                json.WriteStartObject();
                json.WritePropertyName("error");
                ApiProblem.Of(kind).WriteTo(json, language);
                json.WriteEndObject();
            }

            await EndLineAsync(json, response);
            await response.BodyWriter.FlushAsync(cancel);
        }

        private void WriteRefused(Utf8JsonWriter json, RefusedAccess<ItemValues> refused, string language)
        {
            json.WriteStartObject();
            json.WriteString("subject", refused.Subject.ToString());
            json.WritePropertyName("error");
            ApiProblem.Refused(refused.Refusal, company.Trust.Policies.InForce.Document.Version, refused.EntryId).WriteTo(json, language);
            json.WriteEndObject();
        }

        private static ValueTask<long> EndLineAsync(Utf8JsonWriter json, HttpResponse response)
        {
            json.Flush();
            var written = json.BytesCommitted + 1;
            json.Reset();
            response.BodyWriter.GetSpan(1)[0] = (byte)'\n';
            response.BodyWriter.Advance(1);
            return new ValueTask<long>(written);
        }
    }
}
