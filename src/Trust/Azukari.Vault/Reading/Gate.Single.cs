using System.Security.Cryptography;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Values;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;
using Azukari.Vault.Publishing;
using Azukari.Vault.Recording;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Reading;

/// <summary>
/// The single access on SQLite: the same steps as for many, without what they cost for one (docs/adr/0017-hot-path.md). All reading is done
/// on the caller's thread, which waits for nothing but the entry's commit.
/// </summary>
internal sealed partial class Gate : ICommitted
{
    private readonly AccessPlans _plans = new();

    /// <summary>Reads items of one person, on the caller's thread until the entry is on its way to the disk.</summary>
    private async Task<AccessResult<ItemValues>> ReadAloneAsync(SubjectId subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct)
    {
        for (var round = 1; ; round++)
        {
            var last = round >= Rounds;
            var policies = parts.Policies.Current ?? await parts.Policies.AtLeastAsync(0, ct);
            var plan = _plans.For(policies, items, context);
            if (plan.ReachesModules) return (await ReadAsync([subject], items, context, ct))[0];
            var person = HotPerson.Rent();
            var attempt = default(Permit);
            Refusal? refusal;
            LedgerEntry? refused = null;
            ItemValues? values = null;
            try
            {
                var keys = person.Read(parts.Keys.Store, parts.Keys.Masters, parts.Vault, subject, plan);
                if (person.PolicySequence > policies.Sequence)
                {
                    policies = await parts.Policies.AtLeastAsync(person.PolicySequence, ct);
                    plan = _plans.For(policies, items, context);
                    if (plan.ReachesModules) continue;
                }

                var pseudonym = keys?.Pseudonym();
                refusal = RefusalBefore(policies, plan, person, pseudonym);
                if (refusal is null && pseudonym is null)
                {
                    if (!last) continue; // the keys were there a moment ago, or will be: read again
                    parts.Log.NoKeys(subject);
                    refusal = policies.Archive.NoSuchSubject();
                }

                if (refusal is null)
                {
                    var request = plan.Resolved.Request;
                    var answers = request.Needs == ConditionSet.Empty ? default : await parts.Decider.AskAsync(request.Needs, subject, items, context, ct);
                    var decision = Decider.Decide(policies, request, person, answers, context.Case is not null);
                    refusal = decision.Refusal;
                    if (decision.Permitted && parts.Keys.Masters.IsRemote) Unlock(plan, person, keys!); // nothing is recorded as used that can't be opened
                    if (decision.Permitted) attempt = Permitted(plan, person, pseudonym!, context, decision, ct);
                }

                if (refusal is not null)
                {
                    refused = Entries.Refused(parts.Clock, pseudonym, context, items, policies.Version, refusal);
                }
                else
                {
                    try
                    {
                        values = OpenValues(plan, person, keys!, last); // the commit is under way meanwhile
                    }
                    catch
                    {
                        await attempt.Durable;
                        throw;
                    }
                }
            }
            finally
            {
                person.GiveBack();
            }

            if (refused is not null)
            {
                await parts.Ledger.AppendAsync(refused, ct);
                parts.AfterRefusal.Refused(refused);
                return new RefusedAccess<ItemValues>(subject, refused.Id, refusal!);
            }

            await attempt.Durable;
            if (values is not null && await IsFreshAsync(attempt.Access))
            {
                parts.LastUses.Used(policies, subject);
                return new Granted<ItemValues>(subject, attempt.Access.Entries[0].Id, values, policies.Version, attempt.Cited.Ids, attempt.Obligations);
            }

            if (!last) continue;
            var results = new AccessResult<ItemValues>[1];
            await GiveUpAsync(policies, [subject], [0], items, context, results, ct);
            return results[0];
        }
    }

    /// <summary>What refuses before any rule is asked.</summary>
    private static Refusal? RefusalBefore(PublishedPolicies policies, AccessPlan plan, HotPerson person, byte[]? pseudonym)
    {
        if (!person.Exists) return policies.Archive.NoSuchSubject();
        if (person.State != SubjectState.Active) return policies.Archive.Erased();
        return pseudonym is null ? null : plan.Resolved.Refusal;
    }

    private Permit Permitted(AccessPlan plan, HotPerson person, byte[] pseudonym, AccessContext context, in Decision decision, CancellationToken ct)
    {
        var flagged = parts.AfterRefusal.IsAfterRefusal(context.Accessor, pseudonym, context.Purpose);
        var cited = plan.Cite(decision.Clauses);
        var now = parts.Clock.GetUtcNow();
        var entry = new PreparedEntry(EntryId.New(now), now.ToMicroseconds(), Pseudonym.FromBytes(pseudonym),
            plan.Permitted(context, Entries.KindOf(decision.Exit), cited, flagged));
        var access = new AccessPending(entry, person.Subject, Expected(plan, person), this);
        return new Permit(access, cited, decision.Obligations, parts.Ledger.AppendAsync(access, ct));
    }

    private static Freshness Expected(AccessPlan plan, HotPerson person) => new(plan.Policies.Sequence, person.Generation, SubjectState.Active);

    private static void Unlock(AccessPlan plan, HotPerson person, SubjectKeys keys)
    {
        var classes = new HashSet<KeyClass>();
        foreach (ref var item in person.Items)
            if (item.Terms is not null && Array.IndexOf(plan.Terms, item.Terms) >= 0) classes.Add(item.Class);
        keys.Unlock(classes);
    }

    private ItemValues? OpenValues(AccessPlan plan, HotPerson person, SubjectKeys keys, bool last) => OpenValues(parts, plan, person, keys, last);

    private static ItemValues? OpenValues(TrustParts parts, AccessPlan plan, HotPerson person, SubjectKeys keys, bool last)
    {
        var values = new StoredValue?[plan.Items.Length];
        using var @sealed = new SealedItems(keys);
        foreach (ref var item in person.Items)
        {
            var at = Array.IndexOf(plan.Terms, item.Terms);
            if (item.Terms is null || at < 0) continue;
            try
            {
                values[at] = @sealed.Open(item.Class, item.Version, item.AcquiredAt,
                    new SealedNames(person[item.Item], person[item.Channel], person[item.Policy], person[item.Kind]), person[item.Sealed]);
            }
            catch (CryptographicException)
            {
                parts.Log.ValueDamaged(person.Subject, plan.Items[at].Value);
                throw new VaultDamagedException(person.Subject, plan.Items[at]);
            }

            // The key was made or rewrapped between the two reads: read again. Still none in the last round: the class was destroyed.
            if (values[at] is null && !last) return null;
        }

        return new ItemValues(plan.Items, values);
    }

    /// <summary>Rechecks accesses whose entries became durable together, at one moment, and lets their callers go on.</summary>
    void ICommitted.Committed(Pending[] pending)
    {
        HotPerson.Recheck(parts.Vault, pending);
        foreach (var access in pending) access.Complete();
    }

    private async ValueTask<bool> IsFreshAsync(AccessPending access)
    {
        if (BeforeRecheck is not { } pause) return access.IsFresh;
        await pause();
        HotPerson.Recheck(parts.Vault, [access]);
        return access.IsFresh;
    }

    /// <summary>What was permitted: to be released when durable, and while nothing has changed.</summary>
    private readonly record struct Permit(AccessPending Access, AccessPlan.Cited Cited, Obligations Obligations, Task Durable);
}
