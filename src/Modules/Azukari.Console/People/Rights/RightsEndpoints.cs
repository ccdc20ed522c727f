using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.People.Purposes;
using Azukari.Console.Shell;
using Azukari.Console.SignIn;
using Azukari.Console.Staff;
using Azukari.Policy;
using Azukari.Ui.Access;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.People.Rights;

/// <summary>Acts by right on a person's data: restricting, lifting, erasing. Each a form sent by somebody with the duty <c>rights</c>.</summary>
internal static class RightsEndpoints
{
    /// <summary>The role that erases.</summary>
    public const string Eraser = "staff.privacy-manager";

    public static void MapRights(this IEndpointRouteBuilder console)
    {
        var rights = console.MapGroup("/people/{id}").WithMetadata(new NeedsDutyAttribute(Duty.Rights), new NeedsFreshProofAttribute());
        rights.MapPost("/restrict", RestrictAsync);
        rights.MapPost("/lift", LiftAsync);
        rights.MapPost("/erase", EraseAsync);
    }

    private static async Task<IResult> RestrictAsync(
        string id, [FromForm] string? scope, [FromForm] string? purpose, [FromForm] string? item, [FromForm] string? recipient, [FromForm(Name = "case")] string? typed,
        HttpContext http, CompanyCore company, IEnumerable<CaseDoor> doors, CancellationToken cancel)
    {
        if (!SubjectId.TryParse(id, out var subject)) return Results.NotFound();
        var document = company.Trust.Policies.InForce.Document;
        Restriction? wanted = scope switch
        {
            "everything" => new Restriction.Everything(),
            "purpose" when ClauseId.TryParse(purpose, out var clause) && document.FindClause(clause) is not null => new Restriction.ForPurpose(clause),
            "recipient" when RecipientKind.TryParse(recipient, out var kind) && document.FindRecipient(kind) is not null => new Restriction.ByRecipient(kind),
            "item" when ItemId.TryParse(item, out var one) && document.FindItem(one) is not null => new Restriction.OfItems([one]),
            _ => null,
        };
        var request = CaseCode.Read(typed, CaseKind.Request);
        if (wanted is null || (request is null && !string.IsNullOrWhiteSpace(typed))) return Back(subject, "unclear");
        var result = request is null ? await company.Trust.Vault.RestrictAsync(subject, wanted, By(http), cancel) : await company.Trust.Vault.RestrictAsync(subject, wanted, By(http), request, cancel);
        return result.Done && doors.Here(request) is { } back ? Results.LocalRedirect(back + "?said=done") : Back(subject, result.Done ? "restricted" : "nothing");
    }

    private static async Task<IResult> LiftAsync(string id, [FromForm] string? restriction, HttpContext http, CompanyCore company, CancellationToken cancel)
    {
        if (!SubjectId.TryParse(id, out var subject) || !RestrictionId.TryParse(restriction, out var which)) return Results.NotFound();
        var result = await company.Trust.Vault.LiftAsync(subject, which, By(http), cancel);
        return Back(subject, result.Done ? "lifted" : "nothing");
    }

    private static async Task<IResult> EraseAsync(
        string id, [FromForm(Name = "case")] string? typed, [FromForm] string? sure, HttpContext http, CompanyCore company, StaffNow staff, IEnumerable<CaseDoor> doors, CancellationToken cancel)
    {
        if (!SubjectId.TryParse(id, out var subject)) return Results.NotFound();
        var by = By(http);
        if (await staff.OfAsync(http.User, cancel) is not { } person || !person.Roles.Contains(Eraser))
        {
            await company.RefuseDutyAsync(by, subject, [Duty.Rights], cancel);
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (CaseCode.Read(typed, CaseKind.Request) is not { } request || sure != "yes") return Back(subject, "unsure");
        return await company.Trust.Vault.EraseAsync(subject, by, request, cancel) is null
            ? Results.NotFound() : Results.LocalRedirect(doors.Here(request) is { } back ? back + "?said=done" : ConsolePath.Here($"/console/people/{subject}/certificate"));
    }

    private static Accessor By(HttpContext http) => new(StaffScheme.LoginOf(http.User)!);

    private static IResult Back(SubjectId subject, string done) => Results.LocalRedirect(ConsolePath.Here($"/console/people/{subject}/rights") + "?done=" + done);
}
