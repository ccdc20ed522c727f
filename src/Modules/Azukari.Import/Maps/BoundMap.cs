using System.Collections.Immutable;
using Azukari.Import.Rejects;
using Azukari.Values;

namespace Azukari.Import.Maps;

/// <summary>A map whose headings are found in a file: each column of the file is mapped or ignored, and each heading of the map is there.</summary>
internal sealed class BoundMap
{
    private readonly Dictionary<string, int> _byLabel = new(StringComparer.Ordinal);

    private BoundMap(ImportMap map, string[] headings)
    {
        Map = map;
        Headings = headings;
    }

    public ImportMap Map { get; }

    /// <summary>The file's headings, trimmed, without empty ones at the end.</summary>
    public string[] Headings { get; }

    /// <summary>The columns copied to the rejects: all but those an earlier rejects file put in front.</summary>
    public int[] Copied { get; private init; } = [];

    public int this[MappedColumn column] => _byLabel[Fold.Label(column.Heading)];

    public static BoundMap? Bind(ImportMap map, string[] header, string file, List<ImportProblem> problems)
    {
        var headings = header.Select(heading => heading.Trim()).ToArray();
        while (headings.Length > 0 && headings[^1].Length == 0) headings = headings[..^1];
        var bound = new BoundMap(map, headings) { Copied = [.. Enumerable.Range(0, headings.Length).Where(i => !IsOurs(headings[i]))] };
        foreach (var i in bound.Copied)
        {
            var label = Fold.Label(headings[i]);
            if (label.Length == 0) problems.Add(new ImportProblem(file, 1, i + 1, "", new("列に見出しがありません", "this column has no heading"), new("見出しを付けるか、列を除いてください", "give it one, or remove the column")));
            else if (!bound._byLabel.TryAdd(label, i))
                problems.Add(new ImportProblem(file, 1, i + 1, headings[i], new($"{bound._byLabel[label] + 1}列目と見出しが同じです", $"column {bound._byLabel[label] + 1} has the same heading"),
                    new("列ごとに違う見出しにしてください", "give each column a heading of its own")));
        }

        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in Named(map))
        {
            var label = Fold.Label(column.Heading);
            if (bound._byLabel.ContainsKey(label)) used.Add(label);
            else
                problems.Add(new ImportProblem(
                    map.File, column.Position.Line, column.Position.Column, column.Field, new($"{file}に列「{column.Heading}」がありません", $"{file} has no column '{column.Heading}'"),
                    Nearest.Mend(column.Heading, headings, new($"列は {Listed(headings)} です", $"its columns are {Listed(headings)}"))));
        }

        foreach (var (label, i) in bound._byLabel.OrderBy(pair => pair.Value))
        {
            if (!used.Contains(label))
                problems.Add(new ImportProblem(file, 1, i + 1, headings[i], new($"{map.File}で、この列が割り当てられても無視されてもいません", $"the column is neither mapped nor ignored in {map.File}"),
                    new("「items」か「ignore」に加えてください", "add it to 'items' or to 'ignore'")));
        }

        return problems.Count == 0 ? bound : null;
    }

    private static string Listed(string[] headings) => string.Join(", ", headings.Where(heading => heading.Length > 0));

    private static bool IsOurs(string heading) => heading.StartsWith(RejectsFile.Prefix, StringComparison.Ordinal);

    private static ImmutableArray<MappedColumn> Named(ImportMap map) =>
    [
        .. map.Items.SelectMany(item => item.Parts).SelectMany(part => part.Columns),
        .. map.KindColumn is { } kind ? [kind.Column] : (MappedColumn[])[],
        .. map.AcquiredAt is { } at ? [at] : (MappedColumn[])[],
        .. map.Ignored,
    ];
}
