using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.Spreadsheets;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Requests.Resources;
using Azukari.Site.Policies;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Requests.Staff;

/// <summary>What staff do about what is to be told outside: marking it told, saving the list.</summary>
internal static class NoticeEndpoints
{
    public static void MapNotices(this IEndpointRouteBuilder console)
    {
        var list = console.MapGroup("/requests/recipients").WithMetadata(new NeedsDutyAttribute(Duty.Rights) { Desks = [RequestEndpoints.Desk, RequestEndpoints.Manager] });
        list.MapPost("/told", ToldAsync);
        list.MapPost("/export", ExportAsync).WithMetadata(new NeedsFreshProofAttribute());
    }

    /// <summary>What kind of recipient it is, in words; its code where the policy has none.</summary>
    public static string NameOf(PolicyDocument policy, RecipientNotice notice) =>
        RecipientKind.TryParse(notice.As, out var kind) && policy.FindRecipient(kind) is not null ? Words.Label(policy, kind) : notice.As ?? notice.Recipient;

    private static async Task<IResult> ToldAsync([FromForm] string? notice, HttpContext http, CompanyCore company, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        if (!NoticeId.TryParse(notice, out var id)) return Results.NotFound();
        var told = await company.Trust.Vault.TellAsync(id, null, TrustVault.Told, RequestEndpoints.By(http), cancel);
        if (told is ActUnknown) return Results.NotFound();
        var address = (NoticeQuestion.Read(name => form[name]) with { Page = 1 }).Address();
        return Results.LocalRedirect(address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + (told is ActDone { EntryId: not null } ? "said=told" : "said=decided"));
    }

    private static async Task<IResult> ExportAsync(HttpContext http, CompanyCore company, ListFile files, TimeProvider clock, Text<RequestsText> text, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var list = await company.Trust.Vault.OpenNoticesAsync(NoticeQuestion.Read(name => form[name]).Query, 0, NoticeQuestion.MostSaved, cancel);
        var policy = company.Trust.Policies.InForce.Document;
        string[] heads = [text["Notices.Since"], text["Notices.Kind"], text["Notices.To"], text["Notices.What"], text["Person"]];
        var rows = list.Select(one => (IReadOnlyList<string>)
        [
            DisplayDates.Moment(one.At), text[$"Notices.{one.Kind.Word()}"], $"{NameOf(policy, one)} ({one.Recipient})", Words.Join(Words.Labels(policy, one.Items)), one.Subject.ToString(),
        ]);
        return await files.GiveAsync(http, new ListSheet("notice-list", "to-tell", text["Notices.Title"], made => text["Notices.SheetNote", DisplayDates.Moment(made), list.Count], heads, [.. rows]), null, cancel);
    }
}
