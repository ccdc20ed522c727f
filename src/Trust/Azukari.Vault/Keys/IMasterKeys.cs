namespace Azukari.Vault.Keys;

/// <summary>
/// The versioned master keys that wrap every other key. Swapped by deployment: a file with mode 0600, an HSM. Key bytes never leave
/// the provider. Wrapping and unwrapping are synchronous (they are called once per read, on the hot path) and safe from any thread.
/// </summary>
public interface IMasterKeys
{
    /// <summary>What <see cref="Wrap"/> adds to the length of what it wraps, in bytes.</summary>
    const int Overhead = Aead.Overhead;

    /// <summary>The newest version: what new keys are wrapped by. Versions count from 1 and are never used again.</summary>
    int Current { get; }

    /// <summary>True when the version exists and has not been destroyed; looks again at what other processes created.</summary>
    bool Has(int version);

    /// <summary>When the version was destroyed, or null when it was not (or never existed).</summary>
    DateTimeOffset? DestroyedAt(int version);

    /// <summary>Wraps <paramref name="key"/>; <paramref name="wrapped"/> is exactly <see cref="Overhead"/> longer.</summary>
    /// <exception cref="MasterKeyException">The version does not exist or was destroyed.</exception>
    void Wrap(int version, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated, Span<byte> wrapped);

    /// <summary>
    /// Unwraps into <paramref name="key"/>, exactly <see cref="Overhead"/> shorter. False when the version is gone or the bytes were
    /// not wrapped by it with this associated data; nothing is written then.
    /// </summary>
    bool TryUnwrap(int version, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> associated, Span<byte> key);

    /// <summary>Creates the next version, durably, and makes it current; the versions before it still unwrap.</summary>
    ValueTask<int> CreateNextAsync(CancellationToken ct = default);

    /// <summary>Writes a backup of all living versions to a new file with mode 0600.</summary>
    /// <exception cref="MasterKeyException">The provider cannot export, or the file exists and is no backup of these keys.</exception>
    ValueTask BackUpAsync(string path, CancellationToken ct = default);

    /// <summary>Reads the backup again and compares the version in it with the living one.</summary>
    ValueTask<bool> VerifyBackupAsync(int version, string path, CancellationToken ct = default);

    /// <summary>
    /// Destroys a version for good: overwritten where it lay, then removed. Destroying a version already destroyed changes nothing.
    /// </summary>
    /// <exception cref="MasterKeyException">The version is the current one.</exception>
    ValueTask DestroyAsync(int version, CancellationToken ct = default);
}

/// <summary>Something is wrong with the master keys or where they lie; the message says what and what would mend it.</summary>
public sealed class MasterKeyException(string message, Exception? inner = null) : Exception(message, inner);
