using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Reading;

/// <summary>
/// The single access on PostgreSQL: the same steps as for one, taken by all callers of a moment together (docs/adr/0029-joined-accesses.md). Whoever
/// is not simply permitted goes the ordinary way, from the beginning.
/// </summary>
internal sealed partial class Gate
{
    private const int LeastTogether = 8;
    private readonly Joined? _joined = Joined.IsFor(parts) ? new Joined(parts) : null;

    private async Task<AccessResult<ItemValues>> ReadJoinedAsync(SubjectId subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var policies = parts.Policies.Current ?? await parts.Policies.AtLeastAsync(0, ct);
        var plan = _plans.For(policies, items, context);
        // Facts of others are asked when they are needed, not before: they may not last as long.
        if (plan.Resolved.Refusal is null && plan.Resolved.Request.Needs == ConditionSet.Empty && !plan.ReachesModules)
        {
            var access = new JoinedAccess(subject, plan, context, ct) { Flow = LedgerTelemetry.ActsAreWatched ? ExecutionContext.Capture() : null };
            _joined!.BeforeRecheck = BeforeRecheck;
            _joined.Begin(access);
            if (await access.Answer is { } answer) return answer;
        }

        return (await ReadAsync([subject], items, context, ct))[0];
    }

    /// <summary>A chunk of a bulk read, by the same one statement.</summary>
    private async Task<Ahead> LookTogetherAsync(Joined joined, IReadOnlyList<SubjectId> subjects, AccessPlan plan, AccessContext context, CancellationToken ct)
    {
        var found = new Looked?[subjects.Count];
        var (people, sequence, moment) = await joined.Reads.ReadChunkAsync(subjects, plan, ct);
        if (sequence == plan.Policies.Sequence) InParts(subjects.Count, i => found[i] = Look(plan, people[i], people[i].End(sequence, parts.Keys.Masters), context));
        joined.Reads.GiveBack(people);
        return new Ahead(subjects, plan.Policies, plan, found) { Since = moment };
    }

    private Looked? Look(AccessPlan plan, HotPerson person, SubjectKeys? keys, AccessContext context)
    {
        try
        {
            if (person is not { Exists: true, State: SubjectState.Active } || keys?.Pseudonym() is not { } pseudonym) return null;
            var decision = Decider.Decide(plan.Policies, plan.Resolved.Request, person, default, context.Case is not null);
            return decision.Permitted && OpenValues(parts, plan, person, keys, last: false) is { } values ? Found(plan, person.Generation, pseudonym, values, decision) : null;
        }
        catch (Exception)
        {
            return null; // whatever it is, the ordinary way says so, in its turn
        }
    }

    /// <summary>Takes accesses through the gate together.</summary>
    private sealed class Joined : ICommitted
    {
        private readonly TrustParts _parts;
        private readonly JoinedReads _reads;

        public Joined(TrustParts parts)
        {
            _parts = parts;
            _reads = new JoinedReads(parts.Vault, parts.Ledger.OwnTransactions, Look, Rechecked);
        }

        public JoinedReads Reads => _reads;

        /// <summary>For tests, as the gate's.</summary>
        public Func<Task>? BeforeRecheck { get; set; }

        /// <summary>Keys and vault in one PostgreSQL database are read at one moment; keys that must be asked for elsewhere are waited for by each caller alone.</summary>
        public static bool IsFor(TrustParts parts) =>
            parts.Vault.Engine == StoreEngine.Postgres && parts.Keys.Store.Location == parts.Vault.Location && !parts.Keys.Masters.IsRemote;

        public void Begin(JoinedAccess access) => _reads.Read(access);

        /// <summary>Entries are durable: their accesses are rechecked, in a read that begins now.</summary>
        public void Committed(Pending[] pending)
        {
            foreach (var each in pending) each.Complete();
            if (BeforeRecheck is { } pause) _ = PauseAsync(pause, pending);
            else _reads.Recheck(pending);
        }

        private async Task PauseAsync(Func<Task> pause, Pending[] pending)
        {
            try
            {
                await pause();
                _reads.Recheck(pending);
            }
            catch (Exception error)
            {
                foreach (var each in pending) ((JoinedPending)each).Access.Fail(error);
            }
        }

        private void Rechecked(JoinedPending pending, bool fresh)
        {
            var access = pending.Access;
            if (!fresh)
            {
                access.GoTheOrdinaryWay();
                return;
            }

            _parts.LastUses.Used(access.Plan.Policies, access.Subject);
            access.Release();
        }

        // In as many portions as there are processors, so that the reader goes on reading.
        private void Look(JoinedAccess[] accesses, long policySequence)
        {
            var portion = Math.Max(LeastTogether, (accesses.Length + Environment.ProcessorCount - 1) / Environment.ProcessorCount);
            for (var from = 0; from < accesses.Length; from += portion)
                ThreadPool.UnsafeQueueUserWorkItem(new Portion(this, accesses[from..Math.Min(accesses.Length, from + portion)], policySequence), preferLocal: false);
        }

        private void LookAt(ReadOnlySpan<JoinedAccess> accesses, long policySequence)
        {
            var pending = new Pending[accesses.Length];
            var count = 0;
            foreach (var access in accesses)
            {
                if (access.IsGivenUp) access.GoTheOrdinaryWay(); // nobody waits for it: not recorded
                else if (Recorded(access, policySequence) is not { } entry) access.GoTheOrdinaryWay();
                else if (access.Flow is { } flow) ExecutionContext.Run(flow, _ => Watched(entry), null);
                else pending[count++] = entry;
            }

            _reads.GiveBack(accesses);
            if (count == 0) return;
            try
            {
                _parts.Ledger.AppendEach(pending.AsSpan(0, count));
            }
            catch (ObjectDisposedException closed)
            {
                foreach (var each in pending.AsSpan(0, count)) each.Fail(closed);
            }
        }

        private void Watched(JoinedPending entry)
        {
            try
            {
                _ = _parts.Ledger.AppendAsync(entry, CancellationToken.None).ContinueWith(
                    static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
            catch (ObjectDisposedException closed)
            {
                entry.Fail(closed);
            }
        }

        /// <summary>Decides and opens, and makes the entry; null where something is not as it should be, which the ordinary way says in its turn.</summary>
        private JoinedPending? Recorded(JoinedAccess access, long policySequence)
        {
            try
            {
                var (plan, person) = (access.Plan, access.Person!);
                var keys = person.End(policySequence, _parts.Keys.Masters);
                if (person is not { Exists: true, State: SubjectState.Active } || policySequence != plan.Policies.Sequence || keys?.Pseudonym() is not { } pseudonym) return null;
                var decision = Decider.Decide(plan.Policies, plan.Resolved.Request, person, default, access.Context.Case is not null);
                if (!decision.Permitted || OpenValues(_parts, plan, person, keys, last: false) is not { } values) return null;
                var now = _parts.Clock.GetUtcNow();
                var found = Found(plan, person.Generation, pseudonym, values, decision);
                var entry = new PreparedEntry(EntryId.New(now), now.ToMicroseconds(), Pseudonym.FromBytes(pseudonym),
                    plan.Permitted(access.Context, found.Kind, found.Cited, _parts.AfterRefusal.IsAfterRefusal(access.Context.Accessor, pseudonym, access.Context.Purpose)));
                access.Found = found with { Entry = entry.Id };
                return new JoinedPending(entry, access, this);
            }
            catch (Exception)
            {
                return null;
            }
        }

        private sealed class Portion(Joined joined, JoinedAccess[] accesses, long policySequence) : IThreadPoolWorkItem
        {
            public void Execute() => joined.LookAt(accesses, policySequence);
        }
    }
}
