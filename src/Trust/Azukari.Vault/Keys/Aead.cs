using System.Security.Cryptography;

namespace Azukari.Vault.Keys;

/// <summary>
/// AES-256-GCM as the vault uses it: nonce (12 random bytes) ‖ ciphertext ‖ tag (16 bytes). The one place the cipher is called from: OpenSSL
/// directly where it is there (<see cref="EvpContext"/>), the framework's class otherwise. To be used by one thread at a time.
/// </summary>
internal sealed class Aead : IDisposable
{
    public const int KeySize = 32;
    public const int NonceSize = 12;
    public const int TagSize = 16;
    public const int Overhead = NonceSize + TagSize;

    private readonly AesGcm? _gcm;
    private readonly bool _kept;
    private EvpContext? _evp;

    /// <param name="key">32 bytes; copied into the cipher's own context, and overwritten there when this is disposed.</param>
    /// <param name="kept">Whether it is kept for long, so that another thread may be inside it when it is disposed of: its context then serves no other key.</param>
    public Aead(ReadOnlySpan<byte> key, bool kept = false)
        : this(key, EvpLibrary.Instance, kept)
    {
    }

    /// <param name="library">OpenSSL, or null for the framework's class.</param>
    internal Aead(ReadOnlySpan<byte> key, EvpLibrary? library, bool kept = false)
    {
        _kept = kept;
        if (key.Length != KeySize) throw new CryptographicException($"A key has {KeySize} bytes.");
        if (library is null) _gcm = new AesGcm(key, TagSize);
        else _evp = EvpContext.Take(library, key);
    }

    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated)
    {
        var @sealed = new byte[plain.Length + Overhead];
        Seal(plain, associated, @sealed);
        return @sealed;
    }

    /// <summary>Seals into <paramref name="destination"/>, which must be exactly <see cref="Overhead"/> longer than the plain bytes.</summary>
    public void Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated, Span<byte> destination)
    {
        if (destination.Length != plain.Length + Overhead) throw new ArgumentException("The sealed bytes need exactly their room.", nameof(destination));
        var nonce = destination[..NonceSize];
        RandomNumberGenerator.Fill(nonce);
        var cipher = destination[NonceSize..^TagSize];
        var tag = destination[^TagSize..];
        if (_gcm is not null) _gcm.Encrypt(nonce, plain, cipher, tag, associated);
        else Context.Encrypt(nonce, plain, cipher, tag, associated);
    }

    /// <summary>Opens into <paramref name="plain"/>, which must be exactly <see cref="Overhead"/> shorter than the sealed bytes.</summary>
    /// <exception cref="AuthenticationTagMismatchException">Another key, other associated data, or altered bytes.</exception>
    public void Open(ReadOnlySpan<byte> @sealed, ReadOnlySpan<byte> associated, Span<byte> plain)
    {
        if (@sealed.Length < Overhead) throw new AuthenticationTagMismatchException();
        if (plain.Length != @sealed.Length - Overhead) throw new ArgumentException("The plain bytes need exactly their room.", nameof(plain));
        var nonce = @sealed[..NonceSize];
        var cipher = @sealed[NonceSize..^TagSize];
        var tag = @sealed[^TagSize..];
        if (_gcm is not null) _gcm.Decrypt(nonce, cipher, tag, plain, associated);
        else Context.Decrypt(nonce, cipher, tag, plain, associated);
    }

    public void Dispose()
    {
        _gcm?.Dispose();
        if (Interlocked.Exchange(ref _evp, null) is not { } context) return;
        if (_kept) context.Dispose(); // freed, and cleansed, when nobody is inside any more
        else context.GiveBack();
    }

    private EvpContext Context => _evp ?? throw new ObjectDisposedException(nameof(Aead));
}
