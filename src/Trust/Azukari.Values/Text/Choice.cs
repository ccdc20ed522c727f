using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>One of a list a form or an import map declares: one line of at most 64 characters, width folded. Which ones are allowed, the form or map says.</summary>
public sealed record Choice : IValue<Choice>
{
    private Choice(string code) => Code = code;

    public string Code { get; }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Choice? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!Tidy.TryLine(text, 64, out var line, out var code))
            return Outcome.Refuse(code == ValueErrorCode.TooLong ? ValueErrorCode.ChoiceShape : code, out value, out error);
        return CardToken.HoldsCardNumber(line)
            ? Outcome.Refuse(ValueErrorCode.CardNumberRefused, out value, out error)
            : Outcome.Accept(new Choice(line), out value, out error);
    }

    public static Choice FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var choice, out _) ? choice : throw Outcome.NotStored(nameof(Choice));

    public StoredValue ToStored() => StoredValue.FromText(Code);

    public string ToDisplay(CultureInfo culture) => Code;

    public override string ToString() => nameof(Choice);
}
