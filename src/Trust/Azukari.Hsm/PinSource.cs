using System.Security.Cryptography;
using System.Text;
using Azukari.Vault.Keys;

namespace Azukari.Hsm;

/// <summary>Where a PIN comes from. It is read when it is needed and zeroed after; it is in no setting, no message and no log.</summary>
public abstract class PinSource
{
    private const int MaximumLength = 1024;

    private protected PinSource()
    {
    }

    /// <summary>From the first line of a file that only its owner may read (mode 0600 or 0400).</summary>
    public static PinSource File(string path) => new FromFile(path);

    /// <summary>From an environment variable, which is read once, here.</summary>
    /// <param name="name">The variable, for messages.</param>
    /// <param name="value">What it holds; null or empty when it is not set.</param>
    public static PinSource Environment(string name, string? value) => new FromText(name, value);

    /// <summary>The PIN in UTF-8, pinned; the caller disposes it.</summary>
    /// <exception cref="TokenException">There is none, or others can read it.</exception>
    internal abstract SecretBytes Read();

    private sealed class FromFile(string path) : PinSource
    {
        internal override SecretBytes Read()
        {
            if (!System.IO.File.Exists(path)) throw new TokenException(TokenFault.PinMissing, path, $"The PIN file {path} does not exist. Write the token's user PIN into it, with mode 0600.");
            if (DurableFile.IsOpenToOthers(path)) throw new TokenException(TokenFault.PinOpenToOthers, path, $"The PIN file {path} can be read or changed by others. Run chmod 600 {path}, and change the PIN if anybody may have read it.");
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            using var all = new SecretBytes((int)Math.Min(file.Length, MaximumLength));
            file.ReadExactly(all.Span);
            var end = all.Span.IndexOfAny((byte)'\r', (byte)'\n');
            var pin = new SecretBytes(end < 0 ? all.Span.Length : end);
            all.Span[..pin.Span.Length].CopyTo(pin.Span);
            if (pin.Span.Length > 0) return pin;
            throw new TokenException(TokenFault.PinMissing, path, $"The PIN file {path} is empty. Write the token's user PIN into it.");
        }

        public override string ToString() => path;
    }

    private sealed class FromText(string name, string? value) : PinSource
    {
        internal override SecretBytes Read()
        {
            if (string.IsNullOrEmpty(value)) throw new TokenException(TokenFault.PinMissing, name, $"The environment variable {name} holds no PIN. Set it, or name a file of mode 0600 in pinFile.");
            var pin = new SecretBytes(Encoding.UTF8.GetByteCount(value));
            Encoding.UTF8.GetBytes(value, pin.Span);
            return pin;
        }

        public override string ToString() => name;
    }
}

/// <summary>Remembers a PIN the token refused, by its hash: trying it again would lock the token.</summary>
internal sealed class RefusedPin
{
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(32);
    private byte[]? _refused;

    public bool Is(SecretBytes pin) => _refused is { } refused && CryptographicOperations.FixedTimeEquals(refused, HMACSHA256.HashData(_salt, pin.Span));

    public void Refuse(SecretBytes pin) => _refused = HMACSHA256.HashData(_salt, pin.Span);
}
