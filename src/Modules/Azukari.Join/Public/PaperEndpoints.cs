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

    private static Task<IResult> OutlineAsync(string kind, PolicyShelf shelf, PaperPress press, TimeProvider clock, CancellationToken cancel) =>
        PrintAsync(press, LegalPapers.Outline(ClassOf(kind), shelf.Company, Language, JapanTime.Today(clock)), cancel);

    // The member's own copy: read as customer service reads it to hand it out, under the application's case.
    private static async Task<IResult> ContractAsync(
        string secret, ApplicationBook applications, Referrals referrals, CompanyCore company, PolicyShelf shelf, PaperPress press, HttpContext http, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await applications.OfPapersAsync(secret, cancel) is not { State: ApplicationState.Accepted, ReceivedOn: { } received, DecidedAt: { } decided } application) return Results.NotFound();
        var context = new AccessContext { Accessor = ApplicationWords.Web, As = ApplicationWords.Desk, Purpose = ApplicationWords.Purpose, Case = application.Code };
        if (await company.Trust.Vault.ReadAsync<ContractParty>(application.Subject, context, cancel) is not Granted<ContractParty> { Values: { Name: { } name } own }) return Results.NotFound();
        var culture = PageLanguage.Current;
        var party = new LegalParty(
            name.ToDisplay(culture), own.Address?.ToDisplay(culture), own.Number?.ToDisplay(culture), DateOnly.FromDateTime(decided.ToOffset(TimeSpan.FromHours(9)).DateTime),
            application.Sponsor is { } sponsor ? referrals.NicknameOf(sponsor).In(culture) : null);
        return await PrintAsync(press, LegalPapers.Contract(ClassOf(application.Class.Word()), shelf.Company, party, Language, received), cancel);
    }

    private static async Task<IResult> PrintAsync(PaperPress press, Paper paper, CancellationToken cancel)
    {
        using var pdf = new MemoryStream();
        await press.PrintAsync(paper, pdf, cancel);
        return Results.Bytes(pdf.ToArray(), "application/pdf");
    }

    private static string Language => PageLanguage.Current.TwoLetterISOLanguageName;

    private static LegalClass ClassOf(string kind) => kind switch
    {
        "agent" => LegalClass.Agent,
        "vip" => LegalClass.Vip,
        _ => LegalClass.Retail,
    };
}
