using Microsoft.AspNetCore.Http;

namespace Azukari.Api.Problems;

/// <summary>A kind of problem the API answers with: a stable code, its status, and what it says in both languages.</summary>
/// <param name="Code">The last part of the problem's <c>type</c>; never changes.</param>
/// <param name="Status">The HTTP status it usually has.</param>
public sealed record ProblemKind(string Code, int Status, string TitleJa, string TitleEn, string RemedyJa, string RemedyEn)
{
    /// <summary>The problem's <c>type</c>: a page of this host that says what it means.</summary>
    public string Type { get; } = "/problems/" + Code;

    public static readonly ProblemKind Refused = new("refused", StatusCodes.Status403Forbidden,
        "方針がこの要求を認めません", "The policy does not permit this",
        "reason と clause が理由と条項を示します。何も開示・変更されていません。拒否は entry の番号で台帳に残ります。",
        "reason and clause say why. Nothing was released or changed. The refusal is in the ledger under entry.");

    public static readonly ProblemKind NoSuchSubject = new("no-such-subject", StatusCodes.Status404NotFound,
        "その人は登録されていません", "There is no such person", "id を確かめてください。", "Check the id.");

    public static readonly ProblemKind Erased = new("erased", StatusCodes.Status410Gone,
        "その人は消去されています", "The person was erased", "消去は取り消せません。この id を控えから除いてください。", "An erasure is final. Drop the id from your records.");

    public static readonly ProblemKind NotFound = new("not-found", StatusCodes.Status404NotFound,
        "指定されたものはありません", "There is no such thing here", "URL を /openapi/v1.json と照らしてください。", "Compare the URL with /openapi/v1.json.");

    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", StatusCodes.Status405MethodNotAllowed,
        "この URL はその操作を受け付けません", "This URL does not take that method", "Allow ヘッダーに使える操作があります。", "The Allow header names those it takes.");

    public static readonly ProblemKind Invalid = new("invalid", StatusCodes.Status400BadRequest,
        "要求に使えない値があります", "The request holds something that cannot be used",
        "errors の field と rule が場所と規則を示します。何も保存されていません。", "errors names each field and rule. Nothing was stored.");

    public static readonly ProblemKind MalformedJson = new("malformed-json", StatusCodes.Status400BadRequest,
        "本文が JSON として読めません", "The body is not JSON", "UTF-8 の JSON を送ってください。", "Send JSON in UTF-8.");

    public static readonly ProblemKind Unauthorized = new("unauthorized", StatusCodes.Status401Unauthorized,
        "アクセストークンが必要です", "An access token is needed", "POST /connect/token で新しいトークンを得てください。", "Get a new one from POST /connect/token.");

    public static readonly ProblemKind ScopeMissing = new("scope-missing", StatusCodes.Status403Forbidden,
        "このクライアントにその操作は許されていません", "The client may not call this", "クライアントのスコープは azukari clients list で確かめられます。", "azukari clients list shows the client's scopes.");

    public static readonly ProblemKind Conflict = new("conflict", StatusCodes.Status409Conflict,
        "すでにあるものと食い違います", "This contradicts what is there", "別の id を使うか、いまの状態を確かめてください。", "Use another id, or look at what is there.");

    public static readonly ProblemKind RequestInProgress = new("request-in-progress", StatusCodes.Status409Conflict,
        "同じ Idempotency-Key の要求を処理しています", "A request with this Idempotency-Key is being worked on", "Retry-After の秒数を待って、同じ要求を送り直してください。", "Send the same request again after Retry-After seconds.");

    public static readonly ProblemKind KeyReused = new("idempotency-key-reused", StatusCodes.Status422UnprocessableEntity,
        "この Idempotency-Key は別の要求に使われました", "This Idempotency-Key was used for another request", "要求ごとに新しい鍵を使ってください。", "Use a new key for each request.");

    public static readonly ProblemKind TooLarge = new("too-large", StatusCodes.Status413PayloadTooLarge,
        "本文が大きすぎます", "The body is too large", "分けて送ってください。上限は docs/api.md にあります。", "Send less at once; docs/api.md has the limits.");

    public static readonly ProblemKind UnsupportedType = new("unsupported-media-type", StatusCodes.Status415UnsupportedMediaType,
        "この種類の本文は受け付けません", "This kind of body is not taken", "Content-Type: application/json（UTF-8）で送ってください。", "Send Content-Type: application/json, in UTF-8.");

    public static readonly ProblemKind NotAcceptable = new("not-acceptable", StatusCodes.Status406NotAcceptable,
        "求められた形では渡せません", "This is not to be had in the form asked for", "Accept を /openapi/v1.json にある種類に改めてください。", "Ask in Accept for a type that /openapi/v1.json names.");

    public static readonly ProblemKind RangeNotSatisfiable = new("range-not-satisfiable", StatusCodes.Status416RangeNotSatisfiable,
        "求められた範囲は文書の外です", "The range asked for lies outside the document", "Content-Range が文書の長さを示します。", "Content-Range says how long the document is.");

    public static readonly ProblemKind TooManyRequests = new("too-many-requests", StatusCodes.Status429TooManyRequests,
        "要求が多すぎます", "Too many requests", "Retry-After の秒数を待ってください。多くの人を読むときは POST /api/v1/accesses を使ってください。", "Wait Retry-After seconds. To read many people, use POST /api/v1/accesses.");

    public static readonly ProblemKind TransportNotSecure = new("transport-not-secure", StatusCodes.Status400BadRequest,
        "暗号化されていない接続です", "The connection is not encrypted", "HTTPS で呼んでください。使った秘密は azukari clients secret で替えてください。", "Call over HTTPS, and change the secret that was used (azukari clients secret).");

    public static readonly ProblemKind TimedOut = new("timed-out", StatusCodes.Status503ServiceUnavailable,
        "時間内に終わりませんでした", "It did not finish in time", "同じ Idempotency-Key で送り直してください。", "Send it again, with the same Idempotency-Key.");

    public static readonly ProblemKind Unavailable = new("unavailable", StatusCodes.Status503ServiceUnavailable,
        "いまは応じられません", "This cannot be served now", "しばらくして、同じ Idempotency-Key で送り直してください。", "Send it again later, with the same Idempotency-Key.");

    public static readonly ProblemKind Internal = new("internal", StatusCodes.Status500InternalServerError,
        "予期しない誤りが起きました", "Something unexpected went wrong", "同じ Idempotency-Key で送り直してください。続くなら、時刻を添えて運用者に知らせてください。", "Send it again, with the same Idempotency-Key. If it goes on, tell the operators when it happened.");

    /// <summary>Every kind, in the order of the reference.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        Refused, NoSuchSubject, Erased, NotFound, MethodNotAllowed, Invalid, MalformedJson, Unauthorized, ScopeMissing, Conflict, RequestInProgress, KeyReused,
        TooLarge, UnsupportedType, NotAcceptable, RangeNotSatisfiable, TooManyRequests, TransportNotSecure, TimedOut, Unavailable, Internal,
    ];

    /// <summary>The title in "en" or, for anything else, Japanese.</summary>
    public string Title(string language) => language == "en" ? TitleEn : TitleJa;

    /// <summary>What to do, likewise.</summary>
    public string Remedy(string language) => language == "en" ? RemedyEn : RemedyJa;
}
