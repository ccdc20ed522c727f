using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>A country or region by its ISO 3166-1 two-letter code. Also takes the three-letter code, the English name, and the Japanese names people most often write.</summary>
public sealed record Country : IValue<Country>
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["日本"] = "JP", ["日本国"] = "JP", ["japan"] = "JP", ["米国"] = "US", ["アメリカ"] = "US", ["アメリカ合衆国"] = "US", ["united states"] = "US",
        ["usa"] = "US", ["中国"] = "CN", ["中華人民共和国"] = "CN", ["china"] = "CN", ["台湾"] = "TW", ["taiwan"] = "TW", ["韓国"] = "KR", ["大韓民国"] = "KR",
        ["korea"] = "KR", ["south korea"] = "KR", ["フィリピン"] = "PH", ["philippines"] = "PH", ["ベトナム"] = "VN", ["vietnam"] = "VN", ["ブラジル"] = "BR",
        ["brazil"] = "BR", ["ネパール"] = "NP", ["nepal"] = "NP", ["インドネシア"] = "ID", ["indonesia"] = "ID", ["タイ"] = "TH", ["thailand"] = "TH",
        ["英国"] = "GB", ["イギリス"] = "GB", ["united kingdom"] = "GB", ["uk"] = "GB", ["カナダ"] = "CA", ["canada"] = "CA", ["香港"] = "HK", ["hong kong"] = "HK",
        ["オーストラリア"] = "AU", ["australia"] = "AU", ["ペルー"] = "PE", ["peru"] = "PE", ["ミャンマー"] = "MM", ["myanmar"] = "MM", ["インド"] = "IN", ["india"] = "IN",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Codes ISO has withdrawn or reserved, which the platform's data still knows.
    private static readonly FrozenSet<string> NotCountries = "AC AN BU CP CQ CS CT DD DG DY EA EU EZ FQ FX HV IC JT MI NH NQ NT PC PU PZ QO QU RH SU TA TP UK UN VD WK XA XB YD YU ZR ZZ".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, RegionInfo> Codes = Regions();

    private Country(string code) => Code = code;

    /// <summary>Two capital letters.</summary>
    public string Code { get; }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Country? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!Tidy.TryLine(text, 100, out var line, out var code)) return Outcome.Refuse(code, out value, out error);
        var written = Names.GetValueOrDefault(line.ToLowerInvariant(), line).ToUpperInvariant();
        return Codes.TryGetValue(written, out var region)
            ? Outcome.Accept(new Country(region.TwoLetterISORegionName), out value, out error)
            : Outcome.Refuse(ValueErrorCode.CountryUnknown, out value, out error);
    }

    public static Country FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var country, out _) ? country : throw Outcome.NotStored(nameof(Country));

    public StoredValue ToStored() => StoredValue.FromText(Code);

    /// <summary>The first name of the country we know in the reader's language, else its English name.</summary>
    public string ToDisplay(CultureInfo culture)
    {
        var english = Codes[Code].EnglishName;
        if (culture.TwoLetterISOLanguageName == "en") return english;
        return Code switch { "JP" => "日本", "US" => "アメリカ合衆国", "CN" => "中国", "TW" => "台湾", "KR" => "韓国", "PH" => "フィリピン", "VN" => "ベトナム", "BR" => "ブラジル", _ => english };
    }

    public override string ToString() => nameof(Country);

    private static FrozenDictionary<string, RegionInfo> Regions()
    {
        var regions = new Dictionary<string, RegionInfo>(StringComparer.Ordinal);
        for (var first = 'A'; first <= 'Z'; first++)
        {
            for (var second = 'A'; second <= 'Z'; second++)
            {
                RegionInfo region;
                try
                {
                    region = new RegionInfo($"{first}{second}");
                }
                catch (ArgumentException)
                {
                    continue;
                }

                if (region.ThreeLetterISORegionName.Length != 3 || region.EnglishName == region.Name || region.TwoLetterISORegionName != region.Name || NotCountries.Contains(region.Name)) continue;
                regions.TryAdd(region.TwoLetterISORegionName, region);
                regions.TryAdd(region.ThreeLetterISORegionName, region);
                if (Tidy.TryLine(region.EnglishName, 100, out var name, out _)) regions.TryAdd(name.ToUpperInvariant(), region);
            }
        }

        return regions.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
