using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>A decimal number below 10^15 in size with at most six decimals. Takes thousands separators and full width.</summary>
public sealed record Number : IValue<Number>
{
    private const decimal Limit = 1_000_000_000_000_000m;

    private Number(decimal value) => Value = value;

    public decimal Value { get; }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Number? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!Tidy.TryLine(text, 40, out var line, out var code)) return Outcome.Refuse(code, out value, out error);
        if (line.Length > 1 && Tidy.IsDash(line[0])) line = $"-{line.AsSpan(1)}";
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands;
        if (!decimal.TryParse(line, style, CultureInfo.InvariantCulture, out var number)) return Outcome.Refuse(ValueErrorCode.NumberUnreadable, out value, out error);
        return Math.Abs(number) < Limit && decimal.Round(number, 6) == number
            ? Outcome.Accept(new Number(number), out value, out error)
            : Outcome.Refuse(ValueErrorCode.NumberOutOfRange, out value, out error);
    }

    public static Number FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var number, out _) ? number : throw Outcome.NotStored(nameof(Number));

    public StoredValue ToStored() => StoredValue.FromText(Value.ToString("0.######", CultureInfo.InvariantCulture));

    public string ToDisplay(CultureInfo culture) => Value.ToString("#,##0.######", CultureInfo.InvariantCulture);

    public override string ToString() => nameof(Number);
}
