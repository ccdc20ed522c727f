using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>A Japanese postal code, seven digits. Takes 〒, full width, any hyphen or none, spaces.</summary>
public sealed record PostalCode : IValue<PostalCode>
{
    private PostalCode(string digits) => Digits = digits;

    /// <summary>The seven digits.</summary>
    public string Digits { get; }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out PostalCode? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!Tidy.TryLine(text, 30, out var line, out var code)) return Outcome.Refuse(code, out value, out error);
        var digits = Digit.Only(line.AsSpan().TrimStart("〒〶 "), c => c == ' ' || Tidy.IsDash(c));
        return digits is { Length: 7 }
            ? Outcome.Accept(new PostalCode(digits), out value, out error)
            : Outcome.Refuse(ValueErrorCode.PostalCodeNotSevenDigits, out value, out error);
    }

    public static PostalCode FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var code, out _) ? code : throw Outcome.NotStored(nameof(PostalCode));

    public StoredValue ToStored() => StoredValue.FromText(Digits);

    /// <summary>〒150-0001 in Japanese, 150-0001 in English.</summary>
    public string ToDisplay(CultureInfo culture) =>
        $"{(culture.TwoLetterISOLanguageName == "en" ? "" : "〒")}{Digits.AsSpan(0, 3)}-{Digits.AsSpan(3)}";

    public override string ToString() => nameof(PostalCode);
}
