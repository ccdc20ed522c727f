using System.Globalization;
using System.Text.Json;
using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Cli.Subjects;

/// <summary>What the commands about people print.</summary>
internal static class SubjectPages
{
    public static void Found(Screen screen, SearchFound found)
    {
        foreach (var hit in found.Hits) screen.Line(hit.ToString());
        if (found.Hits.Count == 0) screen.Note("この目的で見つけられる人はいません。", "nobody who may be found for this purpose.");
        if (found.Capped) screen.Note("ほかにもいるかもしれません（--limit で増やせます）。", "there may be more (raise --limit).");
        screen.Note($"台帳 {found.EntryId}", $"entry {found.EntryId}");
    }

    public static void Found(Utf8JsonWriter json, SearchFound found)
    {
        json.WriteStartObject();
        json.Strings("subjects", found.Hits.Select(hit => hit.ToString()));
        json.WriteBoolean("more", found.Capped);
        json.WriteString("entry", found.EntryId.ToString());
        json.WriteEndObject();
    }

    public static void Values(Screen screen, Granted<ItemValues> granted, IReadOnlyList<ItemId> items, CompanyCore company)
    {
        var policy = company.Trust.Policies.InForce.Document;
        var rows = items.Select(item => (
            policy.FindItem(item)?.Label.In(screen.LanguageTag) ?? item.Value,
            granted.Values[item] is { } value ? Display(company, item, value, screen.Culture) : screen.Say("（なし）", "(none)"))).ToList();
        screen.Lines(TextTable.Pairs(rows, screen.Width));
        screen.Line();
        List<(string, string)> facts =
        [
            (screen.Say("方針", "policy"), granted.PolicyVersion.ToString()),
            .. granted.Clauses.Select((clause, i) => (i == 0 ? screen.Say("条項", "clause") : "", RefusalPage.ClauseLine(screen, company, clause))),
            (screen.Say("台帳", "entry"), granted.EntryId.ToString()),
        ];
        if (granted.Obligations != Policy.Deciding.Obligations.None) facts.Add((screen.Say("義務", "duties"), Obligations(granted)));
        screen.Lines(TextTable.Pairs(facts, screen.Width));
    }

    public static void Values(Utf8JsonWriter json, Granted<ItemValues> granted, IReadOnlyList<ItemId> items, CompanyCore company, Screen screen)
    {
        json.WriteStartObject();
        json.WriteString("subject", granted.Subject.ToString());
        json.WriteStartObject("values");
        foreach (var item in items)
        {
            if (granted.Values[item] is { } value) json.WriteString(item.Value, Display(company, item, value, screen.Culture));
            else json.WriteNull(item.Value);
        }

        json.WriteEndObject();
        json.WriteString("policy", granted.PolicyVersion.ToString());
        json.Strings("clauses", granted.Clauses.Select(clause => clause.Value));
        json.Strings("obligations", Obligations(granted).Split(", ", StringSplitOptions.RemoveEmptyEntries));
        json.WriteString("entry", granted.EntryId.ToString());
        json.WriteEndObject();
    }

    /// <summary>A value as people read it, by the shape the policy gives its item.</summary>
    public static string Display(CompanyCore company, ItemId item, StoredValue value, CultureInfo culture) =>
        company.ShapeOf(item).ToDisplay(value, culture);

    private static string Obligations(Granted<ItemValues> granted) => string.Join(", ",
        Enum.GetValues<Policy.Deciding.Obligations>().Where(o => o != 0 && granted.Obligations.HasFlag(o)).Select(PolicyWords.Of));
}
