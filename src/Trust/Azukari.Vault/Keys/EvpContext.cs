using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Azukari.Vault.Keys;

/// <summary>
/// A cipher context of OpenSSL, used for one key after the other: making one costs more than what it does. A thread keeps one that is idle; in
/// it lies a key of zeroes. Freed by its handle, and never while a call is in it.
/// </summary>
internal sealed unsafe class EvpContext : SafeHandle
{
    private const int Encrypting = 1;
    private const int Decrypting = 0;
    private const int AsBefore = -1;
    private const int GetTag = 0x10;
    private const int SetTag = 0x11;

    [ThreadStatic]
    private static EvpContext? _idle;

    private readonly EvpLibrary _library;

    private EvpContext(EvpLibrary library)
        : base(0, ownsHandle: true)
    {
        _library = library;
        SetHandle((nint)library.New());
        if (IsInvalid) throw new CryptographicException("OpenSSL gave no cipher context.");
        if (library.Init((void*)handle, library.Cipher, null, null, null, Encrypting) != 1) throw Failed();
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>A context with this key, the caller's alone until given back.</summary>
    public static EvpContext Take(EvpLibrary library, ReadOnlySpan<byte> key)
    {
        var context = _idle is { } idle && idle._library == library ? idle : new EvpContext(library);
        _idle = null;
        context.SetKey(key);
        return context;
    }

    /// <summary>Overwrites the key and keeps the context for the thread's next one, or frees it.</summary>
    public void GiveBack()
    {
        if (_idle is null && !IsClosed && TrySetKey(stackalloc byte[Aead.KeySize])) _idle = this;
        else Dispose(); // OpenSSL cleanses what it frees
    }

    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> cipher, Span<byte> tag, ReadOnlySpan<byte> associated)
    {
        var held = false;
        try
        {
            DangerousAddRef(ref held);
            fixed (byte* end = tag)
                if (!Transform(Encrypting, nonce, plain, cipher, associated) || !Finish(cipher) || _library.Control((void*)handle, GetTag, Aead.TagSize, end) != 1) throw Failed();
        }
        finally
        {
            if (held) DangerousRelease();
        }
    }

    /// <exception cref="AuthenticationTagMismatchException">It was not sealed like this; nothing of what came out is left.</exception>
    public void Decrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> tag, Span<byte> plain, ReadOnlySpan<byte> associated)
    {
        var (held, opened) = (false, false);
        try
        {
            DangerousAddRef(ref held);
            fixed (byte* end = tag)
                if (!Transform(Decrypting, nonce, cipher, plain, associated) || _library.Control((void*)handle, SetTag, Aead.TagSize, end) != 1) throw Failed();
            opened = Finish(plain);
            if (!opened)
            {
                _library.ClearErrors();
                throw new AuthenticationTagMismatchException();
            }
        }
        finally
        {
            if (!opened) CryptographicOperations.ZeroMemory(plain);
            if (held) DangerousRelease();
        }
    }

    protected override bool ReleaseHandle()
    {
        _library.Free((void*)handle);
        return true;
    }

    private bool Transform(int direction, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> from, Span<byte> to, ReadOnlySpan<byte> associated)
    {
        var context = (void*)handle;
        var length = 0;
        fixed (byte* iv = nonce, aad = associated, input = from, output = to)
        {
            if (_library.Init(context, null, null, null, iv, direction) != 1) return false;
            if (associated.Length > 0 && _library.Update(context, null, &length, aad, associated.Length) != 1) return false;
            return from.Length == 0 || (_library.Update(context, output, &length, input, from.Length) == 1 && length == from.Length);
        }
    }

    private bool Finish(Span<byte> output)
    {
        var length = 0;
        byte none; // GCM gives nothing more out, but wants to be told where
        fixed (byte* room = output) return _library.Final((void*)handle, room is null ? &none : room, &length) == 1;
    }

    private void SetKey(ReadOnlySpan<byte> key)
    {
        if (TrySetKey(key)) return;
        Dispose();
        throw Failed();
    }

    private bool TrySetKey(ReadOnlySpan<byte> key)
    {
        fixed (byte* bytes = key) return _library.Init((void*)handle, null, null, bytes, null, AsBefore) == 1;
    }

    private CryptographicException Failed()
    {
        _library.ClearErrors();
        return new CryptographicException("OpenSSL could not seal or open.");
    }
}
