using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Azukari.Vault;

/// <summary>
/// What a document may be: a closed list, because whatever is shown to people later must not be able to act. A declared type is checked
/// against the first bytes. Pages, vector graphics and archives are not on the list.
/// </summary>
public sealed class DocumentType
{
    /// <summary>How many of the first bytes the check looks at, at most.</summary>
    public const int HeadBytes = 512;

    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(c => c is not ('\t' or '\n' or '\r' or '\f')).Select(c => (byte)c), 127]);

    private readonly Func<ReadOnlyMemory<byte>, bool> _fits;

    private DocumentType(string mediaType, string extension, Func<ReadOnlyMemory<byte>, bool> fits)
    {
        MediaType = mediaType;
        Extension = extension;
        _fits = fits;
    }

    /// <summary>Text in UTF-8 without control characters; may be empty.</summary>
    public static DocumentType Text { get; } = new("text/plain", ".txt", IsText);

    /// <summary>PDF.</summary>
    public static DocumentType Pdf { get; } = Starting("application/pdf", ".pdf", "%PDF-"u8.ToArray());

    /// <summary>Every type, by media type.</summary>
    public static IReadOnlyList<DocumentType> All { get; } =
    [
        Text,
        Pdf,
        Starting("image/jpeg", ".jpg", [0xFF, 0xD8, 0xFF]),
        Starting("image/png", ".png", [0x89, .. "PNG\r\n\u001a\n"u8]),
        new("image/tiff", ".tif", head => head.Span.StartsWith("II*\0"u8) || head.Span.StartsWith("MM\0*"u8)),
        new("image/heic", ".heic", head => Brand(head, "heic", "heix", "hevc", "heim", "mif1", "msf1")),
        Riff("image/webp", ".webp", "WEBP"u8.ToArray()),
        Riff("audio/wav", ".wav", "WAVE"u8.ToArray()),
        new("audio/mpeg", ".mp3", head => head.Span.StartsWith("ID3"u8) || (head.Length > 1 && head.Span[0] == 0xFF && (head.Span[1] & 0xE6) is 0xE2)),
        new("audio/mp4", ".m4a", head => Brand(head, "M4A ", "mp42", "isom", "iso2", "mp41", "dash")),
        Starting("audio/ogg", ".ogg", "OggS"u8.ToArray()),
        Starting("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", [.. "PK"u8, 3, 4]),
        Starting("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", [.. "PK"u8, 3, 4]),
    ];

    /// <summary>The media type, lower case, without parameters.</summary>
    public string MediaType { get; }

    /// <summary>The usual ending of a file's name, with the dot.</summary>
    public string Extension { get; }

    /// <summary>The type of a media type, parameters left aside; false when it is not on the list.</summary>
    public static bool TryParse(string? mediaType, [NotNullWhen(true)] out DocumentType? type)
    {
        var name = mediaType?.Split(';')[0].Trim();
        type = All.FirstOrDefault(t => string.Equals(t.MediaType, name, StringComparison.OrdinalIgnoreCase));
        return type is not null;
    }

    /// <summary>The type that files of this ending usually have; false when it is not on the list.</summary>
    public static bool TryFromFileName(string fileName, [NotNullWhen(true)] out DocumentType? type)
    {
        var ending = Path.GetExtension(fileName);
        ending = ending.Equals(".jpeg", StringComparison.OrdinalIgnoreCase) ? ".jpg" : ending.Equals(".tiff", StringComparison.OrdinalIgnoreCase) ? ".tif" : ending;
        type = All.FirstOrDefault(t => string.Equals(t.Extension, ending, StringComparison.OrdinalIgnoreCase));
        return type is not null;
    }

    /// <summary>Whether a document that begins so can be of this type.</summary>
    /// <param name="head">Its first <see cref="HeadBytes"/> bytes, or all of a shorter one.</param>
    public bool Fits(ReadOnlyMemory<byte> head) => _fits(head[..Math.Min(head.Length, HeadBytes)]);

    /// <summary>The media type.</summary>
    public override string ToString() => MediaType;

    private static DocumentType Starting(string mediaType, string extension, byte[] magic) => new(mediaType, extension, head => head.Span.StartsWith(magic));

    private static DocumentType Riff(string mediaType, string extension, byte[] form) =>
        new(mediaType, extension, head => head.Length >= 12 && head.Span.StartsWith("RIFF"u8) && head.Span[8..].StartsWith(form));

    private static bool Brand(ReadOnlyMemory<byte> head, params string[] brands) =>
        head.Length >= 12 && head.Span[4..].StartsWith("ftyp"u8) && brands.Contains(Encoding.Latin1.GetString(head.Span[8..12]));

    private static bool IsText(ReadOnlyMemory<byte> head)
    {
        if (head.Span.ContainsAny(Controls)) return false;
        var rest = head.Span;
        while (!rest.IsEmpty)
        {
            switch (Rune.DecodeFromUtf8(rest, out _, out var used))
            {
                case OperationStatus.Done:
                    rest = rest[used..];
                    break;
                case OperationStatus.NeedMoreData:
                    return head.Length == HeadBytes; // a character the head was cut in
                default:
                    return false;
            }
        }

        return true;
    }
}
