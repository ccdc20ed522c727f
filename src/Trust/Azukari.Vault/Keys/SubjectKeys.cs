using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Azukari.Ledger;

namespace Azukari.Vault.Keys;

/// <summary>One of a person's keys as it lies in the key store.</summary>
internal readonly record struct WrappedKey(KeyClass Class, long Serial, int Master, byte[] Wrapped)
{
    public const int AssociatedSize = SubjectId.Size + 1 + 8 + 4;

    /// <summary>Binds the wrapped bytes to person, class, serial and master version: a row moved elsewhere does not open.</summary>
    public static void WriteAssociated(Span<byte> associated, SubjectId subject, KeyClass keyClass, long serial, int master)
    {
        subject.WriteTo(associated);
        associated[SubjectId.Size] = (byte)keyClass;
        BinaryPrimitives.WriteInt64BigEndian(associated[(SubjectId.Size + 1)..], serial);
        BinaryPrimitives.WriteInt32BigEndian(associated[(SubjectId.Size + 9)..], master);
    }
}

/// <summary>A person's keys, still wrapped. Opened for one piece of work and never kept.</summary>
internal sealed class SubjectKeys(SubjectId subject, IMasterKeys masters, IReadOnlyList<WrappedKey> keys)
{
    private static readonly List<(KeyClass Class, Aead Cipher)> None = [];
    private static readonly byte[] PseudonymLabel = Encoding.ASCII.GetBytes("ledger pseudonym");
    private readonly List<(KeyClass Class, Aead Cipher)> _unlocked = masters.IsRemote ? [] : None; // readers of one moment may share this object

    public SubjectId Subject { get; } = subject;

    /// <summary>Whether the person still has a link to the ledger; without it the person is erased.</summary>
    public bool IsLinked => Has(KeyClass.Link);

    public bool Has(KeyClass keyClass) => Find(keyClass) is not null;

    /// <summary>The serial of a key; null where there is none.</summary>
    public long? SerialOf(KeyClass keyClass) => Find(keyClass)?.Serial;

    /// <summary>Opens keys ahead of their use, where the master keys may be away: each is handed out by one <see cref="Open"/>.</summary>
    /// <exception cref="MasterKeysUnavailableException">They are away.</exception>
    public void Unlock(IEnumerable<KeyClass> classes)
    {
        foreach (var keyClass in classes.Distinct())
        {
            if (OpenNew(keyClass) is not { } cipher) continue;
            lock (_unlocked) _unlocked.Add((keyClass, cipher));
        }
    }

    /// <summary>Opens a key; null when it was destroyed, or its master key was.</summary>
    /// <exception cref="MasterKeysUnavailableException">The master keys are away.</exception>
    public Aead? Open(KeyClass keyClass)
    {
        if (!masters.IsRemote) return OpenNew(keyClass);
        lock (_unlocked)
        {
            var at = _unlocked.FindIndex(u => u.Class == keyClass);
            if (at < 0) return OpenNew(keyClass);
            var ready = _unlocked[at].Cipher;
            _unlocked.RemoveAt(at);
            return ready;
        }
    }

    private Aead? OpenNew(KeyClass keyClass)
    {
        Span<byte> key = stackalloc byte[Aead.KeySize]; // the stack does not move: nothing leaves a copy behind
        if (!TryUnwrap(keyClass, key)) return null;
        try
        {
            return new Aead(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The person's pseudonym in the ledger; null once the link key is gone.</summary>
    public byte[]? Pseudonym()
    {
        Span<byte> key = stackalloc byte[Aead.KeySize];
        if (!TryUnwrap(KeyClass.Link, key)) return null;
        try
        {
            return PseudonymOf(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The first 16 bytes of HMAC-SHA-256(link key, "ledger pseudonym").</summary>
    public static byte[] PseudonymOf(ReadOnlySpan<byte> linkKey)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sha256Direct.HmacData(linkKey, PseudonymLabel, hash);
        return hash[..16].ToArray();
    }

    private WrappedKey? Find(KeyClass keyClass)
    {
        foreach (var key in keys)
            if (key.Class == keyClass) return key;
        return null;
    }

    private bool TryUnwrap(KeyClass keyClass, Span<byte> key)
    {
        if (Find(keyClass) is not { } wrapped) return false;
        Span<byte> associated = stackalloc byte[WrappedKey.AssociatedSize];
        WrappedKey.WriteAssociated(associated, Subject, keyClass, wrapped.Serial, wrapped.Master);
        return masters.TryUnwrap(wrapped.Master, wrapped.Wrapped, associated, key);
    }
}
