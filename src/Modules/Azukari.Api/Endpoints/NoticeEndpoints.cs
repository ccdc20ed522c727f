using System.Globalization;
using Azukari.Api.Bodies;
using Azukari.Api.Clients;
using Azukari.Api.Idempotency;
using Azukari.Company;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Api.Endpoints;

/// <summary>
/// What changed of what a recipient received: corrected, deleted, erased, consented to no more (rights.correction, rights.deletion). A client is shown what its own recipient received
/// and nothing of anybody else's; what it reads anew it reads as ever, for a purpose.
/// </summary>
internal static class NoticeEndpoints
{
    public const int Usual = 100, Most = 1000;

    /// <summary>What the ledger says of a look at them.</summary>
    public const string Looked = "notices";

    public static void MapNotices(this IEndpointRouteBuilder api)
    {
        api.MapGet("/notices", ListAsync).Needs(ApiScope.Notices)
            .Describe("notices", "What changed of data the client's recipient received, until acknowledged; looking is recorded", "クライアントの受領者が受け取った情報の変更（確認するまで。見たことも記録される）")
            .Produces<NoticesAnswer>();
        api.MapPut("/notices/{notice}/acknowledgement", AcknowledgeAsync).Needs(ApiScope.Notices)
            .Describe("acknowledge", "Acknowledge a notice: the recipient was told", "通知を確認する（受領者に知らせたことになる）", writes: true)
            .Produces<ActAnswer>();
    }

    private static async Task<IResult> ListAsync(string? cursor, string? limit, HttpContext http, CompanyCore company)
    {
        var cancel = http.RequestAborted;
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        var most = Usual;
        if (limit is not null && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most is >= 1 and <= Most))
            fields.Wrong("limit", "range", $"1から{Most}までの整数です。", $"Has to be 1 to {Most}.");
        NoticeId? after = null;
        if (cursor is not null)
        {
            if (NoticeId.TryParse(cursor, out var last)) after = last;
            else fields.Wrong("cursor", "cursor", "前のページの next をそのまま渡してください。", "Give the next of the page before, as it was.");
        }

        if (!fields.Fine) return fields.Problem;
        var found = await company.Trust.Vault.NoticesAsync(RecipientOf(http.Client()), after, most + 1, cancel);
        // Asking every minute is right: only what says something about somebody is a look.
        if (found.Count > 0) await company.Trust.Vault.RecordInspectionAsync(null, http.Client().Accessor, Looked, cancel);
        return ReadyAnswer.Of(new NoticesAnswer([.. found.Take(most).Select(Of)], found.Count > most ? found[most - 1].Id.ToString() : null), ApiJson.Default.NoticesAnswer);
    }

    private static async Task<IResult> AcknowledgeAsync(string notice, HttpContext http, CompanyCore company, Once once)
    {
        var fields = new Fields(company.Trust.Policies.Vocabulary);
        if (!NoticeId.TryParse(notice, out var which)) fields.Wrong("notice", "notice-id", "通知の id は16進32文字です。", "A notice's id is 32 hexadecimal digits.");
        if (!fields.Fine) return fields.Problem;
        var client = http.Client();
        return await once.RunAsync(http, [], async _ =>
            ActAnswers.Of(company, await company.Trust.Vault.TellAsync(which, RecipientOf(client), TrustVault.Acknowledged, client.Accessor, http.RequestAborted), which.ToString()));
    }

    // As the ledger names who received something: by the code of the contract, else by who asked.
    private static string RecipientOf(ApiClient client) => client.To ?? client.Id;

    private static NoticeAnswer Of(RecipientNotice notice) => new(
        notice.Id.ToString(), notice.Subject.ToString(), notice.Kind.Word(), [.. notice.Items.Select(item => item.Value)], notice.ReceivedAt.ToUniversalTime(), notice.At.ToUniversalTime());
}
