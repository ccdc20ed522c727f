using System.Globalization;
using Azukari.Company;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Portal.Downline;

/// <summary>
/// Looks of a member at people below, each through the vault's gate as a joint use: decided by the facts of the moment, recorded before it is
/// released, in the history of whoever is looked at.
/// </summary>
internal sealed class UplineLook(CompanyCore company, MemberBook book, TimeProvider clock)
{
    /// <summary>Names for a list. Nobody is asked for of whom it is plain that nothing would be released, so that no refusal stands in their history.</summary>
    public async Task<IReadOnlyDictionary<SubjectId, LineName>> NamesAsync(Membership viewer, IEnumerable<TreePlace> places, CancellationToken cancel)
    {
        var people = await book.FindAsync([.. places.Select(place => place.Subject).OfType<SubjectId>()], cancel);
        var below = people.Values.Where(member => !member.Status.HasEnded() && viewer.IsAbove(member)).Select(member => member.Subject);
        var names = new Dictionary<SubjectId, LineName>();
        await foreach (var result in company.Trust.Vault.ReadManyAsync<LineName>(below.ToAsyncEnumerable(), Context(viewer.Subject, DownlineViews.Events), cancel))
            if (result is Granted<LineName> granted) names[granted.Subject] = granted.Values;
        return names;
    }

    /// <summary>A person's card.</summary>
    public Task<AccessResult<TCard>> CardAsync<TCard>(SubjectId viewer, SubjectId member, CancellationToken cancel) where TCard : IView<TCard> =>
        company.Trust.Vault.ReadAsync<TCard>(member, Context(viewer, TCard.Declaration.Purpose), cancel);

    // What is looked at on one day belongs together.
    private AccessContext Context(SubjectId viewer, ClauseId purpose) => new()
    {
        Accessor = MemberAccessor.Of(viewer), As = DownlineViews.Upline, Purpose = purpose, Ground = DownlineViews.Ground,
        Case = "line-" + JapanTime.Today(clock).ToString("yyyyMMdd", CultureInfo.InvariantCulture),
    };
}
