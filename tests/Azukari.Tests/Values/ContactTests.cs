using Azukari.Values;

namespace Azukari.Tests.Values;

public sealed class ContactTests
{
    [Theory]
    [InlineData("03-0000-1234", "+81300001234")]
    [InlineData("(03)0000-1234", "+81300001234")]
    [InlineData("03(0000)1234", "+81300001234")]
    [InlineData("（０３）００００−１２３４", "+81300001234")]
    [InlineData("０３－００００－１２３４", "+81300001234")]
    [InlineData("03ー0000ー1234", "+81300001234")]
    [InlineData("03‐0000‑1234", "+81300001234")]
    [InlineData("03–0000—1234", "+81300001234")]
    [InlineData("03ｰ0000ｰ1234", "+81300001234")]
    [InlineData("0300001234", "+81300001234")]
    [InlineData("03 0000 1234", "+81300001234")]
    [InlineData("+81-3-0000-1234", "+81300001234")]
    [InlineData("+81 (0)3 0000 1234", "+81300001234")]
    [InlineData("＋８１　３　００００　１２３４", "+81300001234")]
    [InlineData("090-0000-1234", "+819000001234")]
    [InlineData("+81 90 0000 1234", "+819000001234")]
    [InlineData("9000001234", "+819000001234")]
    [InlineData("0120-000-123", "+81120000123")]
    [InlineData("0800-888-0000", "+818008880000")]
    [InlineData("06-0000-1234", "+81600001234")]
    [InlineData("+1 202 555 0123", "+12025550123")]
    public void Phones_in_every_style_become_one_number(string written, string e164) =>
        Assert.Equal(e164, Parsing.Stored<PhoneNumber>(written));

    [Theory]
    [InlineData("03-0000-123", "<phone-impossible>")]
    [InlineData("090-0000-123", "<phone-impossible>")]
    [InlineData("03-0000-12345", "<phone-impossible>")]
    [InlineData("電話なし", "<phone-unreadable>")]
    [InlineData("03-0000-1234 内線5", "<phone-unreadable>")]
    [InlineData("-", "<phone-unreadable>")]
    [InlineData("", "<empty>")]
    public void What_is_no_phone_is_refused(string written, string rule) => Assert.Equal(rule, Parsing.Stored<PhoneNumber>(written));

    [Theory]
    [InlineData("03-0000-1234", "03-0000-1234", "+81 3-0000-1234")]
    [InlineData("09000001234", "090-0000-1234", "+81 90-0000-1234")]
    [InlineData("0800-888-0311", "0800-888-0311", "+81 800-888-0311")]
    [InlineData("080-0000-1234", "0800-000-1234", "+81 800-000-1234")] // 0800 is freephone: no mobile begins so
    [InlineData("+12025550123", "+1 202-555-0123", "+1 202-555-0123")]
    public void Phones_are_shown_grouped(string written, string japanese, string english)
    {
        Assert.True(PhoneNumber.TryParse(written, out var phone, out _));
        Assert.Equal((japanese, english), (phone.ToDisplay(Parsing.Ja), phone.ToDisplay(Parsing.En)));
    }

    [Theory]
    [InlineData("mihon@example.jp", "mihon@example.jp")]
    [InlineData("Mihon.Taro@Example.JP", "Mihon.Taro@example.jp")]
    [InlineData("ｍｉｈｏｎ＠ｅｘａｍｐｌｅ．ｊｐ", "mihon@example.jp")]
    [InlineData(" mihon@example.jp\u200B", "mihon@example.jp")]
    [InlineData("mihon..taro.@example.ne.jp", "mihon..taro.@example.ne.jp")]
    [InlineData("mihon@見本.jp", "mihon@xn--8pvz87e.jp")]
    [InlineData("mihon", "<email-unreadable>")]
    [InlineData("mihon@localhost", "<email-unreadable>")]
    [InlineData("a b@example.jp", "<email-unreadable>")]
    [InlineData("a@b@example.jp", "<email-unreadable>")]
    [InlineData("mihon@-example.jp", "<email-unreadable>")]
    [InlineData("@example.jp", "<email-unreadable>")]
    [InlineData("見本@example.jp", "<email-unreadable>")]
    public void Mail_addresses_are_normalised_or_refused(string written, string stored) => Assert.Equal(stored, Parsing.Stored<EmailAddress>(written));

    [Fact]
    public void Mail_is_found_whatever_the_case()
    {
        var email = Shapes.Find("email")!;
        Assert.True(email.TryNormalise("Mihon@Example.jp", Parsing.Today, out var stored, out _));
        Assert.True(email.TryQuery("mIHON@example.JP", out var term, out _));
        Assert.Contains(term, email.SearchTerms(stored));
    }
}
