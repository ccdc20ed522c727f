using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Portal.Information;

/// <summary>The member's documents, to the member.</summary>
internal static class DocumentEndpoints
{
    public static void MapDocuments(this IEndpointRouteBuilder my) => my.MapGet("/documents/{id}", OpenAsync).WithMetadata(new NeedsMemberAttribute());

    // Of somebody else's document there is none here: it is looked for among the member's own.
    private static async Task<IResult> OpenAsync(string id, HttpContext http, MemberNow member, CompanyCore company)
    {
        if (!DocumentId.TryParse(id, out var document) || await company.Trust.Vault.Documents.OpenAsync(member.Required, document, OwnData.Context, http.RequestAborted) is not { } opened)
            return Results.NotFound();
        if (opened is not Granted<DocumentContent> { Values: var content }) return Results.StatusCode(StatusCodes.Status403Forbidden);
        http.Response.RegisterForDisposeAsync(content);
        // Never shown in the page: whatever a file holds, it does not run here.
        return Results.Stream(content.Content, "application/octet-stream", content.FileName ?? document.ToString());
    }
}
