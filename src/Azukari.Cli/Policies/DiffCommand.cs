using System.CommandLine;
using System.Text.Json;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Settings;
using Azukari.Policy;
using Azukari.Policy.Difference;
using Azukari.Policy.Document;
using Azukari.Vault;

namespace Azukari.Cli.Policies;

/// <summary><c>azukari policy diff</c>: what another version permits, forbids, keeps and says differently.</summary>
internal sealed class DiffCommand : CliCommand
{
    private readonly Option<bool> _json;
    private readonly Option<bool> _replay;
    private readonly CliArgument _before;
    private readonly CliArgument _after;

    public DiffCommand(Language language) : base(language, "diff", new("二つの版の意味の違い", "what two versions mean differently"))
    {
        _json = Flag("--json", new("JSON で表示する", "print JSON"));
        _replay = Flag("--replay", new("この30日間の台帳を後の版で再生する（職務 policy か audit が必要）", "replay the ledger of the last 30 days under the version after (needs the duty policy or audit)"));
        _before = Argument("A", new("前の版のファイル", "the version before"));
        _after = Argument("B", new("後の版のファイル", "the version after"));
        Details = language.Text(
            "並び順やファイル上の位置は違いになりません。違いがあれば 1、なければ 0 で終わります。",
            "Order and place in the file make no difference. Exits with 1 when something differs, 0 when nothing does.");
        Examples =
        [
            new("azukari policy diff policies/seacret-direct-japan/2021-04.yaml policies/seacret-direct-japan/2026-10.yaml",
                new("2021年4月から2026年10月へ、何が変わったか", "what changed from April 2021 to October 2026")),
        ];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var before = PolicyFiles.Load(call.Need(_before), call.Screen);
        var after = PolicyFiles.Load(call.Need(_after), call.Screen);
        if (before is null || after is null) return ExitCode.Unusable;
        var difference = PolicyDiff.Compare(before, after);
        var replay = call.Has(_replay) ? await ReplayAsync(call, before, after, cancel) : null;
        if (call.Has(_json)) JsonPage.Write(call.Screen, json => Write(json, difference, replay));
        else PolicyPages.Difference(call.Screen, difference);
        if (replay is not null && !call.Has(_json)) ReplayPages.Print(call.Screen, replay);
        return difference.IsEmpty ? ExitCode.Ok : ExitCode.Findings;
    }

    private static async Task<ReplayReport> ReplayAsync(Invocation call, PolicyDocument before, PolicyDocument after, CancellationToken cancel)
    {
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, call.Screen, null, cancel, Duty.Policy, Duty.Audit);
        if (company.Trust.HasPolicy) await company.Trust.Vault.RecordInspectionAsync(null, by, "replay", cancel);
        var now = call.Screen.Clock.GetUtcNow();
        return await LedgerReplay.RunAsync(company.Trust.Ledger, before, after, now - ReplayPages.Span, now, ct: cancel);
    }

    internal static void Write(Utf8JsonWriter json, PolicyDifference difference, ReplayReport? replay = null)
    {
        json.WriteStartObject();
        json.WriteString("from", difference.Before.Version.Value);
        json.WriteString("to", difference.After.Version.Value);
        Accesses(json, "gained", difference.Gained);
        Accesses(json, "lost", difference.Lost);
        json.WriteStartArray("conditions");
        foreach (var change in difference.Conditions)
        {
            json.WriteStartObject();
            json.WriteString("purpose", change.Purpose.Value);
            json.WriteString("recipient", change.Recipient.Value);
            json.Strings("items", change.Items.Select(item => item.Value));
            json.Strings("before", change.Before.Select(PolicyPages.Terms));
            json.Strings("after", change.After.Select(PolicyPages.Terms));
            json.WriteBoolean("loosened", change.Loosened);
            json.WriteBoolean("tightened", change.Tightened);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("jointUse");
        json.Strings("itemsGained", difference.JointUse.ItemsGained.Select(item => item.Value));
        json.Strings("itemsLost", difference.JointUse.ItemsLost.Select(item => item.Value));
        json.Strings("usersGained", difference.JointUse.UsersGained.Select(user => user.Value));
        json.Strings("usersLost", difference.JointUse.UsersLost.Select(user => user.Value));
        json.Strings("purposesGained", difference.JointUse.PurposesGained.Select(purpose => purpose.Value));
        json.Strings("purposesLost", difference.JointUse.PurposesLost.Select(purpose => purpose.Value));
        json.WriteEndObject();
        Accesses(json, "consentsInvalidated", difference.ConsentsInvalidated);
        json.WriteStartArray("widenings");
        foreach (var widening in difference.Widenings)
        {
            json.WriteStartObject();
            json.WriteString("clause", widening.Clause.Value);
            json.WriteString("declared", widening.Declared is { } how ? PolicyWords.Of(how) : null);
            json.WriteString("needs", PolicyWords.Of(widening.Needs));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("clauses");
        foreach (var change in difference.Clauses)
        {
            json.WriteStartObject();
            json.WriteString("clause", change.Clause.Value);
            json.WriteString("change", change.Before is null ? "added" : change.After is null ? "removed" : "changed");
            json.WriteBoolean("text", change.TextChanged);
            json.WriteBoolean("rule", change.RuleChanged);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (replay is not null) ReplayPages.Write(json, replay);
        json.WriteEndObject();
    }

    private static void Accesses(Utf8JsonWriter json, string name, IEnumerable<AccessChange> changes)
    {
        json.WriteStartArray(name);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("purpose", change.Purpose.Value);
            json.WriteString("recipient", change.Recipient.Value);
            json.WriteString("exit", PolicyWords.Of(change.Exit));
            json.Strings("items", change.Items.Select(item => item.Value));
            json.Strings("subjects", change.Subjects.Select(kind => kind.Value));
            json.Strings("terms", change.Terms.Select(PolicyPages.Terms));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
