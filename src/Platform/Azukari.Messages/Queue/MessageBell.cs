namespace Azukari.Messages.Queue;

/// <summary>Wakes the senders of this process when an order was taken here; those of other processes find it when they look.</summary>
internal sealed class MessageBell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // rung already, and nobody has heard it yet
        }
    }

    /// <summary>Until rung, or for at most a while.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => _rung.WaitAsync(atMost, cancel);

    public void Dispose() => _rung.Dispose();
}
