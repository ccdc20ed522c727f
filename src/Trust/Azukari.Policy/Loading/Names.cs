using System.Collections.Immutable;
using Azukari.Policy.Document;

namespace Azukari.Policy.Loading;

/// <summary>Makes an id of a word, or says that the word is not one.</summary>
internal delegate bool IdParser<T>(string? text, out T id);

/// <summary>The declared ids of one kind and the sets over them. Expands a list of names to ids, in the order written, each once.</summary>
internal sealed class Names<T> where T : struct, IComparable<T>
{
    /// <summary>How deep sets may name sets: the reading recurses.</summary>
    private const int MaximumNesting = 16;

    /// <summary>More than any policy may declare; what follows in a list can only be an error as well.</summary>
    private const int MaximumLength = 600;
    private readonly Phrase _what;
    private readonly IdParser<T> _parse;
    private readonly ErrorList _errors;
    private readonly Dictionary<string, T> _declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlNode> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<T>> _expanded = new(StringComparer.Ordinal);
    private readonly HashSet<string> _expanding = new(StringComparer.Ordinal);

    public Names(Phrase what, IdParser<T> parse, ErrorList errors)
    {
        _what = what;
        _parse = parse;
        _errors = errors;
    }

    public int Count => _declared.Count;

    /// <summary>Declares an id; null with an error when it is malformed or declared before.</summary>
    public T? Declare(string word, SourcePosition at)
    {
        if (!_parse(word, out var id))
        {
            _errors.Add(at, $"'{Shown.Text(word)}' is no {_what} id", "use a-z, 0-9, joined by '.' or '-', beginning with a letter, at most 64 characters");
            return null;
        }
        if (_declared.TryAdd(word, id))
            return id;
        _errors.Add(at, $"the {_what} '{word}' is declared a second time", "declare it once");
        return null;
    }

    /// <summary>Declares sets; they are expanded when <see cref="CheckSets"/> runs, so they may name ids declared later.</summary>
    public void DeclareSets(YamlNode? node)
    {
        if (node is null)
            return;
        if (node is not YamlMap map)
        {
            _errors.Add(node.Position, $"sets of {_what}s must be a mapping", "write 'name: [ids]'");
            return;
        }
        foreach (var entry in map.Entries)
        {
            if (!Identifiers.IsWellFormed(entry.Key, 64, false))
                _errors.Add(entry.KeyPosition, $"'{Shown.Text(entry.Key)}' is no name of a set", "use a-z, 0-9, joined by '.' or '-', beginning with a letter");
            else
                _sets.Add(entry.Key, entry.Value);
        }
    }

    public void CheckSets()
    {
        foreach (var (name, node) in _sets)
        {
            if (_declared.ContainsKey(name))
                _errors.Add(node.Position, $"the set '{name}' has the name of a {_what}", "give it another name");
            Expand(name, node);
        }
    }

    /// <summary>The ids a list names; unknown ones are errors.</summary>
    public ImmutableArray<T> List(Reader reader, string key, Phrase what, bool required = true)
    {
        var ids = ImmutableArray.CreateBuilder<T>();
        foreach (var node in reader.Nodes(key, what))
            AddTo(ids, node, what);
        if (required && ids.Count == 0 && reader.Has(key) && reader[key] is YamlList { Nodes.Count: 0 })
            _errors.Add(reader.PositionOf(key), $"{what} are empty", $"name at least one {_what}");
        return ids.ToImmutable();
    }

    /// <summary>One id, not a set.</summary>
    public T? One(Reader reader, string key, Phrase what)
    {
        if (reader.Scalar(key, what) is not { } word)
            return null;
        if (_declared.TryGetValue(word, out var id))
            return id;
        Unknown(word, reader.PositionOf(key));
        return null;
    }

    public void AddTo(ImmutableArray<T>.Builder ids, YamlNode node, Phrase what)
    {
        if (ids.Count > MaximumLength)
        {
            _errors.Add(node.Position, $"{what} are more than {MaximumLength}", "shorten the list");
            return;
        }
        if (node is not YamlScalar { Value: var word })
        {
            _errors.Add(node.Position, $"{what} must be names", $"write the id of a {_what} or of a set");
            return;
        }
        if (_declared.TryGetValue(word, out var id))
        {
            if (ids.Contains(id))
                _errors.Add(node.Position, $"the {_what} '{word}' stands in the list a second time", "name it once");
            else
                ids.Add(id);
        }
        else if (_sets.TryGetValue(word, out var set))
        {
            foreach (var member in Expand(word, set))
            {
                if (!ids.Contains(member))
                    ids.Add(member);
            }
        }
        else
        {
            Unknown(word, node.Position);
        }
    }

    private ImmutableArray<T> Expand(string name, YamlNode node)
    {
        if (_expanded.TryGetValue(name, out var known))
            return known;
        if (_expanding.Count >= MaximumNesting)
        {
            _errors.Add(node.Position, $"sets name sets more than {MaximumNesting} deep", "name the ids");
            return [];
        }
        if (!_expanding.Add(name))
        {
            _errors.Add(node.Position, $"the set '{name}' contains itself", "break the circle");
            return [];
        }
        var ids = ImmutableArray.CreateBuilder<T>();
        if (node is YamlList list)
        {
            foreach (var member in list.Nodes)
                AddTo(ids, member, $"members of the set '{name}'");
        }
        else
        {
            _errors.Add(node.Position, $"the set '{name}' must be a list", "write [a, b]");
        }
        _expanding.Remove(name);
        return _expanded[name] = ids.ToImmutable();
    }

    private void Unknown(string word, SourcePosition at)
    {
        if (!_errors.IsFull)
            _errors.Add(at, $"there is no {_what} '{Shown.Text(word)}'", Shown.Mend(word, _declared.Keys.Concat(_sets.Keys), $"declare it, or name a declared {_what} or set"));
    }
}
