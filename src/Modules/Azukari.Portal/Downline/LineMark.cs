using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Portal.Information;
using Azukari.Portal.Resources;
using Azukari.Ui.Language;
using Azukari.Vault;

namespace Azukari.Portal.Downline;

/// <summary>What is written all over the names and cards of a line (the obligation of every joint use): who looks, by their own number, and when.</summary>
internal sealed class LineMark(MemberNow member, CompanyCore company, TimeProvider clock, Text<PortalText> T)
{
    /// <summary>The words, the number read as the person it is about.</summary>
    public async Task<string> ReadAsync(CancellationToken cancel)
    {
        var number = await company.Trust.Vault.ReadAsync<HomeCard>(member.Required, OwnData.Context, cancel) is Granted<HomeCard> { Values.Number: { } own } ? own.ToDisplay(PageLanguage.Current) : "-";
        return T["Line.Person.Mark", number, DisplayDates.Moment(clock.GetUtcNow())];
    }
}
