using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Site.Resources;
using Azukari.Ui.Language;

namespace Azukari.Site.Policies;

/// <summary>Words of the policy as a visitor reads them.</summary>
public static class Words
{
    /// <summary>The text in the language of the request.</summary>
    public static string Here(this LocalText text) => PageLanguage.IsEnglish ? text.En : text.Ja;

    /// <summary>A value of one of the policy's closed lists, by the string <c>List.word</c>.</summary>
    public static string Of<T>(this Text<SiteText> strings, T value) where T : struct, Enum => strings[$"{typeof(T).Name}.{PolicyWords.Of(value)}"];

    /// <summary>A list as a sentence has it: 氏名、住所 or “Name, Address”.</summary>
    public static string Join(IEnumerable<string> parts) => string.Join(PageLanguage.IsEnglish ? ", " : "、", parts);

    /// <summary>What stands between two sentences: nothing in Japanese, whose full stop carries its own space.</summary>
    public static string Gap => PageLanguage.IsEnglish ? " " : "";

    /// <summary>The labels of items, in the order of the document.</summary>
    public static IEnumerable<string> Labels(PolicyDocument document, IEnumerable<ItemId> items)
    {
        HashSet<ItemId> wanted = [.. items];
        return document.Items.Where(i => wanted.Contains(i.Id)).Select(i => i.Label.Here());
    }

    public static string Label(PolicyDocument document, RecipientKind kind) => document.FindRecipient(kind)?.Label.Here() ?? kind.ToString();

    public static string Label(PolicyDocument document, SubjectKind kind) => document.FindSubject(kind)?.Label.Here() ?? kind.ToString();

    /// <summary>A span of time: 14日, 3年 or “14 days”, “3 years”.</summary>
    public static string Span(this Text<SiteText> strings, Period period)
    {
        var parts = new List<string>(3);
        void Add(int count, string unit)
        {
            if (count > 0) parts.Add(strings[count == 1 ? $"Period.{unit}1" : $"Period.{unit}", count]);
        }

        Add(period.Years, "Years");
        Add(period.Months, "Months");
        Add(period.Days, "Days");
        return string.Join(PageLanguage.IsEnglish ? " " : "", parts);
    }
}
