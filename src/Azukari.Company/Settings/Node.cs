using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Azukari.Company.Settings;

/// <summary>A place in the settings file, which knows its path so that every complaint names it.</summary>
internal sealed partial class Node(JsonElement value, string path)
{
    public string Name { get; } = path[(path.LastIndexOf('.') + 1)..];

    /// <summary>Checks that this is an object with no member but these.</summary>
    public Node Object(params ReadOnlySpan<string> allowed)
    {
        if (value.ValueKind != JsonValueKind.Object) throw Wrong("{ } で囲んだ設定が必要です。", "has to be an object.");
        foreach (var member in value.EnumerateObject())
        {
            if (!allowed.Contains(member.Name))
            {
                var list = string.Join(", ", allowed!);
                throw At(member.Name, member.Value).Wrong($"知らない設定です。使えるもの: {list}", $"is not a setting. Allowed: {list}");
            }
        }

        return this;
    }

    public Node? Child(string name) =>
        value.TryGetProperty(name, out var child) && child.ValueKind != JsonValueKind.Null ? At(name, child) : null;

    public Node Need(string name) => Child(name) ?? throw At(name, default).Wrong("必要な設定がありません。", "is missing.");

    public IEnumerable<Node> Members()
    {
        if (value.ValueKind != JsonValueKind.Object) throw Wrong("{ } で囲んだ設定が必要です。", "has to be an object.");
        return value.EnumerateObject().Select(member => At(member.Name, member.Value));
    }

    public IEnumerable<Node> Elements()
    {
        if (value.ValueKind != JsonValueKind.Array) throw Wrong("[ ] で囲んだ並びが必要です。", "has to be an array.");
        return value.EnumerateArray().Select((element, i) => new Node(element, $"{path}[{i}]"));
    }

    public string Text() => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
        ? text
        : throw Wrong("空でない文字列が必要です。", "has to be a text that is not empty.");

    public bool IsObject => value.ValueKind == JsonValueKind.Object;

    public int Number(int from, int to) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= from && number <= to
        ? number : throw Wrong($"{from} から {to} までの整数です。", $"has to be a whole number from {from} to {to}.");

    public bool Flag() => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong("true か false です。", "has to be true or false.");

    public string Id() => Matching(PolicyId(), "id of the policy (lower-case letters, digits, '.' and '-')", "方針の id（英小文字・数字・. -）");

    public IReadOnlySet<string> Ids() => Elements().Select(element => element.Id()).ToHashSet(StringComparer.Ordinal);

    public string Matching(Regex form, string what, string whatJa)
    {
        var text = Text();
        return form.IsMatch(text) ? text : throw Wrong($"{whatJa}ではありません。", $"is not a {what}.");
    }

    public DateOnly Date() => DateOnly.TryParseExact(Text(), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        ? date
        : throw Wrong("日付は 2026-10-01 の形です。", "has to be a date like 2026-10-01.");

    public SettingsException Wrong(string ja, string en) =>
        new(path.Length == 0 ? SettingsFile.Name : $"{SettingsFile.Name}: {path}", ja, en);

    private Node At(string name, JsonElement child) => new(child, path.Length == 0 ? name : $"{path}.{name}");

    [GeneratedRegex(@"^[a-z][a-z0-9]*([.-][a-z0-9]+)*$")]
    private static partial Regex PolicyId();
}
