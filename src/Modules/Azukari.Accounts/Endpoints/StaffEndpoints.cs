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

/// <summary>The list of staff as a file, in the ledger before it is given.</summary>
internal static class StaffEndpoints
{
    public static void MapStaffList(this IEndpointRouteBuilder console) => console.MapPost("/staff/export", ExportAsync).WithMetadata(new NeedsDutyAttribute(Duty.Staff), new NeedsFreshProofAttribute());

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
}
