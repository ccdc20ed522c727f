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
    private const int OnOneConnection = 64; // who is the primary is asked again in between

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
        AzukariDb? db = null; // kept for some readings that follow one another: opening costs more than reading
        for (var reading = 1; ; reading++)
        {
            try
            {
                if (db is null)
                {
                    db = await databases.CreateDbContextAsync();
                    await db.Database.OpenConnectionAsync();
                }

                waiting.SetResult(await _read(db));
            }
            catch (Exception error)
            {
                waiting.SetException(error);
                db = await LeaveAsync(db);
            }

            var next = Next();
            if (next is null || reading % OnOneConnection == 0) db = await LeaveAsync(db);
            if (next is null) return;
            waiting = next;
        }
    }

    // Null where nobody waits: then nobody reads any more.
    private TaskCompletionSource<long>? Next()
    {
        lock (_gate)
        {
            var next = _next;
            (_next, _reading) = (null, next is not null);
            return next;
        }
    }

    private static async Task<AzukariDb?> LeaveAsync(AzukariDb? db)
    {
        try
        {
            if (db is not null) await db.DisposeAsync();
        }
        catch (Exception)
        {
            // The connection was broken: whoever waited for it was told.
        }

        return null;
    }

    private static TaskCompletionSource<long> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
