using Azukari.Accounts.Contracts;
using Azukari.Requests.Contracts;
using Azukari.Site.Policies;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Portal.Rights;

/// <summary>Making a request, and taking it back.</summary>
internal static class RightsEndpoints
{
    private const int LongestForm = 64 * 1024;

    public static void MapRights(this IEndpointRouteBuilder my)
    {
        my.MapPost("/rights/send", SendAsync).WithMetadata(new NeedsMemberAttribute(), new RequestSizeLimitAttribute(LongestForm));
        my.MapPost("/rights/withdraw", WithdrawAsync).WithMetadata(new NeedsMemberAttribute());
    }

    // That they are signed in is what confirms who they are.
    private static async Task<IResult> SendAsync(
        [FromForm] string? kind, [FromForm] string? attempt, [FromForm] string? text, [FromForm] string? form, [FromForm] string? warned, MemberNow member, RequestBook requests, PolicyShelf shelf, CancellationToken cancel)
    {
        if (!RequestWords.TryParse(kind, out RequestKind asked) || attempt is not { Length: 32 } || !attempt.All(char.IsAsciiHexDigit)) return Results.BadRequest();
        var written = text?.ReplaceLineEndings("\n").Trim() ?? "";
        if (written.Length > RequestBook.LongestText) written = written[..RequestBook.LongestText];
        string Again(string problem) => PageLanguage.Path($"/my/rights/ask/{asked.Word()}", PageLanguage.Current) + "?problem=" + problem;
        if (written.Length == 0 && asked.NeedsText()) return Results.LocalRedirect(Again("text"));
        if (RequestWords.Warns(shelf.InForce, asked) && warned != "yes") return Results.LocalRedirect(Again("warned"));
        return await requests.AskAsync(member.Required, attempt, asked, form == "paper", written, Signed.Member, PageLanguage.Current.TwoLetterISOLanguageName, cancel) is Asked { Request: var request }
            ? Results.LocalRedirect(PageLanguage.Path("/my/rights", PageLanguage.Current) + $"?done=sent#{request.Code}") : Results.LocalRedirect(Again("refused"));
    }

    private static async Task<IResult> WithdrawAsync([FromForm] string? code, MemberNow member, RequestBook requests, CancellationToken cancel) =>
        Results.LocalRedirect(PageLanguage.Path("/my/rights", PageLanguage.Current) + (code is not null && await requests.WithdrawAsync(member.Required, code, Signed.Member, cancel) ? "?done=withdrawn" : "?done=nothing"));
}
