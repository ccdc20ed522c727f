using Azukari.Vault.Keys;

namespace Azukari.Tests.Hsm;

/// <summary>Master keys that go away after so many calls, as an HSM does in the middle of an act.</summary>
internal sealed class FailingMasters(IMasterKeys masters) : IMasterKeys, IDisposable
{
    private int _left = int.MaxValue;

    public string Provider => masters.Provider;

    public bool IsRemote => true;

    public int Current => masters.Current;

    public void FailAfter(int calls) => Volatile.Write(ref _left, calls);

    public bool Has(int version) => masters.Has(version);

    public DateTimeOffset? DestroyedAt(int version) => masters.DestroyedAt(version);

    public void Wrap(int version, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated, Span<byte> wrapped)
    {
        Count();
        masters.Wrap(version, key, associated, wrapped);
    }

    public bool TryUnwrap(int version, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> associated, Span<byte> key)
    {
        Count();
        return masters.TryUnwrap(version, wrapped, associated, key);
    }

    public ValueTask<int> CreateNextAsync(int above = 0, CancellationToken ct = default) => masters.CreateNextAsync(above, ct);

    public ValueTask BackUpAsync(string path, CancellationToken ct = default) => masters.BackUpAsync(path, ct);

    public ValueTask<bool> VerifyBackupAsync(int version, string path, CancellationToken ct = default) => masters.VerifyBackupAsync(version, path, ct);

    public ValueTask DestroyAsync(int version, bool evenCurrent = false, CancellationToken ct = default) => masters.DestroyAsync(version, evenCurrent, ct);

    public void Dispose() => FailAfter(int.MaxValue);

    private void Count()
    {
        if (Interlocked.Decrement(ref _left) < 0) throw new MasterKeysUnavailableException("taken-away", "The HSM is away.");
    }
}
