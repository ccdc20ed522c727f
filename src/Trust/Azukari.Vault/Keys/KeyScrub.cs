using Azukari.Stores;

namespace Azukari.Vault.Keys;

/// <summary>
/// Overwrites freed space of the key store. Callers at the same moment share one run: each needs one that began after its own deletion,
/// and a vacuum each would queue behind one another for longer than anybody waits.
/// </summary>
internal sealed class KeyScrub(Store store) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private long _asked;
    private long _served;
    private bool _last;

    /// <summary>False where it could not be done now (a long reader, a busy store): the next run does it.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        var ticket = Interlocked.Increment(ref _asked);
        await _one.WaitAsync(ct);
        try
        {
            if (_served >= ticket) return _last;
            var upTo = Interlocked.Read(ref _asked);
            _last = await TryAsync(ct);
            _served = upTo;
            return _last;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<bool> TryAsync(CancellationToken ct)
    {
        try
        {
            return await store.ScrubAsync(ct);
        }
        catch (StoreException)
        {
            return false; // the keys are gone all the same; the certificate says what is left to do
        }
    }
}
