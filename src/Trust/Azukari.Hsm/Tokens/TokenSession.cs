using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azukari.Vault.Keys;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using Net.Pkcs11Interop.LowLevelAPI80;
using Net.Pkcs11Interop.LowLevelAPI80.MechanismParams;

namespace Azukari.Hsm.Tokens;

/// <summary>
/// A session with the buffers its calls work in: pinned, so that nothing copies a key about, and zeroed after each call. Used by one thread
/// at a time.
/// </summary>
internal sealed class TokenSession(ISession session, Pkcs11Module module) : IDisposable
{
    private const int Room = 512;
    private readonly byte[] _in = GC.AllocateArray<byte>(Room, pinned: true);
    private readonly byte[] _out = GC.AllocateArray<byte>(Room, pinned: true);

    public ISession Raw => session;

    /// <summary>AES-GCM in the token: ciphertext ‖ tag behind the nonce, which is ours and random.</summary>
    public CKR Seal(ulong key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated, Span<byte> @sealed)
    {
        var nonce = @sealed[..Aead.NonceSize];
        RandomNumberGenerator.Fill(nonce);
        return Call(encrypt: true, key, nonce, associated, plain, @sealed[Aead.NonceSize..]);
    }

    /// <summary>Opens; nothing is written to <paramref name="plain"/> unless the answer is OK.</summary>
    public CKR Open(ulong key, ReadOnlySpan<byte> @sealed, ReadOnlySpan<byte> associated, Span<byte> plain) =>
        @sealed.Length < Aead.Overhead ? CKR.CKR_ENCRYPTED_DATA_LEN_RANGE
            : Call(encrypt: false, key, @sealed[..Aead.NonceSize], associated, @sealed[Aead.NonceSize..], plain);

    public void Dispose()
    {
        using var inside = Pkcs11Module.Enter();
        try
        {
            session.Dispose();
        }
        catch (Pkcs11Exception)
        {
            // closed by the token already
        }
    }

    private unsafe CKR Call(bool encrypt, ulong key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> input, Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(input.Length, Room - Aead.TagSize, nameof(input));
        input.CopyTo(_in);
        try
        {
            fixed (byte* iv = nonce, aad = associated)
            {
                var parameters = new CK_GCM_PARAMS
                {
                    Iv = (nint)iv, IvLen = (ulong)nonce.Length, IvBits = (ulong)nonce.Length * 8, // some modules read one, some the other
                    AAD = (nint)aad, AADLen = (ulong)associated.Length, TagBits = Aead.TagSize * 8,
                };
                var mechanism = new CK_MECHANISM { Mechanism = (ulong)CKM.CKM_AES_GCM, Parameter = (nint)(&parameters), ParameterLen = (ulong)Unsafe.SizeOf<CK_GCM_PARAMS>() };
                using var inside = Pkcs11Module.Enter();
                var begun = encrypt ? module.Low.C_EncryptInit(session.SessionId, ref mechanism, key) : module.Low.C_DecryptInit(session.SessionId, ref mechanism, key);
                if (begun != CKR.CKR_OK) return begun;
                var length = (ulong)Room; // more than the answer needs: modules may want room for the tag as well
                var ended = encrypt
                    ? module.Low.C_Encrypt(session.SessionId, _in, (ulong)input.Length, _out, ref length)
                    : module.Low.C_Decrypt(session.SessionId, _in, (ulong)input.Length, _out, ref length);
                if (ended != CKR.CKR_OK) return ended;
                if (length != (ulong)output.Length) return CKR.CKR_FUNCTION_FAILED;
                _out.AsSpan(0, output.Length).CopyTo(output);
                return CKR.CKR_OK;
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(_in.AsSpan(0, input.Length));
            CryptographicOperations.ZeroMemory(_out.AsSpan(0, Math.Max(input.Length, output.Length)));
        }
    }
}
