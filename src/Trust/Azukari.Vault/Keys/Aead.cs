using System.Security.Cryptography;

namespace Azukari.Vault.Keys;

/// <summary>
/// AES-256-GCM as the vault uses it: nonce (12 random bytes) ‖ ciphertext ‖ tag (16 bytes). The one place the cipher is called
/// from, so that a faster path (OpenSSL's EVP with contexts reused) can take its place without touching callers.
/// </summary>
internal sealed class Aead : IDisposable
{
    public const int KeySize = 32;
    public const int NonceSize = 12;
    public const int TagSize = 16;
    public const int Overhead = NonceSize + TagSize;

    private readonly AesGcm _gcm;

    /// <param name="key">32 bytes; copied into the cipher's own context.</param>
    public Aead(ReadOnlySpan<byte> key) => _gcm = new AesGcm(key, TagSize);

    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated)
    {
        var @sealed = new byte[plain.Length + Overhead];
        Seal(plain, associated, @sealed);
        return @sealed;
    }

    public void Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated, Span<byte> destination)
    {
        var nonce = destination[..NonceSize];
        RandomNumberGenerator.Fill(nonce);
        _gcm.Encrypt(nonce, plain, destination.Slice(NonceSize, plain.Length), destination[(NonceSize + plain.Length)..], associated);
    }

    /// <summary>Opens into <paramref name="plain"/>, which must be exactly <see cref="Overhead"/> shorter than the sealed bytes.</summary>
    /// <exception cref="AuthenticationTagMismatchException">Another key, other associated data, or altered bytes.</exception>
    public void Open(ReadOnlySpan<byte> @sealed, ReadOnlySpan<byte> associated, Span<byte> plain)
    {
        if (@sealed.Length < Overhead) throw new AuthenticationTagMismatchException();
        _gcm.Decrypt(@sealed[..NonceSize], @sealed[NonceSize..^TagSize], @sealed[^TagSize..], plain, associated);
    }

    public void Dispose() => _gcm.Dispose();
}
