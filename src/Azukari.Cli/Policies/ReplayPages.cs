using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Azukari.Cli.Terminal;
using Azukari.Policy.Difference;
using Azukari.Vault;

namespace Azukari.Cli.Policies;

/// <summary>How the replay of the ledger under another version, and what a publication means for people, are written on a terminal.</summary>
internal static class ReplayPages
{
    /// <summary>How far back a replay looks.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(30);

    public static void Print(Screen screen, ReplayReport report)
    {
        screen.Line();
        screen.Line(screen.Say($"この{Span.Days}日間の台帳を新しい版で再生した結果", $"the ledger of the last {Span.Days} days, replayed"));
        if (report.ReachesTo is { } reaches)
            foreach (var line in DisplayWidth.Wrap(screen.Say(
                $"記録が多いため、新しい{Number(report.LookedAt)}件（{Moments.InTokyo(reaches)}以降）だけを再生しました。それより前の利用は数えていません。",
                $"There are more entries than one replay takes: the newest {Number(report.LookedAt)} were replayed, back to {Moments.InTokyo(reaches)}. Earlier uses are not counted."), screen.Width)) screen.Line(line);
        screen.Lines(TextTable.Pairs(
        [
            (screen.Say("利用・提供など", "uses"), Number(report.Total)),
            (screen.Say("拒否される", "would be refused"), Number(report.Count(ReplayOutcome.Refused))),
            (screen.Say("事情による", "depends"), Number(report.Count(ReplayOutcome.Depends))),
            (screen.Say("認められる", "permitted"), Number(report.Count(ReplayOutcome.Permitted))),
        ], screen.Width));
        foreach (var use in report.Uses.Where(use => use.Outcome != ReplayOutcome.Permitted))
        {
            screen.Line($"  {(use.Outcome == ReplayOutcome.Refused ? "-" : "~")} {Number(use.Use.Count)}  {use.Use.Purpose} → {use.Use.As}  {string.Join(",", use.Use.Items)}");
            foreach (var line in DisplayWidth.Wrap(Why(screen, use), screen.Width - 6)) screen.Line("      " + line);
            screen.Line("      " + screen.Say("例 ", "e.g. ") + use.Use.Examples[0]);
        }

        foreach (var line in DisplayWidth.Wrap(screen.Say(
            "台帳には、当時の区分、同意、利用停止、契約は残っていません。「認められる」は、方針の構造から言えることだけです。",
            "The ledger holds no kind of person, consent, restriction or contract: 'permitted' is what the policy's structure says, no more."), screen.Width)) screen.Line(line);
    }

    public static void Impact(Screen screen, PublicationImpact impact)
    {
        screen.Line();
        screen.Lines(TextTable.Pairs(
        [
            (screen.Say("影響を受ける人", "people affected"), Number(impact.People)),
            .. impact.Concerned.Select(kind => ($"  {kind.Kind}", $"{Number(kind.People)}{Versions(kind)}")),
            (screen.Say("効力を失う同意", "consents invalidated"), Number(impact.ConsentCount)),
        ], screen.Width));
    }

    public static void Write(Utf8JsonWriter json, ReplayReport report)
    {
        json.WriteStartObject("replay");
        json.WriteString("from", report.From);
        json.WriteString("to", report.To);
        json.WriteNumber("entries", report.LookedAt);
        if (report.ReachesTo is { } reaches) json.WriteString("reachesTo", reaches);
        json.WriteNumber("uses", report.Total);
        foreach (var outcome in Enum.GetValues<ReplayOutcome>()) json.WriteNumber(Word(outcome), report.Count(outcome));
        json.WriteStartArray("combinations");
        foreach (var use in report.Uses)
        {
            json.WriteStartObject();
            json.WriteString("outcome", Word(use.Outcome));
            json.WriteNumber("count", use.Use.Count);
            json.WriteString("purpose", use.Use.Purpose);
            json.WriteString("as", use.Use.As);
            json.WriteString("ground", use.Use.Ground);
            json.Strings("items", use.Use.Items);
            json.WriteString("reason", use.Refusal?.Code);
            json.WriteString("clause", use.Refusal?.Clause.Value);
            json.Strings("noLongerFor", use.NoLongerFor.Select(kind => kind.Value));
            json.Strings("takesNow", use.TakesNow.Select(PolicyPages.Terms));
            json.Strings("examples", use.Use.Examples.Select(entry => entry.ToString()));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Why(Screen screen, ReplayedUse use)
    {
        if (use.Refusal is { } refusal) return $"{refusal.Code}, {refusal.Clause}: {refusal.Sentence(screen.LanguageTag)}";
        ImmutableArray<AccessTerms> terms = use.TakesNow;
        var parts = new List<string>(2);
        if (!use.NoLongerFor.IsEmpty) parts.Add(screen.Say("認められなくなる区分: ", "no longer for: ") + string.Join(", ", use.NoLongerFor));
        if (!terms.IsEmpty) parts.Add(screen.Say("必要になる条件: ", "takes now: ") + string.Join(" | ", terms.Select(PolicyPages.Terms)));
        return string.Join("; ", parts);
    }

    private static string Versions(PeopleConcerned kind) =>
        kind.ByVersion.Count == 0 ? "" : "  (" + string.Join(", ", kind.ByVersion.Select(version => $"{version.Key}: {Number(version.Value)}")) + ")";

    private static string Word(ReplayOutcome outcome) => outcome switch
    {
        ReplayOutcome.Permitted => "permitted",
        ReplayOutcome.Depends => "depends",
        ReplayOutcome.Refused => "refused",
    };

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
