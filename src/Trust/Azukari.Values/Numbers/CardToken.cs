using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>
/// A payment card as the payment provider's token and the last four digits, written <c>provider:token:1234</c>. Anything that holds a card number
/// (13 to 19 digits that pass the Luhn check, however grouped) is refused, and nothing of it is kept (Installment Sales Act 35-16).
/// </summary>
public sealed record CardToken : IValue<CardToken>
{
    private CardToken(string provider, string token, string lastFour)
    {
        Provider = provider;
        Token = token;
        LastFour = lastFour;
    }

    public string Provider { get; }

    /// <summary>4 to 128 letters, digits, hyphens and underscores.</summary>
    public string Token { get; }

    public string LastFour { get; }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out CardToken? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!Tidy.TryLine(text, 300, out var line, out var code)) return Outcome.Refuse(code, out value, out error);
        var parts = line.Split(':', StringSplitOptions.TrimEntries);
        if (HoldsCardNumber(line)) return Outcome.Refuse(ValueErrorCode.CardNumberRefused, out value, out error);
        return parts is [{ Length: >= 1 and <= 40 } provider, { Length: >= 4 and <= 128 } token, { Length: 4 } four]
            && provider.All(IsTokenCharacter) && token.All(IsTokenCharacter) && four.All(Tidy.IsDigit)
            ? Outcome.Accept(new CardToken(provider.ToLowerInvariant(), token, four), out value, out error)
            : Outcome.Refuse(ValueErrorCode.CardTokenShape, out value, out error);
    }

    public static CardToken FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var card, out _) ? card : throw Outcome.NotStored(nameof(CardToken));

    public StoredValue ToStored() => StoredValue.FromText($"{Provider}:{Token}:{LastFour}");

    /// <summary>The last four digits only.</summary>
    public string ToDisplay(CultureInfo culture) => $"•••• {LastFour}";

    public override string ToString() => nameof(CardToken);

    /// <summary>Whether tidied text holds what looks like a card number: 13 to 19 digits in a row, single spaces and hyphens between them allowed.</summary>
    internal static bool HoldsCardNumber(ReadOnlySpan<char> line)
    {
        Span<char> digits = stackalloc char[20];
        for (var start = 0; start < line.Length; start++)
        {
            if (!Tidy.IsDigit(line[start]) || (start > 0 && Tidy.IsDigit(line[start - 1]))) continue;
            var count = 0;
            var at = start;
            for (; at < line.Length && count < digits.Length; at++)
            {
                if (Tidy.IsDigit(line[at])) digits[count++] = line[at];
                else if (!(line[at] == ' ' || Tidy.IsDash(line[at])) || !Tidy.IsDigit(line[at - 1])) break;
            }

            if (count is >= 13 and <= 19 && Digit.Luhn(digits[..count])) return true;
        }

        return false;
    }

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
