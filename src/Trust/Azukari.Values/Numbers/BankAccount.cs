using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>The kind of a bank account.</summary>
public enum AccountType
{
    /// <summary>普通</summary>
    Ordinary = 1,

    /// <summary>当座</summary>
    Current = 2,

    /// <summary>貯蓄</summary>
    Savings = 4,
}

/// <summary>
/// A Japanese bank account: bank code (4 digits), branch code (3), type, number (up to 7, held with leading zeros), holder in the characters banks
/// transfer (held full width, as capital letters and large kana without wo). Only the shape is checked here; whether the bank exists is asked by <see cref="Shape.Asking"/>. Also written on one line as <c>0001-001-普通-1234567-ﾔﾏﾀﾞ ﾀﾛｳ</c>.
/// </summary>
public sealed record BankAccount : IValue<BankAccount>
{
    private static readonly string[] Keys = ["bank", "branch", "type", "number", "holder"];

    private BankAccount(string bank, string branch, AccountType type, string number, string holder)
    {
        Bank = bank;
        Branch = branch;
        Type = type;
        Number = number;
        Holder = holder;
    }

    public string Bank { get; }

    public string Branch { get; }

    public AccountType Type { get; }

    public string Number { get; }

    /// <summary>Full-width katakana, capital letters, digits, spaces, parentheses, hyphens, full stops; at most 48.</summary>
    public string Holder { get; }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out BankAccount? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (Json.LooksLikeObject(text))
        {
            return Json.Read(text, Keys) is { } parts
                ? TryFromParts(parts, out value, out error)
                : Outcome.Refuse(ValueErrorCode.StructureUnreadable, out value, out error);
        }

        if (!Tidy.TryLine(text, 200, out var line, out var code)) return Outcome.Refuse(code, out value, out error);
        var pieces = line.Split(['-', '/', ','], 5, StringSplitOptions.TrimEntries);
        return pieces.Length == 5
            ? TryCreate(pieces[0], pieces[1], pieces[2], pieces[3], pieces[4], out value, out error)
            : Outcome.Refuse(ValueErrorCode.BankAccountIncomplete, out value, out error);
    }

    /// <summary>An account from its parts; none may be null or blank.</summary>
    public static bool TryCreate(
        string? bank, string? branch, string? type, string? number, string? holder,
        [NotNullWhen(true)] out BankAccount? value, [NotNullWhen(false)] out ValueError? error)
    {
        Span<string> tidy = ["", "", "", "", ""];
        ReadOnlySpan<string?> parts = [bank, branch, type, number, holder];
        for (var i = 0; i < parts.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(parts[i])) return Outcome.Refuse(ValueErrorCode.BankAccountIncomplete, out value, out error);
            if (!Tidy.TryLine(parts[i], 100, out tidy[i], out var code)) return Outcome.Refuse(code, out value, out error);
        }

        if (tidy[0] is not { Length: 4 } || !tidy[0].All(Tidy.IsDigit)) return Outcome.Refuse(ValueErrorCode.BankCodeShape, out value, out error);
        if (tidy[1] is not { Length: 3 } || !tidy[1].All(Tidy.IsDigit)) return Outcome.Refuse(ValueErrorCode.BranchCodeShape, out value, out error);
        if (FindType(tidy[2]) is not { } found) return Outcome.Refuse(ValueErrorCode.AccountTypeUnknown, out value, out error);
        if (tidy[3].Length > 7 || !tidy[3].All(Tidy.IsDigit)) return Outcome.Refuse(ValueErrorCode.AccountNumberShape, out value, out error);
        return HolderOf(tidy[4]) is { } name
            ? Outcome.Accept(new BankAccount(tidy[0], tidy[1], found, tidy[3].PadLeft(7, '0'), name), out value, out error)
            : Outcome.Refuse(ValueErrorCode.HolderNotBankKana, out value, out error);
    }

    public static BankAccount FromStored(StoredValue stored) =>
        Json.Read(stored.Utf8.Span, Keys) is { } parts && TryFromParts(parts, out var account, out _) ? account : throw Outcome.NotStored(nameof(BankAccount));

    public StoredValue ToStored() => Json.Write(
        ("bank", Bank), ("branch", Branch), ("type", ((int)Type).ToString(CultureInfo.InvariantCulture)), ("number", Number), ("holder", Holder));

    /// <summary>0001-001 普通 1234567 ヤマダ タロウ, with the type in the reader's language.</summary>
    public string ToDisplay(CultureInfo culture) => $"{Bank}-{Branch} {TypeName(culture)} {Number} {Holder}";

    public override string ToString() => nameof(BankAccount);

    private static bool TryFromParts(Dictionary<string, string> parts, [NotNullWhen(true)] out BankAccount? value, [NotNullWhen(false)] out ValueError? error) =>
        TryCreate(
            parts.GetValueOrDefault("bank"), parts.GetValueOrDefault("branch"), parts.GetValueOrDefault("type"),
            parts.GetValueOrDefault("number"), parts.GetValueOrDefault("holder"), out value, out error);

    private string TypeName(CultureInfo culture) => (Type, culture.TwoLetterISOLanguageName == "en") switch
    {
        (AccountType.Ordinary, false) => "普通",
        (AccountType.Current, false) => "当座",
        (AccountType.Savings, false) => "貯蓄",
        var (type, _) => type.ToString().ToLowerInvariant(),
    };

    private static AccountType? FindType(string written) => written.ToLowerInvariant() switch
    {
        "1" or "普通" or "普通預金" or "ordinary" => AccountType.Ordinary,
        "2" or "当座" or "当座預金" or "current" => AccountType.Current,
        "4" or "貯蓄" or "貯蓄預金" or "savings" => AccountType.Savings,
        _ => null,
    };

    // What the banks' transfer format can carry: a long vowel is a hyphen, small kana are large, wo is o.
    private static string? HolderOf(string written)
    {
        const string small = "ァィゥェォッャュョヮヵヶ";
        const string large = "アイウエオツヤユヨワカケ";
        if (written.Length > 48) return null;
        var holder = new char[written.Length];
        for (var i = 0; i < holder.Length; i++)
        {
            var c = char.ToUpperInvariant(written[i]);
            if (c is >= 'ぁ' and <= 'ゖ') c = (char)(c + 0x60);
            if (small.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at) c = large[at];
            if (c == 'ヲ') c = 'オ';
            if (Tidy.IsDash(c)) c = '-';
            if (c is not ((>= 'ア' and <= 'ヴ') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or ' ' or '(' or ')' or '-' or '.')
                || c is 'ヰ' or 'ヱ') return null;
            holder[i] = c;
        }

        return new string(holder);
    }
}
