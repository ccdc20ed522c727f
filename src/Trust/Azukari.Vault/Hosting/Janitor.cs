using Azukari.Vault.Documents;
using Azukari.Vault.Erasing;

namespace Azukari.Vault.Hosting;

/// <summary>Looks in the background for what was left to do: outbox rows, index queue, last uses, notes of finished creations, erasures
/// that waited for the master keys.</summary>
internal sealed class Janitor(TrustParts parts, Eraser eraser, TimeSpan every) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Stops, having tidied up once more.</summary>
    public async ValueTask DisposeAsync()
    {
        await AbandonAsync();
        try
        {
            await TidyAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            parts.Log.BackgroundFailed(error.GetType().Name); // whoever opens next finds it
        }
    }

    public async Task AbandonAsync()
    {
        await _stop.CancelAsync();
        await _loop;
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(every, parts.Clock, _stop.Token);
                await TidyAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                parts.Log.BackgroundFailed(error.GetType().Name);
            }
        }
    }

    public async Task TidyAsync(CancellationToken ct)
    {
        await parts.Keys.FlushAsync(ct);
        await parts.LastUses.FlushAsync(ct);
        await parts.DocumentKeys.FlushAsync(ct);
        await new DocumentRemoval(parts).ResumeAsync(parts.Clock.GetUtcNow() - parts.UnfinishedAfter, [], ct);
        await parts.Outbox.ResumeAsync(ct);
        await parts.EndingKeys.ResumeAsync(ct);
        await eraser.FinishDecidedAsync(ct);
        await parts.Telling.ResumeAsync(ct);
        await parts.Telling.TidyAsync(ct);
        await parts.AfterRefusal.LookAsync(parts.Ledger, ct);
        await parts.Policies.ReloadAsync(ct); // a host that serves the policy and reads nobody would never learn of a publication elsewhere
        if (parts.Policies.Current is not null) await parts.BlindIndex.ResumeAsync(ct);
    }
}
