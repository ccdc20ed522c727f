using Azukari.Company;
using Azukari.Console.Duties;
using Azukari.Console.People.Purposes;
using Azukari.Console.Shell;
using Azukari.Vault;
using Azukari.Ui.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.People.Looking;

/// <summary>A person's documents, opened for the purpose in force.</summary>
internal static class LookingEndpoints
{
    public static void MapLooking(this IEndpointRouteBuilder console) =>
        console.MapGet("/people/{id}/documents/{document}", OpenAsync).WithMetadata(new NeedsDutyAttribute(), new NeedsFreshProofAttribute());

    private static async Task<IResult> OpenAsync(string id, string document, HttpContext http, PurposeDesk desk, CompanyCore company, CancellationToken cancel)
    {
        if (!SubjectId.TryParse(id, out var subject) || !DocumentId.TryParse(document, out var wanted)) return Results.NotFound();
        if (await desk.FindAsync(http) is not { } chosen)
            return await desk.IsOfferedAsync(http, subject) ? Results.LocalRedirect(ConsolePath.Here($"/console/people/{subject}")) : Results.StatusCode(StatusCodes.Status403Forbidden);
        switch (await company.Trust.Vault.Documents.OpenAsync(subject, wanted, chosen.Context(), cancel))
        {
            case Granted<DocumentContent> granted:
                http.Response.RegisterForDisposeAsync(granted.Values);
                // Saved, never shown in the console's own origin: what somebody handed in may hold a page with a script.
                return Results.Stream(granted.Values.Content, granted.Values.Document.Type.MediaType, $"document-{wanted}{granted.Values.Document.Type.Extension}");
            case RefusedAccess<DocumentContent>:
                return Results.StatusCode(StatusCodes.Status403Forbidden);
            default:
                return Results.NotFound();
        }
    }
}
