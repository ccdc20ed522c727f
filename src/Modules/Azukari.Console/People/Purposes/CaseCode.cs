using System.Buffers;
using System.Text;
using Azukari.Ledger;
using Azukari.Policy;

namespace Azukari.Console.People.Purposes;

/// <summary>A case as somebody types it: full or half width, with its kind before the number or without.</summary>
internal static class CaseCode
{
    private static readonly SearchValues<char> RequestLetters = SearchValues.Create("0123456789abcdefghjkmnpqrstvwxyz");

    /// <summary>The code the ledger keeps, <c>order-1042</c>; null when it is none. A long number (a telephone's, a card's) is no case.</summary>
    public static string? Read(string? typed, CaseKind kind)
    {
        var text = (typed ?? "").Normalize(NormalizationForm.FormKC).Trim().ToLowerInvariant().Replace(' ', '-').TrimStart('#');
        if (text.Length is > 0 and < 10 && text.All(char.IsAsciiDigit)) text = $"{PolicyWords.Of(kind)}-{text}";
        if (IsRequest(text)) text = text.ToUpperInvariant();
        return LedgerCode.IsCode(text) ? text : null;
    }

    // The number of a request by right is written in capitals wherever it stands: what is done for it is found by it.
    private static bool IsRequest(string text) => text.Length == 10 && text.StartsWith("r-", StringComparison.Ordinal) && text.AsSpan(2).IndexOfAnyExcept(RequestLetters) < 0;
}
