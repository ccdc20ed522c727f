using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Azukari.Testing;

namespace Azukari.Tests.Papers;

/// <summary>A PDF looked into: its text by another program (pdftotext), its drawing by its own operators.</summary>
internal sealed partial class PdfFile
{
    private PdfFile(byte[] bytes, string text, IReadOnlyList<string> drawing) => (Bytes, Text, Drawing) = (bytes, text, drawing);

    public byte[] Bytes { get; }

    /// <summary>The text in the order it is read, without breaks and spaces, NFKC.</summary>
    public string Text { get; }

    /// <summary>The operators of each page.</summary>
    public IReadOnlyList<string> Drawing { get; }

    public int Pages => Drawing.Count;

    /// <summary>The sizes of letters, in points.</summary>
    public IEnumerable<float> Sizes => Drawing.SelectMany(page => Size().Matches(page).Select(found => float.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)));

    /// <summary>What each page draws, in order: a line of text, or the outline of a rectangle, each with its colour.</summary>
    public IReadOnlyList<IReadOnlyList<PdfMark>> Marks => [.. Drawing.Select(Walk)];

    public string Head => Encoding.Latin1.GetString(Bytes);

    public static async Task<PdfFile> ReadAsync(byte[] pdf)
    {
        var file = Path.Combine(TestRun.NewFolder("papers"), "paper.pdf");
        await File.WriteAllBytesAsync(file, pdf, TestContext.Current.CancellationToken);
        using var program = Process.Start(new ProcessStartInfo("pdftotext", ["-raw", "-enc", "UTF-8", file, "-"]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })
            ?? throw new InvalidOperationException("pdftotext is missing: apt-get install poppler-utils");
        var text = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
        TestRun.DropFolder(Path.GetDirectoryName(file)!);
        return new PdfFile(pdf, Tight(text), [.. Streams(pdf).Where(stream => stream.Contains(" Tf", StringComparison.Ordinal))]);
    }

    /// <summary>A text as <see cref="Text"/> has it.</summary>
    public static string Tight(string text) => string.Concat(text.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c)));

    private static IEnumerable<string> Streams(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        foreach (Match found in Stream().Matches(text))
        {
            var bytes = Encoding.Latin1.GetBytes(found.Groups[1].Value);
            string? plain = null;
            try
            {
                using var inflated = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
                using var all = new MemoryStream();
                inflated.CopyTo(all);
                plain = Encoding.Latin1.GetString(all.ToArray());
            }
            catch (InvalidDataException)
            {
                plain = found.Groups[1].Value; // not compressed
            }

            yield return plain;
        }
    }

    private static List<PdfMark> Walk(string page)
    {
        var marks = new List<PdfMark>();
        var (fill, stroke, path, x, y) = ("", "", default(PdfMark), 0f, 0f);
        foreach (var line in page.Split('\n'))
        {
            if (Colour().Match(line) is { Success: true } colour) (stroke, fill) = (colour.Groups[1].Value, colour.Groups[2].Value);
            else if (Rectangle().Match(line) is { Success: true } rectangle) path = new PdfMark(false, "", Number(rectangle, 1), Number(rectangle, 2), Number(rectangle, 3), Number(rectangle, 4));
            else if (line == "S" && path is { } outline) marks.Add(outline with { Colour = stroke });
            else if (Place().Match(line) is { Success: true } place) (x, y) = (Number(place, 1), Number(place, 2));
            else if (line.EndsWith(" Tj", StringComparison.Ordinal)) marks.Add(new PdfMark(true, fill, x, y, 0, 0));
        }

        return marks;
    }

    private static float Number(Match found, int group) => float.Parse(found.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([\d.]+ [\d.]+ [\d.]+) RG ([\d.]+ [\d.]+ [\d.]+) rg$")]
    private static partial Regex Colour();

    [GeneratedRegex(@"^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re$")]
    private static partial Regex Rectangle();

    [GeneratedRegex(@"^1 0 0 -1 ([\d.]+) ([\d.]+) Tm$")]
    private static partial Regex Place();

    [GeneratedRegex(@"stream\r?\n(.*?)\r?\nendstream", RegexOptions.Singleline)]
    private static partial Regex Stream();

    [GeneratedRegex(@"/F\d+ ([\d.]+) Tf")]
    private static partial Regex Size();
}

/// <summary>A line of text, where it begins, or the outline of a rectangle; from the top of the page.</summary>
internal readonly record struct PdfMark(bool IsText, string Colour, float X, float Y, float Width, float Height)
{
    /// <summary>Red as it is printed: full of red, nothing of green and blue.</summary>
    public bool IsRed => Colour.EndsWith(" 0 0", StringComparison.Ordinal) && Colour[0] == '.' && Colour[1] is '8' or '9';

    public bool Holds(PdfMark text) => text.X > X && text.X < X + Width && text.Y > Y && text.Y < Y + Height;
}
