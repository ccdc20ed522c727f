using System.Globalization;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.People.Purposes;
using Azukari.Console.Resources;
using Azukari.Console.Shell;
using Azukari.Console.SignIn;
using Azukari.Console.Spreadsheets;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
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
        console.MapPost("/people/moves/export", ExportAsync).WithMetadata(new NeedsDutyAttribute(Duty.Rights, Duty.Audit), new NeedsFreshProofAttribute());
    }

    /// <summary>How many come along with who moves; null where they were erased.</summary>
    public static int? Along(TreeMove move, SponsorTree tree) => move.Member is { } who ? tree.PlaceOf(who)?.Below : null;

    /// <summary>The list as a file, in its order: who it is about is not in it, as it is not in the list.</summary>
    internal static async Task<IResult> ExportAsync(HttpContext http, SponsorTree tree, CompanyCore company, ListFile files, Text<ConsoleText> text, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var question = MoveQuestion.Read(name => form[name]);
        if (!company.Trust.HasPolicy) return Results.LocalRedirect(question.Address());
        var total = await tree.CountMovesAsync(question.Query, cancel);
        var list = await tree.MovesAsync(question.Query, 0, MoveQuestion.MostSaved, cancel);
        string[] heads = [text["Moves.ProposedAt"], text["Moves.State"], text["Move.Reason"], text["Moves.Case"], text["Moves.By"], text["Moves.Decided"], text["Move.Along"]];
        var rows = list.Select(move => (IReadOnlyList<string>)
        [
            DisplayDates.Moment(move.ProposedAt), text[$"Moves.State.{move.State}"], MovePage.Reason(move, text), move.Case ?? "", move.ProposedBy.Code, move.DecidedBy?.Code ?? "",
            Along(move, tree)?.ToString(CultureInfo.InvariantCulture) ?? "",
        ]);
        string Note(DateTimeOffset made) => text["Moves.SheetNote", DisplayDates.Moment(made), list.Count, total];
        return await files.GiveAsync(http, new ListSheet("move-list", "moves", text["Moves.Title"], Note, heads, [.. rows]), null, cancel);
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
