using System.Globalization;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Import;

/// <summary>What to import, how, and on whose account.</summary>
public sealed record ImportOptions
{
    /// <summary>The CSV file. It is locked while the import runs: a second import of it at the same time is refused.</summary>
    public required string File { get; init; }

    /// <summary>The map file.</summary>
    public required string Map { get; init; }

    /// <summary>Who imports; the ledger names them.</summary>
    public required Accessor By { get; init; }

    /// <summary>Reads and checks everything and writes nothing: neither people nor rejects.</summary>
    public bool DryRun { get; init; }

    /// <summary>The language of the rejects' reasons. Default Japanese.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.GetCultureInfo("ja-JP");

    /// <summary>The clock. Default: the machine's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What else a shape asks of what comes in, such as whether a bank has the branch. Default: nothing.</summary>
    public Func<Shape, Shape> Asking { get; init; } = shape => shape;

    /// <summary>How many people go into the vault with one commit, 1 to 5000. Default 1000.</summary>
    public int Batch { get; init; } = 1000;

    /// <summary>How many rejects the report itself lists, beside the file. Default 20.</summary>
    public int ShownRejects { get; init; } = 20;
}

/// <summary>How far an import is. Counts only.</summary>
/// <param name="Line">The line reading has come to.</param>
/// <param name="BytesRead">How much of the file is read.</param>
/// <param name="BytesInAll">The file's size.</param>
/// <param name="Counts">What has become of the rows so far.</param>
public readonly record struct ImportProgress(long Line, long BytesRead, long BytesInAll, ImportCounts Counts);

/// <summary>What became of the rows; blank rows are not counted. In a dry run <see cref="Created"/> counts the rows that could be taken in.</summary>
public readonly record struct ImportCounts(long Created, long Unchanged, long Corrected, long Rejected)
{
    /// <summary>All rows.</summary>
    public long Rows => Created + Unchanged + Corrected + Rejected;
}

/// <summary>What came of an import.</summary>
public abstract record ImportOutcome
{
    private protected ImportOutcome()
    {
    }
}

/// <summary>The file was read to its end. With rejects there is work left; without, everything of it is in the vault (or could be, after a dry run).</summary>
public sealed record ImportReport : ImportOutcome
{
    internal ImportReport()
    {
    }

    /// <summary>What became of the rows.</summary>
    public required ImportCounts Counts { get; init; }

    /// <summary>The file of rejects; null when there are none, or in a dry run.</summary>
    public string? RejectsFile { get; init; }

    /// <summary>The first rejects by line, without their values; at most <see cref="ImportOptions.ShownRejects"/>.</summary>
    public required IReadOnlyList<RejectedRow> FirstRejects { get; init; }

    /// <summary>How many rows each rule rejected, most first; a row with several problems counts for each.</summary>
    public required IReadOnlyList<(string Rule, long Rows)> RejectsByRule { get; init; }

    /// <summary>The encoding the file was read in: utf-8 or shift_jis.</summary>
    public required string Encoding { get; init; }

    /// <summary>Whether nothing was written.</summary>
    public required bool DryRun { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }
}

/// <summary>A row that was not taken in.</summary>
/// <param name="Line">The line of the file it begins on.</param>
/// <param name="Problems">Why, at least one.</param>
public sealed record RejectedRow(long Line, IReadOnlyList<RowProblem> Problems);

/// <summary>The map or the file cannot be used: nothing was read into the vault.</summary>
/// <param name="Problems">Why, at least one, in the order of their files.</param>
public sealed record ImportUnusable(IReadOnlyList<ImportProblem> Problems) : ImportOutcome;
