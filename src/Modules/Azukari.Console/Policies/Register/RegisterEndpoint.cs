using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.Resources;
using Azukari.Console.SignIn;
using Azukari.Console.Spreadsheets;
using Azukari.Site.Resources;
using Azukari.Ui.Language;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.Policies.Register;

/// <summary>The register as a file to keep.</summary>
internal static class RegisterEndpoint
{
    public static void MapRegister(this IEndpointRouteBuilder console) =>
        console.MapGet("/policy/register.xlsx", WriteAsync).WithMetadata(new NeedsDutyAttribute(Duty.Policy, Duty.Audit));

    private static async Task<IResult> WriteAsync(
        string? version, HttpContext http, CompanyCore company, PolicyOverviews versions, Text<ConsoleText> text, Text<SiteText> site, TimeProvider clock, CancellationToken cancel)
    {
        if (!versions.Any || versions.Find(version) is not { } document) return Results.NotFound();
        await company.Trust.Vault.RecordInspectionAsync(null, new Accessor(StaffScheme.LoginOf(http.User)!), "register", cancel);
        // A policy is at most a megabyte, and the register of it a few hundred rows: small enough to be made before it is sent, so that a fault is still an answer.
        var file = new MemoryStream();
        RegisterSheet.Write(file, text["Register.SheetTitle", document.Company.Name.In(PageLanguage.Current.Name)],
            text["Register.SheetNote", document.Version, DisplayDates.Moment(clock.GetUtcNow())],
            new RegisterWriter(text, site).Entries(versions.Of(document), company.Trust.Views.All), text);
        file.Position = 0;
        return Results.File(file, SheetRows.ContentType, text["Register.File", document.Version]);
    }
}
