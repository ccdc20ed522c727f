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

    /// <summary>Correction or addition (APPI 34).</summary>
    Correction,

    /// <summary>An end of use or of provision (APPI 35).</summary>
    Suspension,

    /// <summary>Deletion (APPI 34, 35).</summary>
    Deletion,
}

/// <summary>How a request stands.</summary>
public enum RequestState
{
    /// <summary>Waits for its answer.</summary>
    Open,

    /// <summary>Done as asked.</summary>
    Granted,

    /// <summary>Done in part; the rest with a reason.</summary>
    Partly,

    /// <summary>Not done, with a reason.</summary>
    Refused,

    /// <summary>Taken back by who asked.</summary>
    Withdrawn,
}

/// <summary>A request, as it may be known: who (a random id), what for, how it stands. Nothing that was written in it.</summary>
/// <param name="Code">Its case code, <c>R-</c> and eight letters and digits.</param>
/// <param name="Subject">Who asks.</param>
/// <param name="Kind">What for.</param>
/// <param name="OnPaper">Whether the answer is wanted on paper; else by electronic means.</param>
/// <param name="State">How it stands.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="DueOn">The day, in Japan, by which it is answered as a rule.</param>
/// <param name="AnsweredAt">When it was answered or taken back.</param>
/// <param name="AnsweredBy">Who answered it; null where it was taken back.</param>
/// <param name="Reason">Why it was not, or not wholly, granted: one of <see cref="RequestWords.Reasons"/>.</param>
/// <param name="HasText">Whether something was written beside it.</param>
public sealed record RightsRequest(
    string Code, Azukari.Vault.SubjectId Subject, RequestKind Kind, bool OnPaper, RequestState State, DateTimeOffset ReceivedAt, DateOnly DueOn, DateTimeOffset? AnsweredAt, string? AnsweredBy, string? Reason, bool HasText);

/// <summary>The words of requests in storage and in the ledger.</summary>
public static class RequestWords
{
    /// <summary>The days a request takes at most where the policy names none: the house's target for "without delay".</summary>
    public const int UsualDays = 14;

    /// <summary>Why a request may be refused, in whole or in part: those the law knows, and that there is nothing such.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["third-party-interest", "business-hindrance", "law", "not-held", "is-true"];

    /// <summary>The kind in lower case.</summary>
    public static string Word(this RequestKind kind) => kind switch
    {
        RequestKind.Disclosure => "disclosure",
        RequestKind.Provisions => "provisions",
        RequestKind.Correction => "correction",
        RequestKind.Suspension => "suspension",
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

    internal static RequestState StateOf(string word) => Enum.GetValues<RequestState>().Single(state => state.Word() == word);

    /// <summary>The clause of the policy a kind rests on; null where the version has none.</summary>
    public static Clause? ClauseOf(PolicyDocument policy, RequestKind kind)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var right = kind switch
        {
            RequestKind.Disclosure or RequestKind.Provisions => RightKind.Disclosure,
            RequestKind.Correction => RightKind.Correction,
            RequestKind.Suspension => RightKind.Suspension,
            RequestKind.Deletion => RightKind.Deletion,
        };
        return policy.Clauses.FirstOrDefault(clause => clause.Rule is RightRule rule && rule.Of == right);
    }

    /// <summary>Whether the registration may end by it, of which the person is warned first.</summary>
    public static bool Warns(PolicyDocument policy, RequestKind kind) => ClauseOf(policy, kind)?.Rule is RightRule { WarnsOfCancellation: true };
}
