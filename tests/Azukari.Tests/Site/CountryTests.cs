using System.Globalization;
using Azukari.Site.Policies;

namespace Azukari.Tests.Site;

public sealed class CountryTests
{
    [Theory]
    [InlineData("US", "アメリカ合衆国", "United States")]
    [InlineData("SG", "シンガポール", "Singapore")]
    [InlineData("DE", "ドイツ", "Germany")]
    [InlineData("VN", "ベトナム", "Vietnam")]
    public void A_country_has_its_name_in_the_language_of_the_page_whichever_was_asked_first(string code, string japanese, string english)
    {
        foreach ((string language, string name) in ((string, string)[])[("en", english), ("ja", japanese), ("en", english)])
            Assert.Equal(name, In(language, () => Countries.Name(code)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a country")]
    public void What_is_no_country_stands_as_it_is(string code) => Assert.Equal(code, In("ja", () => Countries.Name(code)));

    [Theory]
    [InlineData("ja", "個人情報保護法第17条・第18条・第27条から第30条まで・第32条第1項")]
    [InlineData("en", "Act on the Protection of Personal Information, Art. 17, 18, 27–30, 32(1)")]
    public void Three_articles_in_a_row_are_cited_as_a_range(string language, string expected) => Assert.Equal(
        expected, In(language, () => LawCitation.Here(["APPI 17", "APPI 18", "APPI 27", "APPI 28", "APPI 29", "APPI 30", "APPI 32(1)"])));

    private static string In(string language, Func<string> text)
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            return text();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
