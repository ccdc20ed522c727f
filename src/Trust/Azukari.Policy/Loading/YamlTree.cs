using Azukari.Policy.Document;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Azukari.Policy.Loading;

/// <summary>A node of a YAML file with its place.</summary>
internal abstract record YamlNode(SourcePosition Position);

internal sealed record YamlScalar(string Value, bool Plain, SourcePosition Position) : YamlNode(Position)
{
    public bool IsNull => Plain && Value is "" or "null" or "~";
}

internal sealed record YamlList(IReadOnlyList<YamlNode> Nodes, SourcePosition Position) : YamlNode(Position);

internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, SourcePosition Position) : YamlNode(Position);

internal sealed record YamlEntry(string Key, SourcePosition KeyPosition, YamlNode Value);

/// <summary>
/// Reads the small part of YAML a policy needs. Anchors and aliases are refused (sets do their work and an alias bomb cannot be written), so are tags,
/// several documents, nesting deeper than <see cref="MaximumDepth"/> and more than <see cref="MaximumNodes"/> nodes.
/// </summary>
internal sealed class YamlTree
{
    public const int MaximumDepth = 24;
    public const int MaximumNodes = 100_000;
    private readonly ErrorList _errors;
    private readonly Parser _parser;
    private int _nodes;

    private YamlTree(string text, ErrorList errors)
    {
        _errors = errors;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>The root of the only document, or null with errors added.</summary>
    public static YamlNode? Read(string text, ErrorList errors)
    {
        try
        {
            return new YamlTree(text, errors).Root();
        }
        catch (Refused)
        {
            return null;
        }
        catch (YamlException e)
        {
            errors.Add(Place(e.Start), $"this is not well-formed YAML: {FirstLine(e.Message)}", "mend the syntax here or just before");
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            // The parser's own faults on hostile input are not ours to pass on.
            errors.Add(new SourcePosition(1, 1), "the YAML parser cannot read this file", "write plain YAML, UTF-8, without control characters");
            return null;
        }
    }

    private YamlNode? Root()
    {
        Next<StreamStart>();
        if (_parser.Current is StreamEnd)
        {
            _errors.Add(new SourcePosition(1, 1), "the file is empty", "begin with 'policy:' and 'version:'");
            return null;
        }
        Next<DocumentStart>();
        var root = Node(0);
        Next<DocumentEnd>();
        if (_parser.Current is not StreamEnd)
            throw Refuse("a second YAML document begins here", "one file holds one version of a policy");
        return root;
    }

    private YamlNode Node(int depth)
    {
        if (depth > MaximumDepth)
            throw Refuse($"this is nested deeper than {MaximumDepth} levels", "a policy needs no such depth");
        if (++_nodes > MaximumNodes)
            throw Refuse($"the file has more than {MaximumNodes} nodes", "a policy is shorter");
        switch (_parser.Current)
        {
            case AnchorAlias:
                throw Refuse("aliases are not allowed", "name a list once under 'sets' and use its name");
            case NodeEvent { Anchor.IsEmpty: false }:
                throw Refuse("anchors are not allowed", "name a list once under 'sets' and use its name");
            case NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } }:
                throw Refuse("tags are not allowed", "write the plain value");
            case Scalar scalar:
                _parser.MoveNext();
                return new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, Place(scalar.Start));
            case SequenceStart start:
                return Sequence(start, depth);
            case MappingStart start:
                return Mapping(start, depth);
            default:
                throw Refuse("something unexpected stands here", "write a value, a list or a mapping");
        }
    }

    private YamlList Sequence(SequenceStart start, int depth)
    {
        _parser.MoveNext();
        var nodes = new List<YamlNode>();
        while (_parser.Current is not SequenceEnd)
            nodes.Add(Node(depth + 1));
        _parser.MoveNext();
        return new YamlList(nodes, Place(start.Start));
    }

    private YamlMap Mapping(MappingStart start, int depth)
    {
        _parser.MoveNext();
        var entries = new List<YamlEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (_parser.Current is not MappingEnd)
        {
            if (_parser.Current is not Scalar || Node(depth + 1) is not YamlScalar key)
                throw Refuse("a key must be a plain word", "write 'key: value'");
            var value = Node(depth + 1);
            if (keys.Add(key.Value))
                entries.Add(new YamlEntry(key.Value, key.Position, value));
            else
                _errors.Add(key.Position, $"the key '{Shown.Text(key.Value)}' stands here a second time", "write each key once");
        }
        _parser.MoveNext();
        return new YamlMap(entries, Place(start.Start));
    }

    private void Next<T>() where T : ParsingEvent
    {
        if (_parser.Current is null)
            _parser.MoveNext();
        if (_parser.Current is not T)
            throw Refuse("something unexpected stands here", "one file holds one mapping that begins with 'policy:'");
        _parser.MoveNext();
    }

    private Refused Refuse(Phrase message, Phrase mend)
    {
        _errors.Add(_parser.Current is { } at ? Place(at.Start) : new SourcePosition(1, 1), message, mend);
        return new Refused();
    }

    private static SourcePosition Place(in Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private static string FirstLine(string message)
    {
        var line = message.AsSpan(message.StartsWith('(') && message.IndexOf("): ", StringComparison.Ordinal) is > 0 and var at ? at + 3 : 0);
        var end = line.IndexOfAny('\r', '\n');
        return Shown.Text((end < 0 ? line : line[..end]).ToString().TrimEnd('.'));
    }

    private sealed class Refused : Exception;
}
