using System.Globalization;
using Azukari.Values;

namespace Azukari.Places;

/// <summary>A town a postal code stands for.</summary>
/// <param name="Prefecture">One of the 47.</param>
/// <param name="City">The city, ward, or district with its town or village.</param>
/// <param name="Town">The town; null where the code covers a whole city, or a building has one of its own that the table does not tell.</param>
public sealed record PostalPlace(string Prefecture, string City, string? Town);

/// <summary>The parts of an address that stood in one line, as far as the tables tell them.</summary>
/// <param name="City">The city, ward, or district with its town or village.</param>
/// <param name="Town">The town; null where no table tells where it ends: it then begins the rest.</param>
/// <param name="Rest">What comes after: house number and building, as they were written.</param>
public sealed record SplitAddress(string City, string? Town, string Rest)
{
    public override string ToString() => nameof(SplitAddress);
}

/// <summary>Japan's postal codes: about 120,000 rows in 4 MB. Immutable.</summary>
public sealed class PostalCodes
{
    internal static readonly string[] Columns = ["postal_code", "prefecture", "city", "town"];
    private readonly int[] _codes;
    private readonly ushort[] _cities;
    private readonly (string Prefecture, string City)[] _cityTable;
    private readonly TextPool _towns;
    private readonly int[] _order;

    private PostalCodes(PlaceSource source, int[] codes, int[] order, ushort[] cities, (string, string)[] cityTable, TextPool towns)
    {
        (Source, _codes, _order, _cities, _cityTable, _towns) = (source, codes, order, cities, cityTable, towns);
    }

    public PlaceSource Source { get; }

    public int Count => _codes.Length;

    /// <summary>The places of a code, in the table's order; empty for a code the table does not have (large companies and offices have codes of their own).</summary>
    public IReadOnlyList<PostalPlace> Find(PostalCode code)
    {
        var wanted = int.Parse(code.Digits, CultureInfo.InvariantCulture);
        var at = Array.BinarySearch(_codes, wanted);
        if (at < 0) return [];
        while (at > 0 && _codes[at - 1] == wanted) at--;
        var places = new List<PostalPlace>(1);
        for (; at < _codes.Length && _codes[at] == wanted; at++)
        {
            var row = _order[at];
            var (prefecture, city) = _cityTable[_cities[row]];
            places.Add(new PostalPlace(prefecture, city, _towns[row] is { Length: > 0 } town ? town : null));
        }

        return places;
    }

    /// <summary>What a code completes of an address; null for a code the table does not have.</summary>
    public PostalAnswer? Complete(PostalCode code)
    {
        var found = Find(code);
        return found.Count == 0 ? null : new PostalAnswer(Same(place => place.Prefecture), Same(place => place.City), Same(place => place.Town), found.Count > 1 ? found : []);

        // A city of the same name in two prefectures is two cities, but no code is of both.
        string? Same(Func<PostalPlace, string?> part) => found.All(place => part(place) == part(found[0])) ? part(found[0]) : null;
    }

    /// <summary>
    /// Tells the parts of an address that was written in one line, after its prefecture: city and town by its code's places, where it begins with one of
    /// them; else the city by the names of the prefecture's, of which the longest counts (広島市中区, not 広島市). Null where it begins with none.
    /// </summary>
    public SplitAddress? Split(PostalCode? code, string prefecture, string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var place = (code is null ? [] : Find(code)).Where(one => one.Prefecture == prefecture && line.StartsWith(one.City + one.Town, StringComparison.Ordinal))
            .MaxBy(one => one.City.Length + (one.Town?.Length ?? 0));
        var city = place?.City ?? _cityTable.Where(one => one.Prefecture == prefecture && line.StartsWith(one.City, StringComparison.Ordinal)).Select(one => one.City).MaxBy(name => name.Length);
        return city is null ? null : new SplitAddress(city, place?.Town, line[(city.Length + (place?.Town?.Length ?? 0))..].TrimStart());
    }

    internal static PostalCodes Read(string file, Func<Stream> open, Func<string?, PlaceSource> source)
    {
        var codes = new List<long>();
        var cities = new List<ushort>();
        var cityNumbers = new Dictionary<(string, string), ushort>();
        var towns = new TextPool.Builder();
        var table = PlaceFile.Read(file, open, Columns, (reading, line, cells) =>
        {
            if (cells[0].Length != 7 || !cells[0].All(char.IsAsciiDigit)) throw reading.Wrong(line, "郵便番号は7桁の数字です。", "postal_code has to be seven digits.");
            if (!Azukari.Values.Prefecture.All.Contains(cells[1])) throw reading.Wrong(line, "都道府県名は「東京都」のように書きます。", "prefecture has to be one of the 47, written in full.");
            if (cells[2].Length == 0) throw reading.Wrong(line, "市区町村がありません。", "city is missing.");
            if (!cityNumbers.TryGetValue((cells[1], cells[2]), out var number))
            {
                if (cityNumbers.Count == ushort.MaxValue) throw reading.Wrong(line, "市区町村が多すぎます。", "has more than 65,535 cities.");
                cityNumbers.Add((cells[1], cells[2]), number = (ushort)cityNumbers.Count);
            }

            codes.Add((long.Parse(cells[0], CultureInfo.InvariantCulture) << 32) | (uint)codes.Count);
            cities.Add(number);
            towns.Add(cells[3]);
        });
        codes.Sort();
        return new PostalCodes(
            source(table.Date), [.. codes.Select(c => (int)(c >> 32))], [.. codes.Select(c => (int)(c & uint.MaxValue))], [.. cities],
            [.. cityNumbers.OrderBy(c => c.Value).Select(c => c.Key)], towns.Build());
    }
}
