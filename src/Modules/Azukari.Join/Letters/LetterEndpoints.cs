using System.Text;
using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Console.Duties;
using Azukari.Join.Applications;
using Azukari.Join.Staff;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Papers.Contracts;
using Azukari.Site;
using Azukari.Site.Policies;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Azukari.Join.Letters;

/// <summary>Printing the letter: name and address are read first, by the policy and recorded; only then a link is made, which takes the place of any before.</summary>
internal static class LetterEndpoints
{
    public static void MapLetters(this IEndpointRouteBuilder console) =>
        console.MapPost("/people/{id}/letter/print", PrintAsync).WithMetadata(new NeedsDutyAttribute { Desks = [ApplicationEndpoints.Desk] }, new NeedsFreshProofAttribute());

    private static async Task<IResult> PrintAsync(
        string id, [FromForm(Name = "case")] string? typed, [FromForm] string? language, HttpContext http, CompanyCore company, MemberBook members, MemberAccounts accounts, PaperPress press, PolicyShelf shelf,
        IOptions<SiteOptions> site, TimeProvider clock, CancellationToken cancel)
    {
        if (!SubjectId.TryParse(id, out var subject)) return Results.NotFound();
        IResult Back(string said) => Results.LocalRedirect(PageLanguage.Path($"/console/people/{subject}/letter", PageLanguage.Current) + "?said=" + said);
        if (typed?.Normalize(NormalizationForm.FormKC).Trim() is not { } code || !LedgerCode.IsCode(code)) return Back("case");
        if (await members.FindAsync(subject, cancel) is not { Status: MemberStatus.Active or MemberStatus.Suspended }) return Back("no-member");
        if (await accounts.FindAsync(subject, cancel) is { IsActive: true } or { IsClosed: true }) return Back("in-use");
        var by = ApplicationEndpoints.By(http);
        var context = new AccessContext { Accessor = by, As = ApplicationWords.Desk, Purpose = ApplicationWords.Purpose, Case = code, Reason = "account-letter" };
        switch (await company.Trust.Vault.ReadAsync<ContractParty>(subject, context, cancel))
        {
            case Granted<ContractParty> { Values: { Name: { } name, Address: { } address } own }:
                if (await accounts.InviteByPostAsync(subject, by, code, cancel) is not { } link) return Back("in-use");
                var english = language == "en";
                var culture = english ? PageLanguage.English : PageLanguage.Japanese;
                var paper = SignInLetter.Of(
                    shelf.Company, english ? "en" : "ja", name.ToDisplay(culture), address.ToDisplay(culture), own.Number?.ToDisplay(culture),
                    link.At(site.Value.PublicUrl ?? $"{http.Request.Scheme}://{http.Request.Host}", english), link.ExpiresAt, JapanTime.Today(clock));
                using (var pdf = new MemoryStream())
                {
                    await press.PrintAsync(paper, pdf, cancel);
                    http.Response.Headers.CacheControl = "no-store";
                    return Results.File(pdf.ToArray(), "application/pdf", $"letter-{code}.pdf");
                }

            case Granted<ContractParty>:
                return Back("no-address");
            case RefusedAccess<ContractParty>:
                return Back("refused");
            default:
                return Results.NotFound();
        }
    }
}
