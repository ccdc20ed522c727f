using System.Collections.Immutable;
using Azukari.Cli.Terminal;
using Azukari.Policy;
using Azukari.Policy.Difference;
using Azukari.Policy.Document;

namespace Azukari.Cli.Policies;

/// <summary>How clauses, conditions and differences of policies are written on a terminal.</summary>
internal static class PolicyPages
{
    /// <summary>A clause's id, printed number and heading on one line.</summary>
    public static string ClauseLine(Screen screen, Clause clause) =>
        string.Join("  ", new[] { clause.Id.Value, clause.Number, clause.Heading.In(screen.LanguageTag) }.Where(part => part.Length > 0));

    /// <summary>The words of what must hold, joined by " + "; empty when nothing must.</summary>
    public static string Terms(AccessTerms terms) => string.Join(" + ",
        PolicyWords.All<Condition>().Where(word => PolicyWords.TryParse(word, out Condition condition) && terms.Conditions.Contains(condition))
            .Concat(terms.BoundToCase ? ["case"] : Array.Empty<string>()).Concat(terms.WithinPurpose ? ["within-purpose"] : Array.Empty<string>()));

    public static void Difference(Screen screen, PolicyDifference difference)
    {
        screen.Line(screen.Say($"{difference.Before} から {difference.After} への変更", $"from {difference.Before} to {difference.After}"));
        if (difference.IsEmpty)
        {
            screen.Line(screen.Say("意味の違いはありません。", "nothing differs in meaning."));
            return;
        }

        Accesses(screen, screen.Say("できるようになる利用", "accesses gained"), "+", difference.Gained);
        Accesses(screen, screen.Say("できなくなる利用", "accesses lost"), "-", difference.Lost);
        Conditions(screen, difference.Conditions);
        JointUse(screen, difference.JointUse);
        Section(screen, screen.Say("取得の変更", "collection"),
        [
            .. difference.CollectedNow.Select(change => (IReadOnlyList<string>)["+", change.Subject.Value, string.Join(",", change.Items)]),
            .. difference.CollectedNoMore.Select(change => (IReadOnlyList<string>)["-", change.Subject.Value, string.Join(",", change.Items)]),
        ]);
        Section(screen, screen.Say("保存期間の変更", "retention"), [.. difference.Retention.Select(change => (IReadOnlyList<string>)
            [change.Item.Value, $"{Kept(screen, change.Before)} → {Kept(screen, change.After)}"])]);
        Accesses(screen, screen.Say("効力を失う同意", "consents invalidated"), "-", difference.ConsentsInvalidated);
        Section(screen, screen.Say("すでに預かった情報への広がりと知らせ方", "widenings for data held already, and how people are told"), [.. difference.Widenings.Select(widening => (IReadOnlyList<string>)
        [
            widening.Clause.Value,
            widening.Declared is { } how && how >= widening.Needs ? PolicyWords.Of(how) : screen.Say($"知らせ方が足りません（{PolicyWords.Of(widening.Needs)} が必要）", $"not declared enough: needs {PolicyWords.Of(widening.Needs)}"),
        ])]);
        Section(screen, screen.Say("条項", "clauses"), [.. difference.Clauses.Select(change => (IReadOnlyList<string>)
        [
            change.Before is null ? "+" : change.After is null ? "-" : "~", change.Clause.Value,
            string.Join(" ", new[] { change.TextChanged ? screen.Say("文", "text") : "", change.RuleChanged ? screen.Say("規則", "rule") : "" }.Where(word => word.Length > 0)),
        ])]);
    }

    private static string Any(IEnumerable<AccessTerms> terms)
    {
        var words = string.Join(" | ", terms.Select(Terms).Where(text => text.Length > 0));
        return words.Length == 0 ? "-" : words;
    }

    private static string Kept(Screen screen, Retention? retention) =>
        retention is null ? screen.Say("定めなし", "unstated") : $"{PolicyWords.Of(retention.After)} {retention.Keep}";

    private static void Accesses(Screen screen, string title, string sign, ImmutableArray<AccessChange> changes)
    {
        if (changes.IsEmpty) return;
        screen.Line();
        screen.Line($"{title} ({changes.Length})");
        foreach (var change in changes)
        {
            screen.Line($"  {sign} {change.Purpose} → {change.Recipient}");
            Wrapped(screen, $"{string.Join(", ", change.Items)}  ({string.Join(", ", change.Subjects)})");
            if (Any(change.Terms) is not "-" and var terms) Wrapped(screen, screen.Say($"条件: {terms}", $"when: {terms}"));
        }
    }

    private static void Conditions(Screen screen, ImmutableArray<ConditionChange> changes)
    {
        if (changes.IsEmpty) return;
        screen.Line();
        screen.Line(screen.Say($"条件が変わる利用 ({changes.Length})", $"accesses under other conditions ({changes.Length})"));
        foreach (var change in changes)
        {
            var sign = change is { Loosened: true, Tightened: true } ? "~" : change.Loosened ? "+" : "-";
            screen.Line($"  {sign} {change.Purpose} → {change.Recipient}");
            Wrapped(screen, $"{string.Join(", ", change.Items)}  ({string.Join(", ", change.Subjects)})");
            Wrapped(screen, $"{Any(change.Before)} → {Any(change.After)}");
        }
    }

    private static void Wrapped(Screen screen, string text)
    {
        foreach (var line in DisplayWidth.Wrap(text, screen.Width - 6)) screen.Line("      " + line);
    }

    private static void JointUse(Screen screen, JointUseChange change)
    {
        if (change.IsEmpty) return;
        IEnumerable<IReadOnlyList<string>> Row(string sign, string what, IEnumerable<string> names)
        {
            var list = string.Join(",", names);
            return list.Length == 0 ? [] : [[sign, what, list]];
        }

        var (items, users, purposes) = (screen.Say("項目", "items"), screen.Say("共同利用者", "joint users"), screen.Say("目的", "purposes"));
        Section(screen, screen.Say("共同利用", "joint use"),
        [
            .. Row("+", items, change.ItemsGained.Select(i => i.Value)), .. Row("-", items, change.ItemsLost.Select(i => i.Value)),
            .. Row("+", users, change.UsersGained.Select(u => u.Value)), .. Row("-", users, change.UsersLost.Select(u => u.Value)),
            .. Row("+", users, change.NamedGained.Select(n => n.Name.In(screen.LanguageTag))), .. Row("-", users, change.NamedLost.Select(n => n.Name.In(screen.LanguageTag))),
            .. Row("+", purposes, change.PurposesGained.Select(p => p.Value)), .. Row("-", purposes, change.PurposesLost.Select(p => p.Value)),
        ]);
    }

    private static void Section(Screen screen, string title, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (rows.Count == 0) return;
        screen.Line();
        screen.Line($"{title} ({rows.Count})");
        screen.Lines(TextTable.Lines(null, rows, indent: 2));
    }
}
