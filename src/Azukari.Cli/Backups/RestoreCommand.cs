using System.CommandLine;
using System.Globalization;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Company.Backup;
using Azukari.Company.Settings;
using Azukari.Ledger;

namespace Azukari.Cli.Backups;

/// <summary><c>azukari restore</c>: brings a company back from its backups into an empty place, or rehearses it.</summary>
internal sealed class RestoreCommand : CliCommand
{
    private readonly CliOption _data;
    private readonly CliOption _keys;
    private readonly CliOption _ledger;
    private readonly CliOption _master;
    private readonly CliOption _erasures;
    private readonly CliOption _checkpoint;
    private readonly Option<bool> _accept;
    private readonly Option<bool> _drill;
    private readonly Option<bool> _yes;

    public RestoreCommand(Language language) : base(language, "restore", new("控えから、空の場所に復元する（--drill で練習）", "restore from backups into an empty place, or rehearse it with --drill"))
    {
        _data = Option("--data-from", "DIR", new("データの控え（またはその置き場所。最新を使います）", "a backup of the data, or the place of its backups: then the newest"), needed: true);
        _keys = Option("--keys-from", "DIR", new("鍵の控え", "a backup of the keys"), needed: true);
        _ledger = Option("--ledger-from", "DIR", new("台帳の控え", "a backup of the ledger"), needed: true);
        _master = Option("--master", "FILE", new("マスター鍵の控え（HSM なら不要）", "the backup of the master key (not with an HSM)"));
        _erasures = Option("--erasures", "FILE", new("別に保管していた、より新しい erasures.list", "a newer erasures.list, kept elsewhere"));
        _checkpoint = Option("--checkpoint", "FILE", new("別に保管していた、より新しいチェックポイント", "newer checkpoints, kept elsewhere"));
        _accept = Flag("--accept-loss", new("失われるものを認めて続ける", "go on where something is known to be lost"));
        _drill = Flag("--drill", new("一時の場所に復元して確かめ、消す", "restore into a temporary place, check, and remove it"));
        _yes = Flag("--yes", new("確認の質問をしない", "do not ask"));
        Details = language.Text(
            "どの控えも写す前に確かめ、上書きはしません。その後の消去は、何かを提供する前にやり直します。台帳がチェックポイントより前に戻るときは止まります。最後に検証し、戻ったもの・失われたものを示します。失われたものがあれば 1 で終わります。",
            "Every backup is checked before it is copied, and nothing is overwritten. Erasures since are done again before anything is served. Where the ledger would go back behind a checkpoint it stops. It ends with a verification and says what came back and what did not; it exits with 1 when something did not.");
        Examples =
        [
            new("azukari restore --drill --data-from /mnt/data --keys-from /mnt/keys --ledger-from /mnt/ledger", new("練習する（毎月）", "the drill, once a month")),
            new("azukari restore --data /srv/azukari --data-from /mnt/data --keys-from /mnt/keys --ledger-from /mnt/ledger --master /mnt/safe/master.json", new("新しい機械に復元する", "onto a new machine")),
        ];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        var sources = new RestoreSources(call.Need(_data), call.Need(_keys), call.Need(_ledger))
        {
            Master = call.Get(_master), Erasures = call.Get(_erasures), Checkpoints = call.Get(_checkpoint), AcceptLoss = call.Has(_accept),
        };
        foreach (var (option, file) in new[] { (_master, sources.Master), (_erasures, sources.Erasures), (_checkpoint, sources.Checkpoints) })
            if (file is not null && !File.Exists(file)) throw new UsageException($"{option.Name} のファイルがありません。", $"the file of {option.Name} does not exist.", ExitCode.NotFound);
        var options = Session.Options(call);
        var by = Operators.Accessor(screen);
        RestoreReport report;
        if (call.Has(_drill))
        {
            report = await RestoreRun.DrillAsync(options, sources, by, screen.Clock, cancel);
            await RecordDrillAsync(call, options, report, cancel);
        }
        else
        {
            Confirm.Ask(call, _yes, $"{options.Folder} に復元します。", $"This restores into {options.Folder}.");
            report = await RestoreRun.RestoreAsync(options, sources, by, screen.Clock, cancel);
        }

        Print(screen, report, call.Has(_drill) ? null : options.Folder);
        return report.Whole ? ExitCode.Ok : ExitCode.Findings;
    }

    // In the ledger of the company that lives on: somebody has held the drill, and when.
    private static async Task RecordDrillAsync(Invocation call, CompanyOptions options, RestoreReport report, CancellationToken cancel)
    {
        if (!options.Exists) return;
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, call.Screen, null, cancel, Duty.Operations);
        await company.Trust.Keys.RecordAsync(EntryKind.Restored, report.Whole ? "drill" : "drill-with-findings", report.Soundness.People, by, cancel);
    }

    private static void Print(Screen screen, RestoreReport report, string? folder)
    {
        string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
        screen.Line(folder is null ? screen.Say("復元の練習を終え、写しを消しました。", "the drill is done, and its copy removed.") : screen.Say($"{folder} に復元しました。", $"restored into {folder}."));
        var (data, keys, ledger) = (report.Manifests[0], report.Manifests[1], report.Manifests[2]);
        var sound = report.Soundness;
        screen.Lines(TextTable.Pairs(
        [
            (screen.Say("データ", "data"), screen.Say($"{Moments.InTokyo(data.TakenAt)} の時点。人 {N(sound.People)}", $"as of {Moments.InTokyo(data.TakenAt)}: {N(sound.People)} people")),
            (screen.Say("鍵", "keys"), screen.Say($"{Moments.InTokyo(keys.TakenAt)} の時点", $"as of {Moments.InTokyo(keys.TakenAt)}")),
            (screen.Say("台帳", "ledger"), screen.Say($"{Moments.InTokyo(ledger.TakenAt)} の時点。封じた記録 {N(report.Ledger.Sealed)}、検証 {(report.Ledger.Ok ? "一致" : "不一致")}",
                $"as of {Moments.InTokyo(ledger.TakenAt)}: {N(report.Ledger.Sealed)} sealed entries, {(report.Ledger.Ok ? "verified" : "does not verify")}")),
            (screen.Say("消去のやり直し", "erased again"), screen.Say($"{N(report.ErasedAgain)} 人（控えの後に消去されていた人）", $"{N(report.ErasedAgain)} people, erased since the backup")),
            (screen.Say("確かめた値", "values opened"), screen.Say($"{N(sound.LookedAt)} 人の {N(sound.Values)} 件", $"{N(sound.Values)} of {N(sound.LookedAt)} people")),
        ], screen.Width, indent: 2));
        if (report.Whole) return;
        screen.Line(screen.Say("失われたもの", "what is missing"));
        if (report.EntriesLost > 0) screen.Line(screen.Say($"  台帳の記録 {N(report.EntriesLost)} 件（チェックポイントが保証していたもの）", $"  {N(report.EntriesLost)} ledger entries that a checkpoint vouched for"));
        foreach (var (kind, count) in report.ActsLost)
            screen.Line(screen.Say($"  {KindWords.Of(kind, screen.Language)} {N(count)} 件: データの時点より後。台帳を見てやり直してください", $"  {N(count)} × {KindWords.Of(kind, screen.Language)}, after the data's moment: do them again by the ledger"));
        if (sound.WithoutKeys > 0) screen.Line(screen.Say($"  鍵のない人 {N(sound.WithoutKeys)} 人: 鍵の控えがデータより古く、読めません", $"  {N(sound.WithoutKeys)} people without keys: the backup of the keys is older than the data, they can't be read"));
        if (sound.Damaged > 0) screen.Line(screen.Say($"  開かない値 {N(sound.Damaged)} 件", $"  {N(sound.Damaged)} values that do not open"));
        foreach (var finding in report.Ledger.Findings) screen.Line("  " + finding.Say(screen.Say("ja", "en")));
    }
}
