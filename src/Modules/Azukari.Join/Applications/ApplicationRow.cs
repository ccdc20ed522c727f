using Azukari.Vault;

namespace Azukari.Join.Applications;

/// <summary>How an application stands.</summary>
public enum ApplicationState
{
    /// <summary>Being written: the person is not wholly in the vault yet.</summary>
    Begun,

    /// <summary>Waits for the person to confirm the e-mail address.</summary>
    Unconfirmed,

    /// <summary>Confirmed; what follows is being decided.</summary>
    Confirmed,

    /// <summary>Waits for staff.</summary>
    Waiting,

    /// <summary>Accepted: the person is a member.</summary>
    Accepted,

    /// <summary>The person is one the vault knew: to be joined to their membership. It either goes on or is declined, by one change of this state.</summary>
    Joining,

    /// <summary>It goes on: what was applied for is becoming theirs. Nobody can decline it, unless a step is refused before the membership is what was applied for.</summary>
    Carrying,

    /// <summary>Joined to a membership that was there; what was given is the member's now.</summary>
    Joined,

    /// <summary>Declined, with a reason; what was given is erased once that was said.</summary>
    Declined,

    /// <summary>Being ended: what was given is being erased.</summary>
    Ending,

    /// <summary>Ended without having been confirmed; what was given is erased.</summary>
    Lapsed,

    /// <summary>Declined, and what was given is erased.</summary>
    Erased,

    /// <summary>Undone within the cooling-off period.</summary>
    Undone,

    /// <summary>The member left later.</summary>
    Left,
}

/// <summary>An application: who (a random id), as what, how it stands. Nothing that the person told.</summary>
internal sealed class ApplicationRow
{
    /// <summary>Its case code, <c>A-</c> and eight letters and digits.</summary>
    public required string Code { get; init; }

    public required SubjectId Subject { get; init; }

    /// <summary><c>retail</c>, <c>vip</c> or <c>agent</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>web</c> or <c>paper</c>.</summary>
    public required string Channel { get; init; }

    public required string State { get; set; }

    /// <summary>Why staff has to decide: codes parted by spaces; empty where nobody has to.</summary>
    public required string Reasons { get; set; }

    /// <summary>Somebody the vault knows who may be the same person; null where none was found, or it was decided.</summary>
    public SubjectId? Same { get; set; }

    /// <summary><c>ja</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The version of the policy that was shown.</summary>
    public required string Policy { get; init; }

    public SubjectId? Sponsor { get; set; }

    /// <summary>Whether the person consented to the contract's documents by electronic means.</summary>
    public required bool Electronic { get; init; }

    /// <summary>When that consent was confirmed; null while it was not: until then the documents go out on paper (SCTA 37(3)).</summary>
    public DateTimeOffset? ElectronicAt { get; set; }

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Until when the address can be confirmed.</summary>
    public DateTimeOffset? ConfirmBy { get; init; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset ChangedAt { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public string? DecidedBy { get; set; }

    /// <summary>Why it was declined, as a code.</summary>
    public string? Reason { get; set; }

    /// <summary>Which of what was given the membership takes over: ids of items parted by spaces, until that is done; null where nothing is.</summary>
    public string? Taking { get; set; }

    /// <summary>Hash of the secret that confirms the address.</summary>
    public byte[]? ConfirmHash { get; init; }

    /// <summary>Hash of the secret that opens the contract's documents.</summary>
    public byte[]? PapersHash { get; set; }

    /// <summary>The day the contract document was last sent by post, as year, month, day in one number; null before, or where it goes by electronic means.</summary>
    public int? PostedOn { get; set; }

    /// <summary>The day the contract document was received, as year, month, day in one number; null before.</summary>
    public int? ReceivedOn { get; set; }

    /// <summary>The day the first goods were received, likewise; null before, or where none were.</summary>
    public int? GoodsOn { get; set; }
}
