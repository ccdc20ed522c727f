using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>A person's gender as they gave it: <c>male</c>, <c>female</c>, <c>other</c> or <c>undisclosed</c>. Takes 男, 男性, M, 女, 女性, F, その他, 無回答 and the like; bare digits only through a map.</summary>
public sealed record Gender : IValue<Gender>
{
    private static readonly FrozenDictionary<string, Label> Written = Label.Index(
    [
        new("male", "男性", "Male", "男", "M", "man"),
        new("female", "女性", "Female", "女", "F", "woman"),
        new("other", "その他", "Other", "X", "ノンバイナリー", "non-binary", "nonbinary"),
        new("undisclosed", "無回答", "Undisclosed", "未回答", "回答しない", "答えない", "不明", "unknown", "prefer not to say"),
    ]);

    private readonly Label _label;

    private Gender(Label label) => _label = label;

    /// <summary>The stable code.</summary>
    public string Code => _label.Code;

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Gender? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!Tidy.TryLine(text, 60, out var line, out var code)) return Outcome.Refuse(code, out value, out error);
        return Written.TryGetValue(line.ToLowerInvariant(), out var label)
            ? Outcome.Accept(new Gender(label), out value, out error)
            : Outcome.Refuse(ValueErrorCode.GenderUnknown, out value, out error);
    }

    public static Gender FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var gender, out _) ? gender : throw Outcome.NotStored(nameof(Gender));

    public StoredValue ToStored() => StoredValue.FromText(Code);

    public string ToDisplay(CultureInfo culture) => _label.In(culture);

    public override string ToString() => nameof(Gender);
}
