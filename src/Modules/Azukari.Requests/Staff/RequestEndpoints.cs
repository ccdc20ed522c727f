using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.SignIn;
using Azukari.Console.Spreadsheets;
using Azukari.Console.Staff;
using Azukari.Policy;
using Azukari.Requests.Contracts;
using Azukari.Requests.Resources;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Requests.Staff;

/// <summary>What staff do about a request: forms with their tokens. What is wrong is said on the request's page.</summary>
internal static class RequestEndpoints
{
    /// <summary>Customer service, which takes requests.</summary>
    public const string Desk = "staff.customer-service";

    /// <summary>The privacy manager, who sees to it that they are answered.</summary>
    public const string Manager = "staff.privacy-manager";

    /// <summary>The largest scan, in bytes: it is held in memory until it is sealed, so that no disk sees it in clear.</summary>
    public const int LargestScan = 10 * 1024 * 1024;

    public static void MapRequests(this IEndpointRouteBuilder console)
    {
        var one = console.MapGroup("/requests/{code}").WithMetadata(new NeedsDutyAttribute(Duty.Rights) { Desks = [Desk, Manager] });
        one.MapPost("/answer", AnswerAsync).WithMetadata(new NeedsFreshProofAttribute());
        one.MapPost("/identity", IdentityAsync);
        one.MapPost("/told", ToldAsync);
        one.MapPost("/scan", ScanAsync).WithMetadata(new RequestSizeLimitAttribute(LargestScan + (64 * 1024)))
            .WithFormOptions(memoryBufferThreshold: LargestScan + (64 * 1024), multipartBodyLengthLimit: LargestScan);
        one.MapGet("/scan", ReadScanAsync).WithMetadata(new NeedsFreshProofAttribute());
        console.MapPost("/requests/export", ExportAsync).WithMetadata(new NeedsDutyAttribute(Duty.Rights) { Desks = [Desk, Manager] }, new NeedsFreshProofAttribute());
        console.MapNotices();
        console.MapPost("/people/{id}/recipients/told", ToldOfPersonAsync).WithMetadata(new NeedsDutyAttribute(Duty.Rights) { Desks = [Desk, Manager] });
    }

    /// <summary>How the desk somebody sits at reads what is in a request: for consultations, in its own case; null for who sits at neither.</summary>
    public static async Task<AccessContext?> ReadingAsync(HttpContext http, StaffNow staff, RightsRequest request)
    {
        if (await staff.OfAsync(http.User, http.RequestAborted) is not { } person) return null;
        return ((string[])[Desk, Manager]).FirstOrDefault(person.Roles.Contains) is { } role
            ? new AccessContext { Accessor = person.Accessor, As = RecipientKind.Parse(role), Purpose = ClauseId.Parse("purpose.member.6"), Case = request.Code } : null;
    }

    public static Accessor By(HttpContext http) => new(StaffScheme.LoginOf(http.User)!);

    // By codes, ids and dates, as the list itself; nothing that was written.
    private static async Task<IResult> ExportAsync(HttpContext http, RequestBook requests, ListFile files, TimeProvider clock, Text<RequestsText> text, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var question = RequestQuestion.Read(name => form[name]);
        var (list, _) = await requests.ListAsync(question.Query, 1, RequestQuestion.MostSaved, cancel);
        var today = JapanTime.Today(clock);
        string[] heads = [text["Code"], text["Kind"], text["Received"], text["Way"], text["Due"], text["State"], text["Answered"], text["AnsweredBy"], text["Person"]];
        var rows = list.Select(one => (IReadOnlyList<string>)
        [
            one.Code, text[$"Kind.{one.Kind}"], DisplayDates.Moment(one.ReceivedAt), text[$"Way.{one.Way}"], DisplayDates.Day(one.DueOn), RequestPage.Standing(one, today, text),
            one.AnsweredAt is { } answered ? DisplayDates.Moment(answered) : "", one.AnsweredBy ?? "", one.Subject.ToString(),
        ]);
        return await files.GiveAsync(http, new ListSheet("request-list", "requests", text["Title"], made => text["SheetNote", DisplayDates.Moment(made), list.Count], heads, [.. rows]), null, cancel);
    }

    private static async Task<IResult> AnswerAsync(
        string code, [FromForm] string? outcome, [FromForm] string? reason, [FromForm] string? undone, [FromForm] string? sure, HttpContext http, RequestBook requests, CancellationToken cancel)
    {
        if (await requests.FindAsync(code, cancel) is null) return Results.NotFound();
        if (outcome is not ("granted" or "partly" or "refused")) return Back(code, "no-outcome");
        var state = RequestWords.StateOf(outcome);
        var why = state == RequestState.Granted ? null : reason;
        if (state != RequestState.Granted && (why is null || !RequestWords.Reasons.Contains(why))) return Back(code, "no-reason");
        if (sure != "yes") return Back(code, "unsure");
        var without = state != RequestState.Refused && undone is not null && RequestWords.Undone.Contains(undone) ? undone : null;
        return Back(code, await requests.AnswerAsync(code, new RequestAnswer(state, why, without), By(http), cancel) switch
        {
            Answering.Given => "answered",
            Answering.IdentityOpen => "identity-open",
            Answering.NothingDone => "nothing-done",
            Answering.NothingWaits => "decided",
        });
    }

    private static async Task<IResult> IdentityAsync(string code, [FromForm] string? identity, HttpContext http, RequestBook requests, CancellationToken cancel)
    {
        if (await requests.FindAsync(code, cancel) is null) return Results.NotFound();
        if (ArrivalWords.CheckOf(identity) is not { } check || !ArrivalWords.Checks.Contains(check)) return Back(code, "no-identity");
        return Back(code, await requests.IdentifyAsync(code, check, By(http), cancel) ? "identified" : "decided");
    }

    private static async Task<IResult> ToldAsync(string code, [FromForm] string? to, HttpContext http, RequestBook requests, CancellationToken cancel) =>
        await requests.FindAsync(code, cancel) is not { } request ? Results.NotFound() : Back(code, to is not null && await requests.TellAsync(request, to, By(http), cancel) ? "told" : "decided");

    private static async Task<IResult> ToldOfPersonAsync(string id, [FromForm] string? to, HttpContext http, RequestBook requests, CancellationToken cancel)
    {
        if (!SubjectId.TryParse(id, out var subject)) return Results.NotFound();
        var told = to is not null && await requests.TellAsync(subject, to, By(http), cancel);
        return Results.LocalRedirect(PageLanguage.Path($"/console/people/{subject}/recipients", PageLanguage.Current) + (told ? "?said=told" : "?said=decided"));
    }

    private static async Task<IResult> ScanAsync(string code, IFormFile? file, HttpContext http, RequestBook requests, CancellationToken cancel)
    {
        if (await requests.FindAsync(code, cancel) is null) return Results.NotFound();
        if (file is null || file.Length == 0) return Back(code, "no-file");
        if (!DocumentType.TryParse(file.ContentType, out var type)) return Back(code, "bad-file");
        await using var content = file.OpenReadStream();
        return Back(code, await requests.AttachAsync(code, type, content, By(http), cancel) is DocumentKept ? "attached" : "bad-file");
    }

    private static async Task<IResult> ReadScanAsync(string code, HttpContext http, RequestBook requests, StaffNow staff, CancellationToken cancel)
    {
        if (await requests.FindAsync(code, cancel) is not { HasScan: true } request) return Results.NotFound();
        if (await ReadingAsync(http, staff, request) is not { } context) return Results.StatusCode(StatusCodes.Status403Forbidden);
        return await requests.OpenScanAsync(request, context, cancel) switch
        {
            Granted<DocumentContent> { Values: var read } => Results.Stream(read.Content, read.Document.Type.MediaType, fileDownloadName: $"{request.Code}-scan{read.Document.Type.Extension}"),
            RefusedAccess<DocumentContent> => Results.StatusCode(StatusCodes.Status403Forbidden),
            _ => Results.NotFound(),
        };
    }

    private static IResult Back(string code, string said) => Results.LocalRedirect(PageLanguage.Path($"/console/requests/{Uri.EscapeDataString(code)}", PageLanguage.Current) + "?said=" + said);
}
