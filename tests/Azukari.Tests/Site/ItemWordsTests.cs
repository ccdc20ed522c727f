using System.Globalization;
using Azukari.Join.Form;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Site.Policies;
using Azukari.Site.Resources;
using Azukari.Ui.Language;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Site;

/// <summary>Whatever is kept as a code has words of its own in both languages, and every code the modules write is known here.</summary>
public sealed class ItemWordsTests
{
    private static readonly Text<SiteText> Strings = new ServiceCollection().AddLogging().AddLocalization().AddSingleton(typeof(Text<>)).BuildServiceProvider().GetRequiredService<Text<SiteText>>();

    public static TheoryData<string, string[]> Codes => new()
    {
        { "class", [.. Enum.GetValues<MemberClass>().Select(one => one.Word())] },
        { "rank", [.. Enum.GetValues<MemberRank>().Select(one => one.Word())] },
        { "reward-rank", [.. Enum.GetValues<MemberRank>().Select(one => one.Word())] },
        { "payment-method", [.. PaymentMethods.All] },
        { "age-band", ["10s", "20s", "70s", "100s"] },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_words_of_its_own(string item, string[] codes)
    {
        string[] ja = Said("ja", item, codes), en = Said("en", item, codes);

        Assert.Equal(codes.Length, ja.Distinct().Count());
        Assert.Equal(codes.Length, en.Distinct().Count());
        Assert.All(ja, word => Assert.Contains(word, c => c > 0x7F));
        if (item != "age-band") Assert.All(en, word => Assert.DoesNotContain(word, codes));
    }

    [Theory]
    [InlineData("class", "gold")]
    [InlineData("payment-method", "cheque")]
    [InlineData("age-band", "yes")]
    [InlineData("name", "agent")]
    public void What_is_no_code_is_said_as_it_is(string item, string text) => Assert.Equal([text], Said("ja", item, [text]));

    private static string[] Said(string language, string item, string[] codes)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            return [.. codes.Select(code => Strings.Said(ItemId.Parse(item), code))];
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
