namespace Azukari.Vault.Storage;

/// <summary>
/// Joins the reads of many callers into few: while the workers are busy, whoever asks joins the batch that goes next. A read is always
/// begun after it was asked for, never answered from one under way, so each caller sees everything acknowledged before it asked.
/// </summary>
/// <typeparam name="TResult">What one read gives, about all ids of the batch; shared by its callers, who only look.</typeparam>
/// <param name="workers">How many batches are read at once.</param>
/// <param name="most">How many ids a batch has at most, but for the last caller's.</param>
/// <param name="read">Reads a batch. Its ids are distinct.</param>
internal sealed class Coalescer<TResult>(int workers, int most, Func<IReadOnlyCollection<SubjectId>, Task<TResult>> read)
{
    private readonly Lock _gate = new();
    private readonly Queue<Batch> _waiting = new();
    private Batch? _open;
    private int _busy;

    public Task<TResult> ReadAsync(IReadOnlyCollection<SubjectId> ids, CancellationToken ct)
    {
        Batch joined;
        var begin = false;
        lock (_gate)
        {
            if (_open is null || _open.Ids.Count >= most) _waiting.Enqueue(_open = new Batch());
            joined = _open;
            joined.Ids.UnionWith(ids);
            if (_busy < workers)
            {
                _busy++;
                begin = true;
            }
        }

        if (begin) _ = Task.Run(WorkAsync, CancellationToken.None);
        return ct.CanBeCanceled ? joined.Done.Task.WaitAsync(ct) : joined.Done.Task;
    }

    private async Task WorkAsync()
    {
        while (Next() is { } batch)
        {
            try
            {
                batch.Done.SetResult(await read(batch.Ids));
            }
            catch (Exception error)
            {
                batch.Done.SetException(error); // each of its callers is told
            }
        }
    }

    private Batch? Next()
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var next))
            {
                if (next == _open) _open = null;
                return next;
            }

            _busy--;
            return null;
        }
    }

    private sealed class Batch
    {
        public HashSet<SubjectId> Ids { get; } = [];

        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
