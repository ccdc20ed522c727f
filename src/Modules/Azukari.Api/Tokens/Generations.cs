using Azukari.Api.Clients;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Api.Tokens;

/// <summary>
/// The number that rises with every change of clients. Asked for by every request, so whoever asks while it is being read shares the next
/// reading: one that began after they came. A change acknowledged before a request is thus always seen by it.
/// </summary>
internal sealed class Generations(IDbContextFactory<AzukariDb> databases)
{
    // Compiled for the model of this host.
    private readonly Func<AzukariDb, Task<long>> _read =
        EF.CompileAsyncQuery((AzukariDb db) => db.Set<ClientMark>().Where(mark => mark.Id == ClientMark.Only).Select(mark => mark.Generation).SingleOrDefault());

    private readonly Lock _gate = new();
    private bool _reading;
    private TaskCompletionSource<long>? _next;

    /// <summary>The number now.</summary>
    public Task<long> NowAsync()
    {
        TaskCompletionSource<long> mine;
        lock (_gate)
        {
            if (_reading) return (_next ??= NewSource()).Task;
            _reading = true;
            mine = NewSource();
        }

        _ = RunAsync(mine);
        return mine.Task;
    }

    private async Task RunAsync(TaskCompletionSource<long> waiting)
    {
        while (true)
        {
            try
            {
                await using var db = await databases.CreateDbContextAsync();
                waiting.SetResult(await _read(db));
            }
            catch (Exception error)
            {
                waiting.SetException(error);
            }

            lock (_gate)
            {
                if (_next is null)
                {
                    _reading = false;
                    return;
                }

                waiting = _next;
                _next = null;
            }
        }
    }

    private static TaskCompletionSource<long> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
