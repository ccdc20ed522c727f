using Azukari.Import.Maps;
using Azukari.Import.Reading;
using Azukari.Import.Rejects;
using Azukari.Import.Rows;
using Azukari.Policy;
using Azukari.Testing;
using Azukari.Tests.Values;

namespace Azukari.Tests.Import;

/// <summary>Rows as companies really have them.</summary>
public sealed class RowReaderTests
{
    private static readonly string[] Header = ["会員番号", "区分", "登録日", "姓", "名", "セイ", "メイ", "性別", "生年月日", "住所", "電話", "メール", "支払", "カード"];

    private const string Map = """
        policy-version: "2026-10"
        channel: import
        subject-kind: { column: 区分, values: { エージェント: agent, VIP: vip } }
        identify-by: member-number
        acquired-at: 登録日
        blank: ["-", なし]
        items:
          member-number: 会員番号
          name: { family: 姓, given: 名, need: required }
          kana: [セイ, メイ]
          gender: { column: 性別, values: { "1": male, "2": female } }
          date-of-birth: 生年月日
          address: 住所
          phone: 電話
          email: メール
          payment-method: 支払
          card: カード
        """;

    [Theory]
    [InlineData("セイ", "ﾐﾎﾝ", "kana", "ミホン タロウ")]
    [InlineData("セイ", "みほん", "kana", "ミホン タロウ")]
    [InlineData("姓", "髙𠮷", "name", """{"family":"髙𠮷","given":"太郎"}""")]
    [InlineData("姓", "見本\r\n", "name", """{"family":"見本","given":"太郎"}""")]
    [InlineData("電話", "+81-3-0000-1234", "phone", "+81300001234")]
    [InlineData("電話", "０３−００００−１２３４", "phone", "+81300001234")]
    [InlineData("電話", "(03)0000-1234", "phone", "+81300001234")]
    [InlineData("生年月日", "1980/4/1", "date-of-birth", "1980-04-01")]
    [InlineData("生年月日", "1980-04-01", "date-of-birth", "1980-04-01")]
    [InlineData("生年月日", "昭和55年4月1日", "date-of-birth", "1980-04-01")]
    [InlineData("生年月日", "S55.4.1", "date-of-birth", "1980-04-01")]
    [InlineData("生年月日", "昭和５５年４月１日", "date-of-birth", "1980-04-01")]
    [InlineData("住所", "〒０００−０００１\n東京都見本区１−１", "address", """{"postalCode":"0000001","prefecture":"東京都","line":"見本区1-1"}""")]
    [InlineData("性別", "２", "gender", "female")]
    [InlineData("メール", "ＭＩＨＯＮ＠example.jp", "email", "MIHON@example.jp")]
    [InlineData("支払", "カード", "payment-method", "カード")]
    [InlineData("電話", "なし", "phone", null)]
    [InlineData("電話", "－", "phone", null)]
    [InlineData("電話", "　", "phone", null)]
    public void Every_style_becomes_the_one_stored_form(string column, string cell, string item, string? stored)
    {
        var (person, reject) = Read(column, cell);
        Assert.Null(reject);
        Assert.Equal(stored, person!.Values.TryGetValue(ItemId.Parse(item), out var value) ? value.Reveal() : null);
    }

    [Theory]
    [InlineData("電話", "03-0000-123", "電話: phone-impossible")]
    [InlineData("生年月日", "1980/2/30", "生年月日: date-not-in-calendar")]
    [InlineData("生年月日", "2026/4/2", "生年月日: date-in-future")]
    [InlineData("登録日", "2026/4/2", "登録日: date-in-future")]
    [InlineData("登録日", "昨日", "登録日: date-unreadable")]
    [InlineData("性別", "男", "性別: value-not-mapped")]
    [InlineData("区分", "一般", "区分: kind-not-mapped")]
    [InlineData("会員番号", " ", "会員番号: identifier-missing")]
    [InlineData("名", "", "姓 + 名: name-part-missing")]
    [InlineData("セイ", "mihon", "セイ + メイ: not-kana")]
    [InlineData("姓", "見\uFFFD", "姓: broken-text")]
    public void What_cannot_be_read_is_rejected_by_column_and_rule(string column, string cell, string problem)
    {
        var (person, reject) = Read(column, cell);
        Assert.Null(person);
        Assert.Equal([problem], reject!.Problems.Select(p => $"{p.Column}: {p.Rule}"));
        Assert.All(reject.Problems, p => Assert.DoesNotContain("03-0000-123", p.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_wrong_with_a_row_is_said_at_once()
    {
        var row = Row();
        row[Array.IndexOf(Header, "電話")] = "x";
        row[Array.IndexOf(Header, "メール")] = "y";
        Assert.Equal(["phone-unreadable", "email-unreadable"], Read(row).Reject!.Problems.Select(p => p.Rule));
    }

    [Fact]
    public void A_card_number_is_not_copied_into_the_rejects()
    {
        var (_, reject) = Read("カード", "4242-4242-4242-4242");
        Assert.Equal("card-number-refused", Assert.Single(reject!.Problems).Rule);
        Assert.Equal([Array.IndexOf(Header, "カード")], reject.Hidden);
    }

    [Fact]
    public void A_day_in_the_file_is_its_beginning_in_japan() =>
        Assert.Equal(new DateTimeOffset(2021, 4, 30, 15, 0, 0, TimeSpan.Zero), Read("登録日", "2021/5/1").Person!.AcquiredAt);

    [Theory]
    [InlineData(13, "too-few-fields")]
    [InlineData(15, "too-many-fields")]
    public void Rows_of_another_width_are_rejected(int width, string rule) =>
        Assert.Equal(rule, Assert.Single(Read([.. Row().Append("x").Take(width)]).Reject!.Problems).Rule);

    [Fact]
    public void Empty_cells_beyond_the_header_do_no_harm() => Assert.Null(Read([.. Row(), "", " "]).Reject);

    private static string[] Row() => ["A001", "エージェント", "2021/5/1", "見本", "太郎", "ミホン", "タロウ", "1", "1980/4/1", "東京都見本区1-1", "03-0000-1234", "mihon@example.jp", "-", ""];

    private static (PersonRow? Person, Reject? Reject) Read(string column, string cell)
    {
        var row = Row();
        row[Array.IndexOf(Header, column)] = cell;
        return Read(row);
    }

    private static (PersonRow? Person, Reject? Reject) Read(string[] fields)
    {
        var load = ImportMapLoader.Load(Map, "map.yaml", Policies.Archive);
        var map = load.Map ?? throw new InvalidOperationException(string.Join('\n', load.Problems));
        var bound = BoundMap.Bind(map, Header, "people.csv", [])!;
        return new RowReader(bound, Parsing.En, new TestClock()).Read(new CsvRow(2, fields, null));
    }
}
