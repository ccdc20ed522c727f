namespace Azukari.Ledger;

/// <summary>How a ledger is run.</summary>
public sealed record LedgerOptions
{
    /// <summary>The ledger's name in its checkpoints, for instance <c>example.jp/azukari</c>. Must be the signing key's name.</summary>
    public required string Origin { get; init; }

    /// <summary>Signs the checkpoints. Stays the caller's to dispose, after the ledger.</summary>
    public required LedgerSigningKey SigningKey { get; init; }

    /// <summary>Where checkpoints are also written, outside the database; created with mode 0700. Best on another disk or host.</summary>
    public required string CheckpointFolder { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How long entries wait to be sealed. Default one second; 10 ms to an hour.</summary>
    public TimeSpan SealEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether to go on where the checkpoint file vouches for more entries than the database holds, or for others: after a restored backup
    /// whose loss is known and accepted. Default false: opening fails.
    /// </summary>
    public bool AcceptRollback { get; init; }

    /// <summary>Told when sealing in the background fails; it is tried again. Must not throw.</summary>
    public Action<Exception>? SealingFailed { get; init; }

    /// <summary>
    /// Which codes (purposes, clauses, recipients, reasons) are the policy's own, so that telemetry may carry them; others are told as
    /// <see cref="LedgerTelemetry.Other"/>. None where null.
    /// </summary>
    public Func<string, bool>? IsPolicyCode { get; init; }

    /// <summary>How many entries share a commit at most; for measuring what sharing is worth.</summary>
    internal int? MostAtOnce { get; init; }

    internal void Check()
    {
        NoteName.Check(Origin);
        if (SigningKey.Verifier.Name != Origin)
            throw new ArgumentException($"The ledger's origin is {Origin} but its signing key is of {SigningKey.Verifier.Name}: they must be the same.", nameof(SigningKey));
        if (SealEvery < TimeSpan.FromMilliseconds(10) || SealEvery > TimeSpan.FromHours(1))
            throw new ArgumentOutOfRangeException(nameof(SealEvery), "SealEvery is between 10 ms and one hour.");
        ArgumentException.ThrowIfNullOrWhiteSpace(CheckpointFolder);
    }
}

/// <summary>A ledger that is not what it was: changed, cut or rolled back. Run <c>azukari ledger verify</c>.</summary>
public sealed class LedgerDamagedException : Exception
{
    /// <summary>Creates the exception; the message says what is wrong and what to do.</summary>
    public LedgerDamagedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
