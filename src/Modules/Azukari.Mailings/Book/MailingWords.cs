using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azukari.Policy;

namespace Azukari.Mailings.Book;

/// <summary>The words of mailings in storage, in addresses and in the ledger.</summary>
internal static class MailingWords
{
    /// <summary>As whom addresses are read, and who writes.</summary>
    public const string Desk = "staff.marketing";

    /// <summary>Who may approve beside another of the desk.</summary>
    public const string Manager = "staff.privacy-manager";

    // Crockford's base 32: nothing is misread.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly SearchValues<char> CodeLetters = SearchValues.Create(Alphabet);

    public static ItemId Class { get; } = ItemId.Parse("class");

    public static ItemId Rank { get; } = ItemId.Parse("rank");

    /// <summary>Why a second person gives a mailing back.</summary>
    public static IReadOnlyList<string> Declines { get; } = ["wording", "audience", "timing", "law", "other"];

    public static string Word(this MailingKind kind) => kind switch
    {
        MailingKind.Seminars => "seminars",
        MailingKind.Products => "products",
        MailingKind.Events => "events",
    };

    public static MailingKind? KindOf(string? word) => Enum.GetValues<MailingKind>().Where(kind => kind.Word() == word).Select(kind => (MailingKind?)kind).FirstOrDefault();

    /// <summary>The clause of the policy it serves.</summary>
    public static ClauseId Purpose(this MailingKind kind) => ClauseId.Parse(kind switch
    {
        MailingKind.Seminars => "purpose.member.4",
        MailingKind.Products => "purpose.member.8",
        MailingKind.Events => "purpose.member.9",
    });

    /// <summary>By which items an audience may be chosen for it: those the policy lets the desk use for the purpose. Declared as views, so the program checks it.</summary>
    public static ImmutableArray<ItemId> Choosing(this MailingKind kind) => kind == MailingKind.Products ? [Class] : [Class, Rank];

    public static string Word(this MailingState state) => state switch
    {
        MailingState.Draft => "draft",
        MailingState.Proposed => "proposed",
        MailingState.Approved => "approved",
        MailingState.Sending => "sending",
        MailingState.Done => "done",
        MailingState.Stopped => "stopped",
    };

    public static MailingState StateOf(string word) => Enum.GetValues<MailingState>().First(state => state.Word() == word);

    /// <summary>A new code, <c>M-7K2M9QXB</c>: the mailing's case in the ledger.</summary>
    public static string NewCode()
    {
        Span<char> code = stackalloc char[10];
        (code[0], code[1]) = ('M', '-');
        for (var i = 2; i < code.Length; i++) code[i] = Alphabet[RandomNumberGenerator.GetInt32(Alphabet.Length)];
        return new string(code);
    }

    public static bool IsCode(string? text) => text is { Length: 10 } && text.StartsWith("M-", StringComparison.Ordinal) && text.AsSpan(2).IndexOfAnyExcept(CodeLetters) < 0;

    /// <summary>Reasons and numbers as one text: <c>no-consent=12 restricted=1</c>.</summary>
    public static string Write(ImmutableSortedDictionary<string, int> leftOut) =>
        string.Join(' ', leftOut.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}")));

    public static ImmutableSortedDictionary<string, int> ReadNumbers(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('='))
        .ToImmutableSortedDictionary(part => part[0], part => int.Parse(part[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>What was approved, in 32 hexadecimal digits: it stands in the ledger, and what is sent is compared with it.</summary>
    public static string Digest(MailingDraft draft)
    {
        string[] parts =
        [
            draft.Kind.Word(), draft.Words.Subject.Ja, draft.Words.Subject.En, draft.Words.Text.Ja, draft.Words.Text.En,
            string.Join(' ', draft.Audience.Classes.Order().Select(each => each.ToString())), draft.Audience.RankAtLeast?.ToString() ?? "",
        ];
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts)));
        return Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }
}
