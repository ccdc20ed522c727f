using Azukari.Import;
using Azukari.Import.Maps;
using Azukari.Policy;
using Azukari.Policy.Document;

namespace Azukari.Tests.Import;

public sealed class MapTests
{
    private const string Good = """
        policy-version: "2026-10"
        channel: import
        subject-kind: { column: 区分, values: { エージェント: agent, VIP: vip, 一般: retail } }
        identify-by: member-number
        acquired-at: 登録日
        encoding: auto
        delimiter: comma
        blank: ["-", なし]
        items:
          member-number: 会員番号
          name: { family: 姓, given: 名 }
          kana: [セイ, メイ]
          gender: { column: 性別, values: { "1": male, "2": female } }
          address: { postal-code: 郵便番号, prefecture: 都道府県, city: 市区町村, line: [番地, 番地2], building: 建物, need: required }
          phone: { column: 電話, shape: phone }
        ignore: [備考]
        """;

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void A_map_nested_without_end_is_a_problem_and_does_not_end_the_process(string level)
    {
        var load = Load("items: " + (level == "- " ? "\n" : "") + string.Concat(Enumerable.Repeat(level, 100_000)) + "x");

        Assert.Null(load.Map);
        Assert.Contains("nested deeper", Assert.Single(load.Problems).Message.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_says_everything_the_import_needs()
    {
        var map = Assert.IsType<ImportMap>(Load(Good).Map);
        Assert.Equal((PolicyVersion.Parse("2026-10"), Channel.Import, ItemId.Parse("member-number"), ','), (map.PolicyVersion, map.Channel, map.IdentifyBy, map.Delimiter));
        Assert.Equal("agent", map.KindColumn?.Words["エージェント"].Value);
        Assert.Equal(["member-number", "name", "kana", "gender", "address", "phone"], map.Items.Select(item => item.Item.Value));
        Assert.Equal(["postalCode", "prefecture", "city", "line", "building"], map.Items[4].Parts.Select(part => part.Key));
        Assert.True(map.Items[4].Required);
    }

    [Theory]
    [InlineData("policy-version: \"2026-10\"", "policy-version: \"2020-01\"", "map.yaml:1:17 policy-version: there is no version '2020-01' of the policy in force so far, write the version people were shown, one of \"2021-04\", \"2026-10\"")]
    [InlineData("channel: import", "channel: imprt", "map.yaml:2:10 channel: 'imprt' is no channel, did you mean 'import'?")]
    [InlineData("VIP: vip", "VIP: vips", "map.yaml:3:59 subject-kind.values.VIP: 'vips' is no subject kind of the policy, did you mean 'vip'?")]
    [InlineData("一般: retail", "ＶＩＰ: retail", "map.yaml:3:64 subject-kind.values.ＶＩＰ: this word is listed twice (width, case and spaces don't count), write it once")]
    [InlineData("identify-by: member-number", "identify-by: name", "map.yaml:4:14 identify-by: 'name' is not looked up by its exact value, write one of member-number, phone")]
    [InlineData("identify-by: member-number", "identify-by: email", "map.yaml:4:14 identify-by: 'email' is not among the mapped items, write one of member-number, phone")]
    [InlineData("encoding: auto", "encoding: latin1", "map.yaml:6:11 encoding: 'latin1' is no encoding known here, write auto, utf-8 or shift_jis")]
    [InlineData("delimiter: comma", "delimiter: pipe", "map.yaml:7:12 delimiter: 'pipe' is no delimiter known here, write comma, tab or semicolon")]
    [InlineData("  kana: [セイ, メイ]", "  kanna: [セイ, メイ]", "map.yaml:12:3 items.kanna: the policy has no such item, did you mean 'kana'?")]
    [InlineData("  kana: [セイ, メイ]", "  rank: ランク", "map.yaml:12:3 items.rank: this item is kept by the module 'members', not in the vault, leave it out and list its column under ignore")]
    [InlineData("family: 姓, given", "famly: 姓, given", "map.yaml:11:11 items.name.famly: this key is not known here, did you mean 'family'?")]
    [InlineData("shape: phone", "shape: email", "map.yaml:15:31 items.phone.shape: the policy gives this item the shape 'phone', not 'email', write phone or leave it out")]
    [InlineData("phone: { column: 電話, shape: phone }", "phone: { shape: phone }", "map.yaml:15:10 items.phone: no column is named, add 'column:' with the heading")]
    [InlineData("{ family: 姓, given: 名 }", "{ family: 姓, given: 名, column: 氏名 }", "map.yaml:11:9 items.name: the item is given both whole and in parts, keep 'column' or the parts")]
    [InlineData("need: required", "need: maybe", "map.yaml:14:100 items.address.need: 'maybe' is not known here, write required or optional")]
    [InlineData("ignore: [備考]", "ignored: [備考]", "map.yaml:16:1 ignored: this key is not known here, did you mean 'ignore'?")]
    [InlineData("blank: [\"-\", なし]", "blank: [\"-\", {a: b}]", "map.yaml:8:14 blank: a column is named by its heading, write the heading, or a list of headings")]
    public void A_mistake_is_named_with_its_place_and_its_mending(string right, string wrong, string problem)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        var load = Load(Good.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Null(load.Map);
        Assert.Contains(problem, load.Problems.Select(p => p.In("en")));
        InJapaneseToo(load.Problems);
    }

    [Theory]
    [InlineData("channel: import", "channel: imprt", "map.yaml:2:10 channel: 「imprt」という経路はありません。「import」のことではありませんか")]
    [InlineData("identify-by: member-number", "identify-by: name", "map.yaml:4:14 identify-by: 「name」は値の全体では探せない項目です。member-number, phone のどれかを書いてください")]
    [InlineData("一般: retail", "ＶＩＰ: retail", "map.yaml:3:64 subject-kind.values.ＶＩＰ: 同じ語が2度あります（全角と半角、大文字と小文字、空白は区別しません）。1度だけ書いてください")]
    public void It_is_named_in_the_language_of_whoever_imports(string right, string wrong, string problem) =>
        Assert.Contains(problem, Load(Good.Replace(right, wrong, StringComparison.Ordinal)).Problems.Select(p => p.In("ja")));

    [Theory]
    [InlineData("a: [", "not well-formed YAML")]
    [InlineData("- a", "must be one mapping")]
    [InlineData("", "must be one mapping")]
    [InlineData("channel: a\nchannel: b", "not well-formed YAML")]
    [InlineData("items: {}", "no item is mapped")]
    [InlineData("channel: import", "items: this is missing")]
    public void What_is_no_map_is_said_so(string text, string part)
    {
        var load = Load(text);
        Assert.Null(load.Map);
        Assert.Contains(load.Problems, problem => problem.In("en").Contains(part, StringComparison.Ordinal));
        InJapaneseToo(load.Problems);
    }

    [Fact]
    public void Headings_match_whatever_their_width_case_and_spaces()
    {
        var bound = Bind(["会員番号 ", "区分", "登録日", "姓", "名", "ｾｲ", "メ イ", "性別", "郵便番号", "都道府県", "市区町村", "番地", "番地２", "建物", "電話", "備考", "", ""], out var problems);
        Assert.Empty(problems);
        Assert.Equal(16, bound!.Headings.Length);
    }

    [Fact]
    public void A_column_nobody_thought_of_is_named_and_so_is_one_that_is_missing()
    {
        Bind(["会員番号", "区分", "登録日", "姓", "名", "セイ", "メイ", "性別", "郵便番号", "都道府県", "市区町村", "番地", "番地2", "建物名", "電話", "備考", "備考"], out var problems);
        Assert.Equal(
            [
                "people.csv:1:17 備考: column 16 has the same heading, give each column a heading of its own",
                "map.yaml:14:90 items.address.building: people.csv has no column '建物', did you mean '建物名'?",
                "people.csv:1:14 建物名: the column is neither mapped nor ignored in map.yaml, add it to 'items' or to 'ignore'",
            ],
            problems.Select(problem => problem.In("en")));
        InJapaneseToo(problems);
    }

    [Fact]
    public void Columns_an_earlier_rejects_file_put_in_front_need_no_mapping()
    {
        var bound = Bind(["reject.line", "reject.column", "reject.rule", "reject.reason", "会員番号", "区分", "登録日", "姓", "名", "セイ", "メイ", "性別", "郵便番号", "都道府県", "市区町村", "番地", "番地2", "建物", "電話", "備考"], out var problems);
        Assert.Empty(problems);
        Assert.Equal(Enumerable.Range(4, 16), bound!.Copied);
    }

    // Each sentence in Japanese, and none twice the same in both languages.
    private static void InJapaneseToo(IEnumerable<ImportProblem> problems) => Assert.All(problems, problem =>
    {
        foreach (var (ja, en) in (LocalText[])[problem.Message, problem.Mend])
        {
            Assert.Matches("[ぁ-ん]", ja);
            Assert.DoesNotMatch("[ぁ-ん]{2}", en);
        }
    });

    private static ImportMapLoad Load(string text) => ImportMapLoader.Load(text, "map.yaml", Policies.Archive);

    private static BoundMap? Bind(string[] header, out List<ImportProblem> problems)
    {
        problems = [];
        return BoundMap.Bind(Load(Good).Map!, header, "people.csv", problems);
    }
}
