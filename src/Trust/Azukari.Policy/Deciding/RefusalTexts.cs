using System.Globalization;
using System.Resources;
using Azukari.Policy.Document;

namespace Azukari.Policy.Deciding;

/// <summary>Sentences from the resources, Japanese (neutral) and English.</summary>
internal static class RefusalTexts
{
    private static readonly ResourceManager Resources = new("Azukari.Policy.Texts.Refusals", typeof(RefusalTexts).Assembly);
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja");

    public static string Sentence(Refusal refusal, PolicyDocument policy, string language)
    {
        var particulars = refusal.Particulars;
        var key = particulars.Kept ? refusal.Code + ".kept" : particulars.Items is { Count: 0 } && Find(refusal.Code + ".whole", language) is not null ? refusal.Code + ".whole" : refusal.Code;
        return Get(key, language)
            .Replace("{items}", Items(particulars.Items, policy, language), StringComparison.Ordinal)
            .Replace("{name}", Name(particulars.Name, policy, language), StringComparison.Ordinal)
            .Replace("{condition}", particulars.Condition is { } c ? Of(c, language) : "", StringComparison.Ordinal)
            .Replace("{version}", particulars.Version?.Value ?? "", StringComparison.Ordinal)
            .Replace("{heading}", refusal.Heading.In(language), StringComparison.Ordinal)
            .Replace("{clause}", refusal.Clause.Value, StringComparison.Ordinal);
    }

    public static string Of(Condition condition, string language) => Get("condition." + PolicyWords.Of(condition), language);

    public static string Get(string key, string language) =>
        Find(key, language) ?? throw new InvalidOperationException($"The texts lack '{key}' in '{language}'.");

    private static string? Find(string key, string language) => Resources.GetString(key, language == "en" ? English : Japanese);

    private static string Items(IReadOnlyList<ItemId>? items, PolicyDocument policy, string language) => items is null ? ""
        : string.Join(language == "en" ? ", " : "、", items.Select(i => policy.FindItem(i)?.Label.In(language) ?? i.Value));

    private static string Name(string? name, PolicyDocument policy, string language)
    {
        if (name is null)
            return "";
        if (ClauseId.TryParse(name, out var clause) && policy.FindClause(clause) is { } found)
            return found.Heading.In(language);
        if (RecipientKind.TryParse(name, out var recipient) && policy.FindRecipient(recipient) is { } receiver)
            return receiver.Label.In(language);
        if (SubjectKind.TryParse(name, out var kind) && policy.FindSubject(kind) is { } subject)
            return subject.Label.In(language);
        return Find("word." + name, language) ?? name;
    }
}
