using System.Globalization;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.SignIn;
using Azukari.Console.Spreadsheets;
using Azukari.Mailings.Book;
using Azukari.Mailings.Resources;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Mailings.Staff;

/// <summary>What staff decide about a mailing. Approving takes another person than who wrote or proposed it, and a fresh proof of who it is.</summary>
internal static class MailingEndpoints
{
    public static void MapMailings(this IEndpointRouteBuilder console)
    {
        var one = console.MapGroup("/mailings/{code}");
        one.MapPost("/propose", ProposeAsync).WithMetadata(Writes());
        one.MapPost("/take-back", TakeBackAsync).WithMetadata(Writes());
        one.MapPost("/discard", DiscardAsync).WithMetadata(Writes());
        one.MapPost("/copy", CopyAsync).WithMetadata(Writes());
        one.MapPost("/count", CountAsync).WithMetadata(Decides());
        one.MapPost("/decide", DecideAsync).WithMetadata(Decides(), new NeedsFreshProofAttribute());
        one.MapPost("/stop", StopAsync).WithMetadata(Decides());
        console.MapPost("/mailings/export", ExportAsync).WithMetadata(new NeedsDutyAttribute(Duty.Audit) { Desks = [MailingWords.Desk, MailingWords.Manager] }, new NeedsFreshProofAttribute());
    }

    private static NeedsDutyAttribute Writes() => new() { Desks = [MailingWords.Desk] };

    private static NeedsDutyAttribute Decides() => new() { Desks = [MailingWords.Desk, MailingWords.Manager] };

    private static Accessor By(HttpContext http) => new(StaffScheme.LoginOf(http.User)!);

    private static async Task<IResult> ProposeAsync(string code, [FromForm] long? version, HttpContext http, MailingBook book, CancellationToken cancel) =>
        Say(code, await book.ProposeAsync(code, version ?? -1, By(http), cancel), "proposed");

    private static async Task<IResult> TakeBackAsync(string code, MailingBook book, CancellationToken cancel) => Say(code, await book.TakeBackAsync(code, cancel), "taken-back");

    private static async Task<IResult> DiscardAsync(string code, MailingBook book, CancellationToken cancel) => await book.DiscardAsync(code, cancel) switch
    {
        MailingAct.Done => Results.LocalRedirect(PageLanguage.Path("/console/mailings", PageLanguage.Current) + "?said=discarded"),
        var act => Say(code, act, ""),
    };

    private static async Task<IResult> CopyAsync(string code, HttpContext http, MailingBook book, CancellationToken cancel)
    {
        if (await book.FindAsync(code, cancel) is null) return Results.NotFound();
        // What stood in an older text may not be written today.
        return await book.CopyAsync(code, By(http), cancel) is { } copy ? Results.LocalRedirect(PageLanguage.Path($"/console/mailings/{copy}", PageLanguage.Current) + "?said=copied") : Say(code, MailingAct.NotReady, "");
    }

    private static async Task<IResult> CountAsync(string code, MailingBook book, CancellationToken cancel) => Say(code, await book.CountAgainAsync(code, cancel), "counting");

    private static async Task<IResult> DecideAsync(string code, [FromForm] long? version, [FromForm] string? decision, [FromForm] string? why, HttpContext http, MailingBook book, CancellationToken cancel)
    {
        if (await book.FindAsync(code, cancel) is null) return Results.NotFound();
        var declined = decision == "decline" && why is not null && MailingWords.Declines.Contains(why) ? why : null;
        if (decision != "approve" && declined is null) return Back(code, "no-decision");
        return Say(code, await book.DecideAsync(code, version ?? -1, declined, By(http), cancel), declined is null ? "approved" : "declined");
    }

    private static async Task<IResult> StopAsync(string code, [FromForm] string? sure, HttpContext http, MailingBook book, CancellationToken cancel)
    {
        if (await book.FindAsync(code, cancel) is null) return Results.NotFound();
        return sure == "yes" ? Say(code, await book.StopAsync(code, By(http), cancel), "stopped") : Back(code, "unsure");
    }

    private static async Task<IResult> ExportAsync(HttpContext http, MailingBook book, CompanyCore company, ListFile files, Text<MailingsText> text, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var question = MailingQuestion.Read(name => form[name]);
        if (!company.Trust.HasPolicy) return Results.LocalRedirect(question.Address());
        var total = await book.CountAsync(question.Query, cancel);
        var list = await book.ListAsync(question.Query, 0, MailingQuestion.MostSaved, cancel);
        string[] heads = [text["Code"], text["Subject"], text["Kind"], text["State"], text["Audience"], text["When"], text["WrittenBy"], text["DecidedBy"], text["Messages"]];
        var rows = list.Select(one => (IReadOnlyList<string>)
        [
            one.Code, MailingSay.Name(one, text), text[$"Kind.{one.Draft.Kind}"], text[$"State.{one.State}"], MailingSay.Audience(one.Draft.Audience, text), MailingSay.When(one, text), one.WrittenBy,
            one.DecidedBy ?? "", one.Sent.Fit.ToString(CultureInfo.InvariantCulture),
        ]);
        return await files.GiveAsync(http, new ListSheet("mailing-list", "mailings", text["Title"], made => text["SheetNote", DisplayDates.Moment(made), list.Count, total], heads, [.. rows]), null, cancel);
    }

    private static IResult Say(string code, MailingAct act, string done) => act == MailingAct.None ? Results.NotFound() : Back(code, act switch
    {
        MailingAct.Done => done,
        MailingAct.NotReady => "not-ready",
        MailingAct.SamePerson => "same-person",
        _ => "changed",
    });

    private static IResult Back(string code, string said) => Results.LocalRedirect($"{PageLanguage.Path($"/console/mailings/{Uri.EscapeDataString(code)}", PageLanguage.Current)}?said={said}");
}
