using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Site.Policies;
using Azukari.Ui.Language;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Portal.Health;

/// <summary>Giving what one tells of one's health, with its consent, and taking both back.</summary>
internal static class HealthEndpoints
{
    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int Longest = 1_000;

    public static void MapHealth(this IEndpointRouteBuilder my)
    {
        my.MapPost("/health/save", SaveAsync).WithMetadata(new NeedsMemberAttribute(), new RequestSizeLimitAttribute(64 * 1024));
        my.MapPost("/health/withdraw", WithdrawAsync).WithMetadata(new NeedsMemberAttribute());
    }

    private static async Task<IResult> SaveAsync([FromForm] string? text, [FromForm] string? consent, MemberNow member, CompanyCore company, PolicyShelf shelf, TimeProvider clock, CancellationToken cancel)
    {
        if (await company.Trust.Vault.DescribeAsync(member.Required, cancel) is not { } person || HealthNotes.GrantFor(shelf.InForce, person.Kind) is not { } grant) return Results.NotFound();
        var written = text?.ReplaceLineEndings("\n").Trim() ?? "";
        if (written.Length is 0 or > Longest) return Back("?problem=text");
        if (consent != "yes") return Back("?problem=consent");
        if (!company.ShapeOf(HealthNotes.Item).TryNormalise(written, JapanTime.Today(clock), out var stored, out _)) return Back("?problem=text");
        // The consent first: what a crash leaves between is a consent to nothing.
        var given = HealthNotes.Live(person).Count > 0 ? null : await company.Trust.Vault.ConsentAsync(person.Subject, grant, Signed.Member, cancel) as ConsentGiven;
        var result = await company.Trust.Vault.CorrectAsync(
            person.Subject, new Dictionary<ItemId, StoredValue?> { [HealthNotes.Item] = stored }, new CorrectionBy.Self(shelf.InForce.Version), Signed.Member, Channel.Web, "portal", ct: cancel);
        if (result is ActDone) return Back("?done=saved");
        if (given is not null) await company.Trust.Vault.WithdrawAsync(person.Subject, given.ConsentId, Signed.Member, cancel);
        return Back("?problem=refused");
    }

    private static async Task<IResult> WithdrawAsync(MemberNow member, CompanyCore company, CancellationToken cancel)
    {
        if (await company.Trust.Vault.DescribeAsync(member.Required, cancel) is not { } person) return Results.NotFound();
        var live = HealthNotes.Live(person);
        await HealthNotes.DeleteAsync(company, person, live, cancel);
        foreach (var held in live) await company.Trust.Vault.WithdrawAsync(person.Subject, held.Id, Signed.Member, cancel);
        return Back("?done=deleted");
    }

    private static IResult Back(string said) => Results.LocalRedirect(PageLanguage.Path("/my/health", PageLanguage.Current) + said);
}
