using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Azukari.Ledger;

/// <summary>
/// SHA-256 of short inputs by OpenSSL's own functions, on the stack: the framework makes a context for each hash and looks its algorithm up
/// again, which costs several times the hash. Where libcrypto does not have these functions, the framework does it.
/// </summary>
internal static unsafe class Sha256Direct
{
    private const int StateSize = 112; // SHA256_CTX: 8 + 2 + 16 words, two counts
    private const int Block = 64;
    private const int Longest = 2048; // beyond this, a garbage collection would wait for the call
    private static readonly Functions? Native = Find();

    public static void HashData(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        if (Native is { } native && data.Length <= Longest) native.Hash(data, hash);
        else SHA256.HashData(data, hash);
    }

    /// <summary>HMAC-SHA-256. Nothing of the key is left on the stack.</summary>
    public static void HmacData(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> hash)
    {
        if (Native is not { } native || key.Length > Block || data.Length > Block)
        {
            HMACSHA256.HashData(key, data, hash);
            return;
        }

        Span<byte> inner = stackalloc byte[2 * Block], outer = stackalloc byte[Block + SHA256.HashSizeInBytes];
        try
        {
            inner[..Block].Fill(0x36);
            outer[..Block].Fill(0x5C);
            for (var i = 0; i < key.Length; i++)
            {
                inner[i] ^= key[i];
                outer[i] ^= key[i];
            }

            data.CopyTo(inner[Block..]);
            native.Hash(inner[..(Block + data.Length)], outer[Block..]);
            native.Hash(outer, hash);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(inner);
            CryptographicOperations.ZeroMemory(outer);
        }
    }

    private static Functions? Find()
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            var expected = SHA256.HashData("azukari"u8); // the framework sets OpenSSL up first, in its own way
            if (!NativeLibrary.TryLoad("libcrypto.so.3", out var library)) return null;
            var found = new Functions(library);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            found.Hash("azukari"u8, hash);
            return hash.SequenceEqual(expected) ? found : null;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or BadImageFormatException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    private sealed class Functions(nint library)
    {
        private readonly delegate* unmanaged[SuppressGCTransition]<byte*, int> _init = (delegate* unmanaged[SuppressGCTransition]<byte*, int>)NativeLibrary.GetExport(library, "SHA256_Init");
        private readonly delegate* unmanaged[SuppressGCTransition]<byte*, byte*, nuint, int> _update = (delegate* unmanaged[SuppressGCTransition]<byte*, byte*, nuint, int>)NativeLibrary.GetExport(library, "SHA256_Update");
        private readonly delegate* unmanaged[SuppressGCTransition]<byte*, byte*, int> _final = (delegate* unmanaged[SuppressGCTransition]<byte*, byte*, int>)NativeLibrary.GetExport(library, "SHA256_Final");

        public void Hash(ReadOnlySpan<byte> data, Span<byte> hash)
        {
            if (hash.Length < SHA256.HashSizeInBytes) throw new ArgumentException("A hash has 32 bytes.", nameof(hash));
            var state = stackalloc byte[2 * StateSize]; // room to spare: the struct is another library's
            fixed (byte* from = data, to = hash)
                if (_init(state) != 1 || _update(state, from, (nuint)data.Length) != 1 || _final(to, state) != 1) throw new CryptographicException("OpenSSL could not hash.");
            new Span<byte>(state, 2 * StateSize).Clear();
        }
    }
}
