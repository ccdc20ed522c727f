using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Reading;

/// <summary>One of many callers who wait for an access each: what they asked, and what is known of it while their turn lasts.</summary>
internal sealed class AccessCall(AccessCrowd crowd, SubjectId subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct)
    : TaskCompletionSource<AccessResult<ItemValues>>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private int _left;

    public SubjectId Subject => subject;

    public IReadOnlyList<ItemId> Items => items;

    public AccessContext Context => context;

    public CancellationToken Cancel => ct;

    public AccessPlan Plan { get; set; } = null!;

    /// <summary>What was read; of use only while its batch is served.</summary>
    public HotPerson Person { get; set; } = null!;

    public void Answer(AccessResult<ItemValues> result)
    {
        Leave();
        TrySetResult(result);
    }

    public void Fail(Exception error)
    {
        Leave();
        if (error is OperationCanceledException cancelled) TrySetCanceled(cancelled.CancellationToken);
        else TrySetException(error);
    }

    private void Leave()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0) crowd.Leave();
    }
}

/// <summary>A permitted access of a crowd, opened, its entry on its way to the disk: released by whoever finds it unchanged when it is there.</summary>
internal sealed class CrowdPending(AccessCrowd crowd, AccessCall call, PreparedEntry entry, ItemValues values, AccessPlan.Cited cited, Obligations obligations, Freshness expected, long moment)
    : Pending([entry], dedupe: false), IRechecked
{
    private readonly AccessPlan _plan = call.Plan;

    public override ICommitted? Then => crowd;

    public AccessCall Call => call;

    public SubjectId Subject => call.Subject;

    public Freshness Expected => expected;

    /// <summary>The vault's moment before the person was read.</summary>
    public long Moment => moment;

    public bool IsFresh { get; set; }

    /// <summary>Releases it.</summary>
    public override void Complete() =>
        call.Answer(new Granted<ItemValues>(call.Subject, entry.Id, values, _plan.Policies.Version, cited.Ids, obligations));

    public override void Fail(Exception error) => call.Fail(error);
}
