using Azukari.Vault.Keys;
using Net.Pkcs11Interop.Common;

namespace Azukari.Hsm;

/// <summary>Why a token cannot be used.</summary>
public enum TokenFault
{
    /// <summary>There is no such module.</summary>
    ModuleMissing,

    /// <summary>The file is no PKCS#11 module, or it does not start.</summary>
    ModuleUnusable,

    /// <summary>No token of that label or serial number is present.</summary>
    NoSuchToken,

    /// <summary>Two tokens have the label.</summary>
    TwoTokens,

    /// <summary>The token, or its user PIN, was never initialised.</summary>
    NotInitialized,

    /// <summary>There is no PIN where it should be.</summary>
    PinMissing,

    /// <summary>Others can read the PIN.</summary>
    PinOpenToOthers,

    /// <summary>The token refused the PIN.</summary>
    PinWrong,

    /// <summary>Too many wrong PINs: only the security officer can unlock the token.</summary>
    PinLocked,

    /// <summary>The token was there and does not answer, or its keys have gone.</summary>
    Away,
}

/// <summary>A token that cannot be used as it is set up; the message says what would mend it. Never holds a PIN.</summary>
/// <param name="fault">What kind of fault it is.</param>
/// <param name="what">The module, token or file it is about.</param>
public sealed class TokenException(TokenFault fault, string what, string message, Exception? inner = null) : MasterKeyException(message, inner)
{
    /// <summary>What kind of fault it is.</summary>
    public TokenFault Fault { get; } = fault;

    /// <summary>The module, token or file it is about.</summary>
    public string What { get; } = what;

    /// <summary>The code of the fault, for health pages.</summary>
    internal string Code => CodeOf(Fault);

    internal static string CodeOf(TokenFault fault) => fault switch
    {
        TokenFault.ModuleMissing => "module-missing",
        TokenFault.ModuleUnusable => "module-unusable",
        TokenFault.NoSuchToken => "token-not-present",
        TokenFault.TwoTokens => "two-tokens",
        TokenFault.NotInitialized => "token-not-initialised",
        TokenFault.PinMissing => "pin-missing",
        TokenFault.PinOpenToOthers => "pin-open-to-others",
        TokenFault.PinWrong => "pin-refused",
        TokenFault.PinLocked => "pin-locked",
        TokenFault.Away => "token-away",
    };

    internal static TokenException Of(Pkcs11Exception error, Pkcs11Options options) => error.RV switch
    {
        CKR.CKR_PIN_INCORRECT or CKR.CKR_PIN_INVALID or CKR.CKR_PIN_LEN_RANGE => new(TokenFault.PinWrong, options.Token,
            $"The token {options} refused the PIN from {options.Pin}. It is not tried again until it changes: too many wrong PINs lock a token.", error),
        CKR.CKR_PIN_LOCKED or CKR.CKR_PIN_EXPIRED => new(TokenFault.PinLocked, options.Token,
            $"The user PIN of the token {options} is locked or has expired. The HSM's security officer sets a new one.", error),
        CKR.CKR_USER_PIN_NOT_INITIALIZED => new(TokenFault.NotInitialized, options.Token,
            $"The token {options} has no user PIN yet. The HSM's security officer sets one.", error),
        var rv => new(TokenFault.Away, options.Token, $"The token {options} does not answer ({error.Method}: {rv}).", error),
    };
}
