using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>
/// The number the company gave a person: letters, digits and hyphens, at most 20, in upper case. Leading zeros count. One that was issued here
/// (<see cref="Issue"/>) has nine digits, the last of which checks the others; older ones come in other forms.
/// </summary>
public sealed record MemberNumber : IValue<MemberNumber>
{
    private MemberNumber(string number) => Number = number;

    /// <summary>How many digits an issued number has before the one that checks them.</summary>
    public const int IssuedDigits = 8;

    public string Number { get; }

    /// <summary>Whether the number has the form of an issued one and its check digit is right. A mistyped one has not.</summary>
    public bool IsIssued => Number.Length == IssuedDigits + 1 && Number.All(char.IsAsciiDigit) && CheckDigit.Of(Number) == 0;

    /// <summary>The number with these eight digits, completed by the one that checks them.</summary>
    /// <param name="digits">10,000,000 to 99,999,999.</param>
    public static MemberNumber Issue(int digits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 10_000_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 99_999_999);
        var body = digits.ToString(CultureInfo.InvariantCulture);
        return new MemberNumber(body + (char)('0' + CheckDigit.Of(body)));
    }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out MemberNumber? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!Tidy.TryLine(text, 40, out var line, out var code)) return Outcome.Refuse(code, out value, out error);
        var number = new char[line.Length];
        var length = 0;
        foreach (var c in line)
        {
            if (char.IsAsciiLetterOrDigit(c)) number[length++] = char.ToUpperInvariant(c);
            else if (Tidy.IsDash(c)) number[length++] = '-';
            else if (c != ' ') return Outcome.Refuse(ValueErrorCode.MemberNumberShape, out value, out error);
        }

        return length is > 0 and <= 20 && number[0] != '-' && number[length - 1] != '-'
            ? Outcome.Accept(new MemberNumber(new string(number, 0, length)), out value, out error)
            : Outcome.Refuse(ValueErrorCode.MemberNumberShape, out value, out error);
    }

    public static MemberNumber FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var number, out _) ? number : throw Outcome.NotStored(nameof(MemberNumber));

    public StoredValue ToStored() => StoredValue.FromText(Number);

    public string ToDisplay(CultureInfo culture) => Number;

    public override string ToString() => nameof(MemberNumber);
}
