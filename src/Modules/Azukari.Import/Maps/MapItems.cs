using System.Collections.Immutable;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Values;
using YamlDotNet.RepresentationModel;

namespace Azukari.Import.Maps;

/// <summary>Reads the <c>items</c> of a map.</summary>
internal sealed class MapItems(PolicyDocument policy)
{
    /// <summary>The parts an item can be made of, by shape: the map's word and the key of the value's structure.</summary>
    private static readonly Dictionary<string, (string Word, string Key)[]> Parts = new(StringComparer.Ordinal)
    {
        ["person-name"] =
        [
            ("family", "family"), ("given", "given"), ("full", "full"), ("family-kana", "familyKana"), ("given-kana", "givenKana"), ("full-kana", "fullKana"),
        ],
        ["postal-address"] =
        [
            ("postal-code", "postalCode"), ("prefecture", "prefecture"), ("city", "city"), ("town", "town"), ("line", "line"), ("building", "building"),
        ],
        ["bank-account"] = [("bank", "bank"), ("branch", "branch"), ("type", "type"), ("number", "number"), ("holder", "holder")],
    };

    private static readonly string[] Common = ["column", "columns", "shape", "values", "need"];

    public ImmutableArray<MappedItem> Read(MapNode root)
    {
        var example = new LocalText("{ member-number: 会員番号, name: { family: 姓, given: 名 } } のように項目を書いてください", "write items, as in { member-number: 会員番号, name: { family: 姓, given: 名 } }");
        if (root["items"] is not { } node)
        {
            root.Add(root.Position, "items", MapNode.Missing, example);
            return [];
        }

        if (root.Mapping("items", node) is not { } items) return [];
        var mapped = ImmutableArray.CreateBuilder<MappedItem>();
        foreach (var (key, value, at) in items.Entries)
        {
            if (Item(items, key, value, at) is { } item) mapped.Add(item);
        }

        if (items.Entries.Any()) return mapped.ToImmutable();
        root.Add(items.Position, "items", new("項目が1つも割り当てられていません", "no item is mapped"), example);
        return [];
    }

    private MappedItem? Item(MapNode items, string key, YamlNode value, MapPosition at)
    {
        var inVault = policy.Items.Where(item => item.Held == "vault").Select(item => item.Id.Value).ToArray();
        if (!ItemId.TryParse(key, out var id) || policy.FindItem(id) is not { } declared)
        {
            items.Add(at, items.Path(key), new("方針にこの項目はありません", "the policy has no such item"),
                Nearest.Mend(key, inVault, new($"項目は {string.Join(", ", inVault)} です", $"the items are {string.Join(", ", inVault)}")));
            return null;
        }

        if (declared.Held != "vault")
        {
            items.Add(at, items.Path(key), new($"この項目は保管庫ではなくモジュール「{declared.Held}」が持ちます", $"this item is kept by the module '{declared.Held}', not in the vault"),
                new("ここから除き、列を「ignore」に加えてください", "leave it out and list its column under ignore"));
            return null;
        }

        if (Shapes.Find(declared.Shape) is not { } shape)
        {
            items.Add(at, items.Path(key), new($"方針はこの項目の形を「{declared.Shape}」としていて、ファイルからは読めません", $"the policy gives this item the shape '{declared.Shape}', which cannot be read from a file"),
                new("ここから除いてください", "leave it out"));
            return null;
        }

        if (value is not YamlMappingNode)
        {
            var columns = items.Columns(key);
            return columns.IsEmpty ? null : new MappedItem(id, shape, [new MappedPart(null, columns)], null, false, at);
        }

        var node = items.Mapping(key, value)!;
        var known = Parts.GetValueOrDefault(shape.Name, []);
        node.Only([.. Common, .. known.Select(part => part.Word)]);
        if (node.Word("shape") is { } said && said != shape.Name)
            node.Add(node.PlaceOf("shape"), node.Path("shape"), new($"方針はこの項目の形を「{said}」ではなく「{shape.Name}」としています", $"the policy gives this item the shape '{shape.Name}', not '{said}'"),
                new($"{shape.Name}と書くか、除いてください", $"write {shape.Name} or leave it out"));
        return new MappedItem(id, shape, PartsOf(node, known), Words(node), Required(node), at);
    }

    private static ImmutableArray<MappedPart> PartsOf(MapNode node, (string Word, string Key)[] known)
    {
        var whole = node.Columns("column").AddRange(node.Columns("columns"));
        var parts = known.Where(part => node[part.Word] is not null).Select(part => new MappedPart(part.Key, node.Columns(part.Word))).ToImmutableArray();
        if (whole.IsEmpty && parts.IsEmpty)
        {
            var parted = string.Join(", ", known.Select(part => part.Word));
            LocalText mend = known.Length == 0
                ? new("「column:」に見出しを書いてください", "add 'column:' with the heading")
                : new($"「column:」に見出しを書くか、部分（{parted}）を書いてください", $"add 'column:' with the heading, or parts: {parted}");
            node.Add(node.Position, node.Field, new("列が書かれていません", "no column is named"), mend);
        }
        else if (!whole.IsEmpty && !parts.IsEmpty)
        {
            node.Add(node.Position, node.Field, new("全体と部分の両方が書かれています", "the item is given both whole and in parts"), new("「column」か部分のどちらかにしてください", "keep 'column' or the parts"));
        }

        return whole.IsEmpty ? parts : [new MappedPart(null, whole)];
    }

    private static ImmutableDictionary<string, string>? Words(MapNode node)
    {
        if (node["values"] is null) return null;
        var words = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (word, value, _) in ImportMapLoader.Values(node, new("{ \"1\": male, \"2\": female } のように、列の語が何を表すかを書いてください", "write what each word of the column stands for, as in { \"1\": male, \"2\": female }"))) words[Fold.Label(word)] = value;
        if (node["column"] is null) node.Add(node.PlaceOf("values"), node.Path("values"), new("語の対応は、1つの列の項目にだけ書けます", "words are for an item made of one column"), new("「column:」を加えるか、語の対応を除いてください", "add 'column:' or leave the words out"));
        return words.ToImmutable();
    }

    private static bool Required(MapNode node)
    {
        if (node.Word("need") is not { } word) return false;
        if (word is "required" or "optional") return word == "required";
        node.Add(node.PlaceOf("need"), node.Path("need"), new($"「{word}」はここでは使えません", $"'{word}' is not known here"), new("requiredかoptionalと書いてください", "write required or optional"));
        return false;
    }
}
