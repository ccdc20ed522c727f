namespace Azukari.Vault.Keys;

/// <summary>
/// The versioned master keys that wrap every other key. Swapped by deployment: a file with mode 0600, an HSM. Key bytes never leave
/// the provider. Wrapping and unwrapping are synchronous (they are called once per read, on the hot path) and safe from any thread.
/// </summary>
public interface IMasterKeys
{
    /// <summary>What <see cref="Wrap"/> adds to the length of what it wraps, in bytes.</summary>
    const int Overhead = Aead.Overhead;

    /// <summary>The provider as status pages and commands name it: <c>file</c>, <c>pkcs11</c>. A code, never a path.</summary>
    string Provider { get; }

    /// <summary>
    /// Whether the keys lie outside this process, so that any call may fail with <see cref="MasterKeysUnavailableException"/>: then keys are
    /// unwrapped before an access is recorded, not while its entry is made durable.
    /// </summary>
    bool IsRemote => false;

    /// <summary>What was last known of the provider, without asking it; for telemetry and for pages that must not wait.</summary>
    MasterKeysHealth Health => new(Provider, Available: true, Fault: null);

    /// <summary>The newest version: what new keys are wrapped by. Versions count from 1 and are never used again.</summary>
    int Current { get; }

    /// <summary>True when the version exists and has not been destroyed; looks again at what other processes created.</summary>
    bool Has(int version);

    /// <summary>When the version was destroyed, or null when it was not (or never existed).</summary>
    DateTimeOffset? DestroyedAt(int version);

    /// <summary>Wraps <paramref name="key"/>; <paramref name="wrapped"/> is exactly <see cref="Overhead"/> longer.</summary>
    /// <exception cref="MasterKeyException">The version does not exist or was destroyed.</exception>
    /// <exception cref="MasterKeysUnavailableException">The provider is away. Nothing was wrapped.</exception>
    void Wrap(int version, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated, Span<byte> wrapped);

    /// <summary>
    /// Unwraps into <paramref name="key"/>, exactly <see cref="Overhead"/> shorter. False when the version was destroyed or the bytes were
    /// not wrapped by it with this associated data; nothing is written then.
    /// </summary>
    /// <exception cref="MasterKeysUnavailableException">The provider is away, or does not know the version: nobody can tell whether it opens.</exception>
    bool TryUnwrap(int version, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> associated, Span<byte> key);

    /// <summary>Creates the next version, durably, and makes it current; the versions before it still unwrap.</summary>
    /// <param name="above">The new version is above this one as well: the highest the key store knows.</param>
    ValueTask<int> CreateNextAsync(int above = 0, CancellationToken ct = default);

    /// <summary>
    /// Backs all living versions up. A provider in a file writes them to a new file, mode 0600. A provider whose keys never leave it copies
    /// them, wrapped, into its backup token where one is set, and writes a receipt to that file: probes that only the right keys open.
    /// </summary>
    /// <exception cref="MasterKeyException">They cannot be copied, or the file exists and is no backup of these keys.</exception>
    ValueTask BackUpAsync(string path, CancellationToken ct = default);

    /// <summary>Reads the backup again: true only when the version in it was shown to be the living one (by its bytes, or by opening a probe).</summary>
    ValueTask<bool> VerifyBackupAsync(int version, string path, CancellationToken ct = default);

    /// <summary>
    /// Destroys a version for good: overwritten where it lay, then removed. Destroying a version already destroyed changes nothing.
    /// </summary>
    /// <param name="evenCurrent">Whether it may be the current one: when all keys have moved to another provider.</param>
    /// <exception cref="MasterKeyException">The version is the current one.</exception>
    ValueTask DestroyAsync(int version, bool evenCurrent = false, CancellationToken ct = default);

    /// <summary>Asks the provider to wrap and unwrap something, and says how it went. Never throws for a provider that is away.</summary>
    async ValueTask<MasterKeysHealth> ProbeAsync(CancellationToken ct = default)
    {
        await Task.Yield(); // a provider may take its time: not on the caller's
        try
        {
            var (key, wrapped) = (new byte[Aead.KeySize], new byte[Aead.KeySize + Overhead]);
            Wrap(Current, key, "probe"u8, wrapped);
            return TryUnwrap(Current, wrapped, "probe"u8, key) ? Health : Health with { Available = false, Fault = "does-not-unwrap" };
        }
        catch (MasterKeysUnavailableException away)
        {
            return new MasterKeysHealth(Provider, Available: false, away.Fault);
        }
        catch (MasterKeyException)
        {
            return new MasterKeysHealth(Provider, Available: false, "no-master-key");
        }
    }
}

/// <summary>How the provider of the master keys is. While it is not available nothing can be read, taken in or searched; erasing works.</summary>
/// <param name="Provider">The provider's code.</param>
/// <param name="Available">Whether it answered.</param>
/// <param name="Fault">A code that says why not, for instance <c>token-not-present</c>; null while it is available.</param>
public readonly record struct MasterKeysHealth(string Provider, bool Available, string? Fault);

/// <summary>Something is wrong with the master keys or where they lie; the message says what and what would mend it.</summary>
public class MasterKeyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The master keys cannot be reached now: an HSM that is away, or locked. Nothing was released and nothing recorded as used; the same call
/// succeeds when they are back.
/// </summary>
/// <param name="fault">A code that says why, for instance <c>token-not-present</c>.</param>
public sealed class MasterKeysUnavailableException(string fault, string message, Exception? inner = null) : MasterKeyException(message, inner)
{
    /// <summary>The code.</summary>
    public string Fault { get; } = fault;
}
