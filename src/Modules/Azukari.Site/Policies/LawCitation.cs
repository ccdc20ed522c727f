using System.Globalization;
using System.Text.RegularExpressions;
using Azukari.Ui.Language;

namespace Azukari.Site.Policies;

/// <summary>Citations as the policy file has them (<c>APPI 27(5)(3)</c>), in the words of a reader: 個人情報保護法第27条第5項第3号.</summary>
public static partial class LawCitation
{
    private static readonly Dictionary<string, (string Ja, string En)> Laws = new(StringComparer.Ordinal)
    {
        ["APPI"] = ("個人情報保護法", "Act on the Protection of Personal Information"),
        ["MNA"] = ("番号利用法", "My Number Act"),
        ["SCTA"] = ("特定商取引法", "Act on Specified Commercial Transactions"),
        ["Consumer Contract Act"] = ("消費者契約法", "Consumer Contract Act"),
        ["Employment Security Act"] = ("職業安定法", "Employment Security Act"),
        ["Income Tax Act"] = ("所得税法", "Income Tax Act"),
        ["Installment Sales Act"] = ("割賦販売法", "Installment Sales Act"),
        ["Telecommunications Business Act"] = ("電気通信事業法", "Telecommunications Business Act"),
    };

    /// <summary>
    /// Citations in the language of the request, a law named once for all its articles in a row, three or more whole articles that follow each
    /// other as a range; one of an unknown form stands as it is.
    /// </summary>
    public static string Here(IEnumerable<string> citations)
    {
        var parts = new List<string>();
        string[] all = [.. citations];
        Match[] matches = [.. all.Select(c => Form().Match(c))];
        string? last = null;
        for (int i = 0; i < matches.Length; i++)
        {
            string name = matches[i].Groups["law"].Value;
            if (!Laws.TryGetValue(name, out (string Ja, string En) law))
            {
                parts.Add(all[i]);
                last = null;
                continue;
            }

            int end = i;
            while (end + 1 < matches.Length && Follows(matches[end], matches[end + 1])) end++;
            string place = end - i < 2 ? Place(matches[i]) : Range(matches[i], matches[end]);
            if (end - i >= 2) i = end;
            if (name == last) parts[^1] += PageLanguage.IsEnglish ? ", " + place : "・" + place;
            else parts.Add(PageLanguage.IsEnglish ? $"{law.En}, Art. {place}" : law.Ja + place);
            last = name;
        }

        return string.Join(PageLanguage.IsEnglish ? "; " : "、", parts);
    }

    private static bool Follows(Match one, Match next) =>
        one.Groups["law"].Value == next.Groups["law"].Value && Article(one) is { } article && Article(next) == article + 1;

    // The number of a whole article, none for a paragraph or a branch.
    private static int? Article(Match match) =>
        match.Groups["branch"].Length + match.Groups["paragraph"].Length == 0 ? int.Parse(match.Groups["article"].Value, CultureInfo.InvariantCulture) : null;

    private static string Range(Match from, Match to) => PageLanguage.IsEnglish ? $"{Place(from)}–{Place(to)}" : $"{Place(from)}から{Place(to)}まで";

    private static string Place(Match match)
    {
        string article = match.Groups["article"].Value, branch = match.Groups["branch"].Value;
        string paragraph = match.Groups["paragraph"].Value, item = match.Groups["item"].Value;
        return PageLanguage.IsEnglish
            ? $"{article}{Part(branch, "-", "")}{Part(paragraph, "(", ")")}{Part(item, "(", ")")}"
            : $"第{article}条{Part(branch, "の", "")}{Part(paragraph, "第", "項")}{Part(item, "第", "号")}";
    }

    private static string Part(string number, string before, string after) => number.Length == 0 ? "" : before + number + after;

    [GeneratedRegex(@"\A(?<law>[A-Za-z ]+?) (?<article>[0-9]+)(?:-(?<branch>[0-9]+))?(?:\((?<paragraph>[0-9]+)\))?(?:\((?<item>[0-9]+)\))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
