using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Azukari.Cli.Terminal;
using Azukari.Company.Operating;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Policy.Linting;

namespace Azukari.Cli.Policies;

/// <summary><c>azukari policy check</c>: contradictions, over-collection, unbounded purposes and statutory gaps, each with its place and what would mend it.</summary>
internal sealed class CheckCommand : CliCommand
{
    private readonly CliOption _previous;
    private readonly Option<bool> _json;
    private readonly Option<bool> _coverage;
    private readonly CliArgument _file;

    public CheckCommand(Language language) : base(language, "check", new("方針を点検する", "check a policy file"))
    {
        _previous = Option("--previous", "FILE", new("ひとつ前の版のファイル（広がりと告知も点検する）", "the version before, to check what was widened and how people were told"));
        _coverage = Flag("--coverage", new("このプログラムの利用台帳と突き合わせる（どの条項も許さない利用、執行箇所のない条項）", "match it with this program's register: views no clause permits, clauses with no enforcement point"));
        _json = Flag("--json", new("JSON で表示する", "print JSON"));
        _file = Argument("FILE", new("方針のファイル", "the policy file"));
        Details = language.Text(
            "指摘がなければ 0、あれば 1、ファイルが使えなければ 2 で終わります。法令の引用は技術者の読みであり、法的助言ではありません。",
            "Exits with 0 when there is nothing to say, 1 with findings, 2 when the file cannot be used. Citations of law are an engineer's reading, not legal advice.");
        Examples =
        [
            new("azukari policy check policies/seacret-direct-japan/2021-04.yaml", new("2021年4月の方針を点検する", "check the policy of April 2021")),
            new("azukari policy check policies/seacret-direct-japan/2026-10.yaml --coverage", new("プログラムとの対応も見る", "and how it meets the program")),
        ];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        var file = call.Need(_file);
        if (PolicyFiles.Load(file, screen) is not { } document) return Task.FromResult(ExitCode.Unusable);
        PolicyDocument? previous = null;
        if (call.Get(_previous) is { } before && (previous = PolicyFiles.Load(before, screen)) is null) return Task.FromResult(ExitCode.Unusable);
        var findings = PolicyLinter.Lint(document, previous);
        var coverage = call.Has(_coverage) ? CompanyCoverage.Of(document) : null;
        if (call.Has(_json)) Json(screen, document, findings, coverage);
        else Print(screen, file, document, findings, coverage);
        var bad = findings.Count > 0 || coverage is { Stranded.Count: > 0 } or { Unenforced.Count: > 0 };
        return Task.FromResult(bad ? ExitCode.Findings : ExitCode.Ok);
    }

    private static void Print(Screen screen, string file, PolicyDocument document, IReadOnlyList<Finding> findings, CoverageReport? coverage)
    {
        foreach (var finding in findings)
        {
            var severity = finding.Severity == FindingSeverity.Error ? screen.Say("誤り", "error") : screen.Say("注意", "warning");
            screen.Line(string.Create(CultureInfo.InvariantCulture,
                $"{file}:{finding.Position.Line}:{finding.Position.Column}: {severity} {finding.Code} [{finding.Article}]{(finding.Clause is { } clause ? $" {clause}" : "")}"));
            foreach (var line in DisplayWidth.Wrap(finding.Message.In(screen.LanguageTag), screen.Width - 2)) screen.Line("  " + line);
            foreach (var line in DisplayWidth.Wrap("→ " + finding.Mend.In(screen.LanguageTag), screen.Width - 2)) screen.Line("  " + line);
        }

        if (coverage is not null) Print(screen, coverage);
        var errors = findings.Count(finding => finding.Severity == FindingSeverity.Error);
        var warnings = findings.Count - errors;
        screen.Line(findings.Count == 0
            ? screen.Say($"{document}: 条項 {document.Clauses.Length}、指摘なし", $"{document}: {document.Clauses.Length} clauses, no findings")
            : screen.Say($"{document}: 誤り {errors}、注意 {warnings}", $"{document}: {errors} errors, {warnings} warnings"));
        if (findings.Count > 0) screen.Note(PolicyLinter.Disclaimer.Ja, PolicyLinter.Disclaimer.En);
    }

    private static void Print(Screen screen, CoverageReport coverage)
    {
        foreach (var stranded in coverage.Stranded)
            screen.Line(screen.Say($"利用 {stranded.View.Id}: どの条項も許しません（{stranded.Refusal}）", $"view {stranded.View.Id}: no clause permits it ({stranded.Refusal})"));
        foreach (var (clause, missing) in coverage.Unenforced)
        {
            var which = missing.Count == 0 ? "" : $" ({string.Join(", ", missing.Select(PolicyWords.Of))})";
            screen.Line(screen.Say($"条項 {clause}: 執行する箇所がありません{which}", $"clause {clause}: has no enforcement point{which}"));
        }
    }

    private static void Json(Screen screen, PolicyDocument document, IReadOnlyList<Finding> findings, CoverageReport? coverage)
    {
        var report = JsonNode.Parse(LintJson.Write(document, findings, screen.LanguageTag))!;
        if (coverage is not null)
        {
            report["coverage"] = new JsonObject
            {
                ["stranded"] = new JsonArray([.. coverage.Stranded.Select(stranded => (JsonNode)JsonValue.Create(stranded.View.Id))]),
                ["unenforced"] = new JsonArray([.. coverage.Unenforced.Select(clause => (JsonNode)JsonValue.Create(clause.Clause.Value))]),
            };
        }

        JsonPage.Write(screen, json => report.WriteTo(json));
    }
}
