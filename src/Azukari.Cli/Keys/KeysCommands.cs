using System.CommandLine;
using System.Globalization;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Hosting;
using Azukari.Company.Settings;
using Azukari.Messages;
using Azukari.Messages.Contracts;
using Azukari.Vault.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Cli.Keys;

/// <summary><c>azukari keys rotate</c>: every key moves under a new master key while reads go on; the old one goes once the new one's backup is verified.</summary>
internal sealed class RotateCommand : CliCommand
{
    private readonly CliOption _backup;

    public RotateCommand(Language language) : base(language, "rotate", new("マスター鍵を更新する", "rotate the master key"))
    {
        _backup = Option("--backup", "FILE", new("新しい鍵の控えを書く先（読み直して確かめ、そのときだけ古い鍵を破壊します）", "where to write the new key's backup; it is read back, and only then is the old key destroyed"));
        Details = language.Text(
            "読み取りを止めずに、すべての鍵を新しいマスター鍵で包み直します。古い鍵が破壊されると、それ以前の鍵の控えからは、消去された人は読めません。控えはデータとは別の場所に保管してください。",
            "Every key is rewrapped under the new master key while reads go on. Once the old one is destroyed, no earlier copy of the key store opens an erased person. Keep the backup away from the data.");
        Examples = [new("azukari keys rotate --backup /mnt/safe/master-2.json", new("更新し、控えを確かめて、古い鍵を破壊する", "rotate, verify the backup, destroy the old key"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, screen, null, cancel, Duty.Operations);
        return Print(screen, await company.Trust.Keys.RotateAsync(call.Get(_backup), by, ct: cancel));
    }

    internal static ExitCode Print(Screen screen, RotationResult result)
    {
        string None(IReadOnlyList<int> versions) => versions.Count == 0 ? screen.Say("なし", "none") : string.Join(", ", versions);
        screen.Lines(TextTable.Pairs(
        [
            (screen.Say("マスター鍵", "master key"), screen.Say($"第 {result.Version} 版", $"version {result.Version}")),
            (screen.Say("包み直した鍵", "keys rewrapped"), result.Rewrapped.ToString("N0", CultureInfo.InvariantCulture)),
            (screen.Say("破壊した版", "destroyed"), None(result.Destroyed)), (screen.Say("残る古い版", "old ones kept"), None(result.Kept)),
        ], screen.Width));
        if (result.Kept.Count > 0)
        {
            screen.Note(
                "古い版は、新しい鍵の控えを確かめるまで残します。--backup FILE を付けてもう一度実行してください。",
                "Old versions stay until a backup of the new one is verified: run it again with --backup FILE.");
        }

        return ExitCode.Ok;
    }
}

/// <summary><c>azukari index rebuild</c>: makes the blind index again from the vault; it is never backed up.</summary>
internal sealed class RebuildCommand : CliCommand
{
    public RebuildCommand(Language language) : base(language, "rebuild", new("検索の索引を作り直す", "make the search index again"))
    {
        Details = language.Text(
            "索引は控えを取らず、必要なときに預かった値から作り直します。", "The index is not backed up: it is made again from what the vault holds.");
        Examples = [new("azukari index rebuild", new("索引を作り直す", "rebuild the index"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        await using var company = await Session.OpenAsync(call, cancel);
        await Operators.NeedAsync(company, call.Screen, null, cancel, Duty.Operations);
        var entries = await company.Trust.Vault.RebuildIndexAsync(ct: cancel);
        call.Screen.Line(call.Screen.Say($"索引を作り直しました（{entries:N0} 件）。", $"index made again: {entries:N0} entries."));
        return ExitCode.Ok;
    }
}

/// <summary><c>azukari expire</c>: erases what has been kept as long as the policy says.</summary>
internal sealed class ExpireCommand : CliCommand
{
    private readonly Option<bool> _clockIsRight;

    public ExpireCommand(Language language) : base(language, "expire", new("保存期限の過ぎた項目を消す", "erase what has been kept as long as the policy says"))
    {
        _clockIsRight = Flag("--clock-is-right", new("この計算機の時計を確かめた（疑わしいと言われたとき）", "this machine's clock was checked, where it was doubted"));
        Details = language.Text(
            "期限は方針の各項目に書かれています。何度実行しても同じです。消したものは戻らないので、時計が台帳の最新の記録やデータベースの時計とかけ離れているときは、何も消しません。",
            "The policy gives each item its time. Running it again changes nothing. What is gone stays gone: when the clock is far from the ledger's newest entry or from the database's clock, nothing is erased.");
        Examples = [new("azukari expire", new("毎日一度、定期実行に", "once a day, from a timer"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, call.Screen, null, cancel, Duty.Operations);
        var now = call.Screen.Clock.GetUtcNow();
        if (!call.Has(_clockIsRight) && await company.Trust.Health.WitnessAsync(now, cancel) is { Code: not "ok" } doubt)
        {
            call.Screen.Error(
                $"この計算機の時計（{now:yyyy-MM-dd HH:mm} UTC）は、{Witness(doubt.Code, "データベースの時計", "台帳の最新の記録")}と {Far(doubt.Age)} ずれています。何も消していません。時計を確かめ、正しければ --clock-is-right を付けて実行してください。",
                $"this machine's clock ({now:yyyy-MM-dd HH:mm} UTC) is {Far(doubt.Age)} (days.hours:minutes) from {Witness(doubt.Code, "the database's clock", "the ledger's newest entry")}. Nothing was erased. Check the clock; if it is right, run this with --clock-is-right.");
            return ExitCode.Unusable;
        }

        var gone = await company.Trust.Vault.ExpireAsync(now, by, cancel);
        call.Screen.Line(call.Screen.Say(
            $"{gone.People} 人の {gone.Items} 項目、文書 {gone.Documents} 件、消去後に保存していた記録 {gone.StatutoryRecords} 件が期限を迎え、消えました。",
            $"{gone.Items} items of {gone.People} people, {gone.Documents} documents, and {gone.StatutoryRecords} records kept after an erasure, had reached their time and are gone."));
        await using var storage = await CompanyStorage.OpenAsync(company, call.Screen.Clock, services => services.AddMessageQueue(), cancel);
        if (await storage.GetRequiredService<MessageRetention>().ExpireAsync(now, by, cancel) is > 0 and var messages)
            call.Screen.Line(call.Screen.Say($"送信の終わったお知らせの記録 {messages} 件も期限を迎え、消えました。", $"{messages} records of ended messages had reached their time too, and are gone."));
        return ExitCode.Ok;
    }

    private static string Witness(string code, string database, string ledger) => code == "differs-from-server" ? database : ledger;

    private static string Far(TimeSpan? off) => (off ?? TimeSpan.Zero).ToString(@"d\.hh\:mm", CultureInfo.InvariantCulture);
}
