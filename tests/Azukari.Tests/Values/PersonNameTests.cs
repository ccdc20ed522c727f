using Azukari.Values;

namespace Azukari.Tests.Values;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("見本 太郎", "見本", "太郎")]
    [InlineData("見本　太郎", "見本", "太郎")]
    [InlineData(" 見本 \n 太郎 ", "見本", "太郎")]
    [InlineData("ミホン ﾀﾛｳ", "ミホン", "タロウ")]
    [InlineData("佐々木 さくら", "佐々木", "さくら")]
    public void Two_japanese_words_are_family_and_given(string written, string family, string given)
    {
        Assert.True(PersonName.TryParse(written, out var name, out _));
        Assert.Equal((family, given, $"{family} {given}"), (name.Family, name.Given, name.Full));
    }

    [Theory]
    [InlineData("見本太郎", "見本太郎")]
    [InlineData("Ｓｐｅｃｉｍｅｎ　Ｔａｒｏ", "Specimen Taro")]
    [InlineData("Mary Ann Specimen", "Mary Ann Specimen")]
    [InlineData("ジョン・ミホン", "ジョン・ミホン")]
    public void What_cannot_be_split_stays_whole(string written, string full)
    {
        Assert.True(PersonName.TryParse(written, out var name, out _));
        Assert.Equal((null, null, full), (name.Family, name.Given, name.Full));
    }

    [Theory]
    [InlineData("𠮷田 見本")] // a surrogate pair
    [InlineData("髙橋 見本")]
    [InlineData("山﨑 見本")]
    [InlineData("\uFA19谷 見本")] // a compatibility kanji that NFC and NFKC would replace
    [InlineData("葛\U000E0100城 見本")] // a variation selector
    [InlineData("〆木 見本")]
    public void Rare_characters_stay_as_written(string written)
    {
        Assert.True(PersonName.TryParse(written, out var name, out _));
        Assert.Equal(written, name.Full);
        Assert.NotNull(name.Family);
        Assert.Equal(name, PersonName.FromStored(name.ToStored()));
    }

    [Fact]
    public void Parts_with_readings_are_kept_apart_and_joined()
    {
        Assert.True(PersonName.TryCreate("見本", "花子", "ﾐﾎﾝ", "はなこ", out var name, out _));
        Assert.Equal(("ミホン", "ハナコ", "ミホン ハナコ"), (name.FamilyKana?.Text, name.GivenKana?.Text, name.FullKana?.Text));
        Assert.Equal("""{"family":"見本","given":"花子","familyKana":"ミホン","givenKana":"ハナコ"}""", name.ToStored().Reveal());
    }

    [Fact]
    public void A_full_reading_is_split_with_the_name_where_it_can_be()
    {
        Assert.True(PersonName.TryCreate("見本 花子", "ﾐﾎﾝ ﾊﾅｺ", out var split, out _));
        Assert.Equal("ミホン", split.FamilyKana?.Text);
        Assert.True(PersonName.TryCreate("見本花子", "ﾐﾎﾝﾊﾅｺ", out var whole, out _));
        Assert.Equal("""{"full":"見本花子","fullKana":"ミホンハナコ"}""", whole.ToStored().Reveal());
    }

    [Theory]
    [InlineData("123", "<name-has-no-letters>")]
    [InlineData("", "<empty>")]
    [InlineData("見本\u0000太郎", "<control-character>")]
    [InlineData("""{"family":"見本"}""", "<name-part-missing>")]
    [InlineData("""{"family":"見本","given":"太郎","familyKana":"ミホン"}""", "<name-part-missing>")]
    [InlineData("""{"family":"見本","given":"太郎","familyKana":"mihon","givenKana":"タロウ"}""", "<not-kana>")]
    [InlineData("""{"family":"見本","given":"太郎","nickname":"x"}""", "<structure-unreadable>")]
    [InlineData("""{"full":"見本太郎","family":"見本"}""", "<structure-unreadable>")]
    [InlineData("""{"full":"見本太郎","full":"見本"}""", "<structure-unreadable>")]
    [InlineData("""{"full":1}""", "<structure-unreadable>")]
    [InlineData("""{"full":""", "<structure-unreadable>")]
    public void What_is_no_name_is_refused_by_its_rule(string written, string rule) =>
        Assert.Equal(rule, Parsing.Stored<PersonName>(written));
}
