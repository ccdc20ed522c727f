using System.Collections.Immutable;
using Azukari.Import.Reading;
using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Document;
using Azukari.Values;
using YamlDotNet.RepresentationModel;

namespace Azukari.Import.Maps;

/// <summary>Reads a map and checks it against the policy: items, shapes, kinds and the version must be the policy's own. docs/import.md documents the format.</summary>
public static class ImportMapLoader
{
    private const int MaximumLength = 1 << 20;

    // An address is looked up by its postal code, a name by its beginning: neither says who somebody is.
    private static readonly string[] Identifying = ["member-number", "email", "phone"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<ImportMapLoad> LoadFileAsync(string path, PolicyArchive policies, CancellationToken ct)
    {
        var name = Path.GetFileName(path);
        return new FileInfo(path).Length > MaximumLength
            ? new ImportMapLoad(null, [new ImportProblem(name, 1, 1, "", new("対応表が1メガバイトを超えています", "the map is larger than a megabyte"), new("データではなく対応表を指定してください", "give the map, not the data"))])
            : Load(await File.ReadAllTextAsync(path, ct), name, policies);
    }

    /// <summary>Reads a text.</summary>
    public static ImportMapLoad Load(string text, string file, PolicyArchive policies)
    {
        var problems = new List<ImportProblem>();
        var map = MapNode.Root(text, file, problems) is { } root ? Read(root, policies, problems) : null;
        return problems.Count == 0 && map is not null
            ? new ImportMapLoad(map, [])
            : new ImportMapLoad(null, [.. problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)]);
    }

    private static ImportMap? Read(MapNode root, PolicyArchive policies, List<ImportProblem> problems)
    {
        root.Only("policy-version", "channel", "subject-kind", "identify-by", "acquired-at", "encoding", "delimiter", "blank", "items", "ignore");
        var version = Version(root, policies);
        var document = version is { } known ? policies.Find(known)!.Document : policies.InForce.Document;
        var channel = Channel(root);
        var kind = KindOf(root, document);
        var acquiredAt = root["acquired-at"] is null ? null : Single(root, "acquired-at");
        var encoding = Encoding(root);
        var delimiter = Delimiter(root);
        var blank = root.Columns("blank").Select(word => Fold.Label(word.Heading)).ToImmutableHashSet(StringComparer.Ordinal);
        var items = new MapItems(document).Read(root);
        var identifyBy = IdentifyBy(root, document, items);
        if (problems.Count > 0) return null;
        return new ImportMap
        {
            File = root.File,
            PolicyVersion = version!.Value,
            Channel = channel!.Value,
            IdentifyBy = identifyBy!.Value,
            Kind = kind.Fixed,
            KindColumn = kind.Column,
            AcquiredAt = acquiredAt,
            Encoding = encoding,
            Delimiter = delimiter,
            Blank = blank,
            Items = items,
            Ignored = root.Columns("ignore"),
        };
    }

    private static PolicyVersion? Version(MapNode root, PolicyArchive policies)
    {
        var versions = policies.Versions.Take(policies.Versions.IndexOf(policies.InForce) + 1).Select(v => v.Version.Value).ToArray();
        var listed = string.Join(", ", versions.Select(v => $"\"{v}\""));
        var mend = new LocalText($"本人に示した版を {listed} の中から書いてください", $"write the version people were shown, one of {listed}");
        if (root.Word("policy-version", mend) is not { } word) return null;
        if (versions.Contains(word, StringComparer.Ordinal)) return PolicyVersion.Parse(word);
        root.Add(root.PlaceOf("policy-version"), root.Path("policy-version"), new($"施行中の方針までに版「{word}」はありません", $"there is no version '{word}' of the policy in force so far"), mend);
        return null;
    }

    private static Channel? Channel(MapNode root)
    {
        var words = PolicyWords.All<Channel>();
        var mend = OneOf(words);
        if (root.Word("channel", mend) is not { } word) return null;
        if (PolicyWords.TryParse<Channel>(word, out var channel)) return channel;
        root.Add(root.PlaceOf("channel"), "channel", new($"「{word}」という経路はありません", $"'{word}' is no channel"), Nearest.Mend(word, words, mend));
        return null;
    }

    private static (SubjectKind? Fixed, MappedKind? Column) KindOf(MapNode root, PolicyDocument document)
    {
        if (root["subject-kind"] is not YamlMappingNode node)
        {
            var kinds = document.Subjects.Select(subject => subject.Id.Value).ToArray();
            return root.Word("subject-kind", new($"{string.Join(", ", kinds)} のどれかか、列とその値を書いてください", $"write one of {string.Join(", ", kinds)}, or a column and its values")) is { } word
                ? (Kind(root, "subject-kind", root.PlaceOf("subject-kind"), word, document), null)
                : default;
        }

        var mapping = root.Mapping("subject-kind", node)!;
        mapping.Only("column", "values");
        var column = Single(mapping, "column");
        var words = ImmutableDictionary.CreateBuilder<string, SubjectKind>(StringComparer.Ordinal);
        foreach (var (word, value, at) in Values(mapping, new("{ エージェント: agent } のように、列の語が何を表すかを書いてください", "write what each word of the column stands for, as in { エージェント: agent }")))
        {
            if (Kind(mapping, $"values.{word}", at, value, document) is { } kind) words[Fold.Label(word)] = kind;
        }

        return column is null ? default : (null, new MappedKind(column, words.ToImmutable()));
    }

    private static SubjectKind? Kind(MapNode node, string key, MapPosition at, string word, PolicyDocument document)
    {
        var kinds = document.Subjects.Select(subject => subject.Id.Value).ToArray();
        if (kinds.Contains(word, StringComparer.Ordinal)) return SubjectKind.Parse(word);
        node.Add(at, node.Path(key), new($"方針に「{word}」という種別はありません", $"'{word}' is no subject kind of the policy"), Nearest.Mend(word, kinds, OneOf(kinds)));
        return null;
    }

    private static ItemId? IdentifyBy(MapNode root, PolicyDocument document, ImmutableArray<MappedItem> items)
    {
        var fitting = items.Where(item => Identifying.Contains(item.Shape.Name) && document.FindItem(item.Item)?.Search == ItemSearch.Exact).Select(item => item.Item.Value).ToArray();
        var mend = fitting.Length > 0 ? OneOf(fitting) : new LocalText("member-numberやemailのように、値の全体で探せる項目を割り当ててください", "map an item that is looked up by its exact value, such as member-number or email");
        if (root.Word("identify-by", mend) is not { } word) return null;
        if (fitting.Contains(word, StringComparer.Ordinal)) return ItemId.Parse(word);
        var mapped = items.Any(item => item.Item.Value == word);
        root.Add(root.PlaceOf("identify-by"), "identify-by", mapped
            ? new($"「{word}」は値の全体では探せない項目です", $"'{word}' is not looked up by its exact value")
            : new($"「{word}」は割り当てた項目にありません", $"'{word}' is not among the mapped items"), mend);
        return null;
    }

    private static ImportEncoding Encoding(MapNode root)
    {
        switch (root.Word("encoding"))
        {
            case null or "auto": return ImportEncoding.Auto;
            case "utf-8": return ImportEncoding.Utf8;
            case "shift_jis": return ImportEncoding.ShiftJis;
            case { } word:
                root.Add(root.PlaceOf("encoding"), "encoding", new($"文字コード「{word}」は使えません", $"'{word}' is no encoding known here"), new("auto、utf-8、shift_jisのどれかを書いてください", "write auto, utf-8 or shift_jis"));
                return ImportEncoding.Auto;
        }
    }

    private static char Delimiter(MapNode root)
    {
        switch (root.Word("delimiter"))
        {
            case null or "comma" or ",": return ',';
            case "tab": return '\t';
            case "semicolon" or ";": return ';';
            case { } word:
                root.Add(root.PlaceOf("delimiter"), "delimiter", new($"区切り「{word}」は使えません", $"'{word}' is no delimiter known here"), new("comma、tab、semicolonのどれかを書いてください", "write comma, tab or semicolon"));
                return ',';
        }
    }

    private static LocalText OneOf(IEnumerable<string> words) => new($"{string.Join(", ", words)} のどれかを書いてください", $"write one of {string.Join(", ", words)}");

    internal static MappedColumn? Single(MapNode node, string key)
    {
        var columns = node.Columns(key);
        if (columns.Length == 1) return columns[0];
        node.Add(node.PlaceOf(key), node.Path(key), columns.Length == 0 ? MapNode.Missing : new("列は1つだけです", "this must be one column"), new("列の見出しを1つ書いてください", "write the heading of one column"));
        return null;
    }

    /// <summary>The entries under <c>values</c>; each word of the column once, by its folded form.</summary>
    internal static IEnumerable<(string Word, string Value, MapPosition At)> Values(MapNode mapping, LocalText mend)
    {
        if (mapping["values"] is not { } node)
        {
            mapping.Add(mapping.Position, mapping.Path("values"), MapNode.Missing, mend);
            yield break;
        }

        if (mapping.Mapping("values", node) is not { } values) yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (word, value, at) in values.Entries)
        {
            if (Fold.Label(word).Length == 0 || value is not YamlScalarNode { Value: { Length: > 0 } meaning }) values.Add(at, values.Path(word), new("語の組ではありません", "this is no pair of words"), mend);
            else if (!seen.Add(Fold.Label(word))) values.Add(at, values.Path(word), new("同じ語が2度あります（全角と半角、大文字と小文字、空白は区別しません）", "this word is listed twice (width, case and spaces don't count)"), new("1度だけ書いてください", "write it once"));
            else yield return (word, meaning, MapNode.At(value));
        }
    }
}
