using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Azukari.Papers.Contracts;

namespace Azukari.Papers.Legal;

/// <summary>
/// Reads the words of a legal document, a plain text that lawyers can work on. A line begins with what it is: <c># </c> and <c>## </c>
/// headings, <c>- </c> and <c>(1) </c> entries, <c>| name | value</c> pairs, <c>|| a | b | c</c> tables (their first line the head, after an
/// optional <c>|= 2 1 1</c> with widths), <c>&gt; </c> notes in the smallest letters, <c>!red</c> or <c>!box</c> to <c>!end</c> frames,
/// <c>!page</c> a new page, <c>?agent vip</c> to <c>?end</c> what only these are given. Anything else is a paragraph; <c>{name}</c> is filled in.
/// </summary>
internal sealed partial class LegalText
{
    private readonly string[] _lines;
    private int _at;

    private LegalText(string[] lines) => _lines = lines;

    public string Title { get; private set; } = "";

    public string? Subtitle { get; private set; }

    public ImmutableArray<PaperBlock> Blocks { get; private set; } = [];

    public static LegalText Read(string source, string kind, Func<string, string> value)
    {
        var text = new LegalText([.. Given(source.ReplaceLineEndings("\n").Split('\n'), kind).Select(line => Place().Replace(line, found => value(found.Groups[1].Value)))]);
        text.Blocks = text.ReadBlocks(inBox: false);
        return text;
    }

    private static IEnumerable<string> Given(IEnumerable<string> lines, string kind)
    {
        var given = true;
        foreach (var line in lines)
        {
            if (line == "?end") given = true;
            else if (line.StartsWith('?')) given = line[1..].Split(' ').Contains(kind);
            else if (given) yield return line.TrimEnd();
        }
    }

    private ImmutableArray<PaperBlock> ReadBlocks(bool inBox)
    {
        var blocks = ImmutableArray.CreateBuilder<PaperBlock>();
        while (_at < _lines.Length)
        {
            var line = _lines[_at];
            if (line.Length == 0) _at++;
            else if (line == "!end" && inBox) return End(blocks);
            else if (line is "!red" or "!box") blocks.Add(Box(line == "!red"));
            else if (line == "!page") blocks.Add(Next(new PaperBlock.NewPage()));
            else if (line.StartsWith("title: ", StringComparison.Ordinal)) Title = Rest("title: ");
            else if (line.StartsWith("subtitle: ", StringComparison.Ordinal)) Subtitle = Rest("subtitle: ");
            else if (line.StartsWith("# ", StringComparison.Ordinal)) blocks.Add(new PaperBlock.Heading(1, Rest("# ")));
            else if (line.StartsWith("## ", StringComparison.Ordinal)) blocks.Add(new PaperBlock.Heading(2, Rest("## ")));
            else if (line.StartsWith("> ", StringComparison.Ordinal)) blocks.Add(new PaperBlock.Note(Rest("> ")));
            else if (line.StartsWith("||", StringComparison.Ordinal) || line.StartsWith("|=", StringComparison.Ordinal)) blocks.Add(Table());
            else if (line[0] == '|') blocks.Add(Pairs());
            else if (SignOf(line) is not null) blocks.Add(Entries());
            else blocks.Add(Next(new PaperBlock.Paragraph(line)));
        }

        return inBox ? throw new FormatException("A frame of a legal text is not ended.") : blocks.ToImmutable();
    }

    private ImmutableArray<PaperBlock> End(ImmutableArray<PaperBlock>.Builder blocks)
    {
        _at++;
        return blocks.ToImmutable();
    }

    private PaperBlock.Box Box(bool red)
    {
        _at++;
        return new PaperBlock.Box(red, ReadBlocks(inBox: true));
    }

    private PaperBlock.KeyValues Pairs()
    {
        var rows = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        for (; _at < _lines.Length && _lines[_at].StartsWith("| ", StringComparison.Ordinal); _at++)
        {
            var cells = Cells(_lines[_at][1..]);
            rows.Add(new(cells[0], cells.Length > 1 ? cells[1] : ""));
        }

        return new PaperBlock.KeyValues(rows.ToImmutable());
    }

    private PaperBlock.Table Table()
    {
        string[]? widths = _lines[_at].StartsWith("|=", StringComparison.Ordinal) ? _lines[_at++][2..].Split(' ', StringSplitOptions.RemoveEmptyEntries) : null;
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        for (; _at < _lines.Length && _lines[_at].StartsWith("||", StringComparison.Ordinal); _at++) rows.Add([.. Cells(_lines[_at][2..])]);
        var head = rows[0];
        return new PaperBlock.Table(
            widths is null ? [.. head.Select(_ => 1f)] : [.. widths.Select(width => float.Parse(width, System.Globalization.CultureInfo.InvariantCulture))],
            head, [.. rows.Skip(1)]);
    }

    private PaperBlock.Entries Entries()
    {
        var items = ImmutableArray.CreateBuilder<Entry>();
        for (; _at < _lines.Length && SignOf(_lines[_at]) is { } sign; _at++) items.Add(new Entry(sign == "-" ? "・" : sign, _lines[_at][(sign.Length + 1)..]));
        return new PaperBlock.Entries(items.ToImmutable());
    }

    private string Rest(string mark) => _lines[_at++][mark.Length..];

    private PaperBlock Next(PaperBlock block)
    {
        _at++;
        return block;
    }

    private static string[] Cells(string line) => [.. line.Split('|').Select(cell => cell.Trim())];

    private static string? SignOf(string line) => Sign().Match(line) is { Success: true } found ? found.Groups[1].Value : null;

    [GeneratedRegex(@"\{([a-z-]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    [GeneratedRegex(@"^(-|\(\d+\)|[①-⑳]) ", RegexOptions.CultureInvariant)]
    private static partial Regex Sign();
}
