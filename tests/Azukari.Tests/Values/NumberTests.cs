using Azukari.Values;

namespace Azukari.Tests.Values;

public sealed class NumberTests
{
    [Theory]
    [InlineData("member-number", "ａ００１２−３", "A0012-3")]
    [InlineData("member-number", "0000123", "0000123")]
    [InlineData("member-number", "A_1", "<member-number-shape>")]
    [InlineData("member-number", "123456789012345678901", "<member-number-shape>")]
    [InlineData("gender", "男", "male")]
    [InlineData("gender", "女性", "female")]
    [InlineData("gender", "Ｆ", "female")]
    [InlineData("gender", "その他", "other")]
    [InlineData("gender", "回答しない", "undisclosed")]
    [InlineData("gender", "1", "<gender-unknown>")]
    [InlineData("country", "日本", "JP")]
    [InlineData("country", "jp", "JP")]
    [InlineData("country", "JPN", "JP")]
    [InlineData("country", "Vietnam", "VN")]
    [InlineData("country", "QQ", "<country-unknown>")]
    [InlineData("residence-status", "永住者", "permanent-resident")]
    [InlineData("residence-status", "技術・人文知識・国際業務", "engineer-humanities-international")]
    [InlineData("residence-status", "技術･人文知識･国際業務", "engineer-humanities-international")]
    [InlineData("residence-status", "宇宙", "<residence-status-unknown>")]
    [InlineData("individual-number", "１２３４ ５６７８ ９０１８", "123456789018")]
    [InlineData("individual-number", "123456789012", "<individual-number-check-digit>")]
    [InlineData("individual-number", "12345678901", "<individual-number-shape>")]
    [InlineData("number", "１，２３４．５０", "1234.5")]
    [InlineData("number", "−5", "-5")]
    [InlineData("number", "1e9", "<number-unreadable>")]
    [InlineData("number", "1000000000000000", "<number-out-of-range>")]
    [InlineData("money", "￥１２，０００", "12000")]
    [InlineData("money", "12,000円", "12000")]
    [InlineData("money", "12.5", "<money-unreadable>")]
    [InlineData("choice", "Ａ型", "A型")]
    [InlineData("text", "一行目\r\n二行目  \r\n", "一行目\n二行目")]
    [InlineData("text", "ｶﾅも①も元のまま", "ｶﾅも①も元のまま")]
    public void Small_shapes_normalise_or_refuse(string shape, string written, string stored) =>
        Assert.Equal(stored, Parsing.Stored(shape, written));

    [Fact]
    public void Every_country_reads_back_from_both_of_its_names()
    {
        var country = Shapes.Find("country")!;
        var known = 0;
        for (var n = 0; n < 26 * 26; n++)
        {
            var code = $"{(char)('A' + (n / 26))}{(char)('A' + (n % 26))}";
            if (code == "UK" || !country.TryNormalise(code, Parsing.Today, out var stored, out _)) continue; // UK is a name people write for GB
            known++;
            Assert.Equal(code, Parsing.Stored("country", country.ToDisplay(stored, Parsing.En)));
            Assert.Equal(code, Parsing.Stored("country", country.ToDisplay(stored, Parsing.Ja)));
        }

        Assert.InRange(known, 240, 270);
    }

    [Theory]
    [InlineData("0001-001-普通-123456-ﾐﾎﾝ ﾀﾛｳ", """{"bank":"0001","branch":"001","type":"1","number":"0123456","holder":"ミホン タロウ"}""")]
    [InlineData("""{"bank":"０００１","branch":"001","type":"当座","number":"1234567","holder":"かぶしきかいしゃ"}""",
        """{"bank":"0001","branch":"001","type":"2","number":"1234567","holder":"カブシキカイシヤ"}""")]
    [InlineData("0001-001-普通-1234567-見本太郎", "<holder-not-bank-kana>")]
    [InlineData("001-001-普通-1234567-ﾐﾎﾝ", "<bank-code-shape>")]
    [InlineData("0001-01-普通-1234567-ﾐﾎﾝ", "<branch-code-shape>")]
    [InlineData("0001-001-定期-1234567-ﾐﾎﾝ", "<account-type-unknown>")]
    [InlineData("0001-001-普通-12345678-ﾐﾎﾝ", "<account-number-shape>")]
    [InlineData("0001-001", "<bank-account-incomplete>")]
    public void Bank_accounts_are_checked_by_shape(string written, string stored) => Assert.Equal(stored, Parsing.Stored<BankAccount>(written));

    [Theory]
    [InlineData("samplepay:tok_abcd1234:4242", "samplepay:tok_abcd1234:4242")]
    [InlineData("4242424242424242", "<card-number-refused>")]
    [InlineData("4242 4242 4242 4242", "<card-number-refused>")]
    [InlineData("４２４２－４２４２−４２４２ー４２４２", "<card-number-refused>")]
    [InlineData("samplepay:4242424242424242:4242", "<card-number-refused>")]
    [InlineData("3782 822463 10005", "<card-number-refused>")]
    [InlineData("samplepay:tok_abcd1234", "<card-token-shape>")]
    [InlineData("samplepay:tok_abcd1234:42", "<card-token-shape>")]
    public void A_card_is_a_token_and_never_a_number(string written, string stored) => Assert.Equal(stored, Parsing.Stored<CardToken>(written));

    [Theory]
    [InlineData("text", "カードは4242-4242-4242-4242です")]
    [InlineData("choice", "4242424242424242")]
    public void A_card_number_is_not_taken_in_free_text_either(string shape, string written) =>
        Assert.Equal("<card-number-refused>", Parsing.Stored(shape, written));
}
