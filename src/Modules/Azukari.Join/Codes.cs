using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Azukari.Join;

/// <summary>Codes people read and secrets links carry.</summary>
internal static class Codes
{
    // Crockford's base 32: no I, L, O, U, so that nothing is misread or spells a word.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Random letters and digits.</summary>
    public static string Random(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    /// <summary>Letters and digits that follow from bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes, int length)
    {
        var code = new StringBuilder(length);
        for (var i = 0; i < length; i++) code.Append(Alphabet[bytes[i] & 31]);
        return code.ToString();
    }

    /// <summary>A secret for a link: 256 random bits.</summary>
    public static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of a secret; null for what is none.</summary>
    public static byte[]? Hash(string? secret) =>
        secret is { Length: 43 } && Base64Url.IsValid(secret) ? SHA256.HashData(Encoding.ASCII.GetBytes(secret)) : null;
}
