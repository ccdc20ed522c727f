using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Azukari.Values;

/// <summary>
/// Where post reaches a person: postal code, prefecture, city, town, line and building, all optional but one of city, town and line. A one-line
/// address gives its postal code and prefecture where it begins with them; the rest stays whole in <see cref="Line"/>, since a city's end cannot
/// be told from its letters (四日市市, 町田市). Parts have at most 200 characters. Hyphens between digits are ASCII; kanji stay as written.
/// </summary>
public sealed record PostalAddress : IValue<PostalAddress>
{
    private const int Longest = 200;
    private static readonly string[] Keys = ["postalCode", "prefecture", "city", "town", "line", "building"];

    private PostalAddress(PostalCode? postalCode, string? prefecture, string? city, string? town, string? line, string? building)
    {
        PostalCode = postalCode;
        Prefecture = prefecture;
        City = city;
        Town = town;
        Line = line;
        Building = building;
    }

    public PostalCode? PostalCode { get; }

    /// <summary>One of the 47 full names; null for an address abroad or one that names none.</summary>
    public string? Prefecture { get; }

    public string? City { get; }

    public string? Town { get; }

    public string? Line { get; }

    public string? Building { get; }

    /// <summary>Reads a one-line address, with or without 〒 and postal code in front. Also reads the stored form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out PostalAddress? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (Json.LooksLikeObject(text))
        {
            if (Json.Read(text, Keys) is not { } parts) return Outcome.Refuse(ValueErrorCode.StructureUnreadable, out value, out error);
            return TryFromParts(parts, out value, out error);
        }

        if (!Tidy.TryLine(text, Longest * 3, out var line, out var code)) return Outcome.Refuse(code, out value, out error);
        return TryCreate(TakePostalCode(ref line), null, null, null, line, null, out value, out error);
    }

    /// <summary>An address from its parts, each null or blank when absent. Without a prefecture, one that the first part begins with is taken from it.</summary>
    public static bool TryCreate(
        string? postalCode, string? prefecture, string? city, string? town, string? line, string? building,
        [NotNullWhen(true)] out PostalAddress? value, [NotNullWhen(false)] out ValueError? error)
    {
        PostalCode? code = null;
        if (!string.IsNullOrWhiteSpace(postalCode) && !PostalCode.TryParse(postalCode, out code, out error))
            return Outcome.Refuse(error.Code, out value, out error);

        string?[] parts = [prefecture, city, town, line, building];
        for (var i = 0; i < parts.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(parts[i])) parts[i] = null;
            else if (Tidy.TryLine(parts[i], i == 3 ? Longest * 3 : Longest, out var tidy, out var why)) parts[i] = Hyphens(tidy);
            else if (why == ValueErrorCode.Empty) parts[i] = null;
            else return Outcome.Refuse(why, out value, out error);
            if (parts[i] is ['{', ..]) return Outcome.Refuse(ValueErrorCode.StructureUnreadable, out value, out error);
        }

        if (parts[0] is { } named)
        {
            if (Prefectures.Find(named) is not { } found) return Outcome.Refuse(ValueErrorCode.PrefectureUnknown, out value, out error);
            parts[0] = found;
        }

        // A later column often repeats the prefecture; what is known is said once.
        while (Array.FindIndex(parts, 1, 3, part => part is not null) is var first and > 0
               && Prefectures.At(parts[first]) is { } leading && (parts[0] is null || parts[0] == leading))
        {
            parts[0] = leading;
            var rest = Hyphens(parts[first]![leading.Length..].TrimStart());
            if (rest is ['{', ..]) return Outcome.Refuse(ValueErrorCode.StructureUnreadable, out value, out error);
            parts[first] = rest.Length == 0 ? null : rest;
        }

        if (parts[1] is null && parts[2] is null && parts[3] is null) return Outcome.Refuse(ValueErrorCode.AddressWithoutLine, out value, out error);
        return Outcome.Accept(new PostalAddress(code, parts[0], parts[1], parts[2], parts[3], parts[4]), out value, out error);
    }

    public static PostalAddress FromStored(StoredValue stored) =>
        Json.Read(stored.Utf8.Span, Keys) is { } parts && TryFromParts(parts, out var address, out _) ? address : throw Outcome.NotStored(nameof(PostalAddress));

    public StoredValue ToStored() => Json.Write(
        ("postalCode", PostalCode?.Digits), ("prefecture", Prefecture), ("city", City), ("town", Town), ("line", Line), ("building", Building));

    /// <summary>One line, as on an envelope: 〒150-0001 東京都… in Japanese, without 〒 in English.</summary>
    public string ToDisplay(CultureInfo culture)
    {
        var display = new StringBuilder();
        if (PostalCode is not null) display.Append(PostalCode.ToDisplay(culture)).Append(' ');
        display.Append(Prefecture);
        foreach (var part in (ReadOnlySpan<string?>)[City, Town, Line])
        {
            // Latin words need the space that Japanese ones do without.
            if (part is null) continue;
            if (display.Length > 0 && char.IsAsciiLetterOrDigit(display[^1]) && char.IsAsciiLetterOrDigit(part[0])) display.Append(' ');
            display.Append(part);
        }

        if (Building is not null) display.Append(' ').Append(Building);
        return display.ToString();
    }

    public override string ToString() => nameof(PostalAddress);

    private static bool TryFromParts(Dictionary<string, string> parts, [NotNullWhen(true)] out PostalAddress? value, [NotNullWhen(false)] out ValueError? error) =>
        TryCreate(
            parts.GetValueOrDefault("postalCode"), parts.GetValueOrDefault("prefecture"), parts.GetValueOrDefault("city"),
            parts.GetValueOrDefault("town"), parts.GetValueOrDefault("line"), parts.GetValueOrDefault("building"), out value, out error);

    // Seven digits in front are a postal code when 〒 says so or the prefecture follows; a house number abroad is neither.
    private static string? TakePostalCode(ref string line)
    {
        var marked = line[0] is '〒' or '〶';
        var at = marked ? 1 : 0;
        var digits = 0;
        while (at < line.Length && digits < 7 && (Tidy.IsDigit(line[at]) || line[at] == ' ' || Tidy.IsDash(line[at])))
        {
            if (Tidy.IsDigit(line[at])) digits++;
            at++;
        }

        var rest = line[at..].TrimStart();
        if (!marked && (digits < 7 || Prefectures.At(rest) is null)) return null;
        var code = line[..at];
        line = rest;
        return code;
    }

    // Every dash but the hyphen, which stays what it is.
    private static readonly System.Buffers.SearchValues<char> Dashes = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue).Select(c => (char)c).Where(c => c != '-' && Tidy.IsDash(c))]);

    private static string Hyphens(string text)
    {
        if (!text.AsSpan().ContainsAny(Dashes)) return text;
        var line = text.ToCharArray();
        for (var i = 0; i < line.Length; i++)
        {
            // At either end too: the number may go on in the next part.
            if (Tidy.IsDash(line[i]) && (i == 0 || Tidy.IsDigit(line[i - 1])) && (i == line.Length - 1 || char.IsAsciiLetterOrDigit(line[i + 1]))) line[i] = '-';
        }

        return new string(line);
    }
}
