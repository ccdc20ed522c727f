using Azukari.Company;
using Azukari.Console.People.Looking;
using Azukari.Console.People.Purposes;
using Azukari.Members.Contracts;
using Azukari.Vault;

namespace Azukari.Console.People.Finding;

/// <summary>
/// A found list narrowed and put in order. By orders the search itself gave and by facts of memberships, never by a value read here: only the people of the
/// page that is shown are read.
/// </summary>
internal sealed class FoundList(CompanyCore company, MemberBook members)
{
    /// <summary>Whether the purpose reaches what people are members as, so that lists may be narrowed by it.</summary>
    public static bool KnowsMemberships(PurposeInForce chosen) => chosen.Offer.Items.Contains(Sections.Class);

    /// <summary>Everybody a question asks for, in its order. Who is no member, or whose membership the purpose does not show, comes last and matches no narrowing.</summary>
    public async Task<IReadOnlyList<SubjectId>> SelectAsync(FoundPeople result, PurposeInForce chosen, FoundQuestion question, CancellationToken cancel)
    {
        IEnumerable<SubjectId> people = FoundShelf.HitsOf(result, question.Sort);
        if (!question.NeedsStanding || !KnowsMemberships(chosen)) return [.. question.Down ? people.Reverse() : people];
        var standing = await StandingAsync([.. people], chosen, cancel);
        if (question.Narrows)
            people = people.Where(one => standing.GetValueOrDefault(one) is { } membership && (question.Class is not { } @class || membership.Class == @class) && (question.Status is not { } status || membership.Status == status));
        if (question.Sort != FoundSort.Since) return [.. question.Down ? people.Reverse() : people];
        DateTimeOffset Since(SubjectId one) => standing[one].RegisteredAt ?? standing[one].AppliedAt;
        var known = people.Where(standing.ContainsKey);
        return [.. question.Down ? known.OrderByDescending(Since) : known.OrderBy(Since), .. people.Where(one => !standing.ContainsKey(one))];
    }

    /// <summary>How memberships stand, of those of whom the purpose shows it.</summary>
    public async Task<IReadOnlyDictionary<SubjectId, Membership>> StandingAsync(IReadOnlyList<SubjectId> people, PurposeInForce chosen, CancellationToken cancel)
    {
        var all = await members.FindAsync(people, cancel);
        var shown = await Task.WhenAll(all.Values.Select(async membership =>
            await company.Trust.Vault.ForeseeAsync(membership.Subject, [Sections.Class], chosen.Context("found"), cancel) is [{ Refusal: null }] ? membership : null));
        return shown.OfType<Membership>().ToDictionary(membership => membership.Subject);
    }
}
