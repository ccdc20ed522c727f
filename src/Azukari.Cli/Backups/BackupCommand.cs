using System.Globalization;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Backup;
using Azukari.Company.Settings;

namespace Azukari.Cli.Backups;

/// <summary><c>azukari backup</c>: data, keys and ledger, each to a place of its own, while everything runs.</summary>
internal sealed class BackupCommand : CliCommand
{
    private readonly CliOption _data;
    private readonly CliOption _keys;
    private readonly CliOption _ledger;
    private readonly CliOption _keep;

    public BackupCommand(Language language) : base(language, "backup", new("データ・鍵・台帳を、それぞれの場所に控える（動かしたまま）", "back up data, keys and ledger, each to its own place, while running"))
    {
        _data = Option("--data-to", "DIR", new("データ（封じた値・文書・公表した方針・設定）の控えを置くフォルダ", "where backups of the data go: sealed values, documents, published policies, settings"));
        _keys = Option("--keys-to", "DIR", new("鍵（包まれた鍵・消去の一覧・台帳の署名鍵）の控えを置くフォルダ", "where backups of the keys go: wrapped keys, the list of erasures, the ledger's signing key"));
        _ledger = Option("--ledger-to", "DIR", new("台帳とチェックポイントの控えを置くフォルダ", "where backups of the ledger and its checkpoints go"));
        _keep = Option("--keep", "N", new("それぞれ新しいほうから N 個だけ残す（既定: すべて残す）", "keep only the newest N of each part (default: all)"));
        Details = language.Text(
            "三つの置き場所は別々でなければなりません。マスター鍵は含まれません（azukari keys backup、HSM ならその控え）。途中で止まった控えは .partial のままで、復元には使われません。",
            "The three places must differ. The master key is in none of them (azukari keys backup, or the HSM's own backup). A backup cut short stays .partial and is never restored from.");
        Examples =
        [
            new("azukari backup --data-to /mnt/data --keys-to /mnt/keys --ledger-to /mnt/ledger --keep 14", new("毎日、定期実行に", "every day, from a timer")),
            new("azukari backup --keys-to /mnt/keys --keep 2", new("鍵だけを短い周期で", "the keys alone, kept short")),
        ];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        var places = new Dictionary<BackupPart, string>();
        if (call.Get(_data) is { } data) places[BackupPart.Data] = data;
        if (call.Get(_keys) is { } keys) places[BackupPart.Keys] = keys;
        if (call.Get(_ledger) is { } ledger) places[BackupPart.Ledger] = ledger;
        if (places.Count == 0)
            throw new UsageException("--data-to、--keys-to、--ledger-to のどれかを指定してください。", "one of --data-to, --keys-to, --ledger-to is needed.");
        var keep = call.Number(_keep, 0, 1, 10_000);
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, screen, null, cancel, Duty.Operations);
        foreach (var made in await BackupRun.MakeAsync(company, places, keep, by, screen.Clock, cancel))
        {
            var counts = string.Join(", ", made.Manifest.Counts.Select(c => $"{c.Key} {c.Value.ToString("N0", CultureInfo.InvariantCulture)}"));
            screen.Lines(TextTable.Pairs(
            [
                (BackupWords.Of(made.Part).In(screen.Language), made.Folder), ("", $"{Moments.InTokyo(made.Manifest.TakenAt)} Asia/Tokyo, {counts}"),
            ], screen.Width));
            if (made.Removed > 0) screen.Line(screen.Say($"  古いもの {made.Removed} 個を消しました。", $"  {made.Removed} older ones removed."));
        }

        return ExitCode.Ok;
    }
}

internal static class BackupWords
{
    public static Text Of(BackupPart part) => part switch
    {
        BackupPart.Data => new("データ", "data"),
        BackupPart.Keys => new("鍵", "keys"),
        BackupPart.Ledger => new("台帳", "ledger"),
    };
}
