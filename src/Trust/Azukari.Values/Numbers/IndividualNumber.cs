using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>An Individual Number (個人番号): twelve digits, the last one a check digit (MNA Enforcement Order, art. 8).</summary>
public sealed record IndividualNumber : IValue<IndividualNumber>
{
    private IndividualNumber(string digits) => Digits = digits;

    public string Digits { get; }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out IndividualNumber? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!Tidy.TryLine(text, 40, out var line, out var code)) return Outcome.Refuse(code, out value, out error);
        var digits = Digit.Only(line, c => c == ' ' || Tidy.IsDash(c));
        if (digits is not { Length: 12 }) return Outcome.Refuse(ValueErrorCode.IndividualNumberShape, out value, out error);
        return CheckDigit(digits.AsSpan(0, 11)) == digits[11]
            ? Outcome.Accept(new IndividualNumber(digits), out value, out error)
            : Outcome.Refuse(ValueErrorCode.IndividualNumberCheckDigit, out value, out error);
    }

    public static IndividualNumber FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var number, out _) ? number : throw Outcome.NotStored(nameof(IndividualNumber));

    public StoredValue ToStored() => StoredValue.FromText(Digits);

    /// <summary>In groups of four.</summary>
    public string ToDisplay(CultureInfo culture) => $"{Digits.AsSpan(0, 4)} {Digits.AsSpan(4, 4)} {Digits.AsSpan(8)}";

    public override string ToString() => nameof(IndividualNumber);

    /// <summary>The twelfth digit for the first eleven: weights 2 to 7 and again 2 to 6, from the right.</summary>
    internal static char CheckDigit(ReadOnlySpan<char> eleven)
    {
        var sum = 0;
        for (var n = 1; n <= 11; n++) sum += (eleven[11 - n] - '0') * (n <= 6 ? n + 1 : n - 5);
        var rest = sum % 11;
        return (char)('0' + (rest <= 1 ? 0 : 11 - rest));
    }
}
