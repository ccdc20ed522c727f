using Azukari.Hsm.Tokens;
using Azukari.Vault.Keys;
using Net.Pkcs11Interop.Common;

namespace Azukari.Hsm.Copies;

/// <summary>
/// Copies a master key from one token to another without anybody seeing it: the second makes an RSA key pair for this one copy, the first
/// wraps the key under its public half, the second unwraps it. The copy can't leave the second token.
/// </summary>
internal static class KeyCopy
{
    private const ulong Bits = 3072;

    /// <summary>False where the second token has the key already (a copy made before, or by the vendor's own means).</summary>
    /// <exception cref="MasterKeyException">The key may not leave its token.</exception>
    public static bool Make(TokenConnection from, TokenConnection to, int version, Pkcs11Options options)
    {
        var module = Pkcs11Module.Load(options.Module);
        var wide = Pkcs11Module.Load(options.Backup!.Module);
        return to.Change(target =>
        {
            var objects = new TokenObjects(wide, options.Backup with { Label = options.Label });
            if (objects.Count(target, version) > 0) return false;
            target.GenerateKeyPair(wide.Factories.MechanismFactory.Create(CKM.CKM_RSA_PKCS_KEY_PAIR_GEN),
                [objects.Attribute(CKA.CKA_TOKEN, false), objects.Attribute(CKA.CKA_WRAP, true), objects.Attribute(CKA.CKA_MODULUS_BITS, Bits), objects.Attribute(CKA.CKA_PUBLIC_EXPONENT, [1, 0, 1])],
                [objects.Attribute(CKA.CKA_TOKEN, false), objects.Attribute(CKA.CKA_PRIVATE, true), objects.Attribute(CKA.CKA_SENSITIVE, true), objects.Attribute(CKA.CKA_EXTRACTABLE, false), objects.Attribute(CKA.CKA_UNWRAP, true)],
                out var open, out var closed);
            var half = target.GetAttributeValue(open, [CKA.CKA_MODULUS, CKA.CKA_PUBLIC_EXPONENT]);
            var wrapped = from.Change(source =>
            {
                var imported = source.CreateObject(
                [
                    from.Objects.Attribute(CKA.CKA_CLASS, CKO.CKO_PUBLIC_KEY), from.Objects.Attribute(CKA.CKA_KEY_TYPE, CKK.CKK_RSA), from.Objects.Attribute(CKA.CKA_TOKEN, false), from.Objects.Attribute(CKA.CKA_WRAP, true),
                    from.Objects.Attribute(CKA.CKA_MODULUS, half[0].GetValueAsByteArray()), from.Objects.Attribute(CKA.CKA_PUBLIC_EXPONENT, half[1].GetValueAsByteArray()),
                ]);
                try
                {
                    return source.WrapKey(Oaep(module), imported, from.Contents.Keys[version]);
                }
                catch (Pkcs11Exception error) when (error.RV is CKR.CKR_KEY_UNEXTRACTABLE or CKR.CKR_KEY_NOT_WRAPPABLE)
                {
                    throw new MasterKeyException($"Master key version {version} may not leave {options}, and the backup token {options.Backup} does not hold it. " +
                        "Bring it there by the HSM's own backup, or rotate once more: a key made with a backup token set can be copied.", error);
                }
                finally
                {
                    source.DestroyObject(imported);
                }
            });
            target.UnwrapKey(Oaep(wide), closed, wrapped, objects.KeyTemplate(version, copyable: false));
            target.DestroyObject(open);
            target.DestroyObject(closed);
            return true;
        });
    }

    // SHA-1 here is part of a padding whose strength does not rest on collisions, and the only one every token knows.
    private static Net.Pkcs11Interop.HighLevelAPI.IMechanism Oaep(Pkcs11Module module) => module.Factories.MechanismFactory.Create(CKM.CKM_RSA_PKCS_OAEP,
        module.Factories.MechanismParamsFactory.CreateCkRsaPkcsOaepParams((ulong)CKM.CKM_SHA_1, (ulong)CKG.CKG_MGF1_SHA1, (ulong)CKZ.CKZ_DATA_SPECIFIED, null));
}
