using Azukari.Values;

namespace Azukari.Tests.Values;

public sealed class AddressTests
{
    [Theory]
    [InlineData("000-0001", "0000001")]
    [InlineData("0000001", "0000001")]
    [InlineData("〒000-0001", "0000001")]
    [InlineData("〒 ０００－０００１", "0000001")]
    [InlineData("０００ー０００１", "0000001")]
    [InlineData("000‐0001", "0000001")]
    [InlineData("000−0001", "0000001")]
    [InlineData("000 0001", "0000001")]
    [InlineData("1001", "<postal-code-not-seven-digits>")]
    [InlineData("000-00011", "<postal-code-not-seven-digits>")]
    [InlineData("000-A001", "<postal-code-not-seven-digits>")]
    public void A_postal_code_is_seven_digits_in_any_dress(string written, string stored) =>
        Assert.Equal(stored, Parsing.Stored<PostalCode>(written));

    [Fact]
    public void One_line_gives_postal_code_and_prefecture()
    {
        Assert.True(PostalAddress.TryParse("〒０００－０００１　東京都見本区架空町１−２−３　ミホンビル１０１", out var address, out _));
        Assert.Equal(("0000001", "東京都", "見本区架空町1-2-3 ミホンビル101"), (address.PostalCode?.Digits, address.Prefecture, address.Line));
        Assert.Equal("〒000-0001 東京都見本区架空町1-2-3 ミホンビル101", address.ToDisplay(Parsing.Ja));
        Assert.Equal("000-0001 東京都見本区架空町1-2-3 ミホンビル101", address.ToDisplay(Parsing.En));
    }

    [Fact]
    public void Parts_stay_parts()
    {
        Assert.True(PostalAddress.TryCreate("0000001", "京都", "架空市", "見本町", "４ー５", "見本荘\n２０１", out var address, out _));
        Assert.Equal(
            """{"postalCode":"0000001","prefecture":"京都府","city":"架空市","town":"見本町","line":"4-5","building":"見本荘 201"}""",
            address.ToStored().Reveal());
        Assert.Equal("〒000-0001 京都府架空市見本町4-5 見本荘 201", address.ToDisplay(Parsing.Ja));
    }

    [Fact]
    public void A_prefecture_said_twice_is_held_once()
    {
        Assert.True(PostalAddress.TryCreate(null, "東京都", null, null, "東京都見本区1-1", null, out var address, out _));
        Assert.Equal(("東京都", "見本区1-1"), (address.Prefecture, address.Line));
    }

    [Theory]
    [InlineData("12 Specimen Street, Springfield", """{"line":"12 Specimen Street, Springfield"}""")]
    [InlineData("1000001 Specimen Avenue", """{"line":"1000001 Specimen Avenue"}""")]
    [InlineData("東京タワー通り1", """{"line":"東京タワー通り1"}""")]
    [InlineData("東京都", "<address-without-line>")]
    [InlineData("〒000-0001", "<address-without-line>")]
    [InlineData("〒00-0001 東京都見本区1", "<postal-code-not-seven-digits>")]
    [InlineData("""{"prefecture":"架空県","line":"1"}""", "<prefecture-unknown>")]
    [InlineData("""{"street":"1"}""", "<structure-unreadable>")]
    public void A_line_without_a_prefecture_stays_whole_and_nonsense_is_refused(string written, string stored) =>
        Assert.Equal(stored, Parsing.Stored<PostalAddress>(written));
}
