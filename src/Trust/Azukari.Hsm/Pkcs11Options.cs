namespace Azukari.Hsm;

/// <summary>Which token of which HSM holds the master keys, and how this program logs in to it.</summary>
public sealed record Pkcs11Options
{
    /// <summary>The vendor's PKCS#11 module, an absolute path, for instance <c>/usr/lib/softhsm/libsofthsm2.so</c>.</summary>
    public required string Module { get; init; }

    /// <summary>The token's label, or its serial number where two tokens have one label.</summary>
    public required string Token { get; init; }

    /// <summary>Where the user's PIN is read from, at each login.</summary>
    public required PinSource Pin { get; init; }

    /// <summary>The label (<c>CKA_LABEL</c>) of the master keys in the token: installations that share a token have one each.</summary>
    public string Label { get; init; } = "azukari-master";

    /// <summary>
    /// A second token that holds a copy of each master key, or null. With one, new keys may leave their token once, wrapped for this one, and
    /// cannot any more after that. Without one they can't leave at all, and the HSM's own backup is all there is.
    /// </summary>
    public Pkcs11Options? Backup { get; init; }

    /// <summary>How many sessions at most are open at one time: so many calls are under way at once. Default 32.</summary>
    public int MaxSessions { get; init; } = 32;

    /// <summary>How long after a failed attempt to reach a token the next is made. Default one second.</summary>
    public TimeSpan RetryEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Module and token; never the PIN.</summary>
    public override string ToString() => $"{Token} ({Module})";
}
