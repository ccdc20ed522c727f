using Azukari.Policy.Deciding;
using Azukari.Storage;
using Azukari.Vault;

namespace Azukari.Members.Contracts;

/// <summary>What the company knows of a membership besides the person's data: facts, no value. The number is the vault's item <c>member-number</c>.</summary>
/// <param name="Subject">Who.</param>
/// <param name="Class">What they are a member as; of an ended membership, what they were last.</param>
/// <param name="Status">How it stands.</param>
/// <param name="AppliedAt">When they applied.</param>
/// <param name="RegisteredAt">When they were registered and given a number; null before.</param>
/// <param name="EndedAt">When it ended; null while it lasts.</param>
/// <param name="Rank">A registered agent's rank; null for everybody else.</param>
public sealed record Membership(
    SubjectId Subject, MemberClass Class, MemberStatus Status, DateTimeOffset AppliedAt, DateTimeOffset? RegisteredAt, DateTimeOffset? EndedAt, MemberRank? Rank = null)
{
    /// <summary>Whether the member's class, or among agents the rank, is above the other's.</summary>
    public bool IsAbove(Membership other) => Class != other.Class ? Class > other.Class : Rank > other.Rank;

    /// <summary>Why it cannot come to stand otherwise, as it is now; null when it can. Of an application, <see cref="MemberBook.ActivateAsync"/> decides.</summary>
    public MemberRefusal? WhyNot(MemberStatus to) => (Status, to) switch
    {
        (MemberStatus.Active, MemberStatus.Suspended) or (MemberStatus.Suspended, MemberStatus.Active) => null,
        (MemberStatus.Active or MemberStatus.Suspended, MemberStatus.Withdrawn or MemberStatus.Cancelled) or (MemberStatus.Applied, MemberStatus.Cancelled) => null,
        _ => MemberRefusal.WrongStatus,
    };

    /// <summary>Why it cannot become of another class, as it is now; null when it can.</summary>
    public MemberRefusal? WhyNot(MemberClass to) => Status is not (MemberStatus.Active or MemberStatus.Applied) ? MemberRefusal.WrongStatus : Class == to ? MemberRefusal.SameClass : null;

    /// <summary>Why it cannot reach a rank, as it is now; null when it can.</summary>
    public MemberRefusal? WhyNot(MemberRank to) => Status is not (MemberStatus.Active or MemberStatus.Suspended) ? MemberRefusal.WrongStatus
        : Class != MemberClass.Agent ? MemberRefusal.NotAgent : to <= (Rank ?? MemberRank.Agent) ? MemberRefusal.RankNotHigher : null;
}

/// <summary>What changed.</summary>
public enum MemberChange
{
    /// <summary>The status.</summary>
    Status,

    /// <summary>The class.</summary>
    Class,

    /// <summary>An agent's rank.</summary>
    Rank,
}

/// <summary>A line of a membership's history.</summary>
/// <param name="At">When.</param>
/// <param name="Change">What changed.</param>
/// <param name="From">From which word; null at the beginning.</param>
/// <param name="To">To which word.</param>
/// <param name="By">Who did it.</param>
/// <param name="Case">The case it belongs to.</param>
/// <param name="Reason">A reason code.</param>
public sealed record MemberEvent(DateTimeOffset At, MemberChange Change, string? From, string To, Accessor By, string? Case, string? Reason);

/// <summary>Who does something about a membership, and in which case: codes, as the ledger takes them.</summary>
/// <param name="By">Who.</param>
/// <param name="Case">The application, request or other case.</param>
/// <param name="Reason">A reason code, where there is one to give.</param>
public sealed record MemberActing(Accessor By, string? Case = null, string? Reason = null)
{
    /// <summary>
    /// Whether what the act follows from still holds: asked first, in the act's own transaction. Whoever changes a row there holds it until the act is durable, so that
    /// nobody decides otherwise meanwhile. Where it says no, nothing is done.
    /// </summary>
    public Func<AzukariDb, CancellationToken, Task<bool>>? Holds { get; init; }
}

/// <summary>What became of an act on a membership. Expected refusals are values.</summary>
public abstract record MemberResult
{
    private protected MemberResult()
    {
    }

    /// <summary>Whether it was done.</summary>
    public bool Done => this is MemberDone;
}

/// <summary>Done: durable here, in the vault and in the ledger.</summary>
public sealed record MemberDone(Membership Membership) : MemberResult;

/// <summary>Refused: nothing changed.</summary>
/// <param name="Why">Why.</param>
/// <param name="Policy">The policy's own refusal, where it was the policy.</param>
public sealed record MemberRefused(MemberRefusal Why, Refusal? Policy = null) : MemberResult;

/// <summary>Why an act on a membership is refused.</summary>
public enum MemberRefusal
{
    /// <summary>There is no such person, or they are erased.</summary>
    NoSuchPerson,

    /// <summary>The person has no membership.</summary>
    NoMembership,

    /// <summary>The person has applied already, or is a member.</summary>
    MemberAlready,

    /// <summary>The membership's status does not allow it.</summary>
    WrongStatus,

    /// <summary>The member is of that class already.</summary>
    SameClass,

    /// <summary>Only agents have ranks.</summary>
    NotAgent,

    /// <summary>The member has that rank or a higher one; ranks never fall.</summary>
    RankNotHigher,

    /// <summary>The sponsor named is no registered member.</summary>
    SponsorNotMember,

    /// <summary>The sponsor named is suspended.</summary>
    SponsorSuspended,

    /// <summary>The sponsor named is no agent.</summary>
    SponsorNotAgent,

    /// <summary>Another member has the number.</summary>
    NumberTaken,

    /// <summary>What the act was to follow from holds no more: somebody decided otherwise first.</summary>
    Overtaken,

    /// <summary>The policy refuses it; its refusal says why.</summary>
    Policy,
}
