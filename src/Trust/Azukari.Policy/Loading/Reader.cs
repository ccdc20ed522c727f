using System.Collections.Immutable;
using System.Globalization;
using Azukari.Policy.Document;

namespace Azukari.Policy.Loading;

/// <summary>Reads one mapping by its table of keys. Every value that is wrong adds an error and yields a harmless substitute, so that reading goes on.</summary>
internal sealed class Reader
{
    private readonly YamlMap _map;
    private readonly KeyTable _table;
    private readonly ErrorList _errors;

    private Reader(YamlMap map, KeyTable table, ErrorList errors)
    {
        _map = map;
        _table = table;
        _errors = errors;
    }

    public SourcePosition Position => _map.Position;

    public ErrorList Errors => _errors;

    /// <summary>A reader over a mapping, or null with an error when the node is something else.</summary>
    public static Reader? Over(YamlNode? node, string table, Phrase what, ErrorList errors)
    {
        if (node is null)
            return null;
        var keys = PolicyFormat.Mappings[table];
        if (node is not YamlMap map)
        {
            errors.Add(node.Position, $"{what} must be a mapping", $"write it with the keys {string.Join(", ", keys.All)}");
            return null;
        }
        foreach (var entry in map.Entries)
        {
            if (!keys.Has(entry.Key))
            {
                errors.Add(entry.KeyPosition, $"'{Shown.Text(entry.Key)}' is not a key of {what}",
                    Shown.Mend(entry.Key, keys.All, $"the keys are {string.Join(", ", keys.All)}"));
            }
        }
        foreach (var key in keys.Required)
        {
            if (map.Entries.All(e => e.Key != key))
                errors.Add(map.Position, $"{what} has no '{key}'", $"add '{key}:'");
        }
        return new Reader(map, keys, errors);
    }

    public YamlNode? this[string key]
    {
        get
        {
            if (!_table.Has(key))
                throw new InvalidOperationException($"The loader reads '{key}' of '{_table.Name}', which its table does not have.");
            foreach (var entry in _map.Entries)
            {
                if (entry.Key == key)
                    return entry.Value is YamlScalar { IsNull: true } ? null : entry.Value;
            }
            return null;
        }
    }

    public SourcePosition PositionOf(string key) => _map.Entries.FirstOrDefault(e => e.Key == key)?.Value.Position ?? _map.Position;

    public bool Has(string key) => this[key] is not null;

    public string? Scalar(string key, Phrase what, int maximum = 400)
    {
        switch (this[key])
        {
            case null:
                return null;
            case YamlScalar scalar:
                var text = scalar.Value.Trim();
                if (text.Length > maximum)
                    _errors.Add(scalar.Position, $"{what} is longer than {maximum} characters", "shorten it");
                else if (text.Length == 0)
                    _errors.Add(scalar.Position, $"{what} is empty", "write it or leave the key out");
                else if (text.Any(c => char.IsControl(c) && c != '\n'))
                    _errors.Add(scalar.Position, $"{what} has control characters", "remove them");
                else
                    return text;
                return null;
            case { } other:
                _errors.Add(other.Position, $"{what} must be a single value", "write it as text");
                return null;
        }
    }

    public bool Flag(string key, Phrase what, bool otherwise)
    {
        if (Scalar(key, what) is not { } word)
            return otherwise;
        if (word is "true" or "false")
            return word == "true";
        _errors.Add(PositionOf(key), $"{what} is '{Shown.Text(word)}'", "write true or false");
        return otherwise;
    }

    public T? Word<T>(string key, Phrase what) where T : struct, Enum
    {
        if (Scalar(key, what) is not { } word)
            return null;
        if (PolicyWords.TryParse<T>(word, out var value))
            return value;
        _errors.Add(PositionOf(key), $"'{Shown.Text(word)}' is no {what}", Shown.Mend(word, PolicyWords.All<T>(), Shown.OneOf(PolicyWords.All<T>())));
        return null;
    }

    public DateOnly? Date(string key, Phrase what)
    {
        if (Scalar(key, what) is not { } word)
            return null;
        if (DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1900 and <= 2999)
            return date;
        _errors.Add(PositionOf(key), $"{what} '{Shown.Text(word)}' is no date", "write it as 2026-12-01");
        return null;
    }

    public Period? Period(string key, Phrase what)
    {
        if (Scalar(key, what) is not { } word)
            return null;
        if (Azukari.Policy.Period.TryParse(word, out var period))
            return period;
        _errors.Add(PositionOf(key), $"{what} '{Shown.Text(word)}' is no duration", "write it as P3Y, P6M or P14D");
        return null;
    }

    public TimeOnly? Time(string key, Phrase what)
    {
        if (Scalar(key, what) is not { } word)
            return null;
        if (TimeOnly.TryParseExact(word, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        _errors.Add(PositionOf(key), $"{what} '{Shown.Text(word)}' is no time", "write it as \"10:00\"");
        return null;
    }

    public LocalText? Text(string key, Phrase what) => TextOf(this[key], "text", what, _errors)?.Text;

    public CompanyDetail? Detail(string key, Phrase what)
    {
        if (TextOf(this[key], "detail", what, _errors) is not { } read)
            return null;
        return new CompanyDetail(read.Text, read.Reader.Flag("specimen", $"{what}'s specimen mark", false), read.Reader.Position);
    }

    private static (LocalText Text, Reader Reader)? TextOf(YamlNode? node, string table, Phrase what, ErrorList errors)
    {
        if (Over(node, table, what, errors) is not { } reader)
            return null;
        var ja = reader.Scalar("ja", $"{what} in Japanese", 20_000);
        var en = reader.Scalar("en", $"{what} in English", 20_000);
        return (new LocalText(ja ?? "-", en ?? "-"), reader);
    }

    /// <summary>The nodes of a list; a single value counts as a list of one.</summary>
    public IEnumerable<YamlNode> Nodes(string key, Phrase what)
    {
        switch (this[key])
        {
            case null:
                return [];
            case YamlList list:
                return list.Nodes;
            case YamlScalar scalar:
                return [scalar];
            case { } other:
                _errors.Add(other.Position, $"{what} must be a list", "write [a, b]");
                return [];
        }
    }

    public ImmutableArray<T> Words<T>(string key, Phrase what) where T : struct, Enum
    {
        var words = ImmutableArray.CreateBuilder<T>();
        foreach (var node in Nodes(key, what))
        {
            if (node is not YamlScalar { Value: var word })
                _errors.Add(node.Position, $"a {what} must be a word", Shown.OneOf(PolicyWords.All<T>()));
            else if (!PolicyWords.TryParse<T>(word, out var value))
                _errors.Add(node.Position, $"'{Shown.Text(word)}' is no {what}", Shown.Mend(word, PolicyWords.All<T>(), Shown.OneOf(PolicyWords.All<T>())));
            else if (words.Contains(value))
                _errors.Add(node.Position, $"'{word}' stands in the list a second time", "write it once");
            else
                words.Add(value);
        }
        return words.ToImmutable();
    }

    public ConditionSet Conditions(string key, Phrase what) => ConditionSet.Of(Words<Condition>(key, what).AsSpan());
}
