using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Azukari.Vault.Keys;

/// <summary>The functions of OpenSSL 3 that sealing and opening need, and AES-256-GCM fetched from it once.</summary>
internal sealed unsafe class EvpLibrary
{
    private const ulong NoCleaningAtExit = 0x00080000; // OPENSSL_INIT_NO_ATEXIT: other threads may be at work when the process ends

    private EvpLibrary(nint library)
    {
        var initialise = (delegate* unmanaged<ulong, void*, int>)NativeLibrary.GetExport(library, "OPENSSL_init_crypto");
        var fetch = (delegate* unmanaged<void*, byte*, byte*, void*>)NativeLibrary.GetExport(library, "EVP_CIPHER_fetch");
        New = (delegate* unmanaged<void*>)NativeLibrary.GetExport(library, "EVP_CIPHER_CTX_new");
        Free = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(library, "EVP_CIPHER_CTX_free");
        Init = (delegate* unmanaged<void*, void*, void*, byte*, byte*, int, int>)NativeLibrary.GetExport(library, "EVP_CipherInit_ex");
        Update = (delegate* unmanaged<void*, byte*, int*, byte*, int, int>)NativeLibrary.GetExport(library, "EVP_CipherUpdate");
        Final = (delegate* unmanaged<void*, byte*, int*, int>)NativeLibrary.GetExport(library, "EVP_CipherFinal_ex");
        Control = (delegate* unmanaged<void*, int, int, void*, int>)NativeLibrary.GetExport(library, "EVP_CIPHER_CTX_ctrl");
        ClearErrors = (delegate* unmanaged<void>)NativeLibrary.GetExport(library, "ERR_clear_error");
        if (initialise(NoCleaningAtExit, null) != 1) throw new CryptographicException("OpenSSL could not be initialised.");
        fixed (byte* name = "AES-256-GCM\0"u8) Cipher = fetch(null, name, null);
        if (Cipher is null) throw new CryptographicException("This OpenSSL has no AES-256-GCM.");
    }

    /// <summary>Null where there is no OpenSSL 3, or it has another shape than expected: then the framework's class does the work.</summary>
    public static EvpLibrary? Instance { get; } = Find();

    public void* Cipher { get; }

    public delegate* unmanaged<void*> New { get; }

    public delegate* unmanaged<void*, void> Free { get; }

    public delegate* unmanaged<void*, void*, void*, byte*, byte*, int, int> Init { get; }

    public delegate* unmanaged<void*, byte*, int*, byte*, int, int> Update { get; }

    public delegate* unmanaged<void*, byte*, int*, int> Final { get; }

    public delegate* unmanaged<void*, int, int, void*, int> Control { get; }

    public delegate* unmanaged<void> ClearErrors { get; }

    private static EvpLibrary? Find()
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            _ = SHA256.HashData([]); // the framework sets OpenSSL up first, in its own way
            return NativeLibrary.TryLoad("libcrypto.so.3", out var library) ? new EvpLibrary(library) : null;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or BadImageFormatException or CryptographicException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
