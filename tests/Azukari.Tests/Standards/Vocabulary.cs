using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azukari.Policy.Document;
using Azukari.Policy.Loading;
using Azukari.Tests.Architecture;
using Azukari.Tests.Policy;

namespace Azukari.Tests.Standards;

/// <summary>The published names of the Data Privacy Vocabulary, and the policies the exports are tried on.</summary>
internal static partial class Vocabulary
{
    private static readonly Lazy<ILookup<string, string>> Lazy = new(() => File.ReadLines(Path.Combine(Repository.Root, "tests", "Azukari.Tests", "Standards", "fixtures", "dpv-2.0.txt"))
        .Where(line => !line.StartsWith('#')).Select(line => line.Split(' '))
        .SelectMany(words => words.Skip(1).Select(term => (Sort: words[0], Term: term))).ToLookup(pair => pair.Sort, pair => pair.Term));

    /// <summary>By sort: class, basis, processing, purpose, data, property.</summary>
    public static ILookup<string, string> Terms => Lazy.Value;

    public static TheoryData<string> Policies => ["2021-04", "2026-10", "clinic"];

    public static PolicyDocument Policy(string name) => name != "clinic" ? ShippedPolicies.Of(name)
        : PolicyLoader.LoadFile(Path.Combine(Repository.Root, "samples", "clinic", "policy", "2026-11.yaml")).Document!;

    /// <summary>Every key and string of a document that is a term of the vocabulary, with the place it stands at.</summary>
    public static IEnumerable<(string Place, string Term, bool Key)> Used(JsonNode? node, string place = "$") => node switch
    {
        JsonObject map => map.SelectMany(pair => (Is(pair.Key) ? [(place, pair.Key, true)] : Array.Empty<(string, string, bool)>()).Concat(Used(pair.Value, $"{place}.{pair.Key}"))),
        JsonArray list => list.SelectMany((item, at) => Used(item, $"{place}[{at}]")),
        JsonValue value when value.TryGetValue<string>(out var text) && Is(text) => [(place, text, false)],
        _ => [],
    };

    /// <summary>What is not a published name.</summary>
    public static IEnumerable<string> Unknown(JsonNode export)
    {
        var properties = Terms["property"].ToHashSet();
        var others = Terms.Where(sort => sort.Key != "property").SelectMany(sort => sort).ToHashSet();
        foreach (var (place, term, key) in Used(export))
            if (!(key ? properties : others).Contains(term)) yield return $"{place}: {term}";
    }

    private static bool Is(string text) => Term().IsMatch(text);

    [GeneratedRegex("^(dpv|pd):[A-Za-z]+$")]
    private static partial Regex Term();
}
