namespace Azukari.Ledger;

/// <summary>Several files of checkpoints, each in its order, handed over when the tree has reached their sizes.</summary>
internal sealed class CheckpointMerge : IAsyncDisposable
{
    private readonly List<(string File, IAsyncEnumerator<(string Text, Checkpoint? Checkpoint)> Notes)> _files = [];

    /// <summary>
    /// The files as they are at this moment. To check a store in use they are opened before its snapshot is taken: a checkpoint is written out
    /// once its entries are sealed, so that what a file holds by then the snapshot holds too, and what comes later is not asked of it.
    /// </summary>
    public static async Task<CheckpointMerge> OpenAsync(IReadOnlyList<string> files, CancellationToken ct)
    {
        var merge = new CheckpointMerge();
        foreach (var file in files)
        {
            var notes = CheckpointFile.ReadAsync(file, ct).GetAsyncEnumerator(ct);
            if (await notes.MoveNextAsync().ConfigureAwait(false))
                merge._files.Add((file, notes));
            else
                await notes.DisposeAsync().ConfigureAwait(false);
        }
        return merge;
    }

    /// <summary>Hands over what vouches for no more than the tree now holds; at the end, all that is left.</summary>
    public async Task FeedAsync(Verification verification, bool end = false)
    {
        for (var i = _files.Count - 1; i >= 0; i--)
        {
            var (file, notes) = _files[i];
            while (end || (notes.Current.Checkpoint?.Size ?? 0) <= verification.Tree.Size)
            {
                verification.CheckpointNote(notes.Current.Text, Path.GetFileName(file));
                if (await notes.MoveNextAsync().ConfigureAwait(false))
                    continue;
                await notes.DisposeAsync().ConfigureAwait(false);
                _files.RemoveAt(i);
                break;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, notes) in _files)
            await notes.DisposeAsync().ConfigureAwait(false);
    }
}
