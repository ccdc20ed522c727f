using System.Text;
using Azukari.Console.Duties;
using Azukari.Join.Staff;
using Azukari.Ledger;
using Azukari.Ui.Language;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Join.Addresses;

/// <summary>Sending the link by which an address is confirmed, once more.</summary>
internal static class AddressEndpoints
{
    public static void MapAddresses(this IEndpointRouteBuilder console) =>
        console.MapPost("/people/{id}/address/ask", AskAsync).WithMetadata(new NeedsDutyAttribute { Desks = [ApplicationEndpoints.Desk] });

    private static async Task<IResult> AskAsync(string id, [FromForm(Name = "case")] string? typed, [FromForm] string? language, HttpContext http, AddressConfirmations addresses, CancellationToken cancel)
    {
        if (!SubjectId.TryParse(id, out var subject)) return Results.NotFound();
        IResult Back(string said) => Results.LocalRedirect(PageLanguage.Path($"/console/people/{subject}/address", PageLanguage.Current) + "?said=" + said);
        if (typed?.Normalize(NormalizationForm.FormKC).Trim() is not { } code || !LedgerCode.IsCode(code)) return Back("case");
        return Back(await addresses.AskAsync(subject, language == "en" ? "en" : "ja", ApplicationEndpoints.By(http), code, cancel) ? "sent" : "nothing");
    }
}
