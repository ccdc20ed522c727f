using Azukari.Api.Bodies;
using Azukari.Api.Problems;
using Azukari.Ledger;
using Azukari.Policy;

namespace Azukari.Api.Reference;

/// <summary>One example for each body. Nobody in them is real.</summary>
internal static class ApiExamples
{
    private const string Document = """
        {"document":"9b0e0d0c0b0a49088706050403020100","item":"resume","type":"application/pdf","size":48213,"version":1,"acquired":"2026-11-24T02:00:00+00:00","channel":"web","policy":"2026-10"}
        """;

    private const string Notice = """
        {"notice":"9b0e0d0c0b0a49088706050403020100","subject":"0f0e0d0c0b0a49088706050403020100","change":"corrected","items":["address"],
        "receivedAt":"2026-11-20T01:30:00+00:00","at":"2026-11-24T02:00:00+00:00"}
        """;

    private static readonly Dictionary<Type, string> All = new()
    {
        [typeof(AccessRequest)] = """{"purpose":"purpose.member.2","items":["name","address","mobile"],"case":"order-1042"}""",
        [typeof(AccessAnswer)] = """
            {"subject":"0f0e0d0c0b0a49088706050403020100","values":{"name":{"family":"見本","given":"花子","familyKana":"ミホン","givenKana":"ハナコ"},"mobile":"+819000000000"},
            "policy":"2026-10","clauses":["purpose.member.2"],"entry":"01a206e5-e348-72dd-ab54-5387c5be5428"}
            """,
        [typeof(BulkRequest)] = """{"purpose":"purpose.member.2","items":["name","address"],"subjects":["0f0e0d0c0b0a49088706050403020100"],"case":"list-7"}""",
        [typeof(SearchRequest)] = """{"purpose":"purpose.member.6","item":"mobile","value":"090-0000-0000","case":"inquiry-31"}""",
        [typeof(SearchAnswer)] = """{"subjects":["0f0e0d0c0b0a49088706050403020100"],"more":false,"entry":"01a206e5-e348-72dd-ab54-5387c5be5428"}""",
        [typeof(AcquireRequest)] = """
            {"kind":"agent","items":{"name":{"family":"見本","given":"花子","familyKana":"ミホン","givenKana":"ハナコ"},"address":"〒100-0001 東京都千代田区千代田1-1","date-of-birth":"1980-05-05","mobile":"090-0000-0000"},
            "acquisition":{"channel":"web","policyVersion":"2026-10"}}
            """,
        [typeof(AcquiredAnswer)] = """{"id":"0f0e0d0c0b0a49088706050403020100","entry":"01a206e5-e348-72dd-ab54-5387c5be5428"}""",
        [typeof(CorrectRequest)] = """{"items":{"mobile":"090-0000-0001","fax":null},"by":"staff","channel":"phone","case":"inquiry-31"}""",
        [typeof(ConsentRequest)] = """{"purpose":"purpose.member.4","recipient":"entrustee","items":["email"]}""",
        [typeof(RestrictionRequest)] = """{"scope":"purpose","purpose":"purpose.member.4"}""",
        [typeof(ActAnswer)] = """{"id":"9b0e0d0c0b0a49088706050403020100","entry":"01a206e5-e348-72dd-ab54-5387c5be5428"}""",
        [typeof(CertificateAnswer)] = """
            {"subject":"0f0e0d0c0b0a49088706050403020100","at":"2026-11-24T02:00:00+00:00","done":["decided","statutory-kept","keys-destroyed","rows-removed","recorded"],"limits":["exported-files","sent-messages","key-backups-until-rotation"],
            "statutoryUntil":"2033-11-30T15:00:00+00:00","entry":"01a206e5-e348-72dd-ab54-5387c5be5428"}
            """,
        [typeof(HistoryAnswer)] = """
            {"entries":[{"accessor":"shipping","as":"staff.shipping","case":"order-1042","clauses":["purpose.member.2"],"id":"01a206e5-e348-72dd-ab54-5387c5be5428",
            "items":["name","address"],"kind":"used","policy":"2026-10","purpose":"purpose.member.2","subject":"6c1f0a52d37b4be0a1c44f0e6d3b9a27","time":1795485600000000,"v":1}],"next":"01a206e5-e348-72dd-ab54-5387c5be5428"}
            """,
        [typeof(NoticesAnswer)] = $$"""{"notices":[{{Notice}}],"next":"9b0e0d0c0b0a49088706050403020100"}""",
        [typeof(NoticeAnswer)] = Notice,
        [typeof(CheckpointAnswer)] = """{"origin":"azukari.example.jp/ledger","size":1042,"root":"…","note":"azukari.example.jp/ledger\n1042\n…"}""",
        [typeof(ProofAnswer)] = """
            {"entry":{"id":"01a206e5-e348-72dd-ab54-5387c5be5428","kind":"used"},"salt":"…","position":1041,"path":["…"],
            "checkpoint":{"origin":"azukari.example.jp/ledger","size":1042,"root":"…","note":"…"}}
            """,
        [typeof(ConsistencyAnswer)] = """{"from":120,"to":1042,"path":["…"]}""",
        [typeof(PoliciesAnswer)] = """{"inForce":"2026-10","versions":[{"version":"2026-10","effective":"2026-10-01","sha256":"…","href":"/api/v1/policies/2026-10","difference":"/api/v1/policies/2026-10/difference"}]}""",
        [typeof(PolicyDifferenceAnswer)] = """
            {"version":"2026-10","publishedAt":"2026-09-01T00:00:00+00:00","entry":"01a206e5-e348-72dd-ab54-5387c5be5428","agrees":true,"difference":{"clauses":[{"changed":["rule","text"],
            "clause":"purpose.member.2","textAfter":"sha256:…","textBefore":"sha256:…"}],"gained":[{"exit":"entrustment","items":["name","address"],"purpose":"purpose.member.2","recipient":"entrustee",
            "subjects":["agent","vip"]}],"since":"2021-04"}}
            """,
        [typeof(DocumentFacts)] = $"{Document[..^1]},\"entry\":\"01a206e5-e348-72dd-ab54-5387c5be5428\"}}",
        [typeof(DocumentList)] = $$"""{"subject":"0f0e0d0c0b0a49088706050403020100","documents":[{{Document}}],"entry":"01a206e5-e348-72dd-ab54-5387c5be5428"}""",
        [typeof(DocumentAccessRequest)] = """{"purpose":"purpose.public.7","case":"application-8"}""",
        [typeof(DocumentDeleted)] = """{"entry":"01a206e5-e348-72dd-ab54-5387c5be5428"}""",
        [typeof(ProblemAnswer)] = """
            {"type":"/problems/refused","title":"The policy does not permit this","status":403,"detail":"These items go beyond 'Delivery': Bank account.",
            "reason":"item-beyond-purpose","clause":"purpose.member.2","policy":"2026-10","entry":"01a206e5-e678-7120-bdcc-d0cb25dbcfeb"}
            """,
    };

    public static IReadOnlyCollection<Type> Types => All.Keys;

    /// <summary>What a problem of a kind looks like; where it says more than its kind, with that.</summary>
    public static ApiProblem Of(ProblemKind kind) => kind == ProblemKind.Refused
        ? ApiProblem.RefusedByHost("item-beyond-purpose", ClauseId.Parse("purpose.member.2"), PolicyVersion.Parse("2026-10"), EntryId.From(Guid.Parse("01a206e5-e678-7120-bdcc-d0cb25dbcfeb")),
            "目的「商品の配送」の範囲を超える項目です：金融機関口座。", "These items go beyond 'Delivery': Bank account.")
        : kind == ProblemKind.Invalid
            ? ApiProblem.Invalid("items", "item-count", $"項目を1つ以上{Fields.MostItems}以下、指定してください。", $"Name 1 to {Fields.MostItems} items.")
            : ApiProblem.Of(kind);

    public static string? Of(Type type) => All.GetValueOrDefault(type);
}
