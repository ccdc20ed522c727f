using System.Globalization;
using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Members.Contracts;
using Azukari.Ui.Language;
using Azukari.Values;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Portal.Downline;

/// <summary>Takes the answers of the training and the pledge (agent.duty). Which answers were wrong is told and kept nowhere.</summary>
internal static class PledgeEndpoints
{
    public const string Path = "/my/downline/pledge";

    /// <summary>Where the form goes: a page of its own has its address for itself.</summary>
    public const string Sent = Path + "/send";

    public static void MapPledge(this IEndpointRouteBuilder my) => my.MapPost("/downline/pledge/send", PledgeAsync).WithMetadata(new NeedsMemberAttribute());

    private static async Task<IResult> PledgeAsync(HttpContext http, MemberNow member, MemberAttestations attestations, CompanyCore company, TimeProvider clock, CancellationToken cancel)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }) return Results.StatusCode(StatusCodes.Status400BadRequest);
        if (!LineNow.MayOpen(await member.MembershipAsync(cancel))) return Results.StatusCode(StatusCodes.Status403Forbidden);
        var form = await http.Request.ReadFormAsync(cancel);
        var here = PageLanguage.Path(Path, PageLanguage.Current);
        string[] wrong = [.. Training.Questions.Where(question => form[question.Id] != question.Right).Select(question => question.Id)];
        var pledged = form["pledge"] == "yes";
        if (wrong.Length > 0 || !pledged) return Results.LocalRedirect($"{here}?wrong={string.Join('-', wrong)}{(pledged ? "" : "&unpledged=1")}");
        // The text that was read is pledged to, and no other that came in between.
        var version = company.Trust.Policies.InForce.Version;
        if (form["version"] != version.Value) return Results.LocalRedirect(here + "?changed=1");
        var acting = new MemberActing(Signed.Member, "training-" + JapanTime.Today(clock).Year.ToString(CultureInfo.InvariantCulture));
        return await attestations.RecordAsync(member.Required, version, acting, cancel) is MemberDone
            ? Results.LocalRedirect(PageLanguage.Path("/my/downline", PageLanguage.Current) + "?done=pledged") : Results.StatusCode(StatusCodes.Status403Forbidden);
    }
}

/// <summary>A question of the training: which answer of three is right. Its words are resources.</summary>
internal sealed record TrainingQuestion(string Id, string Right);

/// <summary>The questions of the yearly training.</summary>
internal static class Training
{
    public static IReadOnlyList<TrainingQuestion> Questions { get; } = [new("q1", "b"), new("q2", "c"), new("q3", "a"), new("q4", "b")];

    public static IReadOnlyList<string> Answers { get; } = ["a", "b", "c"];

    public static IReadOnlyList<string> Lessons { get; } = ["1", "2", "3", "4"];
}
