using System.Text;
using System.Text.RegularExpressions;

namespace Azukari.Mailings.Book;

/// <summary>What is wrong with a field of a mailing.</summary>
/// <param name="Field"><c>subject-ja</c>, <c>subject-en</c>, <c>text-ja</c>, <c>text-en</c>, <c>audience</c>, <c>send-at</c>, or <c>sender</c>.</param>
/// <param name="Code">What, as the resources have words for it.</param>
internal sealed record MailingFault(string Field, string Code);

/// <summary>
/// What may stand in a mailing: plain lines and links of the company's own site. Refused is what would make it a message of data: an e-mail address or telephone
/// number that is not the company's, and a place nobody fills. Pure.
/// </summary>
internal static partial class MailingCheck
{
    public const int LongestSubject = 60;

    public const int LongestText = 3_000;

    public const int MostLines = 200;

    /// <summary>How far ahead a mailing may be planned.</summary>
    public static TimeSpan Farthest { get; } = TimeSpan.FromDays(90);

    /// <summary>A text as it is kept: lines ended alike, no blanks at their ends.</summary>
    public static string Tidy(string? typed) => string.Join('\n', (typed ?? "").ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n', ' ', '　');

    /// <summary>What keeps a draft from being kept at all; empty when nothing does.</summary>
    /// <param name="draft">Tidy.</param>
    /// <param name="who">The company, whose own address and number may stand in a text.</param>
    /// <param name="site">What links must begin with.</param>
    public static IReadOnlyList<MailingFault> Wrong(MailingDraft draft, Policy.Document.Company who, Uri site)
    {
        var faults = new List<MailingFault>();
        foreach (var (field, text) in Fields(draft))
        {
            var isSubject = field.StartsWith("subject", StringComparison.Ordinal);
            if (isSubject && (text.Length > LongestSubject || text.Contains('\n', StringComparison.Ordinal))) faults.Add(new(field, "long-subject"));
            else if (!isSubject && (text.Length > LongestText || text.Count(c => c == '\n') >= MostLines)) faults.Add(new(field, "long-text"));
            else if (text.Any(c => char.IsControl(c) && c != '\n')) faults.Add(new(field, "control"));
            else if (FaultOf(text, isSubject, who, site) is { } fault) faults.Add(new(field, fault));
        }

        if (draft.Audience.ChosenBy.Any(item => !draft.Kind.Choosing().Contains(item))) faults.Add(new("audience", "rank-not-granted"));
        return faults;
    }

    /// <summary>What is still missing before a second person is asked; empty when nothing is.</summary>
    public static IReadOnlyList<MailingFault> Missing(MailingDraft draft, Policy.Document.Company who, DateTimeOffset now)
    {
        var faults = new List<MailingFault>();
        foreach (var (field, text) in Fields(draft))
            if (text.Length == 0) faults.Add(new(field, "empty"));
        if (draft.Audience.Classes.IsEmpty) faults.Add(new("audience", "nobody"));
        if (draft.SendAt is { } at && (at <= now || at > now + Farthest)) faults.Add(new("send-at", at <= now ? "past" : "far"));
        // Act on Regulation of Transmission of Specified Electronic Mail 4: the sender's name, address and where to complain stand in each.
        if (who.Address is null || (who.Contact?.Email is null && who.Contact?.TollFree is null)) faults.Add(new("sender", "no-sender"));
        return faults;
    }

    private static IEnumerable<(string Field, string Text)> Fields(MailingDraft draft) =>
    [
        ("subject-ja", draft.Words.Subject.Ja), ("text-ja", draft.Words.Text.Ja), ("subject-en", draft.Words.Subject.En), ("text-en", draft.Words.Text.En),
    ];

    private static string? FaultOf(string text, bool isSubject, Policy.Document.Company who, Uri site)
    {
        // Full width is half width, and every dash one, before anything is looked for.
        var plain = Dash().Replace(text.Normalize(NormalizationForm.FormKC), "-");
        if (Mail().Matches(plain).Any(found => isSubject || !string.Equals(found.Value, who.Contact?.Email, StringComparison.OrdinalIgnoreCase))) return "mail";
        var own = Digits(who.Contact?.TollFree ?? "");
        if (Phone().Matches(plain).Any(found => Digits(found.Value) is { Length: >= 10 and <= 13 } digits && digits != own)) return "phone";
        if (Place().IsMatch(plain) || Blank().IsMatch(text)) return "place";
        if (Markup().IsMatch(plain)) return "markup";
        var links = Link().Matches(plain);
        if (isSubject && links.Count > 0) return "link-in-subject";
        return links.Any(link => !IsOurs(link.Value, site)) ? "link" : null;
    }

    private static bool IsOurs(string link, Uri site) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme == site.Scheme && uri.Authority == site.Authority && uri.UserInfo.Length == 0;

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    [GeneratedRegex(@"[‐‑‒–—―−ー－ｰ]")]
    private static partial Regex Dash();

    [GeneratedRegex(@"[A-Za-z0-9._%+\-]+\s?@\s?[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+")]
    private static partial Regex Mail();

    // A number as it is dialled in Japan, or with its country.
    [GeneratedRegex(@"(?<![0-9])(\+[0-9]{1,3}|\(?0[0-9]{0,4}\)?)[-.\s(]{0,2}[0-9]{1,4}[-.\s)]{0,2}[0-9]{2,4}[-.\s]?[0-9]{0,4}(?![0-9])")]
    private static partial Regex Phone();

    // Places as other programs fill them: {name}, {{name}}, [[name]], %NAME%, $name$, <<name>>.
    [GeneratedRegex(@"[{}]|\[\[|\]\]|%[A-Za-z_]{2,}%|\$[A-Za-z_]{2,}\$|<<|>>", RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    // Places as people leave them to be filled: ○○様, ●●, XXX.
    [GeneratedRegex(@"[○〇◯●◎△▲□■×＿_]{2,}|(?<![A-Za-z])[Xx]{3,}(?![A-Za-z])")]
    private static partial Regex Blank();

    [GeneratedRegex(@"</?[A-Za-z][^>]*>|&[a-z]{2,8};|\]\(http")]
    private static partial Regex Markup();

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9+.\-]*://[^\s<>""'）)」』】、。]*|(?<![A-Za-z0-9./])www\.[^\s]+")]
    private static partial Regex Link();
}
