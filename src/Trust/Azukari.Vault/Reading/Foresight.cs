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
    public async Task<IReadOnlyList<ForeseenItem>?> LookAsync(SubjectId subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct)
    {
        var people = await parts.Vault.ReadAsync((session, c) => PeopleReader.ReadAsync(session, [subject], c), snapshot: true, ct);
        if (people.Find(subject) is not { State: SubjectState.Active } person) return null;
        var policies = await parts.Policies.AtLeastAsync(people.PolicySequence, ct);
        if (parts.Modules.Any && (await parts.Modules.BesideAsync(parts, policies, people, [subject], items.Select(policies.Find).OfType<ItemTerms>(), ct)).Find(subject) is { } whole) person = whole;
        var foreseen = new List<ForeseenItem>(items.Count);
        foreach (var item in items)
        {
            var resolved = policies.Archive.Resolve(context.Purpose, context.As, [item], context.Ground);
            var refusal = resolved.Refusal;
            if (refusal is null)
            {
                var request = resolved.Request;
                refusal = Decider.Decide(policies, request, person, await parts.Decider.AskAsync(request.Needs, subject, [item], context, ct), context.Case is not null).Refusal;
            }

            foreseen.Add(new ForeseenItem(item, refusal, refusal is null ? HeldOf(person, item) : null));
        }

        return foreseen;
    }

    private static HeldItem? HeldOf(PersonRecord person, ItemId item) =>
        person.Find(item.Value) is { } row ? Describer.Item(row) : person.Elsewhere.FirstOrDefault(e => e.Item == item) is { } elsewhere ? Describer.Item(elsewhere) : null;
}
