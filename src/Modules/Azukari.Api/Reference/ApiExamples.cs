using Azukari.Api.Bodies;

namespace Azukari.Api.Reference;

/// <summary>One example for each body. Nobody in them is real.</summary>
internal static class ApiExamples
{
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
        [typeof(ProblemAnswer)] = """
            {"type":"/problems/refused","title":"The policy does not permit this","status":403,"detail":"These items go beyond 'Delivery': Bank account.",
            "reason":"item-beyond-purpose","clause":"purpose.member.2","policy":"2026-10","entry":"01a206e5-e678-7120-bdcc-d0cb25dbcfeb"}
            """,
    };

    public static IReadOnlyCollection<Type> Types => All.Keys;

    public static string? Of(Type type) => All.GetValueOrDefault(type);
}
