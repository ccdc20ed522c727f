using System.Text.RegularExpressions;
using System.Xml.Linq;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Tests.Architecture;

namespace Azukari.Tests.Site;

/// <summary>Every string in both languages, every string used there, none left over.</summary>
public sealed partial class ResourceTests
{
    public static TheoryData<string, string> Resources => new()
    {
        { "src/Platform/Azukari.Ui", "UiText" },
        { "src/Modules/Azukari.Site", "SiteText" },
        { "src/Modules/Azukari.Console", "ConsoleText" },
        { "src/Modules/Azukari.Api", "ApiText" },
        { "src/Modules/Azukari.Portal", "PortalText" },
        { "src/Modules/Azukari.Join", "JoinText" },
        { "src/Modules/Azukari.Requests", "RequestsText" },
        { "src/Modules/Azukari.Mailings", "MailingsText" },
    };

    [Theory]
    [MemberData(nameof(Resources))]
    public void Both_languages_have_the_same_strings_none_empty(string project, string name)
    {
        Dictionary<string, string> ja = Strings(project, name, ""), en = Strings(project, name, ".en");

        Assert.Equal(ja.Keys.Order(StringComparer.Ordinal), en.Keys.Order(StringComparer.Ordinal));
        Assert.All(ja.Concat(en), s => Assert.False(string.IsNullOrWhiteSpace(s.Value), s.Key));
        Assert.All(ja, s => Assert.Equal(Placeholders(s.Value), Placeholders(en[s.Key])));
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public void English_strings_hold_no_Japanese(string project, string name) => Assert.All(
        Strings(project, name, ".en").Where(s => s.Key != "OtherLanguage" && s.Key != "SamePageIn"),
        s => Assert.DoesNotContain(s.Value, c => c is >= '\u3040' and <= '\u9FFF'));

    [Theory]
    [MemberData(nameof(Resources))]
    public void Every_string_the_pages_ask_for_is_there(string project, string name)
    {
        HashSet<string> known = [.. Strings(project, name, "").Keys];

        string[] asked = [.. Sources(project).SelectMany(s => Asked().Matches(s)).Select(m => m.Groups["key"].Value).Distinct()];
        Assert.NotEmpty(asked);
        Assert.All(asked, key => Assert.Contains(key, known));
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public void No_string_is_left_over(string project, string name)
    {
        string source = string.Concat(Sources(project));
        string[] composed = [.. Composed().Matches(source).Select(m => m.Groups["start"].Value).Concat(["CaseKind.", "Channel.", "Condition.", "MeasureKind.", "RightRefusal.", "Period.", "Field."])];

        Assert.All(Strings(project, name, "").Keys.Where(key => !composed.Any(start => start.Length > 0 && key.StartsWith(start, StringComparison.Ordinal))), key =>
            Assert.Contains($"\"{key}\"", source));
    }

    [Fact]
    public void Every_word_of_the_policys_closed_lists_can_be_printed()
    {
        Dictionary<string, string> known = Strings("src/Modules/Azukari.Site", "SiteText", "");

        string[] needed =
        [
            .. All<Condition>(), .. All<Channel>(), .. All<MeasureKind>(), .. All<RightRefusal>(), .. All<ReEntrustment>(), .. All<RetentionStart>(),
            .. All<CaseKind>().Where(c => c != "CaseKind.none"),
        ];
        Assert.All(needed, key => Assert.Contains(key, known.Keys));
    }

    [Fact]
    public void Every_word_of_a_membership_can_be_printed_in_the_console()
    {
        Dictionary<string, string> known = Strings("src/Modules/Azukari.Console", "ConsoleText", "");
        string[] needed = [.. Enum.GetValues<MemberStatus>().Select(s => s.Word()), .. Enum.GetValues<MemberClass>().Select(c => c.Word()), .. Enum.GetValues<MemberRank>().Select(r => r.Word())];
        Assert.All(needed, word => Assert.Contains("Member." + word, known.Keys));
    }

    [Fact]
    public void Every_reason_the_console_knows_has_its_words_and_none_are_there_for_another()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "src", "Modules", "Azukari.Console", "Ledger", "LedgerReasons.cs"));
        string[] known = [.. Code().Matches(source[source.IndexOf('[', StringComparison.Ordinal)..source.IndexOf("]);", StringComparison.Ordinal)]).Select(m => m.Groups["code"].Value)];
        Assert.Contains("account-created", known);
        Assert.Equal(known.Order(StringComparer.Ordinal), Strings("src/Modules/Azukari.Console", "ConsoleText", "").Keys.Where(key => key.StartsWith("Reason.", StringComparison.Ordinal)).Select(key => key[7..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_class_and_rank_a_member_is_given_is_said_in_words_in_the_console()
    {
        Dictionary<string, string> ja = Strings("src/Modules/Azukari.Console", "ConsoleText", ""), en = Strings("src/Modules/Azukari.Console", "ConsoleText", ".en");
        string[] codes =
        [
            .. Enum.GetValues<MemberClass>().SelectMany(one => (string[])[$"member:class:{one.Word()}", $"kind:{one.Kind()}"]),
            .. Enum.GetValues<MemberRank>().Select(one => $"member:rank:{one.Word()}"), $"kind:{MemberWords.FormerMember}", .. Enum.GetValues<MemberStatus>().Select(one => $"member:{one.Word()}"),
        ];
        Assert.All(codes, code => Assert.True(ja.ContainsKey("Reason." + code) && en.ContainsKey("Reason." + code), code));
        Assert.Equal(codes.Length, codes.Select(code => ja["Reason." + code]).Distinct().Count());
        Assert.Equal(codes.Length, codes.Select(code => en["Reason." + code]).Distinct().Count());
    }

    private static IEnumerable<string> All<T>() where T : struct, Enum => PolicyWords.All<T>().Select(w => $"{typeof(T).Name}.{w}");

    private static string Placeholders(string text) => string.Join(',', Placeholder().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal));

    private static Dictionary<string, string> Strings(string project, string name, string language) =>
        XDocument.Load(Path.Combine(Repository.Root, project, "Resources", $"{name}{language}.resx")).Descendants("data")
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".razor" or ".cs" && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    [GeneratedRegex("\\b(?:T|strings)\\[\"(?<key>[^\"]+)\"")]
    private static partial Regex Asked();

    [GeneratedRegex("\\b(?:T|strings)\\[[^\\]]*?\\$\"(?<start>[^\"{]*)\\{")]
    private static partial Regex Composed();

    [GeneratedRegex("\"(?<code>[^\"]+)\"")]
    private static partial Regex Code();

    [GeneratedRegex("\\{[0-9]\\}")]
    private static partial Regex Placeholder();
}
