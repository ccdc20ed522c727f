using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PhoneNumbers;
using Parsed = PhoneNumbers.PhoneNumber;

namespace Azukari.Values;

/// <summary>
/// A phone, mobile or fax number, held as E.164. Takes national Japanese forms, +81 with or without (0), any hyphen, parentheses, full width and
/// spaces. Japanese numbers are checked by length and leading digits, not against numbering plans: those change, and a plan would refuse specimens.
/// A leading zero lost in a spreadsheet is restored where the number allows nothing else.
/// </summary>
public sealed record PhoneNumber : IValue<PhoneNumber>
{
    private const string Home = "JP";
    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    private PhoneNumber(string e164) => E164 = e164;

    /// <summary>For instance +81312345678.</summary>
    public string E164 { get; }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out PhoneNumber? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (text.StartsWith("+81") && text.Length is 12 or 13 && !text[3..].ContainsAnyExceptInRange('0', '9') && IsPossibleInJapan(text[3..]))
            return Outcome.Accept(new PhoneNumber(new string(text)), out value, out error); // as it is stored: the library would find the same
        if (!Tidy.TryLine(text, 60, out var line, out var code)) return Outcome.Refuse(code, out value, out error);
        var plain = new char[line.Length];
        var length = 0;
        foreach (var c in line)
        {
            if (Tidy.IsDigit(c) || (c == '+' && length == 0)) plain[length++] = c;
            else if (!(c is ' ' or '(' or ')' or '[' or ']' or '.' or '/' or '~' or '+' || Tidy.IsDash(c))) return Outcome.Refuse(ValueErrorCode.PhoneUnreadable, out value, out error);
        }

        Parsed number;
        try
        {
            number = Library.Parse(new string(plain, 0, length), Home);
        }
        catch (NumberParseException)
        {
            return Outcome.Refuse(ValueErrorCode.PhoneUnreadable, out value, out error);
        }

        return IsPossible(number)
            ? Outcome.Accept(new PhoneNumber(Library.Format(number, PhoneNumberFormat.E164)), out value, out error)
            : Outcome.Refuse(ValueErrorCode.PhoneImpossible, out value, out error);
    }

    public static PhoneNumber FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var phone, out _) ? phone : throw Outcome.NotStored(nameof(PhoneNumber));

    public StoredValue ToStored() => StoredValue.FromText(E164);

    /// <summary>
    /// Grouped: 03-1234-5678 in Japanese, +81 3-1234-5678 in English; a number abroad is always international. Eleven digits that begin with 0800 are
    /// freephone (0800-123-4567), also where they were written as a mobile's: the numbering plan has no mobile 080-0….
    /// </summary>
    public string ToDisplay(CultureInfo culture)
    {
        var number = Library.Parse(E164, Home);
        var national = number.CountryCode == 81 && culture.TwoLetterISOLanguageName != "en";
        return Library.Format(number, national ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL);
    }

    public override string ToString() => nameof(PhoneNumber);

    // Japan: nine digits after the zero, ten for the 0x0 ranges (mobile, IP, 0800). 0120 and 0570 have nine.
    private static bool IsPossible(Parsed number)
    {
        if (number.CountryCode != 81) return Library.IsPossibleNumber(number);
        return IsPossibleInJapan(Library.GetNationalSignificantNumber(number));
    }

    private static bool IsPossibleInJapan(ReadOnlySpan<char> digits)
    {
        if (digits.Length is not (9 or 10) || digits[0] == '0' || digits.StartsWith("10")) return false; // 010 dials abroad
        var ten = digits[1] == '0' && (digits[0] is '2' or '5' or '6' or '7' or '8' or '9');
        return digits.Length == 10 ? ten : !ten || digits[0] == '6'; // 06-0… is Osaka, 060-… a mobile
    }
}
