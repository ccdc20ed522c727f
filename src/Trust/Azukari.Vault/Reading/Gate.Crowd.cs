using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Vault.Publishing;
using Azukari.Vault.Recording;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Reading;

/// <summary>The single access among many others (docs/adr/0030-crowds.md): the same steps, taken for a batch of callers at once.</summary>
internal sealed partial class Gate
{
    private AccessCrowd? _crowd;

    /// <summary>Callers who ask at the same time.</summary>
    internal AccessCrowd Crowd => _crowd ?? Interlocked.CompareExchange(ref _crowd, new AccessCrowd(parts, this), null) ?? _crowd;

    /// <summary>Reads items of one person.</summary>
    public Task<AccessResult<ItemValues>> ReadAsync(SubjectId subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct)
    {
        if (_joined is not null) return ReadJoinedAsync(subject, items, context, ct);
        if (!IsHot) return ReadTogetherAsync(subject, items, context, ct);
        // A trace belongs to its caller; keys that may be away and policies not read yet are waited for by each alone.
        if (Crowd.Enter() || LedgerBook.IsWatched || parts.Keys.Masters.IsRemote || parts.Policies.Current is null || ct.IsCancellationRequested)
            return AloneAsync(subject, items, context, ct);
        var call = new AccessCall(Crowd, subject, items, context, ct);
        Crowd.Add(call);
        return ct.CanBeCanceled ? call.Task.WaitAsync(ct) : call.Task; // ends the wait, not the access, as everywhere
    }

    internal AccessPlan PlanFor(PublishedPolicies policies, AccessCall call) => _plans.For(policies, call.Items, call.Context);

    /// <summary>Decides and opens one of a batch, from what was read; null for whoever is not plainly permitted. Records nothing.</summary>
    /// <param name="moment">The vault's, before it was read.</param>
    internal CrowdPending? Look(AccessCall call, AccessCrowd crowd, long moment)
    {
        var (plan, person) = (call.Plan, call.Person);
        try
        {
            if (call.Cancel.IsCancellationRequested || plan.Resolved.Refusal is not null || plan.Resolved.Request.Needs != ConditionSet.Empty || plan.ReachesModules) return null;
            if (person is not { Exists: true, State: SubjectState.Active } || person.PolicySequence != plan.Policies.Sequence || person.Keys?.Pseudonym() is not { } pseudonym) return null;
            var context = call.Context;
            var decision = Decider.Decide(plan.Policies, plan.Resolved.Request, person, default, context.Case is not null);
            if (!decision.Permitted || OpenValues(parts, plan, person, person.Keys, last: false) is not { } values) return null;
            var flagged = parts.AfterRefusal.IsAfterRefusal(context.Accessor, pseudonym, context.Purpose);
            var cited = plan.Cite(decision.Clauses);
            var now = parts.Clock.GetUtcNow();
            var entry = new PreparedEntry(EntryId.New(now), now.ToMicroseconds(), Pseudonym.FromBytes(pseudonym),
                plan.Permitted(context, Entries.KindOf(decision.Exit), cited, flagged));
            return new CrowdPending(crowd, call, entry, values, cited, decision.Obligations, Expected(plan, person), moment);
        }
        catch (Exception)
        {
            return null; // said to this caller, on the way of one
        }
    }

    /// <summary>Sends one of a batch the way of one.</summary>
    internal void GoAlone(AccessCall call) => _ = Task.Run(async () =>
    {
        try
        {
            call.Answer(await ReadAloneAsync(call.Subject, call.Items, call.Context, call.Cancel));
        }
        catch (Exception error)
        {
            call.Fail(error);
        }
    }, CancellationToken.None);

    private async Task<AccessResult<ItemValues>> AloneAsync(SubjectId subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct)
    {
        try
        {
            return await ReadAloneAsync(subject, items, context, ct);
        }
        finally
        {
            Crowd.Leave();
        }
    }
}
