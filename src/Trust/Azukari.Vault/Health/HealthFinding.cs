namespace Azukari.Vault.Health;

/// <summary>How well a part of the trust core does its work.</summary>
public enum HealthState
{
    /// <summary>It works.</summary>
    Ready = 0,

    /// <summary>It works, and somebody should look soon.</summary>
    Degraded = 1,

    /// <summary>It does not work: what needs it is refused, and nothing is released unrecorded.</summary>
    Failed = 2,
}

/// <summary>What a probe found. Holds names, codes and figures only: never a value, an id, an address of a server or a secret.</summary>
/// <param name="Part">What was looked at, for instance <c>store.ledger</c>.</param>
/// <param name="State">How it is.</param>
/// <param name="Code">Why, as a code that never changes meaning (docs/faults.md lists them); <c>ok</c> when it is ready.</param>
/// <param name="Count">How many, where it counts something.</param>
/// <param name="Age">For how long, where it measures a time.</param>
public sealed record HealthFinding(string Part, HealthState State, string Code, long? Count = null, TimeSpan? Age = null)
{
    /// <summary>A part that works.</summary>
    public static HealthFinding Ready(string part, long? count = null, TimeSpan? age = null) => new(part, HealthState.Ready, "ok", count, age);
}
