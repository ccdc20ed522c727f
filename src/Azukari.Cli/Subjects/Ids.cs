using Azukari.Cli.Terminal;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Cli.Subjects;

/// <summary>Reads ids from the command line; a wrong one is named by its option and the rule, and not repeated: it might be a value.</summary>
internal static class Ids
{
    public static ClauseId Clause(string text, string option) => ClauseId.TryParse(text, out var id) ? id : throw Wrong(option, "purpose.member.2");

    public static RecipientKind Recipient(string text, string option) => RecipientKind.TryParse(text, out var id) ? id : throw Wrong(option, "staff.shipping");

    public static ItemId Item(string text, string option) => ItemId.TryParse(text, out var id) ? id : throw Wrong(option, "mobile");

    public static SubjectKind Kind(string text, string option) => SubjectKind.TryParse(text, out var id) ? id : throw Wrong(option, "agent");

    public static PolicyVersion Version(string text, string option) => PolicyVersion.TryParse(text, out var id) ? id : throw Wrong(option, "2026-10");

    public static IReadOnlyList<ItemId> Items(string text, string option) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => Item(item, option)).Distinct()];

    public static string Code(string text, string option)
    {
        try
        {
            return LedgerCode.Check(text, option);
        }
        catch (ArgumentException)
        {
            throw new UsageException(
                $"{option} は番号やコードです（英数字と . _ - : など、空白なし）。氏名や連絡先は書けません。",
                $"{option} is a number or a code (letters, digits and . _ - :, no spaces), never a name or an address.");
        }
    }

    public static SubjectId Subject(string text) => SubjectId.TryParse(text, out var id) ? id : throw Hex("SUBJECT", "azukari find", "azukari subjects");

    public static DocumentId Document(string text, string name = "DOCUMENT") =>
        DocumentId.TryParse(text, out var id) ? id : throw Hex(name, "azukari documents add", "azukari documents list");

    public static ConsentId Consent(string text) => ConsentId.TryParse(text, out var id) ? id : throw Hex("CONSENT", "azukari consent", "azukari describe");

    public static RestrictionId Restriction(string text) =>
        RestrictionId.TryParse(text, out var id) ? id : throw Hex("RESTRICTION", "azukari restrict", "azukari describe");

    private static UsageException Hex(string name, string one, string other) => new(
        $"{name} は 0-9 と a-f の32文字です。{one} か {other} が表示します。", $"{name} is 32 characters of 0-9 and a-f; {one} and {other} print it.");

    private static UsageException Wrong(string option, string example) =>
        new($"{option} は id の形（例: {example}）ではありません。", $"{option} is not an id such as {example}.");
}
