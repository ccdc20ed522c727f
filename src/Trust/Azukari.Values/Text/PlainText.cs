using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>Free text, 1 to 10,000 characters, lines separated by \n, as written but for invisible characters and space at line ends. A card number in it is refused.</summary>
public sealed record PlainText : IValue<PlainText>
{
    private PlainText(string text) => Text = text;

    public string Text { get; }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out PlainText? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!Tidy.TryLines(text, 10_000, out var lines, out var code)) return Outcome.Refuse(code, out value, out error);
        if (Tidy.TryLine(lines, int.MaxValue, out var folded, out _) && CardToken.HoldsCardNumber(folded))
            return Outcome.Refuse(ValueErrorCode.CardNumberRefused, out value, out error);
        return Outcome.Accept(new PlainText(lines), out value, out error);
    }

    public static PlainText FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var text, out _) ? text : throw Outcome.NotStored(nameof(PlainText));

    public StoredValue ToStored() => StoredValue.FromText(Text);

    public string ToDisplay(CultureInfo culture) => Text;

    public override string ToString() => nameof(PlainText);
}
