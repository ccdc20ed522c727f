using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Azukari.Papers.Contracts;
using SkiaSharp;

namespace Azukari.Papers.Fonts;

/// <summary>The font documents are printed with: widths for laying out, and subsets to put into files.</summary>
internal sealed class PaperFont
{
    /// <summary>What stands for a character the font does not have, as printers do.</summary>
    public const char Geta = '〓';

    private const float Measured = 1000;

    private static readonly string[] Known =
    [
        "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf", "/usr/share/fonts/truetype/fonts-japanese-gothic.ttf",
        "/usr/share/fonts/ipa-ex-gothic-fonts/ipaexg.ttf", "/usr/share/fonts/OTF/ipaexg.ttf", "/usr/share/fonts/TTF/ipaexg.ttf",
    ];

    private readonly byte[] _file;
    private readonly SKFont _probe;
    private readonly ConcurrentDictionary<string, float> _widths = new(StringComparer.Ordinal);

    private PaperFont(byte[] file, SKFont probe) => (_file, _probe) = (file, probe);

    /// <exception cref="PaperFontException">No font is there, or the file is none.</exception>
    public static PaperFont Load(PaperOptions options)
    {
        var file = options.Font ?? Known.FirstOrDefault(File.Exists) ?? throw new PaperFontException(
            "書面に使う日本語フォントがありません。IPAexフォント（Debian では fonts-ipaexfont）を入れるか、環境変数 AZUKARI_FONT でフォントのファイルを指定してください。",
            "There is no Japanese font to print with. Install IPAex (Debian: fonts-ipaexfont), or name a font file in the environment variable AZUKARI_FONT.");
        try
        {
            var bytes = File.ReadAllBytes(file);
            using var data = SKData.CreateCopy(bytes);
            var face = SKTypeface.FromData(data);
            if (face is not null && At(face, Measured) is { } probe && probe.ContainsGlyph('見') && probe.ContainsGlyph('あ')) return new PaperFont(bytes, probe);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PaperFontException($"{file} を読めません。", $"{file} cannot be read.", fault);
        }

        throw new PaperFontException(
            $"{file} は、日本語の文字を持つ TrueType/OpenType のフォントではありません。", $"{file} is no TrueType or OpenType font that has Japanese letters.");
    }

    /// <summary>The text as it can be printed: what the font does not have becomes 〓, selectors of variants go.</summary>
    public string Printable(string text, ISet<int>? missing = null)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF)) continue;
            if (rune.Value == '\n' || _probe.ContainsGlyph(rune.Value)) printable.Append(rune.ToString());
            else if (Rune.IsWhiteSpace(rune)) printable.Append(' ');
            else
            {
                missing?.Add(rune.Value);
                printable.Append(Geta);
            }
        }

        return printable.ToString();
    }

    /// <summary>The width of a text at a size; letters stand side by side without kerning, so widths add up.</summary>
    public float Width(string text, float size)
    {
        var width = 0f;
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();) width += _widths.GetOrAdd(elements.GetTextElement(), Measure);
        return width * size / Measured;
    }

    /// <summary>A face that has these characters and no others.</summary>
    public SKTypeface Subset(IEnumerable<int> characters)
    {
        using var data = SKData.CreateCopy(FontSubset.Of(_file, characters));
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException("The font's subset is none.");
    }

    /// <summary>A face at a size, for exact widths.</summary>
    public static SKFont At(SKTypeface face, float size) => new(face, size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias };

    private float Measure(string element) => _probe.MeasureText(element);
}
