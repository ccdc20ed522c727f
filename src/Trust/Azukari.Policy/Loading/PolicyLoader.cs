using System.Security.Cryptography;
using System.Text;
using Azukari.Policy.Document;

namespace Azukari.Policy.Loading;

/// <summary>Reads policy files. Bad input gives errors with places, never an exception; a document is only returned when there is no error at all.</summary>
public static class PolicyLoader
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaximumBytes = 1024 * 1024;

    /// <summary>How many errors are reported of one file.</summary>
    public const int MaximumErrors = 200;

    /// <summary>The most items, over all versions of a policy: the masks have as many bits.</summary>
    public const int MaximumItems = 128;

    /// <summary>The most recipient kinds, and the most subject kinds, over all versions of a policy.</summary>
    public const int MaximumKinds = 64;

    /// <summary>The most clauses and registered incidental uses, over all versions of a policy.</summary>
    public const int MaximumClauses = 256;

    /// <summary>Loads a file. A file that cannot be opened is an error like any other.</summary>
    public static PolicyLoad LoadFile(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > MaximumBytes)
                return TooLarge(path);
            // Not File.ReadAllBytes: the length of a pipe or a growing file is not to be trusted.
            var buffer = new byte[MaximumBytes + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return Load(buffer.AsSpan(0, length), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Single(path, $"the file cannot be read: {Shown.Text(e.GetType().Name)}", "name an existing file that you may read");
        }
    }

    /// <summary>Loads a text. Its hash is that of its UTF-8 bytes without a byte order mark.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="name">The name to show in errors.</param>
    public static PolicyLoad Load(string text, string name) =>
        text.Length > MaximumBytes ? TooLarge(name) : Load(Encoding.UTF8.GetBytes(text), name);

    /// <summary>Loads the bytes of a file; the hash is theirs.</summary>
    public static PolicyLoad Load(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length > MaximumBytes)
            return TooLarge(name);
        string text;
        try
        {
            var content = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return Single(name, "the file is not UTF-8", "save it as UTF-8");
        }
        var errors = new ErrorList(name);
        PolicyDocument? document = null;
        if (YamlTree.Read(text, errors) is { } root)
            document = new DocumentReader(errors, name, text, Convert.ToHexStringLower(SHA256.HashData(bytes))).Read(root);
        return errors.Any || document is null ? new PolicyLoad(null, errors.InOrder()) : new PolicyLoad(document, []);
    }

    private static PolicyLoad TooLarge(string name) => Single(name, $"the file is larger than {MaximumBytes} bytes", "a policy is shorter");

    private static PolicyLoad Single(string name, Phrase message, Phrase mend) => new(null, [new PolicyError(name, 1, 1, null, message.Said(), mend.Said())]);
}
