using Azukari.Values;

namespace Azukari.Tests.Values;

public sealed class SearchTests
{
    private static readonly Shape Names = Shapes.Find("person-name")!;

    [Theory]
    [InlineData("オオノ", "ハナコ", "おおの")]
    [InlineData("オオノ", "ハナコ", "オオ")]
    [InlineData("オオノ", "ハナコ", "Ohno")]
    [InlineData("オオノ", "ハナコ", "Ōno")]
    [InlineData("オオノ", "ハナコ", "Oono")]
    [InlineData("オオノ", "ハナコ", "ono")]
    [InlineData("コウノ", "ユウコ", "Kono Yuko")]
    [InlineData("コウノ", "ユウコ", "Kouno Yuuko")]
    [InlineData("コウノ", "ユウコ", "Kohno Yūko")]
    [InlineData("コウノ", "ユウコ", "ﾕｳｺ")]
    [InlineData("コウノ", "ユウコ", "コーノ")]
    [InlineData("サトウ", "シンイチ", "Satoh Shin'ichi")]
    [InlineData("サトウ", "シンイチ", "sato sin-iti")]
    [InlineData("ホンマ", "ジュンペイ", "Homma Jumpei")]
    [InlineData("ホンマ", "ジュンペイ", "Honma Zyunpei")]
    [InlineData("ハットリ", "ショウタ", "はっとり しょう")]
    [InlineData("ハットリ", "ショウタ", "hattori shot")]
    [InlineData("ホッチ", "フミ", "Hotchi")]
    [InlineData("ホッチ", "フミ", "hotti humi")]
    [InlineData("オオヤ", "ジュン", "Ohya")]
    [InlineData("キョウゴク", "ジョウ", "きょ")]
    [InlineData("イノウエ", "ミノル", "Inoue")]
    [InlineData("イノウエ", "ミノル", "いの")]
    public void A_reading_is_found_in_kana_and_in_any_romanisation(string family, string given, string query) =>
        Assert.True(Finds($$"""{"family":"見本","given":"架空","familyKana":"{{family}}","givenKana":"{{given}}"}""", query));

    [Theory]
    [InlineData("ヤマダ", "タロウ", "やまもと")]
    [InlineData("ヤマダ", "タロウ", "たろうじ")]
    [InlineData("ヤマダ", "タロウ", "まだ")]
    public void Only_beginnings_match(string family, string given, string query) =>
        Assert.False(Finds($$"""{"family":"見本","given":"架空","familyKana":"{{family}}","givenKana":"{{given}}"}""", query));

    [Fact]
    public void A_search_shows_a_long_vowel_for_a_short_one_rather_than_nobody() =>
        Assert.True(Finds("""{"family":"見本","given":"架空","familyKana":"オオノ","givenKana":"ハナコ"}""", "おの"));

    [Theory]
    [InlineData("髙橋 見本", "高橋")]
    [InlineData("高橋 見本", "髙橋")]
    [InlineData("山﨑 見本", "山崎 見本")]
    [InlineData("𠮷田 見本", "吉田")]
    [InlineData("𠮷田 見本", "𠮷田見本")]
    [InlineData("渡邉 見本", "渡辺")]
    [InlineData("葛\U000E0100城 見本", "葛城")]
    [InlineData("見本 さくら", "さく")]
    [InlineData("Specimen John", "joh")]
    [InlineData("Specimen John", "Specimen J")]
    [InlineData("Smith Specimen", "smith")]
    public void A_written_name_is_found_with_variants_folded(string name, string query) => Assert.True(Finds(name, query));

    [Theory]
    [InlineData("ア")]
    [InlineData("a")]
    [InlineData("ta")]
    [InlineData("")]
    public void Too_short_a_query_is_refused(string query)
    {
        Assert.False(Names.TryQuery(query, out _, out var error));
        Assert.Equal(query.Length == 0 ? "empty" : "search-too-short", error.Rule);
    }

    [Theory]
    [InlineData("phone", "090-0000-1234", "+81 90 0000 1234")]
    [InlineData("postal-code", "〒000-0001", "０００ー０００１")]
    [InlineData("member-number", "a-12", "Ａ−１２")]
    [InlineData("postal-address", "〒000-0001 東京都見本区1", "0000001")]
    [InlineData("kana", "ミホン ハナコ", "hanako")]
    public void Exact_shapes_are_found_in_any_style(string shape, string value, string query)
    {
        var found = Shapes.Find(shape)!;
        Assert.True(found.TryNormalise(value, Parsing.Today, out var stored, out _));
        Assert.True(found.TryQuery(query, out var term, out _));
        Assert.Contains(term, found.SearchTerms(stored));
    }

    [Theory]
    [InlineData("phone", "090-0000-1234", "０９０ー００", true)]
    [InlineData("phone", "090-0000-1234", "+81 90-0000-1", true)]
    [InlineData("phone", "090-0000-1234", "09000001234", true)]
    [InlineData("phone", "090-0000-1234", "0900001", false)]
    [InlineData("phone", "03-0000-1234", "03-00", true)]
    [InlineData("phone", "+1 650 555 0100", "+1650", true)]
    [InlineData("postal-code", "150-0001", "150", true)]
    [InlineData("postal-code", "150-0001", "〒１５０−００", true)]
    [InlineData("postal-code", "150-0001", "1509", false)]
    [InlineData("postal-address", "〒000-0001 東京都見本区1", "0000", true)]
    [InlineData("postal-address", "東京都見本区1", "0000", false)]
    [InlineData("member-number", "MIHON-0042", "mihon-00", true)]
    [InlineData("member-number", "MIHON-0042", "MIHON-0042", true)]
    [InlineData("member-number", "A1", "A1", true)]
    [InlineData("member-number", "MIHON-0042", "IHON", false)]
    [InlineData("email", "Mihon.Hanako@example.jp", "mihon.h", true)]
    [InlineData("email", "Mihon.Hanako@example.jp", "mihon.hanako@exam", true)]
    [InlineData("email", "mihon@example.jp.com", "mihon@example.jp", true)]
    [InlineData("email", "Mihon.Hanako@example.jp", "hanako", false)]
    [InlineData("person-name", "空想野 直樹", "空想", true)]
    [InlineData("person-name", "空想野 直樹", "空想野直", true)]
    [InlineData("person-name", "空想野 直樹", "空想野夢", false)]
    [InlineData("person-name", "空想野 直樹", "直樹", true)]
    [InlineData("person-name", "空想野 健", "健", true)]
    [InlineData("person-name", "空想野 直樹", "想野", false)]
    [InlineData("kana", "ミホン ハナコ", "はな", true)]
    public void A_beginning_finds_what_begins_so_and_nothing_else_whatever_lengths_the_index_holds(string shape, string value, string typed, bool finds)
    {
        var by = Shapes.Find(shape)!;
        Assert.True(by.TryNormalise(value, Parsing.Today, out var stored, out _));
        Assert.True(by.TryQuery(typed, SearchMatch.Beginning, out var query, out var error), error?.Rule);
        Assert.Equal(finds, by.Finds(stored, query));
    }

    [Theory]
    [InlineData("phone", "090", "search-too-short")]
    [InlineData("postal-code", "15", "search-too-short")]
    [InlineData("email", "mi", "search-too-short")]
    [InlineData("person-name", "み", "search-too-short")]
    [InlineData("phone", "みほん", "phone-unreadable")]
    public void A_beginning_too_short_or_of_another_kind_is_refused(string shape, string typed, string rule)
    {
        Assert.False(Shapes.Find(shape)!.TryQuery(typed, SearchMatch.Beginning, out _, out var error));
        Assert.Equal(rule, error.Rule);
    }

    [Theory]
    [InlineData("オオノ", "ハナコ", "おおの", true)]
    [InlineData("オオノ", "ハナコ", "おお", false)]
    [InlineData("オオノ", "ハナコ", "ohno hanako", true)]
    [InlineData("オオノ", "ハナコ", "はなこ", true)]
    [InlineData("オオノ", "ハナコ", "見本", true)]
    [InlineData("オオノ", "ハナコ", "見", false)]
    public void A_whole_name_is_found_by_a_whole_part_of_it_only(string family, string given, string typed, bool finds)
    {
        Assert.True(Names.TryNormalise($$"""{"family":"見本","given":"架空","familyKana":"{{family}}","givenKana":"{{given}}"}""", Parsing.Today, out var stored, out _));
        Assert.True(Names.TryQuery(typed, SearchMatch.Whole, out var query, out var error), error?.Rule);
        Assert.Equal(finds, Names.Finds(stored, query));
    }

    [Theory]
    [InlineData("東京都", true)]
    [InlineData("東京", true)]
    [InlineData("大阪府", false)]
    public void A_prefecture_narrows_and_is_in_no_index(string area, bool fits)
    {
        var addresses = Shapes.Find("postal-address")!;
        Assert.True(addresses.TryNormalise("〒000-0001 東京都見本区1", Parsing.Today, out var stored, out _));
        Assert.True(addresses.TryQuery(area, SearchMatch.Area, out var query, out _));
        Assert.Null(query.Term);
        Assert.Equal(fits, addresses.Finds(stored, query));
        Assert.False(addresses.TryQuery("見本県", SearchMatch.Area, out _, out var error));
        Assert.Equal("prefecture-unknown", error.Rule);
        Assert.Equal("[SearchQuery]", query.ToString());
    }

    // What a stolen index could be counted by: no more than this of each value.
    [Theory]
    [InlineData("phone", "090-0000-1234", 4)]
    [InlineData("postal-code", "150-0001", 3)]
    [InlineData("postal-address", "〒000-0001 東京都見本区1", 3)]
    [InlineData("member-number", "123456784", 4)]
    [InlineData("email", "mihon@example.jp", 5)]
    public void The_index_holds_beginnings_of_a_few_lengths_only(string shape, string value, int terms)
    {
        var by = Shapes.Find(shape)!;
        Assert.True(by.TryNormalise(value, Parsing.Today, out var stored, out _));
        Assert.Equal(terms, by.SearchTerms(stored).Distinct().Count());
    }

    [Fact]
    public void What_identifies_too_well_cannot_be_searched()
    {
        foreach (var name in (string[])["individual-number", "card-token", "bank-account", "text", "birth-date"])
        {
            var shape = Shapes.Find(name)!;
            Assert.False(shape.IsSearchable);
            Assert.False(shape.TryQuery("123456789018", out _, out var error));
            Assert.Equal(ValueErrorCode.NotSearchable, error.Code);
        }
    }

    private static bool Finds(string name, string query)
    {
        Assert.True(Names.TryNormalise(name, Parsing.Today, out var stored, out _));
        Assert.True(Names.TryQuery(query, out var term, out var error), error?.Rule);
        return Names.SearchTerms(stored).Contains(term);
    }
}
