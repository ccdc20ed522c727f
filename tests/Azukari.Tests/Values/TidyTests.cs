using System.Globalization;
using Azukari.Values;
using CsCheck;

namespace Azukari.Tests.Values;

/// <summary>What is tidy already is taken as it is: it must be what cleaning would make of it, for whatever text.</summary>
public sealed class TidyTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Char[' ', '~'], Gen.Char['\u3000', '\u30FF'], Gen.Char['\u4E00', '\u4E80'], Gen.Char['\u9FF0', '\u9FFF'], Gen.Char['\uFF00', '\uFFEF'], Gen.Const(' '),
        Gen.Char['\u00A0', '\u0370']).Array[0, 12].Select(chars => new string(chars));

    [Fact]
    public void What_is_tidy_is_what_cleaning_makes_of_it() => Texts.Sample(
        text =>
        {
            if (!Tidy.IsTidy(text)) return;
            foreach (var lines in (bool[])[false, true])
            {
                Assert.True(Tidy.TryFoldAny(text, lines, out var tidy, out _));
                Assert.Equal(text, tidy);
            }
        }, iter: 20_000);

    [Fact]
    public void Every_character_that_passes_as_tidy_is_left_alone_by_cleaning()
    {
        for (var c = '!'; c < char.MaxValue; c++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"か{c}ハ{c}");
            if (!Tidy.IsTidy(text)) continue;
            Assert.True(Tidy.TryFoldAny(text, keepLines: false, out var tidy, out _));
            Assert.Equal(text, tidy);
        }
    }

    [Fact]
    public void A_number_in_the_stored_form_is_read_as_the_library_reads_it() => Gen.OneOf(Gen.Long[100_000_000, 999_999_999], Gen.Long[1_000_000_000, 9_999_999_999]).Sample(
        number =>
        {
            var stored = PhoneNumber.TryParse(string.Create(CultureInfo.InvariantCulture, $"+81{number}"), out var one, out _);
            var typed = PhoneNumber.TryParse(string.Create(CultureInfo.InvariantCulture, $" +81 {number} "), out var other, out _); // the long way
            Assert.Equal(typed, stored);
            Assert.Equal(other?.E164, one?.E164);
        }, iter: 5_000);
}
