using System.Globalization;
using System.Text.RegularExpressions;
using Azukari.Policy.Loading;
using Azukari.Tests.Architecture;

namespace Azukari.Tests.Policy;

/// <summary>Whoever edits a policy is told in Japanese or English what is wrong in it: each sentence of the loader has both, and puts in Japanese what it puts in English.</summary>
public sealed partial class LoaderLanguageTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Trust", "Azukari.Policy", "Loading");

    // What is thrown at programmers, and parts of other formats.
    private static readonly string[] NotSaid = ["The loader reads '{0}' of '{1}', which its table does not have.", "The loader has no reader for the rule '{0}'.", "): "];

    [Fact]
    public void Every_sentence_of_the_loader_has_its_Japanese_with_the_same_parts()
    {
        string[] said = [.. Directory.EnumerateFiles(Folder, "*.cs").Where(file => !Path.GetFileName(file).StartsWith("JapanesePhrases", StringComparison.Ordinal) && Path.GetFileName(file) is not ("PolicyError.cs" or "PolicyFormat.cs"))
            .SelectMany(file => Literals(File.ReadAllText(file))).Where(text => text.Contains(' ', StringComparison.Ordinal)).Except(NotSaid)];
        Assert.True(said.Length > 200, "The sentences were not found.");
        Dictionary<string, string> japanese = Directory.EnumerateFiles(Folder, "JapanesePhrases*.cs").SelectMany(file => Literals(File.ReadAllText(file)).Chunk(2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Empty(said.Except(japanese.Keys));
        Assert.Empty(japanese.Keys.Where(text => text.Contains(' ', StringComparison.Ordinal)).Except(said));
        Assert.All(japanese, pair => Assert.Equal(Parts().Matches(pair.Key).Select(m => m.Value).Order(), Parts().Matches(pair.Value).Select(m => m.Value).Order()));
        Assert.All(japanese.Values, text => Assert.Matches("[ぁ-んァ-ヶ一-龠]|^「", text));
    }

    [Theory]
    [InlineData("policy: x", "方針に「version」がありません", "「version:」を加えてください")]
    [InlineData("policy: x\nitms: {}", "「itms」は方針のキーではありません", "「items」のことではありませんか")]
    [InlineData("policy: x\neffective: soon", "適用開始日「soon」は日付ではありません", "2026-12-01 のように書いてください")]
    [InlineData("policy: x\ncompany: { name: { ja: 会社 } }", "会社の名称に「en」がありません", "「en:」を加えてください")]
    [InlineData("policy: x\nitems: { name: { label: { ja: a, en: '' }, category: identiti, shape: text } }", "「name」の表示名（英語）が空です", "値を書くか、キーごと除いてください")]
    [InlineData("policy: x\nsets: { items: { a: [zzzzzz] } }", "項目「zzzzzz」はありません", "宣言するか、宣言した項目または集合の名前を書いてください")]
    public void A_mistake_is_told_in_Japanese(string yaml, string message, string mend)
    {
        PolicyError error = PolicyLoader.Load(yaml, "方針.yaml").Errors.First(e => e.Message.Ja == message);
        Assert.Equal(mend, error.Mend.Ja);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"方針.yaml:{error.Line}:{error.Column}: {message}。{mend}"), error.In("ja"));
        Assert.DoesNotMatch("[ぁ-ん]", error.In("en").Replace("方針", "", StringComparison.Ordinal));
    }

    // The string literals of a C# file; what is interpolated is numbered. Enough for this folder: no raw strings, no nested quotes but in interpolations.
    private static IEnumerable<string> Literals(string source)
    {
        foreach (Match literal in Literal().Matches(Comment().Replace(source, "")))
        {
            string text = literal.Groups["text"].Value.Replace("\\\"", "\"", StringComparison.Ordinal);
            int part = 0;
            yield return literal.Groups["dollar"].Success ? Hole().Replace(text, _ => "{" + part++.ToString(CultureInfo.InvariantCulture) + "}") : text;
        }
    }

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<![@'])(?:(?<dollar>\$)""(?<text>(?:\{(?:[^{}""]|""[^""]*"")*\}|\\.|[^""\\{])*)""|""(?<text>(?:\\.|[^""\\])*)"")")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{(?:[^{}""]|""[^""]*"")*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\{[0-9]\}")]
    private static partial Regex Parts();
}
