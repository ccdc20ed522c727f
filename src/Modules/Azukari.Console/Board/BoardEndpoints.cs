using System.Globalization;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.People.Purposes;
using Azukari.Console.Resources;
using Azukari.Console.Shell;
using Azukari.Console.SignIn;
using Azukari.Console.Spreadsheets;
using Azukari.Policy;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.Board;

/// <summary>Meeting an obligation: a form with the place of the evidence, by who has the duty <c>policy</c> or is privacy manager.</summary>
internal static class BoardEndpoints
{
    public static void MapBoard(this IEndpointRouteBuilder console)
    {
        console.MapPost("/obligations/meet", MeetAsync).WithMetadata(new NeedsDutyAttribute(Duty.Policy) { Desks = ["staff.privacy-manager"] });
        console.MapPost("/obligations/export", ExportMetAsync).WithMetadata(new NeedsDutyAttribute(Duty.Policy, Duty.Audit) { Desks = ["staff.privacy-manager"] }, new NeedsFreshProofAttribute());
        console.MapPost("/obligations/access-review/export", ExportReviewAsync).WithMetadata(new NeedsDutyAttribute(Duty.Audit) { Desks = ["staff.privacy-manager"] }, new NeedsFreshProofAttribute());
    }

    private static async Task<IResult> MeetAsync([FromForm] string? obligation, [FromForm] string? due, [FromForm] string? evidence, HttpContext http, ObligationBook book, CancellationToken cancel)
    {
        var page = ConsolePath.Here("/console/obligations");
        if (obligation is null || !DateOnly.TryParseExact(due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return Results.LocalRedirect(page);
        if (CaseCode.Read(evidence, CaseKind.Request) is not { } place) return Results.LocalRedirect($"{page}?wrong={Uri.EscapeDataString(obligation)}");
        return Results.LocalRedirect(await book.MeetAsync(obligation, date, place, new Accessor(StaffScheme.LoginOf(http.User)!), cancel) ? page + "?met=1" : page + "?met=0");
    }

    private static async Task<IResult> ExportMetAsync(HttpContext http, ObligationBook book, CompanyCore company, ListFile files, Text<ConsoleText> text, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var all = await book.HistoryAsync(cancel);
        var question = MetQuestion.Read(name => form[name], all.Select(MetQuestion.EvidenceOf));
        if (!company.Trust.HasPolicy) return Results.LocalRedirect(question.Address());
        var met = question.Of(all);
        string[] heads = [text["Board.DoneAt"], text["Board.What"], text["Board.For"], text["Ledger.Column.Who"], text["Board.Evidence"]];
        var rows = met.Select(one => (IReadOnlyList<string>)[DisplayDates.Moment(one.DoneAt), one.Obligation, DisplayDates.Day(one.Due), one.Login, one.Evidence]);
        return await files.GiveAsync(http, new ListSheet("obligation-list", "obligations", text["Board.History"], made => text["Board.SheetNote", DisplayDates.Moment(made), met.Count], heads, [.. rows]), null, cancel);
    }

    private static async Task<IResult> ExportReviewAsync(HttpContext http, AccessReview review, CompanyCore company, ListFile files, Text<ConsoleText> text, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var question = ReviewQuestion.Read(name => form[name]);
        if (!company.Trust.HasPolicy) return Results.LocalRedirect(question.Address());
        var shown = question.Of(await review.ReadAsync(cancel));
        string[] heads = [text["Review.Login"], text["Review.Roles"], text["Review.Duties"], text["Review.LastSeen"], text["Review.Suggestion"]];
        string Moment(DateTimeOffset? at) => at is { } time ? DisplayDates.Moment(time) : text["Review.Never"];
        var rows = shown.Select(row => (IReadOnlyList<string>)
        [
            row.Person.Login, string.Join("; ", row.Roles.Select(role => $"{role.Role}: {Moment(role.Used)}")), string.Join("; ", row.Person.Duties.Order().Select(duty => duty.Word())),
            Moment(row.Last), AccessReviewPage.More(row, company, text) is { } more ? $"{AccessReviewPage.Say(row.Suggestion, text)} ({more})" : AccessReviewPage.Say(row.Suggestion, text),
        ]);
        return await files.GiveAsync(http, new ListSheet("access-review-list", "access-review", text["Review.Title"], made => text["Review.SheetNote", DisplayDates.Moment(made), AccessReview.Days, shown.Count], heads, [.. rows]), null, cancel);
    }
}
