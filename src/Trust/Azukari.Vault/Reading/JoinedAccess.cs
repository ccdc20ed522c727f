using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Reading;

/// <summary>One caller's access on its way through the gate together with others'.</summary>
/// <param name="subject">About whom.</param>
/// <param name="plan">What it has in common with others of its kind.</param>
/// <param name="context">Who asks.</param>
/// <param name="ct">Whether the caller still waits.</param>
internal sealed class JoinedAccess(SubjectId subject, AccessPlan plan, AccessContext context, CancellationToken ct)
{
    private readonly TaskCompletionSource<AccessResult<ItemValues>?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SubjectId Subject => subject;

    public AccessPlan Plan => plan;

    public AccessContext Context => context;

    /// <summary>Whether nobody waits any more: what was not recorded yet need not be.</summary>
    public bool IsGivenUp => ct.IsCancellationRequested;

    /// <summary>What the caller is doing, where somebody watches acts.</summary>
    public ExecutionContext? Flow { get; init; }

    /// <summary>Another access about the same person in the same read.</summary>
    public JoinedAccess? Next { get; set; }

    /// <summary>What was read of the person; given back when it was looked at.</summary>
    public HotPerson? Person { get; set; }

    /// <summary>When the person was read.</summary>
    public PostgresMoment? Moment { get; set; }

    /// <summary>What was found out: to be released when recorded, and while nothing has changed.</summary>
    public Looked? Found { get; set; }

    /// <summary>The answer; null where the access must go the ordinary way, decided and recorded from the beginning.</summary>
    public Task<AccessResult<ItemValues>?> Answer => ct.CanBeCanceled ? _answer.Task.WaitAsync(ct) : _answer.Task;

    public void Release() => _answer.TrySetResult(new Granted<ItemValues>(Subject, Found!.Entry, Found.Values, Plan.Policies.Version, Found.Cited.Ids, Found.Obligations));

    public void GoTheOrdinaryWay() => _answer.TrySetResult(null);

    public void Fail(Exception error) => _answer.TrySetException(error);
}

/// <summary>The entry of a joined access, on its way to the disk.</summary>
internal sealed class JoinedPending(PreparedEntry entry, JoinedAccess access, ICommitted then) : AwaitedPending([entry], dedupe: false)
{
    public override ICommitted? Then => then;

    public JoinedAccess Access => access;

    /// <summary>Whether something unknown ended since the person was read, so that the person's row must be asked.</summary>
    public bool ByRow { get; set; }

    public Freshness Expected { get; } = new(access.Plan.Policies.Sequence, access.Found!.Generation, SubjectState.Active);

    public override void Fail(Exception error)
    {
        access.Fail(error);
        base.Fail(error);
        _ = Done.Exception; // told already
    }
}
