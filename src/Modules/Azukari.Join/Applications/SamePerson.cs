using Azukari.Company;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Join.Applications;

/// <summary>
/// Looks for somebody the vault knows already who may be the applicant: the same e-mail address or phone number, or the same reading of the name
/// at the same postal code. By the blind index, so no value of anybody else is opened; each search is an access like any other, under the
/// application's case. What is found decides nothing: staff does.
/// </summary>
internal sealed class SamePerson(CompanyCore company, MemberBook members, Application application)
{
    private AccessContext Context => new() { Accessor = ApplicationWords.Web, As = ApplicationWords.Desk, Purpose = ApplicationWords.Purpose, Case = application.Code };

    /// <summary>One who may be the same; null when nobody is found. Of several, a living membership first, then one that waits, then one that ended.</summary>
    public async Task<SubjectId?> FindAsync(CancellationToken cancel)
    {
        if (await company.Trust.Vault.ReadAsync<ApplicantTraits>(application.Subject, Context, cancel) is not Granted<ApplicantTraits> { Values: var own }) return null;
        var hits = new List<SubjectId>();
        foreach (var (item, value) in new[] { ("email", own.Email?.Address), ("mobile", own.Mobile?.E164), ("phone", own.Phone?.E164), ("mobile", own.Phone?.E164), ("phone", own.Mobile?.E164) })
            if (value is not null) hits.AddRange(await SearchAsync([Criterion(item, value)], cancel));
        // In one search: of a common reading, or in a town, there are more than are looked at, and the one who has both might not be among them.
        if (own.Kana?.Text is { } reading && own.Address?.PostalCode?.Digits is { } postal) hits.AddRange(await SearchAsync([Criterion("kana", reading), Criterion("address", postal)], cancel));

        if (hits.Count == 0) return null;
        var memberships = await members.FindAsync(hits, cancel);
        return hits.Distinct().MinBy(hit => memberships.GetValueOrDefault(hit)?.Status switch
        {
            MemberStatus.Active or MemberStatus.Suspended => 0,
            MemberStatus.Applied => 1,
            MemberStatus.Withdrawn or MemberStatus.Cancelled => 2,
            _ => 3,
        });
    }

    private static SearchCriterion Criterion(string item, string value) => new(ItemId.Parse(item), value);

    private async Task<IReadOnlyList<SubjectId>> SearchAsync(SearchCriterion[] criteria, CancellationToken cancel) =>
        await company.Trust.Vault.SearchAsync(criteria, Context, 200, [], cancel) is SearchFound found ? [.. found.Hits.Where(hit => hit != application.Subject)] : [];
}
