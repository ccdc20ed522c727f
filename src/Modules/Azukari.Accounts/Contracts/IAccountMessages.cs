using Azukari.Vault;

namespace Azukari.Accounts.Contracts;

/// <summary>What an account tells its owner.</summary>
public enum AccountMessage
{
    /// <summary>A link to set another password; the message carries it.</summary>
    ForgottenPassword,

    /// <summary>Somebody signed in with a browser the account was never used in.</summary>
    NewDevice,

    /// <summary>The password was changed or removed.</summary>
    PasswordChanged,

    /// <summary>A passkey was added or removed.</summary>
    PasskeysChanged,

    /// <summary>Two-step sign-in was switched on or off.</summary>
    TwoStepChanged,

    /// <summary>A recovery code was used up.</summary>
    RecoveryCodeUsed,

    /// <summary>Staff gave a link to get back in, after an identity check.</summary>
    RecoveredByStaff,
}

/// <summary>
/// Tells members what happened to their accounts. Addressed to a subject: the address is read when the message is sent, and by whoever sends it.
/// Must come back at once, whether or not the subject can be reached, since the time it takes would tell.
/// </summary>
public interface IAccountMessages
{
    /// <summary>Takes a message to be sent. Never throws for reasons of the recipient.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="to">Whom to tell.</param>
    /// <param name="path">A page of ours to open, without host and language, a one-time token included; null where there is none.</param>
    /// <param name="english">Whether the account's owner was last seen on the English pages.</param>
    ValueTask SendAsync(AccountMessage message, SubjectId to, string? path, bool english, CancellationToken cancel);
}
