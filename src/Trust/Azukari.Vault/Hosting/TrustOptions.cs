using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Vault.Keys;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azukari.Vault;

/// <summary>How a trust core is opened. Whoever adopts it gives this and nothing else.</summary>
public sealed record TrustOptions
{
    /// <summary>Where the stores (vault, index, ledger and, unless <see cref="KeyStores"/> says otherwise, keys) live.</summary>
    public required StoreLocation Stores { get; init; }

    /// <summary>Where the key store lives, when not beside the others: a database or folder with its own short backup cycle.</summary>
    public StoreLocation? KeyStores { get; init; }

    /// <summary>The master keys. Stay the caller's to dispose, after the core.</summary>
    public required IMasterKeys MasterKeys { get; init; }

    /// <summary>Signs the ledger's checkpoints; its name is the ledger's origin. Stays the caller's to dispose, after the core.</summary>
    public required LedgerSigningKey SigningKey { get; init; }

    /// <summary>Where checkpoints are also written, outside the database.</summary>
    public required string CheckpointFolder { get; init; }

    /// <summary>
    /// The file that lists who was erased; it must lie beside the keys and outlive any restored copy. Default: <c>erasures.list</c> in the
    /// folder of the key store; required for PostgreSQL.
    /// </summary>
    public string? ErasureListFile { get; init; }

    /// <summary>The views of the program.</summary>
    public ViewRegister Views { get; init; } = new();

    /// <summary>Who knows the facts the vault does not. Asked in order, until one answers.</summary>
    public IReadOnlyList<IFactSource> Facts { get; init; } = [];

    /// <summary>The clock. Default: the machine's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where ids, counts and codes are logged. Default: nowhere.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;

    /// <summary>How often unfinished work (outbox, index queue) is looked for in the background. Default 30 seconds; at least 10 ms.</summary>
    public TimeSpan TidyEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For how long a permitted access after a refused one is flagged. Default 15 minutes.</summary>
    public TimeSpan AfterRefusalWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>For how many years names in provision records are kept after an erasure. Default 3 (APPI Enforcement Rules 21).</summary>
    public int StatutoryYears { get; init; } = 3;

    /// <summary>After how long a creation that was never finished is removed when the core opens. Default 15 minutes: longer than any creation takes.</summary>
    public TimeSpan UnfinishedAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The largest document, in bytes. Default 1 GiB; at least one.</summary>
    public long DocumentBytes { get; init; } = 1L << 30;

    /// <summary>How long ledger entries wait to be sealed. Default one second.</summary>
    public TimeSpan SealEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether to go on where the checkpoint file vouches for more than the ledger holds: after a restored backup whose loss is known.</summary>
    public bool AcceptLedgerRollback { get; init; }

    /// <inheritdoc cref="LedgerOptions.MostAtOnce"/>
    internal int? LedgerMostAtOnce { get; init; }

    /// <summary>For tests: whether SQLite stores are run through ADO.NET only (<see cref="StoreDefinition.Plain"/>).</summary>
    internal bool Plain { get; init; }

    internal string ErasureList() => ErasureListFile ?? (KeyStores ?? Stores) switch
    {
        SqliteFolder folder => Path.Combine(folder.FullPath, "erasures.list"),
        _ => throw new ArgumentException("ErasureListFile must name a file when the key store is not in a folder: the list of erased people lies outside the database, beside the master keys.", nameof(ErasureListFile)),
    };

    internal void Check()
    {
        _ = ErasureList();
        ArgumentException.ThrowIfNullOrWhiteSpace(CheckpointFolder);
        ArgumentOutOfRangeException.ThrowIfLessThan(TidyEvery, TimeSpan.FromMilliseconds(10), nameof(TidyEvery));
        ArgumentOutOfRangeException.ThrowIfLessThan(DocumentBytes, 1, nameof(DocumentBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(StatutoryYears, 0, nameof(StatutoryYears));
    }
}
