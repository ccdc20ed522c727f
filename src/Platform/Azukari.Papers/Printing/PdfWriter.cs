using System.Globalization;
using Azukari.Papers.Contracts;
using Azukari.Papers.Fonts;
using Azukari.Papers.Layout;
using SkiaSharp;

namespace Azukari.Papers.Printing;

/// <summary>Writes laid-out pages as a PDF with the part of the font they use.</summary>
internal static class PdfWriter
{
    private const float Margin = Paper.SmallestPoints;

    public static (byte[] Pdf, int Missing) Write(Paper paper, IReadOnlyList<IReadOnlyList<Placed>> pages, PaperFont font)
    {
        var missing = new HashSet<int>();
        foreach (var text in Texts(paper)) font.Printable(text, missing);
        var margins = Enumerable.Range(1, pages.Count).Select(number => Margins(paper, font, number, pages.Count)).ToList();
        var used = new SortedSet<int>();
        foreach (var run in pages.SelectMany(page => page.SelectMany(placed => placed.Piece.Runs)).Concat(margins.SelectMany(runs => runs)))
            foreach (var rune in run.Text.EnumerateRunes()) used.Add(rune.Value);
        using var face = font.Subset(used);
        using var output = new MemoryStream();
        using (var document = SKDocument.CreatePdf(output, Properties(paper)))
        {
            for (var i = 0; i < pages.Count; i++)
            {
                using var canvas = document.BeginPage(Sheet.Width, Sheet.Height);
                Frames(canvas, pages[i]);
                foreach (var placed in pages[i]) Draw(canvas, face, placed.Piece.Strokes, placed.Piece.Runs, placed.Y);
                Draw(canvas, face, [], margins[i], 0);
                document.EndPage();
            }

            document.Close();
        }

        return (output.ToArray(), missing.Count);
    }

    // Nothing of a person: the title names a kind of document.
    private static SKDocumentPdfMetadata Properties(Paper paper)
    {
        var day = paper.Day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        return new SKDocumentPdfMetadata(SKDocumentPdfMetadata.DefaultRasterDpi)
        {
            Title = paper.Title, Author = paper.Issuer, Subject = paper.Version, Creator = "Azukari", Producer = "Azukari", Creation = day, Modified = day,
        };
    }

    private static List<Run> Margins(Paper paper, PaperFont font, int number, int of)
    {
        var foot = string.Create(CultureInfo.InvariantCulture, $"{number} / {of}");
        var runs = new List<Run>
        {
            new(font.Printable(paper.Title + "　" + paper.Version), Sheet.Left, Sheet.Bottom + 26, Margin, Ink.Grey),
            new(foot, Sheet.Right - font.Width(foot, Margin), Sheet.Bottom + 26, Margin, Ink.Grey),
            new(font.Printable(paper.Issuer), Sheet.Left, Sheet.Top - 24, Margin, Ink.Grey),
        };
        if (paper.Mark is { } mark)
        {
            var printed = font.Printable(mark);
            runs.Add(new Run(printed, Sheet.Right - font.Width(printed, 10), Sheet.Top - 24, 10, Ink.Black));
        }

        return runs;
    }

    private static void Frames(SKCanvas canvas, IReadOnlyList<Placed> page)
    {
        foreach (var framed in page.Where(placed => placed.Piece.Frame is not null).GroupBy(placed => placed.Piece.Frame!, ReferenceEqualityComparer.Instance))
        {
            var frame = (Frame)framed.Key!;
            var (top, bottom) = (framed.Min(placed => placed.Y), framed.Max(placed => placed.Y + placed.Piece.Height));
            using var paint = new SKPaint { Style = SKPaintStyle.Stroke, StrokeWidth = frame.Red ? 1.4f : 0.7f, Color = Colour(frame.Red ? Ink.Red : Ink.Grey) };
            canvas.DrawRect(frame.X, top, frame.Width, bottom - top, paint);
        }
    }

    private static void Draw(SKCanvas canvas, SKTypeface face, List<Stroke> strokes, List<Run> runs, float y)
    {
        foreach (var stroke in strokes)
        {
            using var paint = new SKPaint { Style = SKPaintStyle.Fill, Color = Colour(stroke.Ink) };
            canvas.DrawRect(stroke.X, y + stroke.Y, stroke.Width, stroke.Height, paint);
        }

        foreach (var run in runs)
        {
            using var font = PaperFont.At(face, Math.Max(run.Size, Paper.SmallestPoints));
            using var paint = new SKPaint { Color = Colour(run.Ink), IsAntialias = true };
            canvas.DrawText(run.Text, run.X, y + run.Baseline, SKTextAlign.Left, font, paint);
        }
    }

    private static SKColor Colour(Ink ink) => ink switch
    {
        Ink.Black => new SKColor(0x1a, 0x1a, 0x1a),
        Ink.Grey => new SKColor(0x5a, 0x60, 0x66),
        Ink.Hair => new SKColor(0xb4, 0xba, 0xc0),
        Ink.Pale => new SKColor(0xee, 0xf0, 0xf2),
        Ink.Red => new SKColor(0xd0, 0x00, 0x00),
    };

    private static IEnumerable<string> Texts(Paper paper)
    {
        yield return paper.Title;
        yield return paper.Subtitle ?? "";
        yield return paper.Issuer;
        yield return paper.Mark ?? "";
        foreach (var text in paper.Blocks.SelectMany(Texts)) yield return text;
    }

    private static IEnumerable<string> Texts(PaperBlock block) => block switch
    {
        PaperBlock.Heading heading => [heading.Text],
        PaperBlock.Paragraph paragraph => [paragraph.Text],
        PaperBlock.Note note => [note.Text],
        PaperBlock.Entries entries => entries.Items.SelectMany(entry => new[] { entry.Sign, entry.Text }),
        PaperBlock.KeyValues pairs => pairs.Rows.SelectMany(row => new[] { row.Key, row.Value }),
        PaperBlock.Table table => table.Head.Concat(table.Rows.SelectMany(row => row)),
        PaperBlock.Box box => box.Blocks.SelectMany(Texts),
        _ => [],
    };
}
