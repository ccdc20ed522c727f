using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Azukari.Values;

/// <summary>
/// A person's name: family and given name, or one full name where it cannot be split (Latin script, one-word names). The reading is optional
/// and split the same way where possible. Kanji are kept exactly as written, rare ones and variation selectors included. Each part has 1 to 100 characters.
/// </summary>
public sealed record PersonName : IValue<PersonName>
{
    private const int Longest = 100;
    private static readonly string[] Keys = ["family", "given", "full", "familyKana", "givenKana", "fullKana"];

    private PersonName(string? family, string? given, string full, Kana? familyKana, Kana? givenKana, Kana? fullKana)
    {
        Family = family;
        Given = given;
        Full = full;
        FamilyKana = familyKana;
        GivenKana = givenKana;
        FullKana = fullKana;
    }

    /// <summary>The family name; null when the name could not be split.</summary>
    public string? Family { get; }

    /// <summary>The given name; null when the name could not be split.</summary>
    public string? Given { get; }

    /// <summary>The whole name: family, a space, given; or as written.</summary>
    public string Full { get; }

    public Kana? FamilyKana { get; }

    public Kana? GivenKana { get; }

    /// <summary>The whole reading, when there is one.</summary>
    public Kana? FullKana { get; }

    /// <summary>Reads one full name. Two words in Japanese script become family and given; anything else stays whole. Also reads the stored form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out PersonName? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!Json.LooksLikeObject(text)) return TryCreate(text.ToString(), null, out value, out error);
        if (Json.Read(text, Keys) is not { } parts) return Outcome.Refuse(ValueErrorCode.StructureUnreadable, out value, out error);
        return TryFromParts(parts, out value, out error);
    }

    /// <summary>A name from its parts. Readings may be null or blank; a reading given for one part only is refused.</summary>
    public static bool TryCreate(
        string family, string given, string? familyKana, string? givenKana,
        [NotNullWhen(true)] out PersonName? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (string.IsNullOrWhiteSpace(family) || string.IsNullOrWhiteSpace(given))
            return Outcome.Refuse(ValueErrorCode.NamePartMissing, out value, out error);
        if (!TryPart(family, out var f, out var code) || !TryPart(given, out var g, out code)) return Outcome.Refuse(code, out value, out error);
        if (!TryReadings(familyKana, givenKana, out var fk, out var gk, out error)) return Outcome.Refuse(error.Code, out value, out error);
        return Outcome.Accept(Split(f, g, fk, gk, Join(fk, gk)), out value, out error);
    }

    /// <summary>A name from one full name and an optional full reading (null or blank for none).</summary>
    public static bool TryCreate(
        string full, string? fullKana, [NotNullWhen(true)] out PersonName? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!TryPart(full, out var name, out var code)) return Outcome.Refuse(code, out value, out error);
        Kana? kana = null;
        if (!string.IsNullOrWhiteSpace(fullKana) && !Kana.TryParse(fullKana, out kana, out error))
            return Outcome.Refuse(error.Code, out value, out error);
        var words = name.Split(' ');
        var readings = kana?.Text.Split(' ');
        Kana? fk = null, gk = null;
        if (readings is { Length: 2 })
        {
            _ = Kana.TryParse(readings[0], out fk, out _) && Kana.TryParse(readings[1], out gk, out _);
            if (gk is null) fk = null;
        }

        return Outcome.Accept(
            words.Length == 2 && IsJapanese(words[0]) && IsJapanese(words[1])
                ? Split(words[0], words[1], fk, gk, kana)
                : new PersonName(null, null, name, null, null, kana),
            out value, out error);
    }

    public static PersonName FromStored(StoredValue stored) =>
        Json.Read(stored.Utf8.Span, Keys) is { } parts && TryFromParts(parts, out var name, out _) ? name : throw Outcome.NotStored(nameof(PersonName));

    public StoredValue ToStored() => Json.Write(
        ("family", Family), ("given", Given), ("full", Family is null ? Full : null),
        ("familyKana", FamilyKana?.Text), ("givenKana", GivenKana?.Text), ("fullKana", FamilyKana is null ? FullKana?.Text : null));

    /// <summary>The name as written, in either language: a name is not translated.</summary>
    public string ToDisplay(CultureInfo culture) => Full;

    public override string ToString() => nameof(PersonName);

    private static bool TryFromParts(Dictionary<string, string> parts, [NotNullWhen(true)] out PersonName? value, [NotNullWhen(false)] out ValueError? error)
    {
        var family = parts.GetValueOrDefault("family");
        var given = parts.GetValueOrDefault("given");
        var full = parts.GetValueOrDefault("full");
        var fullKana = parts.GetValueOrDefault("fullKana");
        var hasPartReadings = parts.ContainsKey("familyKana") || parts.ContainsKey("givenKana");
        if (full is not null)
        {
            if (family is not null || given is not null || hasPartReadings) return Outcome.Refuse(ValueErrorCode.StructureUnreadable, out value, out error);
            return TryCreate(full, fullKana, out value, out error);
        }

        if (fullKana is null) return TryCreate(family ?? "", given ?? "", parts.GetValueOrDefault("familyKana"), parts.GetValueOrDefault("givenKana"), out value, out error);
        if (hasPartReadings) return Outcome.Refuse(ValueErrorCode.StructureUnreadable, out value, out error);
        if (!TryCreate(family ?? "", given ?? "", null, null, out value, out error)) return false;
        if (!Kana.TryParse(fullKana, out var kana, out error)) return Outcome.Refuse(error.Code, out value, out error);
        return Outcome.Accept(Split(value.Family!, value.Given!, null, null, kana), out value, out error);
    }

    private static PersonName Split(string family, string given, Kana? familyKana, Kana? givenKana, Kana? fullKana) =>
        new(family, given, $"{family} {given}", familyKana, givenKana, fullKana);

    private static Kana? Join(Kana? family, Kana? given) =>
        family is null || given is null ? null : Kana.TryParse($"{family.Text} {given.Text}", out var both, out _) ? both : null;

    private static bool TryReadings(string? family, string? given, out Kana? familyKana, out Kana? givenKana, [NotNullWhen(false)] out ValueError? error)
    {
        familyKana = givenKana = null;
        error = null;
        if (string.IsNullOrWhiteSpace(family) && string.IsNullOrWhiteSpace(given)) return true;
        if (!string.IsNullOrWhiteSpace(family) && !string.IsNullOrWhiteSpace(given))
            return Kana.TryParse(family, out familyKana, out error) && Kana.TryParse(given, out givenKana, out error);
        error = new ValueError(ValueErrorCode.NamePartMissing);
        return false;
    }

    private static bool TryPart(string text, out string part, out ValueErrorCode code)
    {
        if (!Tidy.TryLine(text, Longest, out part, out code)) return false;
        if (HasLetter(part) && part[0] != '{') return true;
        code = part[0] == '{' ? ValueErrorCode.StructureUnreadable : ValueErrorCode.NameHasNoLetters;
        return false;
    }

    private static bool HasLetter(string part)
    {
        foreach (var rune in part.EnumerateRunes())
        {
            if (Rune.IsLetter(rune) || Tidy.IsHan(rune)) return true;
        }

        return false;
    }

    private static bool IsJapanese(string word)
    {
        foreach (var rune in word.EnumerateRunes())
        {
            if (!Tidy.IsHan(rune) && rune.Value is not ((>= 0x3041 and <= 0x30FF) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF))) return false;
        }

        return HasLetter(word);
    }
}
