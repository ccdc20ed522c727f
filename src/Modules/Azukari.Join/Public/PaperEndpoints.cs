using Azukari.Company;
using Azukari.Join.Applications;
using Azukari.Join.Contracts;
using Azukari.Members.Contracts;
using Azukari.Papers.Contracts;
using Azukari.Papers.Legal;
using Azukari.Site.Policies;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Join.Public;

/// <summary>The documents of the contract as PDF.</summary>
internal static class PaperEndpoints
{
    public static void MapPapers(this IEndpointRouteBuilder join)
    {
        join.MapGet("/outline/{kind:regex(^(retail|vip|agent)$)}.pdf", OutlineAsync);
        join.MapGet("/papers/{secret}/contract.pdf", ContractAsync).WithMetadata(new ByLinkAttribute());
    }

    private static Task<IResult> OutlineAsync(string kind, PolicyShelf shelf, PaperPress press, TimeProvider clock, CancellationToken cancel) => ContractPapers.PrintAsync(
        press, LegalPapers.Outline(ContractPapers.ClassOf(MemberWords.TryParse(kind, out MemberClass found) ? found : MemberClass.Retail), shelf.Company, PageLanguage.Current.TwoLetterISOLanguageName, JapanTime.Today(clock)),
        cancel);

    // The member's own copy: read as customer service reads it to hand it out, under the application's case.
    private static async Task<IResult> ContractAsync(
        string secret, ApplicationBook applications, Referrals referrals, CompanyCore company, PolicyShelf shelf, PaperPress press, HttpContext http, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await applications.OfPapersAsync(secret, cancel) is not { State: ApplicationState.Accepted, ReceivedOn: { } received } application) return Results.NotFound();
        var context = new AccessContext { Accessor = ApplicationWords.Web, As = ApplicationWords.Desk, Purpose = ApplicationWords.Purpose, Case = application.Code };
        return await ContractPapers.PrintAsync(application, received, context, referrals, company, shelf, press, cancel);
    }
}
