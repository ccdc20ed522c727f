using Azukari.Vault.Keys;

namespace Azukari.Tests.Vault;

/// <summary>Master keys whose next wrapping waits until it is told to go on: a writer caught between reading the current version and committing.</summary>
internal sealed class PausedMasters(FileMasterKeys masters) : IMasterKeys, IDisposable
{
    private readonly ManualResetEventSlim _go = new(initialState: true);

    public ManualResetEventSlim Reached { get; } = new();

    public string Provider => masters.Provider;

    public int Current => masters.Current;

    public void Pause() => _go.Reset();

    public void Resume() => _go.Set();

    public bool Has(int version) => masters.Has(version);

    public DateTimeOffset? DestroyedAt(int version) => masters.DestroyedAt(version);

    public void Wrap(int version, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated, Span<byte> wrapped)
    {
        if (!_go.IsSet) Reached.Set();
        _go.Wait();
        masters.Wrap(version, key, associated, wrapped);
    }

    public bool TryUnwrap(int version, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> associated, Span<byte> key) => masters.TryUnwrap(version, wrapped, associated, key);

    public ValueTask<int> CreateNextAsync(int above = 0, CancellationToken ct = default) => masters.CreateNextAsync(above, ct);

    public ValueTask BackUpAsync(string path, CancellationToken ct = default) => masters.BackUpAsync(path, ct);

    public ValueTask<bool> VerifyBackupAsync(int version, string path, CancellationToken ct = default) => masters.VerifyBackupAsync(version, path, ct);

    public ValueTask DestroyAsync(int version, bool evenCurrent = false, CancellationToken ct = default) => masters.DestroyAsync(version, evenCurrent, ct);

    public void Dispose()
    {
        _go.Dispose();
        Reached.Dispose();
        masters.Dispose();
    }
}
