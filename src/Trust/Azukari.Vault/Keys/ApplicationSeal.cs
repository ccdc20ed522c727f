using System.Security.Cryptography;
using System.Text;
using Azukari.Vault.Hosting;
using Azukari.Vault.Keys;

namespace Azukari.Vault;

/// <summary>
/// Seals an application's own secrets (session keys, signing keys) that it keeps outside the vault: AES-256-GCM under a key that lies in the
/// key store, wrapped by the master key and rewrapped when that rotates. Whoever steals the place where the sealed bytes lie can open none.
/// Not for personal data, which has a key per person. Safe for concurrent use.
/// </summary>
public sealed class ApplicationSeal : IDisposable
{
    private readonly SecretBytes _key;

    private ApplicationSeal(SecretBytes key) => _key = key;

    /// <summary>Opens the application's key, having made it when there was none.</summary>
    internal static async Task<ApplicationSeal> OpenAsync(TrustParts parts, string application, CancellationToken ct)
    {
        // No item's id begins so: the key lies beside the index keys, which rotate with the master key and are otherwise looked up by item.
        var name = "$" + application;
        var keys = await parts.BlindIndex.Keys.ReadAsync([name], ct);
        return new ApplicationSeal(parts.BlindIndex.Keys.Open(keys.Single(key => key.Item == name)));
    }

    /// <summary>Seals bytes, bound to what they are.</summary>
    /// <param name="plain">The secret.</param>
    /// <param name="label">What it is, for instance <c>session-key 7</c>; the same is needed to open it.</param>
    public byte[] Seal(ReadOnlySpan<byte> plain, string label)
    {
        using var aead = new Aead(_key.Span);
        return aead.Seal(plain, Encoding.UTF8.GetBytes(label));
    }

    /// <summary>Opens what <see cref="Seal"/> made; null when it was not sealed by this key under this label, or was altered.</summary>
    public byte[]? Open(ReadOnlySpan<byte> @sealed, string label)
    {
        if (@sealed.Length < Aead.Overhead) return null;
        var plain = new byte[@sealed.Length - Aead.Overhead];
        try
        {
            using var aead = new Aead(_key.Span);
            aead.Open(@sealed, Encoding.UTF8.GetBytes(label), plain);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>A keyed hash of something that must be recognised but not be guessed from a stolen copy: HMAC-SHA-256, 32 bytes.</summary>
    /// <param name="label">What is hashed; the same text under two labels gives two hashes.</param>
    public byte[] Fingerprint(ReadOnlySpan<byte> plain, string label)
    {
        Span<byte> derived = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HKDF.Expand(HashAlgorithmName.SHA256, _key.Span, derived, Encoding.UTF8.GetBytes("fingerprint " + label));
        var hash = HMACSHA256.HashData(derived, plain);
        CryptographicOperations.ZeroMemory(derived);
        return hash;
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _key.Dispose();
}
