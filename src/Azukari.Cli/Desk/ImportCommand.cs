using System.CommandLine;
using System.Globalization;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Settings;
using Azukari.Import;

namespace Azukari.Cli.Desk;

/// <summary><c>azukari import</c>: people from a CSV file as companies really have it, by a map.</summary>
internal sealed class ImportCommand : CliCommand
{
    private readonly CliOption _map;
    private readonly Option<bool> _dryRun;
    private readonly Option<bool> _json;
    private readonly CliArgument _file;

    public ImportCommand(Language language) : base(language, "import", new("CSV から人を預かる", "take people in from a CSV file"))
    {
        _map = Option("--map", "MAP", new("列と項目の対応（docs/import.md）", "the map from columns to items (docs/import.md)"), needed: true);
        _dryRun = Flag("--dry-run", new("読んで確かめるだけで、何も書かない", "read and check everything, write nothing"));
        _json = Flag("--json", new("結果を JSON で表示する", "print the result as JSON"));
        _file = Argument("FILE", new("CSV のファイル（UTF-8 または Shift_JIS）", "the CSV file, UTF-8 or Shift_JIS"));
        Details = language.Text(
            "合わない行は FILE の横の *.rejects.csv（権限 0600）に理由とともに書きます。途中で止まっても、もう一度実行すれば続きから終わります。同じ内容は変わらず、違う行は訂正になります。",
            "Rows that do not fit go to *.rejects.csv beside FILE (mode 0600), with the reason. An import that was stopped is simply run again: the same row changes nothing, a changed row becomes a correction. Exits with 1 when rows were rejected.");
        Examples =
        [
            new("azukari import people.csv --map map.yaml --dry-run", new("まず確かめる", "check first")),
            new("azukari import people.csv --map map.yaml", new("預かる", "then take in")),
        ];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        var file = call.Need(_file);
        var map = call.Need(_map);
        foreach (var needed in (ReadOnlySpan<string>)[file, map])
            if (!File.Exists(needed)) throw new UsageException($"{needed} がありません。", $"{needed} does not exist.", ExitCode.NotFound);
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, screen, null, cancel, Duty.Import);
        var options = new ImportOptions { File = file, Map = map, By = by, DryRun = call.Has(_dryRun), Culture = screen.Culture, Clock = screen.Clock, Asking = company.Places.Checked };
        var outcome = await PeopleImport.RunAsync(options, company.Trust, screen.HiddenLine is null ? null : new Bar(screen), cancel);
        switch (outcome)
        {
            case ImportUnusable unusable:
                foreach (var problem in unusable.Problems) screen.Err.WriteLine(problem.In(screen.LanguageTag));
                return ExitCode.Unusable;
            case ImportReport report:
                if (call.Has(_json)) Json(screen, report);
                else Print(screen, report);
                return report.Counts.Rejected > 0 ? ExitCode.Findings : ExitCode.Ok;
            default:
                throw new InvalidOperationException("An import neither ran nor was unusable.");
        }
    }

    private static void Print(Screen screen, ImportReport report)
    {
        string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
        if (report.DryRun) screen.Line(screen.Say("確かめただけです。何も書いていません。", "checked only: nothing was written."));
        var pairs = new List<(string, string)>
        {
            (screen.Say("行", "rows"), N(report.Counts.Rows)), (report.DryRun ? screen.Say("預かれる", "could be taken in") : screen.Say("新しく預かった", "new"), N(report.Counts.Created)),
            (screen.Say("変わらず", "unchanged"), N(report.Counts.Unchanged)), (screen.Say("訂正", "corrected"), N(report.Counts.Corrected)),
            (screen.Say("不合格", "rejected"), N(report.Counts.Rejected)), (screen.Say("文字コード", "encoding"), report.Encoding),
            (screen.Say("時間", "time"), $"{report.Elapsed.TotalSeconds:N1} s"),
        };
        if (report.RejectsFile is { } rejects) pairs.Add((screen.Say("不合格の行", "rejects"), rejects));
        screen.Lines(TextTable.Pairs(pairs, screen.Width));
        if (report.RejectsByRule.Count > 0)
        {
            screen.Line();
            screen.Lines(TextTable.Lines(null, [.. report.RejectsByRule.Select(rule => (IReadOnlyList<string>)[N(rule.Rows), rule.Rule])], indent: 2));
        }
    }

    private static void Json(Screen screen, ImportReport report) => JsonPage.Write(screen, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("dryRun", report.DryRun);
        json.WriteNumber("rows", report.Counts.Rows);
        json.WriteNumber("created", report.Counts.Created);
        json.WriteNumber("unchanged", report.Counts.Unchanged);
        json.WriteNumber("corrected", report.Counts.Corrected);
        json.WriteNumber("rejected", report.Counts.Rejected);
        json.WriteString("encoding", report.Encoding);
        if (report.RejectsFile is { } rejects) json.WriteString("rejects", rejects);
        json.WriteStartObject("rejectsByRule");
        foreach (var (rule, rows) in report.RejectsByRule) json.WriteNumber(rule, rows);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Progress on one line of standard error, for somebody who watches.</summary>
    private sealed class Bar(Screen screen) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            var percent = value.BytesInAll == 0 ? 100 : 100 * value.BytesRead / value.BytesInAll;
            screen.Err.Write(string.Create(CultureInfo.InvariantCulture, $"\r{percent,3} %  {value.Counts.Rows:N0}  "));
            if (percent == 100) screen.Err.WriteLine();
        }
    }
}
