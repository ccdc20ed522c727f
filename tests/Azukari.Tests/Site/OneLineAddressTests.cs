using Azukari.Places;
using Azukari.Site.Typing;
using Azukari.Values;

namespace Azukari.Tests.Site;

/// <summary>An address that came in one line, as from a file of the company's: what the fields of a correction begin with.</summary>
public sealed class OneLineAddressTests
{
    [Theory]
    [InlineData("〒150-0001 東京都渋谷区神宮前1-2-3", "東京都|渋谷区|神宮前|1-2-3|", true)]
    [InlineData("〒150-0001 東京都渋谷区神宮前1丁目2番3号 見本ハイツ 601号室", "東京都|渋谷区|神宮前|1丁目2番3号|見本ハイツ 601号室", true)]
    [InlineData("〒150-0001 東京都渋谷区神宮前 1-2-3 見本ハイツ601", "東京都|渋谷区|神宮前|1-2-3|見本ハイツ601", true)]
    [InlineData("〒150-0001 東京都渋谷区神宮前北の森1-2", "東京都|渋谷区|神宮前|北の森1-2|", true)] // a space would be needed to tell a building
    [InlineData("〒150-0001 東京都渋谷区見本町1-2-3", "東京都|渋谷区||見本町1-2-3|", false)] // a town that is not the code's: the city at least
    [InlineData("東京都渋谷区神宮前1-2-3", "東京都|渋谷区||神宮前1-2-3|", false)] // without a code
    [InlineData("〒730-0001 広島県広島市中区白島北町1-1", "広島県|広島市中区|白島北町|1-1|", true)] // the ward, not the city it begins with
    [InlineData("〒510-0000 三重県四日市市見本町4-1", "三重県|四日市市||見本町4-1|", false)] // a code of a whole city tells no town
    [InlineData("〒194-0013 東京都町田市原町田1-1", "東京都|町田市|原町田|1-1|", true)]
    [InlineData("〒150-0001 東京都どこでもない1-1", "東京都|||どこでもない1-1|", false)]
    [InlineData("1 Mihon Street, Springfield", "||||1 Mihon Street, Springfield|", false)]
    public void It_is_divided_as_far_as_the_tables_tell_and_otherwise_said_to_stand_in_one(string line, string parts, bool whole)
    {
        Assert.True(PostalAddress.TryParse(line, out var address, out _));

        var typed = TypedItem.Of("postal-address", address.ToStored(), PlaceBook.OfProgram);

        string[] fields = [typed["prefecture"], typed["city"], typed["town"], typed["line"], typed["building"]];
        Assert.Equal(parts.TrimStart('|'), string.Join('|', fields).TrimStart('|'));
        Assert.Equal(!whole, typed.IsUndivided);
        Assert.Equal(address.ToDisplay(Azukari.Ui.Language.PageLanguage.Japanese).Replace(" ", "", StringComparison.Ordinal),
            $"{(typed["postal"] is { Length: > 0 } code ? code : "")}{string.Concat(fields)}".Replace(" ", "", StringComparison.Ordinal)); // nothing is lost or made up
    }

    [Fact]
    public void One_that_has_parts_keeps_them()
    {
        Assert.True(PostalAddress.TryCreate("1500001", "東京都", "渋谷区", null, "神宮前1-2-3 見本ハイツ601", null, out var address, out _));

        var typed = TypedItem.Of("postal-address", address.ToStored(), PlaceBook.OfProgram);

        Assert.Equal(("渋谷区", "", "神宮前1-2-3 見本ハイツ601", "", false), (typed["city"], typed["town"], typed["line"], typed["building"], typed.IsUndivided));
    }
}
