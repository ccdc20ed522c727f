using Azukari.Api.Bodies;
using Azukari.Api.Clients;
using Azukari.Api.Idempotency;
using Azukari.Api.Problems;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Azukari.Api.Endpoints;

/// <summary>People's documents: taken in, listed, read and deleted. Content is streamed both ways and lies nowhere in clear.</summary>
internal static class DocumentEndpoints
{
    /// <summary>The most characters an Idempotency-Key of a document may have.</summary>
    public const int LongestKey = Once.LongestKey;

    public static void MapDocuments(this IEndpointRouteBuilder api)
    {
        api.MapPost("/subjects/{id}/documents", AddAsync).Needs(ApiScope.Documents).TakesItsTime()
            .Describe("add-document", "Take a document in, streamed", "文書を預かる（ストリーム）", writes: true)
            .Produces<DocumentFacts>(StatusCodes.Status201Created).Produces<DocumentFacts>(StatusCodes.Status200OK);
        api.MapGet("/subjects/{id}/documents", ListAsync).Needs(ApiScope.Documents)
            .Describe("documents", "A person's documents, without content", "その人の文書の一覧（中身は出ない）").Produces<DocumentList>();
        api.MapPost("/subjects/{id}/documents/{document}/accesses", AccessAsync).Needs(ApiScope.Documents).TakesItsTime()
            .Describe("read-document", "Read a document, streamed, ranges too", "文書を読む（ストリーム、範囲指定可）")
            .Accepts<DocumentAccessRequest>("application/json").Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream");
        api.MapDelete("/subjects/{id}/documents/{document}", DeleteAsync).Needs(ApiScope.Erase)
            .Describe("delete-document", "Delete a document", "文書を消す", writes: true).Produces<DocumentDeleted>();
    }

    private static async Task<IResult> AddAsync(string id, string? item, string? channel, string? policyVersion, string? @case, string? toldOfRecording, string? replaces,
        HttpContext http, CompanyCore company)
    {
        var documents = company.Trust.Vault.Documents;
        if (!DocumentType.TryParse(http.Request.ContentType, out var type))
        {
            return ApiProblem.Saying(ProblemKind.UnsupportedType, $"Content-Type は次のどれかです: {string.Join(", ", DocumentType.All)}", $"Content-Type is one of {string.Join(", ", DocumentType.All)}.");
        }

        if (http.Request.ContentLength > documents.Limit) return ApiProblem.Of(ProblemKind.TooLarge);
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var subject = fields.Subject(id);
        var client = http.Client();
        var given = new NewDocument
        {
            Id = Key(http, client, subject, fields),
            Item = fields.Item(item, "item"),
            Type = type,
            FileName = FileName(http, fields),
            Channel = ChannelOf(channel, fields),
            PolicyVersion = VersionOf(policyVersion, company, fields),
            Case = fields.Code(@case, "case"),
            ToldOfRecording = Flag(toldOfRecording, "toldOfRecording", fields),
            Replaces = replaces is null ? null : Document(replaces, "replaces", fields),
        };
        if (!fields.Fine) return fields.Problem;
        if (await EndpointRules.CheckItemsAsync(company, client, subject, [given.Item], given.Case, http.RequestAborted) is { } refusal) return refusal;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = documents.Limit + 1;
        return await documents.AddAsync(subject, given, http.Request.Body, client.Accessor, http.RequestAborted) switch
        {
            DocumentKept kept => Results.Json(Facts(kept.Document, kept.EntryId.ToString()), DocumentJson.Default.DocumentFacts, statusCode: StatusCodes.Status201Created),
            DocumentRefused refused => ApiProblem.Refused(refused.Refusal, company.Trust.Policies.InForce.Document.Version, refused.EntryId),
            DocumentUnfit unfit => Unfit(unfit),
            DocumentKnown known => Known(known, given, http.Request.ContentLength),
            DocumentOfNobody { Erased: true } => ApiProblem.Of(ProblemKind.Erased),
            _ => ApiProblem.Of(ProblemKind.NoSuchSubject),
        };
    }

    private static async Task<IResult> ListAsync(string id, string? purpose, string? @case, string? reasonCode, HttpContext http, CompanyCore company)
    {
        var (vault, client, cancel) = (company.Trust.Vault, http.Client(), http.RequestAborted);
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var subject = fields.Subject(id);
        if (purpose is null) fields.Wrong("purpose", "required", "必要な項目がありません。", "Is missing.");
        if (!fields.Fine || fields.Context(client, purpose, @case, reasonCode, null, identityConfirmed: false) is not { } context) return fields.Problem;
        if (await EndpointRules.CheckPurposeAsync(company, client, subject, context, cancel) is { } refusal) return refusal;
        if (await vault.Documents.ListAsync(subject, cancel) is not { } held)
            return ApiProblem.Of(await vault.IsErasedAsync(subject, cancel) ? ProblemKind.Erased : ProblemKind.NoSuchSubject);
        // Decided as reading is, for each item that may have documents, held or not: what the list leaves out may be there or not.
        var foreseen = await vault.ForeseeAsync(subject, DocumentItems(company), context, cancel);
        if (foreseen is null) return ApiProblem.Of(ProblemKind.Erased);
        var open = foreseen.Where(item => item.Refusal is null).Select(item => item.Item).ToList();
        if (open.Count == 0)
        {
            var why = (foreseen.FirstOrDefault(item => item.Refusal is not ItemBeyondPurpose) ?? foreseen[0]).Refusal!;
            var refused = await vault.RecordRefusedLookAsync(subject, context, DocumentItems(company), why, cancel);
            return ApiProblem.Refused(why, company.Trust.Policies.InForce.Document.Version, refused);
        }

        var entry = await vault.RecordLookAsync(subject, context, open, "documents", cancel);
        return Results.Json(new DocumentList { Subject = subject.ToString(), Documents = [.. held.Where(d => open.Contains(d.Item)).Select(d => Facts(d, null))], Entry = entry.ToString() },
            DocumentJson.Default.DocumentList);
    }

    private static ItemId[] DocumentItems(CompanyCore company) =>
        [.. company.Trust.Policies.InForce.Document.Items.Where(item => item.Shape == "text" && item.Held == "vault").Select(item => item.Id)];

    private static async Task<IResult> AccessAsync(string id, string document, HttpContext http, CompanyCore company, IOptions<ApiOptions> options)
    {
        var cancel = http.RequestAborted;
        if (!(await BodyReader.ReadAsync(http, DocumentJson.Default.DocumentAccessRequest, options.Value.MaxBodyBytes, cancel)).Fine(out var request, out var problem)) return problem;
        var client = http.Client();
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var (subject, which) = (fields.Subject(id), Document(document, "document", fields));
        if (fields.Context(client, request.Purpose, request.Case, request.ReasonCode, request.Ground, request.IdentityConfirmed == true) is not { } context) return fields.Problem;
        if (await EndpointRules.CheckPurposeAsync(company, client, subject, context, cancel) is { } refusal) return refusal;
        return await company.Trust.Vault.Documents.OpenAsync(subject, which, context, cancel) switch
        {
            Granted<DocumentContent> granted => new DocumentResult(granted, company.Trust.Policies.InForce.Document.Version),
            RefusedAccess<DocumentContent> refused => ApiProblem.Refused(refused.Refusal, company.Trust.Policies.InForce.Document.Version, refused.EntryId),
            _ => ApiProblem.Of(ProblemKind.NotFound),
        };
    }

    private static async Task<IResult> DeleteAsync(string id, string document, string? @case, string? reason, HttpContext http, CompanyCore company, Once once)
    {
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var (subject, which, code) = (fields.Subject(id), Document(document, "document", fields), fields.Code(@case, "case"));
        var why = DeletionReason.NotNeeded;
        if (reason is not null && !DeletionReasons.TryParse(reason, out why)) fields.Wrong("reason", "reason", "untrue、not-needed、unlawful のどれかです。", "It is untrue, not-needed or unlawful.");
        if (!fields.Fine) return fields.Problem;
        if ((await company.Trust.Vault.Documents.ListAsync(subject, http.RequestAborted))?.FirstOrDefault(one => one.Id == which) is { } held
            && await EndpointRules.CheckGoingAsync(company, http.Client(), subject, [held.Item], code, http.RequestAborted) is { } refusal) return refusal;
        return await once.RunAsync(http, Once.Sent(Once.Sent([], code), why.Word()), async _ => await company.Trust.Vault.Documents.DeleteAsync(subject, which, http.Client().Accessor, code, why, http.RequestAborted) switch
        {
            ActRefused refused => ApiProblem.Refused(refused.Refusal, company.Trust.Policies.InForce.Document.Version, null),
            ActDone { EntryId: { } entry } => ReadyAnswer.Of(new DocumentDeleted { Entry = entry.ToString() }, DocumentJson.Default.DocumentDeleted),
            ActUnknown { Erased: true } => ApiProblem.Of(ProblemKind.Erased),
            _ => ApiProblem.Of(ProblemKind.NotFound),
        });
    }

    /// <summary>The file's name from <c>Content-Disposition: attachment; filename*=UTF-8''…</c>: never from the URL, which stands in logs.</summary>
    private static string? FileName(HttpContext http, Fields fields)
    {
        var header = http.Request.Headers.ContentDisposition.ToString();
        if (header.Length == 0) return null;
        if (ContentDispositionHeaderValue.TryParse(header, out var disposition) && (disposition.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value) is { } name) return name;
        fields.Wrong("Content-Disposition", "file-name", "attachment; filename*=UTF-8''… の形で書いてください。", "Write it as attachment; filename*=UTF-8''…");
        return null;
    }

    private static DocumentId Document(string text, string field, Fields fields)
    {
        if (!DocumentId.TryParse(text, out var document)) fields.Wrong(field, "document-id", "文書の id は16進32文字です。", "A document's id is 32 hexadecimal digits.");
        return document;
    }

    private static bool? Flag(string? text, string field, Fields fields)
    {
        if (text is null) return null;
        if (text is "true" or "false") return text == "true";
        fields.Wrong(field, "boolean", "true か false です。", "true or false.");
        return null;
    }

    private static Channel ChannelOf(string? text, Fields fields)
    {
        if (text is null || !PolicyWords.TryParse<Channel>(text, out var channel))
        {
            var words = string.Join(", ", Enum.GetValues<Channel>().Select(PolicyWords.Of));
            fields.Wrong("channel", "unknown-channel", $"次のどれかです: {words}", $"One of {words}.");
            return default;
        }

        return channel;
    }

    private static PolicyVersion VersionOf(string? text, CompanyCore company, Fields fields)
    {
        if (PolicyVersion.TryParse(text, out var version) && company.Trust.Policies.Vocabulary.Find(version).Exists) return version;
        fields.Wrong("policyVersion", "unknown-version", "その版の方針はありません。", "There is no such version of the policy.");
        return default;
    }

    /// <summary>The same client, person and key give the same document: sent again, it is kept once.</summary>
    private static DocumentId? Key(HttpContext http, ApiClient client, SubjectId subject, Fields fields)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0) return null;
        if (key.Length <= LongestKey && key.All(c => c is > ' ' and < '\x7f')) return DocumentId.For(client.Accessor, subject, key);
        fields.Wrong("Idempotency-Key", "idempotency-key", $"空白を含まない{LongestKey}文字までの ASCII です。", $"At most {LongestKey} ASCII characters without spaces.");
        return null;
    }

    private static IResult Known(DocumentKnown known, NewDocument given, long? length) => known switch
    {
        { IsComing: true } => ApiProblem.Of(ProblemKind.RequestInProgress, retryAfter: 30),
        { Document: { } held } when held.Item == given.Item && held.Type == given.Type && (length is null || length == held.Size) => Results.Json(Facts(held, null), DocumentJson.Default.DocumentFacts),
        { Document: not null } => ApiProblem.Of(ProblemKind.KeyReused),
        _ => ApiProblem.Saying(ProblemKind.Conflict, "この Idempotency-Key で預けた文書は、削除されています。", "The document that was given with this Idempotency-Key has been deleted."),
    };

    private static ApiProblem Unfit(DocumentUnfit unfit) => unfit.Reason switch
    {
        UnfitReason.TooLarge => ApiProblem.Saying(ProblemKind.TooLarge, unfit.Sentence("ja"), unfit.Sentence("en")),
        UnfitReason.Replaced => ApiProblem.Saying(ProblemKind.Conflict, unfit.Sentence("ja"), unfit.Sentence("en")),
        UnfitReason.ItemIsSingle => ApiProblem.Invalid("item", unfit.Code, unfit.Sentence("ja"), unfit.Sentence("en")),
        UnfitReason.FileName => ApiProblem.Invalid("Content-Disposition", unfit.Code, unfit.Sentence("ja"), unfit.Sentence("en")),
        _ => ApiProblem.Invalid("body", unfit.Code, unfit.Sentence("ja"), unfit.Sentence("en")),
    };

    private static DocumentFacts Facts(HeldDocument held, string? entry) => new()
    {
        Document = held.Id.ToString(),
        Item = held.Item.Value,
        Type = held.Type.MediaType,
        Size = held.Size,
        Version = held.Version,
        ReplacedBy = held.ReplacedBy?.ToString(),
        Acquired = held.AcquiredAt,
        Channel = PolicyWords.Of(held.Channel),
        Policy = held.PolicyVersion.Value,
        Until = held.Until,
        Entry = entry,
    };
}
