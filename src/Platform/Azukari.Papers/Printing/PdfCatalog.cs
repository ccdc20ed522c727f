using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Azukari.Papers.Printing;

/// <summary>
/// Says in a finished file what the library that wrote it cannot: the document's language, for those who have it read to them. Added as an
/// update at its end (ISO 32000-1, 7.5.6), so nothing written moves.
/// </summary>
internal static partial class PdfCatalog
{
    public static ReadOnlyMemory<byte> Complete(byte[] pdf, string language)
    {
        var text = Encoding.Latin1.GetString(pdf);
        var trailer = Trailer().Match(text, text.LastIndexOf("trailer", StringComparison.Ordinal));
        if (!trailer.Success) return pdf;
        var root = Root().Match(trailer.Value).Groups[1].Value;
        var at = text.LastIndexOf($"\n{root} 0 obj", StringComparison.Ordinal);
        var catalog = at < 0 ? null : Dictionary().Match(text, at);
        if (catalog is not { Success: true } || catalog.Value.Contains("/Lang", StringComparison.Ordinal)) return pdf;

        var tongue = language == "en" ? "en-GB" : "ja-JP";
        var update = new StringBuilder();
        if (pdf[^1] != '\n') update.Append('\n');
        var offset = pdf.Length + update.Length;
        update.Append(CultureInfo.InvariantCulture, $"{root} 0 obj\n<<{catalog.Groups[1].Value.TrimEnd()}\n/Lang ({tongue})>>\nendobj\n");
        var table = pdf.Length + update.Length;
        update.Append(CultureInfo.InvariantCulture, $"xref\n{root} 1\n{offset:D10} 00000 n \ntrailer\n<<{trailer.Groups[1].Value.TrimEnd()}\n/Prev {trailer.Groups[2].Value}>>\nstartxref\n{table}\n%%EOF\n");
        return (byte[])[.. pdf, .. Encoding.Latin1.GetBytes(update.ToString())];
    }

    [GeneratedRegex(@"trailer\s*<<(.*?)>>\s*startxref\s+(\d+)", RegexOptions.Singleline)]
    private static partial Regex Trailer();

    [GeneratedRegex(@"/Root (\d+) 0 R")]
    private static partial Regex Root();

    [GeneratedRegex(@"<<(.*?)>>\s*endobj", RegexOptions.Singleline)]
    private static partial Regex Dictionary();
}
