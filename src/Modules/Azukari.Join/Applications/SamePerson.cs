using Azukari.Company;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Join.Applications;

/// <summary>
/// Looks for somebody the vault knows already who may be the applicant: the same e-mail address or phone number, or the same reading of the name
/// at the same postal code. By the blind index, so no value of anybody else is opened; each search is an access like any other, under the
/// application's case. What is found decides nothing: staff does.
/// </summary>
internal sealed class SamePerson(CompanyCore company, Application application)
{

    private AccessContext Context => new() { Accessor = ApplicationWords.Web, As = ApplicationWords.Desk, Purpose = ApplicationWords.Purpose, Case = application.Code };

    /// <summary>One who may be the same; null when nobody is found.</summary>
    public async Task<SubjectId?> FindAsync(CancellationToken cancel)
    {
        if (await company.Trust.Vault.ReadAsync<ApplicantTraits>(application.Subject, Context, cancel) is not Granted<ApplicantTraits> { Values: var own }) return null;
        foreach (var (item, value) in new[] { ("email", own.Email?.Address), ("mobile", own.Mobile?.E164), ("phone", own.Phone?.E164), ("mobile", own.Phone?.E164), ("phone", own.Mobile?.E164) })
            if (value is not null && await SearchAsync(item, value, cancel) is [var hit, ..]) return hit;
        if (own.Kana?.Text is not { } reading || own.Address?.PostalCode?.Digits is not { } postal) return null;
        var named = await SearchAsync("kana", reading, cancel);
        if (named.Count == 0) return null;
        var there = (await SearchAsync("address", postal, cancel)).ToHashSet();
        return named.Where(there.Contains).Select(found => (SubjectId?)found).FirstOrDefault();
    }

    private async Task<IReadOnlyList<SubjectId>> SearchAsync(string item, string value, CancellationToken cancel) =>
        await company.Trust.Vault.SearchAsync(ItemId.Parse(item), value, Context, 200, cancel) is SearchFound found ? [.. found.Hits.Where(hit => hit != application.Subject)] : [];
}
