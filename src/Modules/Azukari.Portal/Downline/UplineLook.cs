using System.Globalization;
using Azukari.Company;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.Options;

namespace Azukari.Portal.Downline;

/// <summary>
/// Looks of a member at people below, each through the vault's gate as a joint use: decided by the facts of the moment, recorded before it is
/// released, in the history of whoever is looked at.
/// </summary>
internal sealed class UplineLook(CompanyCore company, MemberBook book, UplineAllowance allowance, IOptions<PortalOptions> options, TimeProvider clock)
{
    /// <summary>The reason of the entry of a look that today's limit refused.</summary>
    public const string Limit = "upline-limit";

    /// <summary>How many looks there are a day.</summary>
    public int Daily => options.Value.UplineLooksADay;

    /// <summary>Names for a list. Nobody is asked for of whom it is plain that nothing would be released, so that no refusal stands in their history.</summary>
    /// <returns>The names, and whether today's limit kept some back.</returns>
    public async Task<(IReadOnlyDictionary<SubjectId, LineName> Names, bool Limited)> NamesAsync(Membership viewer, IEnumerable<TreePlace> places, CancellationToken cancel)
    {
        var people = await book.FindAsync([.. places.Select(place => place.Subject).OfType<SubjectId>()], cancel);
        SubjectId[] below = [.. people.Values.Where(member => !member.Status.HasEnded() && viewer.IsAbove(member)).Select(member => member.Subject)];
        var left = await allowance.TakeAsync(viewer.Subject, below.Length, Daily, cancel);
        var context = Context(viewer.Subject, DownlineViews.Events);
        if (left < below.Length) await company.Trust.Vault.RecordRefusalAsync(null, context, DownlineViews.Ground, Limit, cancel);
        var names = new Dictionary<SubjectId, LineName>();
        await foreach (var result in company.Trust.Vault.ReadManyAsync<LineName>(below.Take(left).ToAsyncEnumerable(), context, cancel))
            if (result is Granted<LineName> granted) names[granted.Subject] = granted.Values;
        return (names, left < below.Length);
    }

    /// <summary>A person's card; null where today's limit is reached, which that person's record tells.</summary>
    public async Task<AccessResult<TCard>?> CardAsync<TCard>(SubjectId viewer, SubjectId member, CancellationToken cancel) where TCard : IView<TCard>
    {
        var context = Context(viewer, TCard.Declaration.Purpose);
        if (await allowance.TakeAsync(viewer, 1, Daily, cancel) == 1) return await company.Trust.Vault.ReadAsync<TCard>(member, context, cancel);
        await company.Trust.Vault.RecordRefusalAsync(member, context, DownlineViews.Ground, Limit, cancel);
        return null;
    }

    // What is looked at on one day belongs together.
    private AccessContext Context(SubjectId viewer, ClauseId purpose) => new()
    {
        Accessor = MemberAccessor.Of(viewer), As = DownlineViews.Upline, Purpose = purpose, Ground = DownlineViews.Ground,
        Case = "line-" + JapanTime.Today(clock).ToString("yyyyMMdd", CultureInfo.InvariantCulture),
    };
}
