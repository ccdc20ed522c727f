using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.People.Purposes;
using Azukari.Console.Shell;
using Azukari.Console.SignIn;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Ui.Access;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.People.Moves;

/// <summary>Moves in the sponsor tree: proposed by one person with the duty <c>rights</c>, decided by another, each with a fresh proof of who it is.</summary>
internal static class MoveEndpoints
{
    /// <summary>Why somebody is moved.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["wrong-sponsor", "sponsor-left", "sponsor-agrees", "company-decision", "other"];

    public static void MapMoves(this IEndpointRouteBuilder console)
    {
        console.MapPost("/people/{id}/move/propose", ProposeAsync).WithMetadata(new NeedsDutyAttribute(Duty.Rights), new NeedsFreshProofAttribute());
        console.MapPost("/people/moves/{move}/decide", DecideAsync).WithMetadata(new NeedsDutyAttribute(Duty.Rights), new NeedsFreshProofAttribute());
    }

    private static async Task<IResult> ProposeAsync(
        string id, [FromForm] string? under, [FromForm] string? reason, [FromForm(Name = "case")] string? typed, HttpContext http, PurposeDesk desk, SponsorTree tree, CancellationToken cancel)
    {
        if (!SubjectId.TryParse(id, out var member)) return Results.NotFound();
        var back = ConsolePath.Here($"/console/people/{member}/move");
        // Who proposes has seen whom it is about: for a purpose.
        if (await desk.FindAsync(http) is null) return await desk.IsOfferedAsync(http, member) ? Results.LocalRedirect(back) : Results.StatusCode(StatusCodes.Status403Forbidden);
        SubjectId? sponsor = SubjectId.TryParse(under, out var one) ? one : null;
        if ((sponsor is null && under != "top") || reason is null || !Reasons.Contains(reason) || CaseCode.Read(typed, CaseKind.Request) is not { } request) return Results.LocalRedirect(back + "?said=unsure");
        return await tree.ProposeMoveAsync(member, sponsor, new MemberActing(new Accessor(StaffScheme.LoginOf(http.User)!), request, reason), cancel) switch
        {
            TreeMoveDone done => Results.LocalRedirect(ConsolePath.Here($"/console/people/moves/{done.Move.Id}") + "?said=Proposed"),
            TreeMoveRefused refused => Results.LocalRedirect($"{back}?said={refused.Why}"),
            _ => Results.LocalRedirect(back),
        };
    }

    private static async Task<IResult> DecideAsync(string move, [FromForm] string? decision, HttpContext http, SponsorTree tree, CancellationToken cancel)
    {
        if (!TreeMoveId.TryParse(move, out var id)) return Results.NotFound();
        var back = ConsolePath.Here($"/console/people/moves/{id}");
        if (decision is not ("approve" or "decline")) return Results.LocalRedirect(back + "?said=unsure");
        return await tree.DecideMoveAsync(id, decision == "approve", new Accessor(StaffScheme.LoginOf(http.User)!), cancel) switch
        {
            TreeMoveDone done => Results.LocalRedirect($"{back}?said={done.Move.State}"),
            TreeMoveRefused refused => Results.LocalRedirect($"{back}?said={refused.Why}"),
            _ => Results.LocalRedirect(back),
        };
    }
}
