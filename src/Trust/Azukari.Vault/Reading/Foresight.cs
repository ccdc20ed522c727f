using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Vault.Hosting;
using Azukari.Vault.Publishing;
using Azukari.Vault.Reading;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault;

/// <summary>What an access to one item about one person would come to, as things stand.</summary>
/// <param name="Item">Which.</param>
/// <param name="Refusal">Why it would be refused; null when it would be permitted.</param>
/// <param name="Held">How the item came to be held; null where it is not held, and where the access would be refused: whether it is held is then nobody's business.</param>
public sealed record ForeseenItem(ItemId Item, Refusal? Refusal, HeldItem? Held);

/// <summary>Decides items one by one without releasing anything, so that a page asks for exactly what it may have, in one access.</summary>
internal sealed class Foresight(TrustParts parts)
{
    public async Task<IReadOnlyList<ForeseenItem>?> LookAsync(SubjectId subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct) =>
        (await LookAsync([subject], items, context, ct)).GetValueOrDefault(subject);

    public async Task<IReadOnlyDictionary<SubjectId, IReadOnlyList<ForeseenItem>>> LookAsync(
        IReadOnlyList<SubjectId> subjects, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct)
    {
        var (people, corrected) = await parts.Vault.ReadAsync(async (session, c) =>
        {
            var read = await PeopleReader.ReadAsync(session, subjects, c);
            return (read, await Describer.CorrectedByStaffAsync(session, read, c));
        }, snapshot: true, ct);
        var policies = await parts.Policies.AtLeastAsync(people.PolicySequence, ct);
        if (parts.Modules.Any) people = await parts.Modules.BesideAsync(parts, policies, people, subjects, items.Select(policies.Find).OfType<ItemTerms>(), ct);
        var all = new Dictionary<SubjectId, IReadOnlyList<ForeseenItem>>(subjects.Count);
        foreach (var subject in subjects)
            if (people.Find(subject) is { State: SubjectState.Active } person) all[subject] = await LookAsync(policies, person, corrected, items, context, ct);
        return all;
    }

    private async Task<IReadOnlyList<ForeseenItem>> LookAsync(
        PublishedPolicies policies, PersonRecord person, HashSet<(SubjectId, string)> corrected, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct)
    {
        var foreseen = new List<ForeseenItem>(items.Count);
        foreach (var item in items)
        {
            var resolved = policies.Archive.Resolve(context.Purpose, context.As, [item], context.Ground);
            var refusal = resolved.Refusal;
            if (refusal is null)
            {
                var request = resolved.Request;
                refusal = Decider.Decide(policies, request, person, await parts.Decider.AskAsync(request.Needs, person.Subject, [item], context, ct), context.Case is not null).Refusal;
            }

            foreseen.Add(new ForeseenItem(item, refusal, refusal is null ? HeldOf(person, corrected, item) : null));
        }

        return foreseen;
    }

    private static HeldItem? HeldOf(PersonRecord person, HashSet<(SubjectId, string)> corrected, ItemId item) =>
        person.Find(item.Value) is { } row ? Describer.Item(row) with { CorrectedByStaff = corrected.Contains((person.Subject, row.Item)) } : person.Elsewhere.FirstOrDefault(e => e.Item == item) is { } elsewhere ? Describer.Item(elsewhere) : null;
}
