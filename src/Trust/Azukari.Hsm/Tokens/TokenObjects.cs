using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Azukari.Hsm.Tokens;

/// <summary>What a token holds of ours: handles of keys by version, and when versions were destroyed.</summary>
internal sealed record TokenContents(IReadOnlyDictionary<int, IObjectHandle> Keys, IReadOnlyDictionary<int, DateTimeOffset> Destroyed)
{
    public int Highest => Math.Max(Keys.Keys.DefaultIfEmpty(0).Max(), Destroyed.Keys.DefaultIfEmpty(0).Max());
}

/// <summary>
/// Master keys as objects of a token: AES-256, made there, sensitive; the version is their CKA_ID. Of a destroyed version a data object
/// with the date stays. Callers have entered the module.
/// </summary>
internal sealed class TokenObjects(Pkcs11Module module, Pkcs11Options options)
{
    public const int KeySize = 32;
    private readonly string _tombstones = options.Label + " destroyed";

    public TokenContents Read(ISession session)
    {
        var keys = new Dictionary<int, IObjectHandle>();
        var twice = new HashSet<int>(); // two processes made it at one moment: neither is used until one of them has taken its own away
        foreach (var handle in session.FindAllObjects([Attribute(CKA.CKA_CLASS, CKO.CKO_SECRET_KEY), Attribute(CKA.CKA_KEY_TYPE, CKK.CKK_AES), Attribute(CKA.CKA_LABEL, options.Label)]))
            if (Value(session, handle, CKA.CKA_ID) is { Length: 4 } id && !keys.TryAdd(BinaryPrimitives.ReadInt32BigEndian(id), handle)) twice.Add(BinaryPrimitives.ReadInt32BigEndian(id));
        foreach (var version in twice) keys.Remove(version);
        var destroyed = new Dictionary<int, DateTimeOffset>();
        foreach (var handle in session.FindAllObjects([Attribute(CKA.CKA_CLASS, CKO.CKO_DATA), Attribute(CKA.CKA_LABEL, _tombstones)]))
        {
            var parts = Encoding.ASCII.GetString(Value(session, handle, CKA.CKA_VALUE) ?? []).Split(' ');
            if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                && DateTimeOffset.TryParse(parts[1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) destroyed[version] = at;
        }

        return new TokenContents(keys, destroyed);
    }

    /// <summary>How many keys have this version: more than one only where two processes made it at the same moment.</summary>
    public int Count(ISession session, int version) => session.FindAllObjects(
        [Attribute(CKA.CKA_CLASS, CKO.CKO_SECRET_KEY), Attribute(CKA.CKA_LABEL, options.Label), Attribute(CKA.CKA_ID, IdOf(version))]).Count;

    public IObjectHandle Generate(ISession session, int version, bool copyable) =>
        session.GenerateKey(module.Factories.MechanismFactory.Create(CKM.CKM_AES_KEY_GEN), [.. KeyTemplate(version, copyable), Attribute(CKA.CKA_VALUE_LEN, (ulong)KeySize)]);

    /// <summary>From here the key can't leave its token any more, wrapped or not; there is no way back.</summary>
    public void Fix(ISession session, IObjectHandle key)
    {
        // Setting what is set already is an error to some tokens.
        if (session.GetAttributeValue(key, [CKA.CKA_EXTRACTABLE])[0].GetValueAsBool()) session.SetAttributeValue(key, [Attribute(CKA.CKA_EXTRACTABLE, false)]);
    }

    public void Bury(ISession session, int version, DateTimeOffset at) => session.CreateObject(
    [
        Attribute(CKA.CKA_CLASS, CKO.CKO_DATA), Attribute(CKA.CKA_TOKEN, true), Attribute(CKA.CKA_PRIVATE, true), Attribute(CKA.CKA_LABEL, _tombstones),
        Attribute(CKA.CKA_APPLICATION, "azukari"), Attribute(CKA.CKA_VALUE, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{version} {at.UtcDateTime:O}"))),
    ]);

    /// <summary>A key that can work and not be read; where copyable, it can leave once, wrapped under another key.</summary>
    public List<IObjectAttribute> KeyTemplate(int version, bool copyable) =>
    [
        Attribute(CKA.CKA_CLASS, CKO.CKO_SECRET_KEY), Attribute(CKA.CKA_KEY_TYPE, CKK.CKK_AES), Attribute(CKA.CKA_TOKEN, true), Attribute(CKA.CKA_PRIVATE, true),
        Attribute(CKA.CKA_SENSITIVE, true), Attribute(CKA.CKA_EXTRACTABLE, copyable), Attribute(CKA.CKA_ENCRYPT, true), Attribute(CKA.CKA_DECRYPT, true),
        Attribute(CKA.CKA_WRAP, false), Attribute(CKA.CKA_UNWRAP, false), Attribute(CKA.CKA_LABEL, options.Label), Attribute(CKA.CKA_ID, IdOf(version)),
    ];

    public IObjectAttribute Attribute(CKA type, bool value) => module.Factories.ObjectAttributeFactory.Create(type, value);

    public IObjectAttribute Attribute(CKA type, string value) => module.Factories.ObjectAttributeFactory.Create(type, value);

    public IObjectAttribute Attribute(CKA type, byte[] value) => module.Factories.ObjectAttributeFactory.Create(type, value);

    public IObjectAttribute Attribute(CKA type, ulong value) => module.Factories.ObjectAttributeFactory.Create(type, value);

    public IObjectAttribute Attribute(CKA type, CKO value) => module.Factories.ObjectAttributeFactory.Create(type, value);

    public IObjectAttribute Attribute(CKA type, CKK value) => module.Factories.ObjectAttributeFactory.Create(type, value);

    // Null where the object went while it was being looked at.
    private static byte[]? Value(ISession session, IObjectHandle handle, CKA type)
    {
        try
        {
            return session.GetAttributeValue(handle, [type])[0].GetValueAsByteArray();
        }
        catch (Pkcs11Exception error) when (error.RV == CKR.CKR_OBJECT_HANDLE_INVALID)
        {
            return null;
        }
    }

    private static byte[] IdOf(int version)
    {
        var id = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(id, version);
        return id;
    }
}
