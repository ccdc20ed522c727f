using System.Data.Common;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>What a verification trusts.</summary>
public sealed record VerifyOptions
{
    /// <summary>The key the checkpoints must be signed with. Best had from elsewhere than the ledger's own folder.</summary>
    public required LedgerVerifierKey Key { get; init; }

    /// <summary>Files of checkpoints kept outside the database (<see cref="CheckpointFile"/>): they find a tail cut off without trace.</summary>
    public IReadOnlyList<string> CheckpointFiles { get; init; } = [];

    /// <summary>Told how far a check of a store has come, after each thousand entries or so.</summary>
    public IProgress<VerifyProgress>? Progress { get; init; }
}

/// <summary>How far a verification has come.</summary>
/// <param name="Checked">Sealed entries checked so far.</param>
/// <param name="Sealed">Of so many.</param>
public sealed record VerifyProgress(long Checked, long Sealed);

/// <summary>
/// Checks a ledger, offline and read-only: every hash, column, chain, tree node, checkpoint root and signature. Memory does not grow with
/// the number of entries.
/// </summary>
public static class LedgerVerifier
{
    /// <summary>Checks a ledger's store, as of one moment; it may be in use.</summary>
    /// <exception cref="StoreException">There is no such store, or it cannot be read.</exception>
    /// <exception cref="IOException">A checkpoint file cannot be read.</exception>
    public static async Task<LedgerReport> VerifyAsync(StoreLocation location, VerifyOptions options, CancellationToken ct = default)
    {
        try
        {
            var merge = await CheckpointMerge.OpenAsync(options.CheckpointFiles, ct).ConfigureAwait(false);
            await using (merge.ConfigureAwait(false))
            {
                var store = await Store.OpenReadOnlyAsync(location, LedgerSchema.Definition, TimeProvider.System, ct).ConfigureAwait(false);
                await using (store.ConfigureAwait(false))
                    return await store.ReadAsync((session, c) => VerifyAsync(new StoredLedger(session), merge, options, c), snapshot: true, ct).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is InvalidCastException or OverflowException or InvalidOperationException || (error is DbException && !StoreErrors.IsTransient(error)))
        {
            throw new StoreException(LedgerSchema.Definition.Name, StoreFault.Damaged,
                $"The ledger store at {location} no longer has the tables this program wrote: they were changed. Restore it from a backup.", error);
        }
    }

    /// <summary>Checks an export (<see cref="LedgerBook.ExportAsync"/>).</summary>
    /// <exception cref="FormatException">It is no export; the message names the line.</exception>
    public static async Task<LedgerReport> VerifyExportAsync(string file, VerifyOptions options, CancellationToken ct = default)
    {
        var merge = await CheckpointMerge.OpenAsync(options.CheckpointFiles, ct).ConfigureAwait(false);
        await using (merge.ConfigureAwait(false))
            return await ExportReader.VerifyAsync(file, options.Key, merge, ct).ConfigureAwait(false);
    }

    private static async Task<LedgerReport> VerifyAsync(StoredLedger stored, CheckpointMerge merge, VerifyOptions options, CancellationToken ct)
    {
        var verification = new Verification(options.Key);
        var tiles = new TileCheck(stored, verification);
        var marks = await MarkCheck.BeginAsync(stored, ct).ConfigureAwait(false);
        foreach (var writer in await stored.WritersAsync(ct).ConfigureAwait(false))
            verification.Writer(writer);
        await SealedAsync(stored, verification, tiles, marks, merge, options.Progress, ct).ConfigureAwait(false);
        await tiles.FinishAsync(ct).ConfigureAwait(false);
        await merge.FeedAsync(verification, end: true).ConfigureAwait(false);
        verification.EndOfSealed();
        if (!await stored.IsSoundAsync(ct).ConfigureAwait(false))
            verification.Report(new LedgerFinding(0, null, null, null, new Wrong("the database's own check fails: its pages or indexes were changed or are broken.", "データベース自身の点検に通りません。ページか索引が変えられたか、壊れています。"))
            {
                Until = Math.Max(0, verification.Tree.Size - 1),
                Vague = true,
            });
        await TreeRowAsync(stored, verification, ct).ConfigureAwait(false);
        for (var after = long.MinValue; await stored.UnsealedAsync(after, ct).ConfigureAwait(false) is { Count: > 0 } chunk; after = chunk[^1].Arrival)
            foreach (var (_, entry) in chunk)
                verification.Unsealed(entry);
        return verification.Finish() with { Search = await marks.FinishAsync(ct).ConfigureAwait(false) };
    }

    private static async Task SealedAsync(
        StoredLedger stored, Verification verification, TileCheck tiles, MarkCheck marks, CheckpointMerge merge, IProgress<VerifyProgress>? progress, CancellationToken ct)
    {
        var notes = new Queue<(long Size, string Note)>(await stored.CheckpointsAsync(-1, ct).ConfigureAwait(false));
        async Task PassedAsync(bool end)
        {
            while (notes.TryPeek(out var note) && (end || note.Size <= verification.Tree.Size))
            {
                notes.Dequeue();
                verification.CheckpointNote(note.Note, InTheStore, note.Size);
                if (notes.Count == 0)
                    notes = new(await stored.CheckpointsAsync(note.Size, ct).ConfigureAwait(false));
            }
            await merge.FeedAsync(verification).ConfigureAwait(false);
        }
        var total = progress is null ? 0 : (await stored.TreeAsync(ct).ConfigureAwait(false)).Size;
        await PassedAsync(end: false).ConfigureAwait(false);
        var limit = StoredLedger.Chunk;
        for (var from = long.MinValue; await ReadAsync(from).ConfigureAwait(false) is { Count: > 0 } chunk; from = chunk[^1].Position!.Value + 1)
        {
            foreach (var entry in chunk)
            {
                verification.Sealed(entry, tiles.Made, marks.Entry);
                await PassedAsync(end: false).ConfigureAwait(false);
            }
            await tiles.AdvanceAsync(ct).ConfigureAwait(false);
            progress?.Report(new VerifyProgress(verification.Tree.Size, total));
        }
        await PassedAsync(end: true).ConfigureAwait(false);

        // Where a chunk cannot be read, row by row up to the one that cannot.
        async Task<List<StoredEntry>> ReadAsync(long from)
        {
            try
            {
                if (limit > 0)
                    return await stored.SealedAsync(from, limit, ct).ConfigureAwait(false);
            }
            catch (Exception error) when (IsUnreadable(error))
            {
                if (limit == 1)
                    verification.Report(new LedgerFinding(verification.Tree.Size, null, null, null, new Wrong("it cannot be read: the database's file was changed or is broken.", "読めません。データベースのファイルが変えられたか、壊れています。")));
                limit = limit > 1 ? 1 : 0;
                return await ReadAsync(from).ConfigureAwait(false);
            }
            return [];
        }
    }

    /// <summary>Where checkpoints are that are in no file.</summary>
    internal const string InTheStore = "the store";

    private static bool IsUnreadable(Exception error) =>
        StoreErrors.IsDamage(error) || error is InvalidCastException or InvalidOperationException or FormatException or OverflowException or ArgumentException;

    private static async Task TreeRowAsync(StoredLedger stored, Verification verification, CancellationToken ct)
    {
        var (size, edge) = await stored.TreeAsync(ct).ConfigureAwait(false);
        if (!verification.TreeKnown)
            return;
        if (size > verification.Tree.Size)
            verification.Report(new LedgerFinding(verification.Tree.Size, null, null, null, new Wrong($"missing: the tree holds {size} entries.", $"ありません。木は {size} 件を含んでいます。")));
        else if (size < verification.Tree.Size)
            verification.Report(new LedgerFinding(size, null, null, null, new Wrong("added beside the tree.", "木の外に加えられています。")));
        else if (!edge.AsSpan().SequenceEqual(verification.Tree.Save()))
            verification.Report(verification.Doubt(new Wrong("the tree's edge on disk does not fit them.", "ディスク上の木の端が、これらに合いません。")));
    }
}
