using Zxcvbn;

namespace Azukari.Accounts.Identity;

/// <summary>Why a password is weak, or how strong it is.</summary>
/// <param name="Score">0, guessed at once, to 4.</param>
/// <param name="Reasons">Codes of what makes it easy to guess, worst first; texts are in the resources. Empty when it is taken.</param>
internal sealed record Strength(int Score, IReadOnlyList<string> Reasons)
{
    public bool IsEnough => Reasons.Count == 0;
}

/// <summary>How well a password withstands guessing, by what it is made of (zxcvbn): no rules on kinds of letters.</summary>
internal static class PasswordStrength
{
    public const int Shortest = 10;

    public const int Longest = 128;

    private const int Enough = 3;

    // What everybody here would try first.
    private static readonly string[] Ours = ["azukari", "seacret", "member", "kaiin", "password", "pasuwado", "himitsu", "sakura", "tokyo", "nippon"];

    /// <param name="own">What the account is called, which is no secret.</param>
    public static Strength Of(string password, params IEnumerable<string> own)
    {
        if (password.Length < Shortest) return new Strength(0, ["short"]);
        if (password.Length > Longest) return new Strength(0, ["long"]);
        if (password.EnumerateRunes().Distinct().Count() < 5) return new Strength(0, ["repeat"]);
        var words = own.Where(word => word.Length > 2).ToList();
        var result = Zxcvbn.Zxcvbn.MatchPassword(password, [.. Ours, .. words]);
        // The library counts bits only for what it knows of; letters of other scripts it takes for random ones, so nothing is lost.
        if (result.Score >= Enough) return new Strength(result.Score, []);
        var reasons = result.MatchSequence.OrderByDescending(m => m.Token.Length).Select(ReasonOf).OfType<string>().Distinct().Take(2).ToList();
        return new Strength(result.Score, reasons.Count > 0 ? reasons : ["guessable"]);
    }

    private static string? ReasonOf(Match match) => match.Pattern switch
    {
        "repeat" => "repeat",
        "sequence" => "sequence",
        "spatial" => "keyboard",
        "date" or "year" => "date",
        "digits" => "digits",
        _ => match is Zxcvbn.Matcher.DictionaryMatch ? "common" : null,
    };
}
