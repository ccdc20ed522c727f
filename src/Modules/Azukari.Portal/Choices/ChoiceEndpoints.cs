using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Portal.Health;
using Azukari.Site.Policies;
using Azukari.Ui.Language;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Portal.Choices;

/// <summary>The forms of consents, stops and answers. Each takes only what the page offers this member now.</summary>
internal static class ChoiceEndpoints
{
    public static void MapChoices(this IEndpointRouteBuilder my)
    {
        my.MapPost("/consents/give", GiveAsync).WithMetadata(new NeedsMemberAttribute());
        my.MapPost("/consents/withdraw", WithdrawAsync).WithMetadata(new NeedsMemberAttribute());
        my.MapPost("/consents/stop", StopAsync).WithMetadata(new NeedsMemberAttribute());
        my.MapPost("/consents/lift", LiftAsync).WithMetadata(new NeedsMemberAttribute());
        my.MapPost("/consents/answer", AnswerAsync).WithMetadata(new NeedsMemberAttribute());
    }

    private static Task<IResult> GiveAsync([FromForm] string? what, MemberNow member, CompanyCore company, PolicyShelf shelf, CancellationToken cancel) => DoAsync(member, company, async (me, person) =>
    {
        if (OfferedChoices.Consents(shelf.InForce, person).FirstOrDefault(offer => offer.Code == what) is not { } offered) return null;
        return offered.Live.Count > 0 ? "given" : Code(await company.Trust.Vault.ConsentAsync(me, offered.Grant, Signed.Member, cancel), "given");
    }, cancel);

    // Whatever was given for the purpose to the recipient goes, also where it was given twice; what only a consent lets us hold goes with it.
    private static Task<IResult> WithdrawAsync([FromForm] string? what, [FromForm] string? id, MemberNow member, CompanyCore company, PolicyShelf shelf, CancellationToken cancel) => DoAsync(member, company, async (me, person) =>
    {
        var offered = OfferedChoices.Consents(shelf.InForce, person);
        var live = offered.FirstOrDefault(offer => offer.Code == what)?.Live ?? [.. OfferedChoices.Others(offered, person).Where(held => held.Id.ToString() == id)];
        await HealthNotes.DeleteAsync(company, person, live, cancel);
        foreach (var held in live) await company.Trust.Vault.WithdrawAsync(me, held.Id, Signed.Member, cancel);
        return live.Count > 0 ? "withdrawn" : null;
    }, cancel);

    private static Task<IResult> StopAsync([FromForm] string? what, MemberNow member, CompanyCore company, PolicyShelf shelf, CancellationToken cancel) => DoAsync(member, company, async (me, person) =>
    {
        if (OfferedChoices.Stops(shelf.InForce, person).FirstOrDefault(stop => stop.Code == what) is not { } offered) return null;
        return offered.Live is not null ? "stopped" : Code(await company.Trust.Vault.RestrictAsync(me, offered.Restriction, Signed.Member, cancel), "stopped");
    }, cancel);

    private static Task<IResult> LiftAsync([FromForm] string? what, MemberNow member, CompanyCore company, PolicyShelf shelf, CancellationToken cancel) => DoAsync(member, company, async (me, person) =>
    {
        if (OfferedChoices.Stops(shelf.InForce, person).FirstOrDefault(stop => stop.Code == what) is not { MayLift: true, Live: { } live }) return null;
        return Code(await company.Trust.Vault.LiftAsync(me, live.Id, Signed.Member, cancel), "lifted");
    }, cancel);

    private static Task<IResult> AnswerAsync([FromForm] string? version, [FromForm] string? answer, MemberNow member, CompanyCore company, PolicyShelf shelf, CancellationToken cancel) => DoAsync(member, company, async (me, _) =>
    {
        // The version that was read is answered, and no other that came in between.
        if (version != shelf.InForce.Version.Value || answer is not ("noted" or "agreed")) return null;
        return Code(await company.Trust.Vault.AcknowledgeAsync(me, shelf.InForce.Version, answer == "agreed", Signed.Member, cancel), "answered");
    }, cancel);

    private static async Task<IResult> DoAsync(MemberNow member, CompanyCore company, Func<SubjectId, SubjectDescription, Task<string?>> act, CancellationToken cancel)
    {
        if (await company.Trust.Vault.DescribeAsync(member.Required, cancel) is not { } person) return Results.NotFound();
        return Results.LocalRedirect(PageLanguage.Path("/my/consents", PageLanguage.Current) + "?done=" + (await act(member.Required, person) ?? "nothing"));
    }

    private static string? Code(ActResult result, string done) => result.Done || result is ActDone ? done : null;
}
