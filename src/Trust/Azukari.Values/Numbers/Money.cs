using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>Whole yen, below 10^15 in size. Takes ¥12,000, 12,000円, full width.</summary>
public sealed record Money : IValue<Money>
{
    private const long Limit = 1_000_000_000_000_000;

    private Money(long yen) => Yen = yen;

    public long Yen { get; }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Money? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!Tidy.TryLine(text, 40, out var line, out var code)) return Outcome.Refuse(code, out value, out error);
        var amount = line.AsSpan();
        var negative = amount.Length > 1 && Tidy.IsDash(amount[0]);
        if (negative) amount = amount[1..];
        amount = amount.TrimStart("¥\\ ").TrimEnd("円 ");
        if (!long.TryParse(amount, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var yen))
            return Outcome.Refuse(ValueErrorCode.MoneyUnreadable, out value, out error);
        return yen < Limit
            ? Outcome.Accept(new Money(negative ? -yen : yen), out value, out error)
            : Outcome.Refuse(ValueErrorCode.NumberOutOfRange, out value, out error);
    }

    public static Money FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var money, out _) ? money : throw Outcome.NotStored(nameof(Money));

    public StoredValue ToStored() => StoredValue.FromText(Yen.ToString(CultureInfo.InvariantCulture));

    /// <summary>¥12,000 in both languages.</summary>
    public string ToDisplay(CultureInfo culture) => string.Create(CultureInfo.InvariantCulture, $"{(Yen < 0 ? "-" : "")}¥{Math.Abs(Yen):#,##0}");

    public override string ToString() => nameof(Money);
}
