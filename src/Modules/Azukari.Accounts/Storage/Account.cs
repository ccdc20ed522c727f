namespace Azukari.Accounts.Storage;

/// <summary>Who an account is for.</summary>
internal enum AccountKind
{
    /// <summary>A member: the account knows the subject and nothing else about the person.</summary>
    Member,

    /// <summary>Somebody of the staff: the account knows the staff number.</summary>
    Staff,
}

/// <summary>Where an account stands.</summary>
internal enum AccountState
{
    /// <summary>Made, and nothing to sign in with was set yet.</summary>
    Invited,

    /// <summary>In use.</summary>
    Active,

    /// <summary>Of staff who are away: nobody signs in, and it can be opened again.</summary>
    Suspended,

    /// <summary>Over for good.</summary>
    Closed,
}

/// <summary>
/// An account. It holds nothing the person told the company: a member's is named by the subject's random id, staff's by the staff number.
/// </summary>
internal sealed class Account
{
    public required Guid Id { get; init; }

    public required AccountKind Kind { get; init; }

    /// <summary>What the ledger knows it by: the staff number, or the subject's id.</summary>
    public required string Name { get; init; }

    public AccountState State { get; set; }

    public string? PasswordHash { get; set; }

    /// <summary>Changes with everything one signs in by: what was begun before is worth nothing after.</summary>
    public required Guid Stamp { get; set; }

    /// <summary>The key of the authenticator app, sealed; null while two-step sign-in is off.</summary>
    public byte[]? TotpKey { get; set; }

    /// <summary>The time step of the last code taken: no code is taken twice.</summary>
    public long TotpStep { get; set; }

    /// <summary>Recipient kinds of the policy, parted by spaces; staff's only.</summary>
    public string Roles { get; set; } = "";

    /// <summary>Duties, parted by spaces; staff's only.</summary>
    public string Duties { get; set; } = "";

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>A passkey: what the device gave, and what kind of device it was.</summary>
internal sealed class Passkey
{
    public required byte[] CredentialId { get; init; }

    public required Guid AccountId { get; init; }

    public required byte[] PublicKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    public required long SignCount { get; set; }

    public required string Transports { get; init; }

    public required bool UserVerified { get; set; }

    public required bool BackupEligible { get; init; }

    public required bool BackedUp { get; set; }

    /// <summary>The kind of browser and system it was made with, a code; nobody types a name.</summary>
    public required string Device { get; set; }
}

/// <summary>A recovery code: its keyed hash, until it is used.</summary>
internal sealed class RecoveryCode
{
    public required Guid AccountId { get; init; }

    public required byte[] Hash { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>Something good once and for a while: an invitation, a forgotten password's link, a sign-in half done, a passkey's question.</summary>
internal sealed class Ticket
{
    /// <summary>SHA-256 of the token.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>What for: a code of <see cref="Tickets.TicketKind"/>.</summary>
    public required string Kind { get; init; }

    public Guid? AccountId { get; init; }

    /// <summary>The account's stamp when it was made.</summary>
    public Guid? Stamp { get; init; }

    public byte[]? Sealed { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    public required string By { get; init; }

    public string? Case { get; init; }
}

/// <summary>Failed attempts at one name, known or not, by its keyed hash.</summary>
internal sealed class Attempt
{
    public required byte[] Hash { get; init; }

    public required int Failures { get; set; }

    public required DateTimeOffset LastAt { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }
}

/// <summary>A member's session. The token in the cookie is nowhere, only its hash.</summary>
internal sealed class MemberSession
{
    public required byte[] Hash { get; init; }

    /// <summary>What it is ended by from the list.</summary>
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string Subject { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset SeenAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The kind of browser and system, a code. No address is kept.</summary>
    public required string Device { get; init; }

    /// <summary>Keyed hash of the browser's own mark, by which a new one is noticed.</summary>
    public required byte[] Browser { get; init; }

    /// <summary>How it was opened: a code.</summary>
    public required string Method { get; init; }

    /// <summary>When the person last proved who they are with more than a password.</summary>
    public DateTimeOffset? ProvedAt { get; set; }
}

/// <summary>A role asked for in an emergency: two people, a reason, a time, and a review.</summary>
internal sealed class EmergencyRow
{
    public required Guid Id { get; init; }

    public required string Login { get; init; }

    public required string Role { get; init; }

    public required string Reason { get; init; }

    public required string Case { get; init; }

    public required int Minutes { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public string? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public bool Granted { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? ReviewedBy { get; set; }

    public DateTimeOffset? ReviewedAt { get; set; }

    public string? Finding { get; set; }
}
