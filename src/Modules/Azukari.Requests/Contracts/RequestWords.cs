using System.Buffers;
using Azukari.Policy;
using Azukari.Policy.Document;

namespace Azukari.Requests.Contracts;

/// <summary>What somebody asks for by right (rights.*; APPI 32 to 35).</summary>
public enum RequestKind
{
    /// <summary>What is held (APPI 33).</summary>
    Disclosure,

    /// <summary>To whom it was provided (APPI 33(5)).</summary>
    Provisions,

    /// <summary>What each item held is used for (APPI 32(2)).</summary>
    Purposes,

    /// <summary>Correction of what is untrue (APPI 34).</summary>
    Correction,

    /// <summary>Addition of what is missing (APPI 34).</summary>
    Addition,

    /// <summary>An end of use (APPI 35(1)).</summary>
    Suspension,

    /// <summary>An end of provision to others (APPI 35(3)).</summary>
    StopProvision,

    /// <summary>Deletion (APPI 34, 35).</summary>
    Deletion,
}

/// <summary>The words of requests in storage and in the ledger.</summary>
public static class RequestWords
{
    // Crockford's base 32, as the other codes: nothing is misread.
    internal const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly SearchValues<char> CodeLetters = SearchValues.Create(Alphabet);

    /// <summary>The days a request takes at most where the policy names none: the house's target for "without delay".</summary>
    public const int UsualDays = 14;

    /// <summary>Why a request may be refused, in whole or in part: those the law knows, that there is nothing such, and that it stayed open who asks.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["third-party-interest", "business-hindrance", "law", "not-held", "is-true", "not-identified"];

    /// <summary>Why a request may be answered as granted although nothing was done for it here.</summary>
    public static IReadOnlyList<string> Undone { get; } = ["handed-over", "done-elsewhere", "so-already"];

    /// <summary>Whether nothing can be done without knowing what is meant.</summary>
    public static bool NeedsText(this RequestKind kind) => kind is RequestKind.Correction or RequestKind.Addition or RequestKind.Suspension or RequestKind.StopProvision;

    /// <summary>The kind in lower case.</summary>
    public static string Word(this RequestKind kind) => kind switch
    {
        RequestKind.Disclosure => "disclosure",
        RequestKind.Provisions => "provisions",
        RequestKind.Purposes => "purposes",
        RequestKind.Correction => "correction",
        RequestKind.Addition => "addition",
        RequestKind.Suspension => "suspension",
        RequestKind.StopProvision => "stop-provision",
        RequestKind.Deletion => "deletion",
    };

    /// <summary>The state in lower case.</summary>
    public static string Word(this RequestState state) => state switch
    {
        RequestState.Open => "open",
        RequestState.Granted => "granted",
        RequestState.Partly => "partly",
        RequestState.Refused => "refused",
        RequestState.Withdrawn => "withdrawn",
    };

    /// <summary>The kind of a word; false for any other.</summary>
    public static bool TryParse(string? word, out RequestKind kind)
    {
        foreach (var each in Enum.GetValues<RequestKind>())
        {
            kind = each;
            if (each.Word() == word) return true;
        }

        kind = default;
        return false;
    }

    /// <summary>Whether a case's code is a request's: <c>R-</c> and eight letters and digits.</summary>
    public static bool IsCode(string code) => code.Length == 10 && code.StartsWith("R-", StringComparison.Ordinal) && code.AsSpan(2).IndexOfAnyExcept(CodeLetters) < 0;

    internal static RequestState StateOf(string word) => Enum.GetValues<RequestState>().Single(state => state.Word() == word);

    /// <summary>The clause of the policy a kind rests on; null where the version has none.</summary>
    public static Clause? ClauseOf(PolicyDocument policy, RequestKind kind)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var right = kind switch
        {
            RequestKind.Disclosure or RequestKind.Provisions or RequestKind.Purposes => RightKind.Disclosure,
            RequestKind.Correction or RequestKind.Addition => RightKind.Correction,
            RequestKind.Suspension or RequestKind.StopProvision => RightKind.Suspension,
            RequestKind.Deletion => RightKind.Deletion,
        };
        return policy.Clauses.FirstOrDefault(clause => clause.Rule is RightRule rule && rule.Of == right);
    }

    /// <summary>Whether the registration may end by it, of which the person is warned first.</summary>
    public static bool Warns(PolicyDocument policy, RequestKind kind) => ClauseOf(policy, kind)?.Rule is RightRule { WarnsOfCancellation: true };
}
