using Azukari.Papers.Contracts;
using Azukari.Papers.Fonts;

namespace Azukari.Papers.Layout;

/// <summary>Turns a document's blocks into pieces.</summary>
internal sealed class Typesetter(PaperFont font)
{
    private const float Body = 9.5f, Small = Paper.SmallestPoints, Cell = 9, Pad = 9;
    private readonly List<Piece> _pieces = [];

    public IReadOnlyList<Piece> Set(Paper paper)
    {
        Lines(paper.Title, 18, 1.4f, new Area(Sheet.Left, Sheet.Measure, null, Ink.Black), keep: true);
        if (paper.Subtitle is { } subtitle) Lines(subtitle, Body, 1.6f, new Area(Sheet.Left, Sheet.Measure, null, Ink.Grey), keep: true);
        Space(4);
        _pieces.Add(new Piece(1.2f) { Strokes = [new Stroke(Sheet.Left, 0, Sheet.Measure, 1.2f, Ink.Black)] });
        Space(8);
        foreach (var block in paper.Blocks) Set(block, new Area(Sheet.Left, Sheet.Measure, null, Ink.Black));
        return _pieces;
    }

    private void Set(PaperBlock block, Area area)
    {
        switch (block)
        {
            case PaperBlock.Heading heading:
                Space(heading.Level == 1 ? 11 : 7, area.Frame);
                Lines(heading.Text, heading.Level == 1 ? 12.5f : 10.5f, 1.5f, area, keep: true);
                if (heading.Level == 1 && area.Frame is null)
                    _pieces.Add(new Piece(0.5f) { Strokes = [new Stroke(area.X, 0, area.Width, 0.5f, Ink.Grey)], KeepNext = true });
                Space(3, area.Frame, keep: true);
                break;
            case PaperBlock.Paragraph paragraph:
                Lines(paragraph.Text, Body, 1.65f, area);
                Space(4, area.Frame);
                break;
            case PaperBlock.Note note:
                Lines(note.Text, Small, 1.55f, area);
                Space(4, area.Frame);
                break;
            case PaperBlock.Entries entries:
                foreach (var entry in entries.Items) Set(entry, area);
                Space(3, area.Frame);
                break;
            case PaperBlock.KeyValues pairs:
                Rows([0.28f, 0.72f], null, pairs.Rows.Select(row => (string[])[row.Key, row.Value]), area);
                break;
            case PaperBlock.Table table:
                var whole = table.Widths.Sum();
                Rows([.. table.Widths.Select(width => width / whole)], [.. table.Head], table.Rows.Select(row => row.ToArray()), area);
                break;
            case PaperBlock.Box box:
                Set(box, area);
                break;
            case PaperBlock.Code code:
                Set(code, area);
                break;
            case PaperBlock.NewPage:
                _pieces.Add(new Piece(0) { BeginsPage = true });
                break;
        }
    }

    private void Set(Entry entry, Area area)
    {
        var indent = Math.Max(font.Width(entry.Sign, Body) + 4, 14);
        var from = _pieces.Count;
        Lines(entry.Text, Body, 1.65f, area with { X = area.X + indent, Width = area.Width - indent });
        // Before its text also in the file: that is the order it is read aloud in.
        _pieces[from].Runs.Insert(0, _pieces[from].Runs.Count > 0
            ? _pieces[from].Runs[0] with { Text = font.Printable(entry.Sign), X = area.X }
            : new Run(font.Printable(entry.Sign), area.X, Body, Body, area.Ink));
    }

    private void Set(PaperBlock.Box box, Area area)
    {
        var frame = new Frame(area.X, area.Width, box.Red);
        var inner = new Area(area.X + Pad, area.Width - (2 * Pad), frame, box.Red ? Ink.Red : area.Ink);
        Space(6);
        _pieces.Add(new Piece(Pad - 2) { Frame = frame, KeepNext = true });
        foreach (var block in box.Blocks) Set(block, inner);
        _pieces.Add(new Piece(Pad - 5) { Frame = frame });
        Space(7);
    }

    // Dark fields of a row that touch are one.
    private void Set(PaperBlock.Code code, Area area)
    {
        const float side = 110;
        using var generator = new QRCoder.QRCodeGenerator();
        using var data = generator.CreateQrCode(code.Text, QRCoder.QRCodeGenerator.ECCLevel.M);
        var (rows, strokes) = (data.ModuleMatrix, new List<Stroke>());
        var one = side / rows.Count;
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                var from = x;
                while (x < rows.Count && rows[y][x]) x++;
                if (x > from) strokes.Add(new Stroke(area.X + (from * one), y * one, (x - from) * one, one, Ink.Black));
            }
        }

        _pieces.Add(new Piece(side) { Strokes = strokes, Frame = area.Frame });
        Space(4, area.Frame);
    }

    private void Lines(string text, float size, float leading, Area area, bool keep = false)
    {
        var lines = LineBreaker.Break(font.Printable(text), area.Width, piece => font.Width(piece, size));
        for (var i = 0; i < lines.Count; i++)
        {
            // Two lines at least stay together at the beginning and the end of a paragraph.
            var pair = lines.Count > 1 && (i == 0 || i == lines.Count - 2);
            _pieces.Add(new Piece(size * leading)
            {
                Runs = lines[i].Length == 0 ? [] : [new Run(lines[i], area.X, Baseline(size, leading), size, area.Ink)], Frame = area.Frame, KeepNext = keep || pair,
            });
        }
    }

    private void Rows(float[] widths, string[]? head, IEnumerable<string[]> rows, Area area)
    {
        Piece? above = null;
        if (head is not null)
        {
            above = Row(widths, head, area, isHead: true, null);
            _pieces.Add(above);
        }
        else
        {
            // Under a heading its own rule is enough.
            if (!_pieces[^1].KeepNext) _pieces.Add(new Piece(0.5f) { Strokes = [new Stroke(area.X, 0, area.Width, 0.5f, Ink.Hair)], Frame = area.Frame, KeepNext = true });
        }

        foreach (var row in rows) _pieces.Add(Row(widths, row, area, isHead: false, above));
        Space(7, area.Frame);
    }

    private Piece Row(float[] widths, string[] cells, Area area, bool isHead, Piece? head)
    {
        const float leading = 1.5f, above = 3.5f, beside = 4;
        var runs = new List<Run>();
        var most = 0;
        var x = area.X;
        for (var column = 0; column < widths.Length; column++)
        {
            var width = widths[column] * area.Width;
            var lines = LineBreaker.Break(font.Printable(column < cells.Length ? cells[column] : ""), width - (2 * beside), piece => font.Width(piece, Cell));
            for (var i = 0; i < lines.Count; i++)
                if (lines[i].Length > 0) runs.Add(new Run(lines[i], x + beside, above + (i * Cell * leading) + Baseline(Cell, leading), Cell, isHead || (head is null && column == 0 && widths.Length == 2) ? Strong(area.Ink) : area.Ink));
            most = Math.Max(most, lines.Count);
            x += width;
        }

        var height = (most * Cell * leading) + (2 * above);
        var strokes = new List<Stroke>();
        if (isHead) strokes.Add(new Stroke(area.X, 0, area.Width, height, Ink.Pale));
        strokes.Add(new Stroke(area.X, height - 0.5f, area.Width, 0.5f, Ink.Hair));
        return new Piece(height) { Runs = runs, Strokes = strokes, Frame = area.Frame, KeepNext = isHead, Head = head };
    }

    // Column heads and names stand back a little behind what they name.
    private static Ink Strong(Ink ink) => ink == Ink.Black ? Ink.Grey : ink;

    private void Space(float height, Frame? frame = null, bool keep = false) => _pieces.Add(new Piece(height) { IsSpace = frame is null, Frame = frame, KeepNext = keep });

    private static float Baseline(float size, float leading) => (size * leading / 2) + (size * 0.38f);

    private readonly record struct Area(float X, float Width, Frame? Frame, Ink Ink);
}
