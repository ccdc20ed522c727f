using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Azukari.Ledger;

/// <summary>The public half: checks checkpoints. Printed as the C2SP signed-note verifier key <c>name+id+base64(0x01 ‖ key)</c>.</summary>
public sealed class LedgerVerifierKey
{
    internal const byte Ed25519 = 1;
    private readonly PublicKey _key;

    internal LedgerVerifierKey(string name, PublicKey key)
    {
        Name = name;
        _key = key;
        var raw = key.Export(KeyBlobFormat.RawPublicKey);
        KeyId = IdOf(name, raw);
        Text = string.Create(CultureInfo.InvariantCulture, $"{name}+{KeyId:x8}+{Convert.ToBase64String([Ed25519, .. raw])}");
    }

    /// <summary>The key's name, which is the ledger's origin.</summary>
    public string Name { get; }

    /// <summary>The first four bytes of SHA-256(name ‖ newline ‖ 0x01 ‖ public key).</summary>
    public uint KeyId { get; }

    /// <summary>The printed form.</summary>
    public string Text { get; }

    /// <summary>Reads the printed form.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LedgerVerifierKey? key)
    {
        key = null;
        var parts = text.Trim().Split('+', 3);
        if (parts.Length != 3 || !NoteName.IsName(parts[0]))
            return false;
        var bytes = new byte[64];
        if (!Convert.TryFromBase64String(parts[2], bytes, out var length) || length != 33 || bytes[0] != Ed25519)
            return false;
        if (!PublicKey.TryImport(SignatureAlgorithm.Ed25519, bytes.AsSpan(1, 32), KeyBlobFormat.RawPublicKey, out var made) || made is null)
            return false;
        var found = new LedgerVerifierKey(parts[0], made);
        if (!string.Equals(found.KeyId.ToString("x8", CultureInfo.InvariantCulture), parts[1], StringComparison.Ordinal))
            return false;
        key = found;
        return true;
    }

    /// <summary>Reads a file that holds the printed form.</summary>
    /// <exception cref="FormatException">It holds something else.</exception>
    public static async Task<LedgerVerifierKey> LoadAsync(string file, CancellationToken ct = default) =>
        TryParse(await File.ReadAllTextAsync(file, ct).ConfigureAwait(false), out var key)
            ? key : throw new FormatException($"{file} is not a ledger's verifier key (one line: name+id+key).");

    /// <summary>Whether a signature over a backup's manifest is this ledger's.</summary>
    public bool VerifyBackup(ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> signature) => signature.Length == 64 && Verify(BackupText(manifest), signature);

    /// <inheritdoc />
    public override string ToString() => Text;

    // Said before what is signed, so that no manifest can pass as a checkpoint.
    internal static byte[] BackupText(ReadOnlySpan<byte> manifest) => [.. "azukari backup\n"u8, .. SHA256.HashData(manifest)];

    internal bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => SignatureAlgorithm.Ed25519.Verify(_key, text, signature);

    internal static uint IdOf(string name, ReadOnlySpan<byte> publicKey)
    {
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519, .. publicKey]);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}

/// <summary>The private half: signs checkpoints. Kept in <c>ledger-signing.key</c>, mode 0600, its public half in <c>ledger-signing.pub</c>.</summary>
public sealed class LedgerSigningKey : IDisposable
{
    /// <summary>The file that holds the private key.</summary>
    public const string FileName = "ledger-signing.key";

    /// <summary>The file that holds the verifier key.</summary>
    public const string PublicFileName = "ledger-signing.pub";

    private const string Prefix = "PRIVATE+KEY+";
    private readonly Key _key;

    private LedgerSigningKey(string name, Key key)
    {
        _key = key;
        Verifier = new LedgerVerifierKey(name, key.PublicKey);
    }

    /// <summary>What checks this key's signatures.</summary>
    public LedgerVerifierKey Verifier { get; }

    /// <summary>A fresh key.</summary>
    /// <param name="name">The ledger's origin, for instance <c>example.jp/azukari</c>: no white space, no plus sign.</param>
    public static LedgerSigningKey Create(string name) => FromSeed(name, RandomNumberGenerator.GetBytes(32));

    /// <summary>The key of a given 32-byte seed.</summary>
    public static LedgerSigningKey FromSeed(string name, byte[] seed)
    {
        NoteName.Check(name);
        return new LedgerSigningKey(name, Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey,
            new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }));
    }

    /// <summary>Loads the key of a folder, or makes one where there is none.</summary>
    /// <exception cref="FormatException">The file holds something else, or a key of another name.</exception>
    /// <exception cref="UnauthorizedAccessException">Others than its owner may read the file.</exception>
    public static async Task<LedgerSigningKey> LoadOrCreateAsync(string folder, string name, CancellationToken ct = default)
    {
        NoteName.Check(name);
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
            await CreateFileAsync(file, name, ct).ConfigureAwait(false);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            throw new UnauthorizedAccessException($"{file} may be read by others. Set its mode to 0600; if others had access, make a new key.");
        var key = Parse(await File.ReadAllTextAsync(file, ct).ConfigureAwait(false), file);
        if (key.Verifier.Name != name)
            throw new FormatException($"{file} is the key of {key.Verifier.Name}, not of {name}.");
        var publicFile = Path.Combine(folder, PublicFileName);
        if (!File.Exists(publicFile))
            await File.WriteAllTextAsync(publicFile, key.Verifier.Text + "\n", ct).ConfigureAwait(false);
        return key;
    }

    /// <summary>The name only; never the key.</summary>
    public override string ToString() => Verifier.Name;

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();

    /// <summary>Signs the manifest of a backup of what belongs to this ledger's company.</summary>
    public byte[] SignBackup(ReadOnlySpan<byte> manifest) => Sign(LedgerVerifierKey.BackupText(manifest));

    internal byte[] Sign(ReadOnlySpan<byte> text) => SignatureAlgorithm.Ed25519.Sign(_key, text);

    private static async Task CreateFileAsync(string file, string name, CancellationToken ct)
    {
        var seed = RandomNumberGenerator.GetBytes(32);
        using var key = FromSeed(name, seed);
        var text = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{name}+{key.Verifier.KeyId:x8}+{Convert.ToBase64String([LedgerVerifierKey.Ed25519, .. seed])}\n");
        // Written whole under another name first: a crash, or another process at the same moment, never leaves half a key.
        var draft = file + "." + Guid.NewGuid().ToString("N");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(draft, options);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text), ct).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
        }
        CryptographicOperations.ZeroMemory(seed);
    }

    private static LedgerSigningKey Parse(string text, string file)
    {
        var parts = text.Trim().Split('+', 5);
        if (parts.Length != 5 || !text.StartsWith(Prefix, StringComparison.Ordinal))
            throw new FormatException($"{file} is not a ledger's signing key.");
        var bytes = new byte[64];
        if (!Convert.TryFromBase64String(parts[4], bytes, out var length) || length != 33 || bytes[0] != LedgerVerifierKey.Ed25519)
            throw new FormatException($"{file} is not a ledger's signing key.");
        var key = FromSeed(parts[2], bytes[1..33]);
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }
}

internal static class NoteName
{
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 128 && !name.Contains('+', StringComparison.Ordinal) && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    public static void Check(string name)
    {
        if (!IsName(name))
            throw new ArgumentException("A ledger's origin is 1 to 128 characters without white space and plus signs, for instance example.jp/azukari.", nameof(name));
    }
}
