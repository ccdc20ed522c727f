using System.Collections.Concurrent;
using Azukari.Vault.Keys;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Azukari.Hsm.Tokens;

/// <summary>A token this process is logged in to, until something about it fails; then another is made. Safe for concurrent use.</summary>
internal sealed class TokenConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Pkcs11Module _module;
    private readonly ISlot _slot;
    private readonly TokenSession _main; // stays open: with the last session of a process the login ends
    private readonly ConcurrentBag<TokenSession> _idle = []; // hands a thread its own session back first
    private readonly SemaphoreSlim _permits;
    private volatile bool _closed;

    private TokenConnection(Pkcs11Module module, ISlot slot, TokenSession main, Pkcs11Options options, string serial)
    {
        (_module, _slot, _main, Serial, Generation) = (module, slot, main, serial, module.Generation);
        _permits = new SemaphoreSlim(options.MaxSessions, options.MaxSessions);
        Objects = new TokenObjects(module, options);
        Contents = Objects.Read(main.Raw);
    }

    public string Serial { get; }

    public int Generation { get; }

    public TokenObjects Objects { get; }

    /// <summary>The keys and tombstones as last looked at.</summary>
    public TokenContents Contents { get; private set; }

    /// <exception cref="TokenException">The token is not there, or does not let this user in.</exception>
    public static TokenConnection Open(Pkcs11Module module, Pkcs11Options options, RefusedPin refused)
    {
        using var inside = Pkcs11Module.Enter();
        try
        {
            var (slot, serial) = FindSlot(module, options);
            var main = new TokenSession(slot.OpenSession(SessionType.ReadWrite), module);
            try
            {
                Login(main.Raw, options, refused);
                return new TokenConnection(module, slot, main, options, serial);
            }
            catch
            {
                main.Dispose();
                throw;
            }
        }
        catch (Pkcs11Exception error)
        {
            throw TokenException.Of(error, options);
        }
    }

    /// <summary>Looks again at what the token holds.</summary>
    public TokenContents Look()
    {
        lock (_main)
        {
            using var inside = Pkcs11Module.Enter();
            return Contents = Objects.Read(_main.Raw);
        }
    }

    /// <summary>The handle of a version's key, looked for again where it is not known; null where the token has none.</summary>
    /// <exception cref="Pkcs11Exception">The token failed.</exception>
    public ulong? HandleOf(int version)
    {
        if (Contents.Keys.TryGetValue(version, out var handle)) return handle.ObjectId;
        if (Contents.Destroyed.ContainsKey(version)) return null;
        return Look().Keys.TryGetValue(version, out var found) ? found.ObjectId : null;
    }

    /// <summary>Seals in the token.</summary>
    public CKR Seal(ulong handle, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated, Span<byte> @sealed)
    {
        if (TryRent(out var session) is not CKR.CKR_OK and var none) return none;
        var answer = CKR.CKR_FUNCTION_CANCELED;
        try
        {
            return answer = session!.Seal(handle, plain, associated, @sealed);
        }
        finally
        {
            Return(session!, answer == CKR.CKR_OK);
        }
    }

    /// <summary>Opens in the token; nothing is written unless the answer is OK.</summary>
    public CKR Open(ulong handle, ReadOnlySpan<byte> @sealed, ReadOnlySpan<byte> associated, Span<byte> plain)
    {
        if (TryRent(out var session) is not CKR.CKR_OK and var none) return none;
        var answer = CKR.CKR_FUNCTION_CANCELED;
        try
        {
            return answer = session!.Open(handle, @sealed, associated, plain);
        }
        finally
        {
            Return(session!, answer == CKR.CKR_OK || GcmAnswers.IsNo(answer));
        }
    }

    /// <summary>Whether the key works at this moment: tells a seal that does not fit from a token that fails.</summary>
    public bool Works(ulong handle)
    {
        Span<byte> plain = stackalloc byte[16], back = stackalloc byte[16];
        Span<byte> @sealed = stackalloc byte[16 + Aead.Overhead];
        return Seal(handle, plain, default, @sealed) == CKR.CKR_OK && Open(handle, @sealed, default, back) == CKR.CKR_OK;
    }

    /// <summary>Works with the session that may write.</summary>
    public T Change<T>(Func<ISession, T> work)
    {
        lock (_main)
        {
            using var inside = Pkcs11Module.Enter();
            var result = work(_main.Raw);
            Contents = Objects.Read(_main.Raw);
            return result;
        }
    }

    /// <summary>Closes what is idle; what is in use is closed when it is given back.</summary>
    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var session)) session.Dispose();
        _main.Dispose();
    }

    private CKR TryRent(out TokenSession? session)
    {
        session = null;
        if (_closed) return CKR.CKR_SESSION_CLOSED;
        if (!_permits.Wait(Patience)) return CKR.CKR_SESSION_COUNT;
        if (_idle.TryTake(out session)) return CKR.CKR_OK;
        try
        {
            using var inside = Pkcs11Module.Enter();
            session = new TokenSession(_slot.OpenSession(SessionType.ReadOnly), _module);
            return CKR.CKR_OK;
        }
        catch (Pkcs11Exception error)
        {
            _permits.Release();
            return error.RV;
        }
    }

    private void Return(TokenSession session, bool sound)
    {
        if (sound && !_closed) _idle.Add(session);
        else session.Dispose();
        _permits.Release();
    }

    private static (ISlot Slot, string Serial) FindSlot(Pkcs11Module module, Pkcs11Options options)
    {
        var found = new List<(ISlot Slot, ITokenInfo Info)>();
        foreach (var slot in module.TokenSlots())
        {
            try
            {
                var info = slot.GetTokenInfo();
                if (info.Label.Trim() == options.Token || info.SerialNumber.Trim() == options.Token) found.Add((slot, info));
            }
            catch (Pkcs11Exception)
            {
                // a token that has gone: another may be the one
            }
        }

        if (found.Count == 0)
            throw new TokenException(TokenFault.NoSuchToken, options.Token, $"The module {options.Module} shows no token {options.Token}. Check the label and that the HSM is connected.");
        if (found.Count > 1)
            throw new TokenException(TokenFault.TwoTokens, options.Token, $"{found.Count} tokens are called {options.Token}: name the one by its serial number ({string.Join(", ", found.Select(f => f.Info.SerialNumber.Trim()))}).");
        var flags = found[0].Info.TokenFlags;
        if (!flags.TokenInitialized || !flags.UserPinInitialized)
            throw new TokenException(TokenFault.NotInitialized, options.Token, $"The token {options} is not initialised, or has no user PIN. The HSM's security officer initialises it.");
        return flags.UserPinLocked
            ? throw TokenException.Of(new Pkcs11Exception("C_GetTokenInfo", CKR.CKR_PIN_LOCKED), options)
            : (found[0].Slot, found[0].Info.SerialNumber.Trim());
    }

    private static void Login(ISession session, Pkcs11Options options, RefusedPin refused)
    {
        using var pin = options.Pin.Read();
        if (refused.Is(pin)) throw TokenException.Of(new Pkcs11Exception("C_Login", CKR.CKR_PIN_INCORRECT), options);
        try
        {
            var copy = GC.AllocateArray<byte>(pin.Span.Length, pinned: true);
            try
            {
                pin.Span.CopyTo(copy);
                session.Login(CKU.CKU_USER, copy);
            }
            finally
            {
                System.Security.Cryptography.CryptographicOperations.ZeroMemory(copy);
            }
        }
        catch (Pkcs11Exception error) when (error.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
        {
            // the login is the process's, and somebody was first
        }
        catch (Pkcs11Exception error) when (error.RV is CKR.CKR_PIN_INCORRECT or CKR.CKR_PIN_INVALID or CKR.CKR_PIN_LEN_RANGE)
        {
            refused.Refuse(pin);
            throw;
        }
    }
}
