using Azukari.Console.Duties;
using Azukari.Console.SignIn;
using Azukari.Policy;
using Azukari.Requests.Contracts;
using Azukari.Ui.Language;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Requests.Staff;

/// <summary>Answering a request: a form with its token. What is wrong is said on the request's page.</summary>
internal static class RequestEndpoints
{
    /// <summary>Customer service, which takes requests.</summary>
    public const string Desk = "staff.customer-service";

    /// <summary>The privacy manager, who sees to it that they are answered.</summary>
    public const string Manager = "staff.privacy-manager";

    public static void MapRequests(this IEndpointRouteBuilder console) =>
        console.MapPost("/requests/{code}/answer", AnswerAsync).WithMetadata(new NeedsDutyAttribute { Desks = [Desk, Manager] });

    /// <summary>How customer service reads what somebody wrote: for consultations, in the request's own case.</summary>
    public static AccessContext Reading(HttpContext http, RightsRequest request) =>
        new() { Accessor = By(http), As = RecipientKind.Parse(Desk), Purpose = ClauseId.Parse("purpose.member.6"), Case = request.Code };

    private static async Task<IResult> AnswerAsync(string code, [FromForm] string? outcome, [FromForm] string? reason, [FromForm] string? sure, HttpContext http, RequestBook requests, CancellationToken cancel)
    {
        if (await requests.FindAsync(code, cancel) is null) return Results.NotFound();
        if (outcome is not ("granted" or "partly" or "refused")) return Back(code, "no-outcome");
        var state = RequestWords.StateOf(outcome);
        var why = state == RequestState.Granted ? null : reason;
        if (state != RequestState.Granted && (why is null || !RequestWords.Reasons.Contains(why))) return Back(code, "no-reason");
        if (sure != "yes") return Back(code, "unsure");
        return Back(code, await requests.AnswerAsync(code, state, why, By(http), cancel) ? "answered" : "decided");
    }

    private static Accessor By(HttpContext http) => new(StaffScheme.LoginOf(http.User)!);

    private static IResult Back(string code, string said) => Results.LocalRedirect(PageLanguage.Path($"/console/requests/{Uri.EscapeDataString(code)}", PageLanguage.Current) + "?said=" + said);
}
