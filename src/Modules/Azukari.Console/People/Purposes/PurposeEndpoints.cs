using Azukari.Console.Duties;
using Azukari.Console.Shell;
using Azukari.Console.SignIn;
using Azukari.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.People.Purposes;

/// <summary>Choosing and ending the purpose in force: forms, so that no link does either.</summary>
internal static class PurposeEndpoints
{
    public static void MapPurpose(this IEndpointRouteBuilder console)
    {
        console.MapPost("/purpose/choose", ChooseAsync).WithMetadata(new NeedsDutyAttribute());
        console.MapPost("/purpose/end", EndAsync).WithMetadata(new NeedsDutyAttribute());
    }

    private static async Task<IResult> ChooseAsync(
        [FromForm] string? purpose, [FromForm(Name = "case")] string? typed, [FromForm(Name = "return")] string? back, HttpContext http, PurposeDesk desk, CancellationToken cancel)
    {
        var page = ConsolePath.Here("/console/purpose");
        var stay = back is null || ReturnPath.Of(back) != back ? "" : "&return=" + Uri.EscapeDataString(back);
        return await desk.ChooseAsync(http, purpose, typed, cancel) switch
        {
            Choice.Made => Results.LocalRedirect(stay.Length > 0 ? back! : ConsolePath.Here("/console/people")),
            // What was typed as a case may be anything, a name even: it isn't put into the address.
            Choice.CaseWrong wrong => Results.LocalRedirect($"{page}?chosen={Uri.EscapeDataString(purpose!)}&case={PolicyWords.Of(wrong.Kind)}{stay}#case"),
            _ => Results.LocalRedirect($"{page}?refused=1{stay}"),
        };
    }

    private static async Task<IResult> EndAsync(HttpContext http, PurposeDesk desk, CancellationToken cancel)
    {
        await desk.EndAsync(http, cancel);
        return Results.LocalRedirect(ConsolePath.Here("/console/people"));
    }
}
