using System.Globalization;
using Azukari.Site;
using Azukari.Site.Cookies;
using Azukari.Site.Policies;
using Azukari.Ui.Language;

namespace Azukari.Tests.Site;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("https://privacy.example.jp", null)]
    [InlineData("http://localhost:5080/", null)]
    [InlineData("privacy.example.jp", "Site:PublicUrl")]
    [InlineData("https://example.jp/privacy", "Site:PublicUrl")]
    [InlineData("ftp://example.jp", "Site:PublicUrl")]
    public void The_public_address_is_a_web_address_without_a_path(string address, string? complaint) => Complains(new SiteOptions { PublicUrl = address }, complaint);

    [Theory]
    [InlineData("mailto:security@example.jp", null)]
    [InlineData("https://example.jp/report", null)]
    [InlineData("security@example.jp", "Site:SecurityContact")]
    public void The_security_contact_is_an_address_a_program_can_use(string contact, string? complaint) => Complains(new SiteOptions { SecurityContact = contact }, complaint);

    [Theory]
    [InlineData("2026-12-29", null)]
    [InlineData("12/29", "Site:Holidays")]
    public void Holidays_are_named_by_date(string day, string? complaint) => Complains(new SiteOptions { Holidays = { [day] = "年末休業" } }, complaint);

    [Fact]
    public void A_cookie_is_declared_once()
    {
        var session = new CookieDeclaration("session", "サインインの維持", "Keeps you signed in", TimeSpan.FromHours(8), Necessary: true);

        Assert.True(new CookieRegister([session]).Declares("session"));
        Assert.False(new CookieRegister([session]).Declares("other"));
        Assert.Throws<ArgumentException>(() => new CookieRegister([session, session]));
    }

    [Theory]
    [InlineData("ja", "個人情報保護法第27条第5項第3号・第28条、電気通信事業法第27条の12、JIS Q 15001")]
    [InlineData("en", "Act on the Protection of Personal Information, Art. 27(5)(3), 28; Telecommunications Business Act, Art. 27-12; JIS Q 15001")]
    public void Citations_read_as_a_lawyer_writes_them(string language, string expected)
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            Assert.Equal(expected, LawCitation.Here(["APPI 27(5)(3)", "APPI 28", "Telecommunications Business Act 27-12", "JIS Q 15001"]));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [InlineData("/", "/", "/en")]
    [InlineData("/en", "/", "/en")]
    [InlineData("/policy", "/policy", "/en/policy")]
    [InlineData("/en/policy#joint.items", "/policy#joint.items", "/en/policy#joint.items")]
    [InlineData("/entrustees", "/entrustees", "/en/entrustees")]
    public void A_path_has_one_address_in_each_language(string path, string japanese, string english)
    {
        Assert.Equal(japanese, PageLanguage.Path(path, PageLanguage.Japanese));
        Assert.Equal(english, PageLanguage.Path(path, PageLanguage.English));
    }

    [Fact]
    public void Days_are_written_as_people_here_write_them()
    {
        var day = new DateOnly(2026, 4, 1);

        Assert.Equal("2026年4月1日(水)", DisplayDates.Day(day, PageLanguage.Japanese));
        Assert.Equal("1 Apr 2026", DisplayDates.Day(day, PageLanguage.English));
        Assert.Equal("2026年4月1日(水) 0:30", DisplayDates.Moment(new DateTimeOffset(2026, 3, 31, 15, 30, 0, TimeSpan.Zero), PageLanguage.Japanese));
    }

    private static void Complains(SiteOptions options, string? about)
    {
        string[] problems = [.. options.Problems()];
        if (about is null) Assert.Empty(problems);
        else Assert.StartsWith(about, Assert.Single(problems));
    }
}
