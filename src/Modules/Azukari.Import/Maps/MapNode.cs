using System.Collections.Immutable;
using Azukari.Policy.Document;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Azukari.Import.Maps;

/// <summary>Reads one mapping of the map file. Every fault is added to the list with its place, and reading goes on.</summary>
internal sealed class MapNode
{
    private const int MaximumDepth = 24;

    public static readonly LocalText Missing = new("これがありません", "this is missing");

    private readonly YamlMappingNode _node;
    private readonly List<ImportProblem> _problems;

    private MapNode(string file, string field, YamlMappingNode node, List<ImportProblem> problems)
    {
        File = file;
        Field = field;
        _node = node;
        _problems = problems;
    }

    public string File { get; }

    /// <summary>The path of keys to here, as messages show it.</summary>
    public string Field { get; }

    public MapPosition Position => At(_node);

    public IEnumerable<(string Key, YamlNode Value, MapPosition At)> Entries =>
        _node.Children.Select(child => (child.Key is YamlScalarNode { Value: { } key } ? key : "", child.Value, At(child.Key)));

    public static MapNode? Root(string text, string file, List<ImportProblem> problems)
    {
        try
        {
            if (DeepPlace(text) is { } deep)
            {
                problems.Add(new ImportProblem(file, (int)Math.Max(1, deep.Line), (int)Math.Max(1, deep.Column), "",
                    new($"入れ子が{MaximumDepth}段より深くなっています", $"this is nested deeper than {MaximumDepth} levels"), new("対応表にそこまでの深さは要りません", "a map needs no such depth")));
                return null;
            }

            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            if (yaml.Documents.Count == 1 && yaml.Documents[0].RootNode is YamlMappingNode root) return new MapNode(file, "", root, problems);
            problems.Add(new ImportProblem(file, 1, 1, "", new("対応表の全体がキーと値の組ではありません", "the map must be one mapping"), new("「policy-version:」から始めてください", "begin with 'policy-version:'")));
        }
        catch (YamlException e)
        {
            var message = e.InnerException?.Message ?? e.Message;
            problems.Add(new ImportProblem(
                file, (int)Math.Max(1, e.Start.Line), (int)Math.Max(1, e.Start.Column), "",
                new("YAMLの形が正しくありません: " + FirstLine(message), "this is not well-formed YAML: " + FirstLine(message)), new("この箇所か、すぐ前の書き方を直してください", "mend the syntax here or just before")));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException)
        {
            problems.Add(new ImportProblem(file, 1, 1, "", new("YAMLとして読めません", "the YAML parser cannot read this file"), new("普通のYAMLをUTF-8で書いてください", "write plain YAML in UTF-8")));
        }

        return null;
    }

    // Looked at event by event before a tree is built: building one goes as deep as the text does, and would end the process.
    private static Mark? DeepPlace(string text)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaximumDepth) return parser.Current.Start;
        }

        return null;
    }

    public static MapPosition At(YamlNode node) => new((int)Math.Max(1, node.Start.Line), (int)Math.Max(1, node.Start.Column));

    public void Only(params string[] keys)
    {
        foreach (var (key, _, at) in Entries)
        {
            if (!keys.Contains(key, StringComparer.Ordinal)) Add(at, Path(key), new("ここにはないキーです", "this key is not known here"), Nearest.Mend(key, keys, new($"キーは {string.Join(", ", keys)} です", $"the keys are {string.Join(", ", keys)}")));
        }
    }

    public YamlNode? this[string key] => _node.Children.FirstOrDefault(child => child.Key is YamlScalarNode scalar && scalar.Value == key).Value;

    public MapPosition PlaceOf(string key) => this[key] is { } node ? At(node) : Position;

    public string Path(string key) => Field.Length == 0 ? key : $"{Field}.{key}";

    public void Add(MapPosition at, string field, LocalText message, LocalText mend) =>
        _problems.Add(new ImportProblem(File, at.Line, at.Column, field, message, mend));

    /// <param name="key">The key.</param>
    /// <param name="needed">What to write where it is missing; null where it may be.</param>
    public string? Word(string key, LocalText? needed = null)
    {
        if (this[key] is not { } node)
        {
            if (needed is not null) Add(Position, Path(key), Missing, needed);
            return null;
        }

        if (node is YamlScalarNode { Value: { } word } && !string.IsNullOrWhiteSpace(word)) return word.Trim();
        Add(At(node), Path(key), new("ここには値を1つ書きます", "this must be one value"), needed ?? new("語を1つ書いてください", "write one word"));
        return null;
    }

    public MapNode? Mapping(string key, YamlNode node)
    {
        if (node is YamlMappingNode mapping) return new MapNode(File, Path(key), mapping, _problems);
        Add(At(node), Path(key), new("ここはキーと値の組です", "this must be a mapping"), new("キーと値を書いてください", "write keys and values"));
        return null;
    }

    /// <summary>Headings under a key: one, or a list.</summary>
    public ImmutableArray<MappedColumn> Columns(string key)
    {
        var columns = ImmutableArray.CreateBuilder<MappedColumn>();
        foreach (var node in this[key] switch { null => [], YamlSequenceNode list => list.Children, { } one => (IEnumerable<YamlNode>)[one] })
        {
            if (node is YamlScalarNode { Value: { } heading } && !string.IsNullOrWhiteSpace(heading)) columns.Add(new MappedColumn(heading.Trim(), Path(key), At(node)));
            else Add(At(node), Path(key), new("列は見出しで示します", "a column is named by its heading"), new("見出しか、見出しの並びを書いてください", "write the heading, or a list of headings"));
        }

        return columns.ToImmutable();
    }

    private static string FirstLine(string message) => message.Split('\n')[0].Trim().TrimEnd('.');
}
