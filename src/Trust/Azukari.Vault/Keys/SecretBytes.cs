using System.Security.Cryptography;

namespace Azukari.Vault.Keys;

/// <summary>
/// Key material: pinned, so the collector leaves no copies behind when it compacts, and zeroed when disposed.
/// </summary>
internal sealed class SecretBytes : IDisposable
{
    private readonly byte[] _bytes;
    private bool _disposed;

    /// <summary>A zeroed buffer of the given length.</summary>
    public SecretBytes(int length) => _bytes = GC.AllocateArray<byte>(length, pinned: true);

    /// <summary>The bytes themselves.</summary>
    /// <exception cref="ObjectDisposedException">The material was zeroed.</exception>
    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _bytes;
        }
    }

    /// <summary>New random material.</summary>
    public static SecretBytes Random(int length)
    {
        var secret = new SecretBytes(length);
        RandomNumberGenerator.Fill(secret._bytes);
        return secret;
    }

    /// <summary>Zeroes the material.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        _disposed = true;
    }

    /// <summary>Never the material.</summary>
    public override string ToString() => "SecretBytes[redacted]";
}
