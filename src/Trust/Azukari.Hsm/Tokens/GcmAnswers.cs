using Net.Pkcs11Interop.Common;

namespace Azukari.Hsm.Tokens;

/// <summary>What a token's answer to a decryption means: tokens differ in how they say that a seal does not fit.</summary>
internal static class GcmAnswers
{
    /// <summary>The bytes are not what the key sealed.</summary>
    public static bool IsNo(CKR answer) => answer is CKR.CKR_ENCRYPTED_DATA_INVALID or CKR.CKR_ENCRYPTED_DATA_LEN_RANGE or CKR.CKR_SIGNATURE_INVALID or CKR.CKR_DATA_INVALID;

    /// <summary>It may be that, or the token failing (SoftHSM says GENERAL_ERROR to both): a probe tells.</summary>
    public static bool MayBeNo(CKR answer) => answer is CKR.CKR_GENERAL_ERROR or CKR.CKR_FUNCTION_FAILED or CKR.CKR_DEVICE_ERROR or CKR.CKR_ARGUMENTS_BAD;

    /// <summary>A code for health pages, for instance <c>ckr-device-removed</c>.</summary>
    public static string Code(CKR answer) => answer.ToString().ToLowerInvariant().Replace('_', '-');
}
