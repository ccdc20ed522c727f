using Azukari.Values;

namespace Azukari.Tests.Values;

public sealed class KanaTests
{
    [Theory]
    [InlineData("ヤマダ タロウ", "ヤマダ タロウ")]
    [InlineData("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ")]
    [InlineData("やまだ　たろう", "ヤマダ タロウ")]
    [InlineData("ｶﾞｷﾞｸﾞｹﾞｺﾞ", "ガギグゲゴ")]
    [InlineData("ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟ", "パピプペポ")]
    [InlineData("ｳﾞｨ", "ヴィ")]
    [InlineData("カ゛", "ガ")]
    [InlineData("ハ゜", "パ")]
    [InlineData("か\u3099", "ガ")]
    [InlineData("ﾕ-ｺ", "ユーコ")]
    [InlineData("ﾕｰｺ", "ユーコ")]
    [InlineData("ジョン・スミス", "ジョン・スミス")]
    [InlineData("ｼﾞｮﾝ･ｽﾐｽ", "ジョン・スミス")]
    [InlineData("  ヤマダ \t タロウ\u200B ", "ヤマダ タロウ")]
    [InlineData("みすゞ", "ミスヾ")]
    public void Every_way_to_write_kana_becomes_full_width_katakana(string written, string kana) =>
        Assert.Equal(kana, Parsing.Stored<Kana>(written));

    [Theory]
    [InlineData("", "<empty>")]
    [InlineData(" \u3000", "<empty>")]
    [InlineData("山田", "<not-kana>")]
    [InlineData("yamada", "<not-kana>")]
    [InlineData("ヤマダ1", "<not-kana>")]
    [InlineData("・", "<not-kana>")]
    [InlineData("ー", "<not-kana>")]
    [InlineData("ヤマ\u0007ダ", "<control-character>")]
    [InlineData("ヤマ\uFFFDダ", "<broken-text>")]
    [InlineData("ヤマ\uE000ダ", "<broken-text>")]
    public void What_is_no_reading_is_refused_by_its_rule(string written, string rule) =>
        Assert.Equal(rule, Parsing.Stored<Kana>(written));

    [Fact]
    public void Half_a_surrogate_pair_is_broken_text() => Assert.Equal("<broken-text>", Parsing.Stored<Kana>("ヤ\uD842"));

    [Fact]
    public void A_hundred_kana_fit_and_one_more_does_not()
    {
        Assert.Equal(new string('ア', 100), Parsing.Stored<Kana>(new string('ｱ', 100)));
        Assert.Equal("<too-long>", Parsing.Stored<Kana>(new string('ｱ', 101)));
    }
}
