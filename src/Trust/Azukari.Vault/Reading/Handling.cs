using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Vault.Hosting;
using Azukari.Vault.Publishing;
using Azukari.Vault.Reading;
using Azukari.Vault.Recording;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault;

/// <summary>Somebody may not have to do with items of a person.</summary>
/// <param name="Refusal">Why.</param>
/// <param name="EntryId">Its ledger entry, durable.</param>
public sealed record HandlingRefused(Refusal Refusal, EntryId EntryId);

/// <summary>Decides whether somebody may have to do with items of a person, for one of several purposes, while no value is given out.</summary>
internal sealed class Handling(TrustParts parts)
{
    /// <param name="any">Whether one of the items will do; else it is all or nothing.</param>
    public async Task<HandlingRefused?> CheckAsync(SubjectId subject, IReadOnlyList<ItemId> items, IReadOnlyList<AccessContext> contexts, bool needsCase, bool any, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfZero(items.Count);
        ArgumentOutOfRangeException.ThrowIfZero(contexts.Count);
        var people = await parts.Vault.ReadAsync((session, c) => PeopleReader.ReadAsync(session, [subject], c), snapshot: true, ct);
        if (people.Find(subject) is not { State: SubjectState.Active } person) return null;
        var policies = await parts.Policies.AtLeastAsync(people.PolicySequence, ct);
        if (parts.Modules.Any && (await parts.Modules.BesideAsync(parts, policies, people, [subject], items.Select(policies.Find).OfType<ItemTerms>(), ct)).Find(subject) is { } whole) person = whole;
        (Refusal Refusal, AccessContext Context)? nearest = null;
        var wanted = any ? items.Select(item => (IReadOnlyList<ItemId>)[item]).ToList() : [items];
        foreach (var (context, some) in contexts.SelectMany(context => wanted.Select(some => (context, some))))
        {
            var resolved = policies.Archive.Resolve(context.Purpose, context.As, some, context.Ground);
            var refusal = resolved.Refusal;
            if (refusal is null)
            {
                var request = resolved.Request;
                var answers = await parts.Decider.AskAsync(request.Needs, subject, some, context, ct);
                refusal = Decider.DecideHandling(policies, request, person, answers, context.Case is not null || !needsCase);
            }

            if (refusal is null) return null;
            if (nearest is null || Nearness(refusal) > Nearness(nearest.Value.Refusal)) nearest = (refusal, context);
        }

        var (why, asked) = nearest!.Value;
        var pseudonym = (await parts.Keys.ReadManyAsync([subject], ct)).GetValueOrDefault(subject)?.Pseudonym();
        var entry = Entries.Refused(parts.Clock, pseudonym, asked, items, policies.Version, why);
        await parts.Ledger.AppendAsync(entry, ct);
        parts.AfterRefusal.Refused(entry);
        return new HandlingRefused(why, entry.Id);
    }

    // Which refusal says the most: what falls short of permission by a case or a fact, before what is quite beyond the purpose.
    private static int Nearness(Refusal refusal) => refusal switch
    {
        UnknownPurpose or UnknownItem or UnknownRecipient or UnknownSubjectKind or PurposeOutOfForce or SubjectOutOfScope => 0,
        RecipientNotGranted or NoGround => 1,
        ItemBeyondPurpose or NotJointlyUsed or IndividualNumberReserved => 2,
        _ => 3,
    };
}
