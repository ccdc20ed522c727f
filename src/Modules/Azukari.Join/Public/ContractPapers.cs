using Azukari.Company;
using Azukari.Join.Applications;
using Azukari.Join.Contracts;
using Azukari.Members.Contracts;
using Azukari.Papers.Contracts;
using Azukari.Papers.Legal;
using Azukari.Site.Policies;
using Azukari.Ui.Language;
using Azukari.Vault;
using Microsoft.AspNetCore.Http;

namespace Azukari.Join.Public;

/// <summary>The contract document of an application, for the member or for the post.</summary>
internal static class ContractPapers
{
    /// <summary>Reads whom it is for, and prints it; not found where that is refused.</summary>
    /// <param name="day">The day it is dated.</param>
    public static async Task<IResult> PrintAsync(
        Application application, DateOnly day, AccessContext context, Referrals referrals, CompanyCore company, PolicyShelf shelf, PaperPress press, CancellationToken cancel)
    {
        if (application.DecidedAt is not { } decided
            || await company.Trust.Vault.ReadAsync<ContractParty>(application.Subject, context, cancel) is not Granted<ContractParty> { Values: { Name: { } name } own }) return Results.NotFound();
        var culture = PageLanguage.Current;
        var party = new LegalParty(
            name.ToDisplay(culture), own.Address?.ToDisplay(culture), own.Number?.ToDisplay(culture), DateOnly.FromDateTime(decided.ToOffset(TimeSpan.FromHours(9)).DateTime),
            application.Sponsor is { } sponsor ? referrals.NicknameOf(sponsor).In(culture) : null);
        return await PrintAsync(press, LegalPapers.Contract(ClassOf(application.Class), shelf.Company, party, culture.TwoLetterISOLanguageName, day), cancel);
    }

    public static async Task<IResult> PrintAsync(PaperPress press, Paper paper, CancellationToken cancel)
    {
        using var pdf = new MemoryStream();
        await press.PrintAsync(paper, pdf, cancel);
        return Results.Bytes(pdf.ToArray(), "application/pdf");
    }

    public static LegalClass ClassOf(MemberClass kind) => kind switch
    {
        MemberClass.Agent => LegalClass.Agent,
        MemberClass.Vip => LegalClass.Vip,
        MemberClass.Retail => LegalClass.Retail,
    };
}
