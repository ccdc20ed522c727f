using System.Buffers.Binary;
using System.Globalization;

namespace Azukari.Join.Contracts;

/// <summary>
/// What an agent is publicly called: a colour, a bird or beast, a number of two digits. Drawn from the agent's random id by a key of the company,
/// so it says nothing about the person and is stored nowhere; two agents may share one, as people share a given name.
/// </summary>
public sealed record SponsorNickname
{
    private static readonly (string Ja, string En)[] Colours =
    [
        ("あおい", "Blue"), ("あかい", "Red"), ("しろい", "White"), ("みどりの", "Green"), ("きいろい", "Yellow"), ("むらさきの", "Purple"), ("ちゃいろい", "Brown"), ("ぎんいろの", "Silver"),
        ("きんいろの", "Golden"), ("ももいろの", "Pink"), ("みずいろの", "Azure"), ("はいいろの", "Grey"), ("べにいろの", "Crimson"), ("こんいろの", "Navy"), ("くりいろの", "Chestnut"), ("あいいろの", "Indigo"),
    ];

    private static readonly (string Ja, string En)[] Creatures =
    [
        ("つばめ", "Swallow"), ("すずめ", "Sparrow"), ("かもめ", "Gull"), ("ひばり", "Lark"), ("うぐいす", "Warbler"), ("つる", "Crane"), ("ふくろう", "Owl"), ("はと", "Dove"),
        ("うさぎ", "Rabbit"), ("りす", "Squirrel"), ("しか", "Deer"), ("きつね", "Fox"), ("たぬき", "Raccoon"), ("くま", "Bear"), ("こじか", "Fawn"), ("やぎ", "Goat"),
        ("いるか", "Dolphin"), ("くじら", "Whale"), ("かめ", "Turtle"), ("あざらし", "Seal"), ("らっこ", "Otter"), ("ぺんぎん", "Penguin"), ("さけ", "Salmon"), ("こい", "Carp"),
        ("ほたる", "Firefly"), ("とんぼ", "Dragonfly"), ("ちょう", "Butterfly"), ("みつばち", "Honeybee"), ("かえる", "Frog"), ("こうま", "Foal"), ("ひつじ", "Sheep"), ("ねこ", "Cat"),
    ];

    private readonly uint _drawn;

    private SponsorNickname(uint drawn) => _drawn = drawn;

    internal static SponsorNickname Of(ReadOnlySpan<byte> fingerprint) => new(BinaryPrimitives.ReadUInt32BigEndian(fingerprint));

    /// <summary>あおいつばめ 42 in Japanese, Blue Swallow 42 in English.</summary>
    public string In(CultureInfo culture)
    {
        var colour = Colours[_drawn % 16];
        var creature = Creatures[(_drawn >> 4) % 32];
        var number = 10 + (_drawn >> 9) % 90;
        return culture.TwoLetterISOLanguageName == "en" ? $"{colour.En} {creature.En} {number}" : $"{colour.Ja}{creature.Ja} {number}";
    }
}
