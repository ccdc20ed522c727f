using System.Globalization;
using Azukari.Company;
using Azukari.Console.Duties;
using Azukari.Console.SignIn;
using Azukari.Console.Spreadsheets;
using Azukari.Join.Applications;
using Azukari.Join.Contracts;
using Azukari.Join.Public;
using Azukari.Join.Resources;
using Azukari.Members.Contracts;
using Azukari.Papers.Contracts;
using Azukari.Policy;
using Azukari.Site.Policies;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Join.Staff;

/// <summary>What customer service does with an application: forms, each with its token. What is typed wrong is said on the application's page.</summary>
internal static class ApplicationEndpoints
{
    /// <summary>Customer service.</summary>
    public const string Desk = "staff.customer-service";

    /// <summary>The largest scan, in bytes: it is held in memory until it is sealed, so that no disk sees it in clear.</summary>
    public const int LargestScan = 10 * 1024 * 1024;

    public static void MapApplications(this IEndpointRouteBuilder console)
    {
        var one = console.MapGroup("/applications/{code}").WithMetadata(new NeedsDutyAttribute { Desks = [Desk] });
        one.MapPost("/accept", AcceptAsync);
        one.MapPost("/decline", DeclineAsync);
        one.MapPost("/join", JoinAsync);
        one.MapPost("/sponsor", SponsorAsync);
        one.MapPost("/sponsor/choose", ChooseSponsorAsync);
        one.MapPost("/posted", PostedAsync);
        one.MapPost("/received", ReceivedAsync);
        one.MapPost("/goods", GoodsAsync);
        one.MapPost("/end", EndAsync);
        one.MapPost("/scan", ScanAsync).WithMetadata(new RequestSizeLimitAttribute(LargestScan + (64 * 1024)))
            .WithFormOptions(memoryBufferThreshold: LargestScan + (64 * 1024), multipartBodyLengthLimit: LargestScan);
        one.MapGet("/scan/{document}", ReadScanAsync).WithMetadata(new NeedsFreshProofAttribute());
        one.MapGet("/contract.pdf", ContractAsync).WithMetadata(new NeedsFreshProofAttribute());
        console.MapPost("/applications/export", ExportAsync).WithMetadata(new NeedsDutyAttribute { Desks = [Desk] }, new NeedsFreshProofAttribute());
    }

    /// <summary>The accessor of what somebody does here.</summary>
    public static Accessor By(HttpContext http) => new(StaffScheme.LoginOf(http.User)!);

    /// <summary>How customer service reads an application: for registration, in its own case.</summary>
    public static AccessContext Reading(HttpContext http, Application application) =>
        new() { Accessor = By(http), As = ApplicationWords.Desk, Purpose = ApplicationWords.Purpose, Case = application.Code };

    /// <summary>The list as a file, in its order: codes and dates, as the list itself, and nobody's data.</summary>
    internal static async Task<IResult> ExportAsync(HttpContext http, ApplicationBook applications, CompanyCore company, PolicyShelf shelf, ListFile files, Text<JoinText> text, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var question = ApplicationQuestion.Read(name => form[name]);
        if (!company.Trust.HasPolicy) return Results.LocalRedirect(question.Address());
        var (list, total) = await applications.ListAsync(question.Query, 1, ApplicationQuestion.MostSaved, cancel);
        var (stopped, document) = (await applications.StoppedAmongAsync(list, cancel), shelf.InForce);
        string[] heads = [text["Confirm.Case"], text["Staff.Kind"], text["Staff.Channel"], text["Staff.Submitted"], text["Staff.State"], ApplicationsPage.WhyHead(question.ToPost, text)];
        var rows = list.Select(one => (IReadOnlyList<string>)
        [
            one.Code, Words.Label(document, one.Class.Kind()), text[$"Channel.{one.Channel}"], DisplayDates.Moment(one.SubmittedAt), text[$"State.{one.State.Word()}"],
            ApplicationsPage.WhyOf(one, question.ToPost, stopped, text),
        ]);
        var title = $"{text["Staff.Title"]}: {text[$"Staff.Filter.{question.Show}"]}";
        string Note(DateTimeOffset made) => text["Staff.SheetNote", DisplayDates.Moment(made), list.Count, total];
        return await files.GiveAsync(http, new ListSheet("application-list", "applications", title, Note, heads, [.. rows]), null, cancel);
    }

    private static async Task<IResult> AcceptAsync(string code, [FromForm] string? another, HttpContext http, ApplicationBook applications, CancellationToken cancel) =>
        Back(code, Said(await applications.AcceptAsync(code, By(http), cancel, another == "yes"), "accepted"));

    private static async Task<IResult> JoinAsync(string code, [FromForm] string? sure, HttpContext http, ApplicationBook applications, CancellationToken cancel)
    {
        if (sure != "yes") return Back(code, "join-unsure");
        var form = await http.Request.ReadFormAsync(cancel);
        ItemId[] items = [.. form["take"].Select(typed => ItemId.TryParse(typed, out var item) ? item : (ItemId?)null).OfType<ItemId>()];
        return Back(code, Said(await applications.JoinAsync(code, items, By(http), cancel), "joined"));
    }

    // The number stays in the form; the address says whom it found by the random id.
    private static async Task<IResult> SponsorAsync(string code, [FromForm] string? number, Referrals referrals, CancellationToken cancel) =>
        MemberNumber.TryParse(number ?? "", out var given, out _) && await referrals.FindAsync(given, cancel) is { } found ? Back(code, "sponsor-found&sponsor=" + found.Subject) : Back(code, "no-such-sponsor");

    private static async Task<IResult> ChooseSponsorAsync(string code, [FromForm] string? sponsor, [FromForm] string? sure, HttpContext http, ApplicationBook applications, CancellationToken cancel) =>
        !SubjectId.TryParse(sponsor, out var chosen) ? Back(code, "no-such-sponsor") : sure != "yes" ? Back(code, "sponsor-unsure&sponsor=" + chosen)
            : Back(code, Said(await applications.ChooseSponsorAsync(code, chosen, By(http), cancel), "sponsor-chosen"));

    private static string Said(Decided decided, string done) =>
        decided switch
        {
            Decided.Done => done,
            Decided.ScanMissing => "no-scan",
            Decided.SponsorGone => "no-sponsor",
            Decided.Refused => "refused",
            Decided.SameUnsure => "same-unsure",
            _ => "decided",
        };

    private static async Task<IResult> DeclineAsync(string code, [FromForm] string? reason, HttpContext http, ApplicationBook applications, CancellationToken cancel) =>
        reason is null || !ApplicationWords.DeclineReasons.Contains(reason) ? Back(code, "no-reason")
            : Back(code, await applications.DeclineAsync(code, reason, By(http), cancel) == Decided.Done ? "declined" : "decided");

    private static async Task<IResult> PostedAsync(string code, [FromForm] string? day, HttpContext http, ApplicationBook applications, TimeProvider clock, CancellationToken cancel)
    {
        if (await applications.FindAsync(code, cancel) is not { } application) return Results.NotFound();
        if (DayOf(day, application, clock) is not { } on) return Back(code, "no-day");
        return Back(code, await applications.PostAsync(application, on, By(http), cancel) ? "noted" : "decided");
    }

    private static async Task<IResult> ReceivedAsync(string code, [FromForm] string? day, HttpContext http, ApplicationBook applications, TimeProvider clock, CancellationToken cancel)
    {
        if (await applications.FindAsync(code, cancel) is not { } application) return Results.NotFound();
        if (DayOf(day, application, clock) is not { } on) return Back(code, "no-day");
        await applications.ReceiveAsync(application, on, By(http), cancel);
        return Back(code, "noted");
    }

    private static async Task<IResult> GoodsAsync(string code, [FromForm] string? day, HttpContext http, ApplicationBook applications, TimeProvider clock, CancellationToken cancel)
    {
        if (await applications.FindAsync(code, cancel) is not { } application) return Results.NotFound();
        if (DayOf(day, application, clock) is not { } on) return Back(code, "no-day");
        await applications.GoodsAsync(application, on, By(http), cancel);
        return Back(code, "noted");
    }

    // A notice by letter counts from the day it was posted.
    private static async Task<IResult> EndAsync(string code, [FromForm] string? day, [FromForm] string? sure, HttpContext http, ApplicationBook applications, TimeProvider clock, CancellationToken cancel)
    {
        if (await applications.FindAsync(code, cancel) is not { } application) return Results.NotFound();
        if (DayOf(day, application, clock) is not { } on) return Back(code, "no-day");
        if (sure != "yes") return Back(code, "unsure");
        return Back(code, await applications.LeaveAsync(application, on, By(http), cancel) ? "ended" : "decided");
    }

    private static async Task<IResult> ScanAsync(string code, IFormFile? file, HttpContext http, ApplicationBook applications, CancellationToken cancel)
    {
        if (await applications.FindAsync(code, cancel) is not { } application) return Results.NotFound();
        if (file is null || file.Length == 0) return Back(code, "no-file");
        if (!DocumentType.TryParse(file.ContentType, out var type)) return Back(code, "bad-file");
        await using var content = file.OpenReadStream();
        return Back(code, await applications.AttachAsync(application, type, content, By(http), cancel) is DocumentKept ? "attached" : "bad-file");
    }

    private static async Task<IResult> ReadScanAsync(string code, string document, HttpContext http, ApplicationBook applications, CompanyCore company, CancellationToken cancel)
    {
        if (await applications.FindAsync(code, cancel) is not { } application || !DocumentId.TryParse(document, out var id)) return Results.NotFound();
        return await company.Trust.Vault.Documents.OpenAsync(application.Subject, id, Reading(http, application), cancel) switch
        {
            Granted<DocumentContent> { Values: var read } => Results.Stream(read.Content, read.Document.Type.MediaType, fileDownloadName: $"{application.Code}-{id}{read.Document.Type.Extension}"),
            RefusedAccess<DocumentContent> => Results.StatusCode(StatusCodes.Status403Forbidden),
            _ => Results.NotFound(),
        };
    }

    private static async Task<IResult> ContractAsync(
        string code, HttpContext http, ApplicationBook applications, Referrals referrals, CompanyCore company, PolicyShelf shelf, PaperPress press, TimeProvider clock, CancellationToken cancel) =>
        await applications.FindAsync(code, cancel) is { State: ApplicationState.Accepted } application
            ? await ContractPapers.PrintAsync(application, application.ReceivedOn ?? JapanTime.Today(clock), Reading(http, application), referrals, company, shelf, press, cancel) : Results.NotFound();

    // A day that can be: not before the application, not after today.
    private static DateOnly? DayOf(string? typed, Application application, TimeProvider clock) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day >= DateOnly.FromDateTime(application.SubmittedAt.UtcDateTime).AddYears(-1) && day <= JapanTime.Today(clock) ? day : null;

    private static IResult Back(string code, string said) => Results.LocalRedirect(PageLanguage.Path($"/console/applications/{Uri.EscapeDataString(code)}", PageLanguage.Current) + "?said=" + said);
}
