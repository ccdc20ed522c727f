using Azukari.Accounts.Pages.Staff;
using Azukari.Accounts.Resources;
using Azukari.Accounts.Staff;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.Resources;
using Azukari.Console.Spreadsheets;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Accounts.Endpoints;

/// <summary>The lists of staff and of emergencies as files, in the ledger before it is given.</summary>
internal static class StaffEndpoints
{
    /// <summary>How many emergencies one file takes.</summary>
    private const int MostEmergencies = 10_000;

    public static void MapStaffList(this IEndpointRouteBuilder console)
    {
        console.MapPost("/staff/export", ExportAsync).WithMetadata(new NeedsDutyAttribute(Duty.Staff), new NeedsFreshProofAttribute());
        console.MapPost("/staff/emergencies/export", ExportEmergenciesAsync).WithMetadata(new NeedsDutyAttribute(Duty.Staff, Duty.Audit), new NeedsFreshProofAttribute());
    }

    private static async Task<IResult> ExportAsync(
        HttpContext http, StaffAccounts accounts, CompanyCore company, ListFile files, Text<AccountsText> text, Text<ConsoleText> console, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var question = StaffQuestion.Read(name => form[name]);
        if (!company.Trust.HasPolicy) return Results.LocalRedirect(question.Address());
        var staff = question.Of(await accounts.ListAsync(cancel));
        string[] heads = [text["Staff.Number"], text["Staff.State"], text["Rights.Roles"], text["Rights.Duties"], text["Staff.Since"], text["Staff.By"], text["Staff.Closed"]];
        var rows = staff.Select(one => (IReadOnlyList<string>)
        [
            one.Login, text[$"State.{one.State}"], StaffListPage.RoleNames(accounts, one.Roles, text), StaffListPage.DutyNames(one.Duties, text, console), DisplayDates.Moment(one.CreatedAt), one.CreatedBy,
            one.ClosedAt is { } closed ? DisplayDates.Moment(closed) : "",
        ]);
        return await files.GiveAsync(http, new ListSheet("staff-list", "staff", text["StaffList.Title"], made => text["StaffList.SheetNote", DisplayDates.Moment(made), staff.Count], heads, [.. rows]), null, cancel);
    }

    private static async Task<IResult> ExportEmergenciesAsync(
        HttpContext http, Emergencies book, StaffAccounts accounts, CompanyCore company, ListFile files, TimeProvider clock, Text<AccountsText> text, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var question = EmergencyQuestion.Read(name => form[name]);
        if (!company.Trust.HasPolicy) return Results.LocalRedirect(question.Address());
        var found = await book.ListAsync(question.Query, 0, MostEmergencies, cancel);
        string[] heads =
        [
            text["Emergency.When"], text["Staff.Number"], text["Emergency.Role"], text["Emergency.Reason"], text["Emergency.Case"], text["Emergency.Minutes"], text["Staff.State"], text["Emergency.DecidedBy"],
            text["Emergency.DecidedAt"], text["Emergency.EndedAt"], text["Emergency.Reviewer"], text["Emergency.ReviewedAt"], text["Emergency.Finding"],
        ];
        static string At(DateTimeOffset? moment) => moment is { } at ? DisplayDates.Moment(at) : "";
        var rows = found.Rows.Select(row => (IReadOnlyList<string>)
        [
            DisplayDates.Moment(row.AskedAt), row.Login, StaffListPage.RoleNames(accounts, [row.Role], text), text[$"EmergencyReason.{row.Reason}"], row.Case, text["Emergency.ForMinutes", row.Minutes],
            text[$"EmergencyState.{EmergencyQuestion.Word(EmergencyQuery.StateOf(row, clock.GetUtcNow()))}"], row.DecidedBy ?? "", At(row.DecidedAt), At(row.Granted ? row.EndedAt ?? row.ExpiresAt : null), row.ReviewedBy ?? "",
            At(row.ReviewedAt), row.Finding is { } finding ? text[$"Finding.{finding}"] : "",
        ]);
        string Note(DateTimeOffset made) => text["Emergency.SheetNote", DisplayDates.Moment(made), found.Rows.Count, found.Total];
        return await files.GiveAsync(http, new ListSheet("emergency-list", "emergencies", text["Emergency.List"], Note, heads, [.. rows]), null, cancel);
    }
}
