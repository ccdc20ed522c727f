using System.CommandLine;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Settings;
using Azukari.Vault;

namespace Azukari.Cli.Rights;

/// <summary><c>azukari erase</c>: destroys a person's keys, and prints the certificate that says what is done and what that cannot reach.</summary>
internal sealed class EraseCommand : CliCommand
{
    private readonly Option<bool> _yes;
    private readonly CliArgument _subject;

    public EraseCommand(Language language) : base(language, "erase", new("ある人を消去し、消去証明を表示する（元に戻せません）", "erase a person and print the certificate (cannot be undone)"))
    {
        _yes = Flag("--yes", new("確認の質問をしない", "do not ask"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Details = language.Text(
            "その人の鍵を破壊します。表にも、複製にも、古いバックアップにも、読めるものは残りません。会員登録は取り消されることがあります。",
            "The person's keys are destroyed: nothing stays readable in any table, replica or old backup of the data. It may end a registration.");
        Examples = [new("azukari erase --yes SUBJECT", new("消去する", "erase"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        var subject = Ids.Subject(call.Need(_subject));
        Confirm.Ask(call, _yes, "この人を消去します。元に戻せません。", "This erases the person. It cannot be undone.");
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, screen, subject, cancel, Duty.Rights);
        if (await company.Trust.Vault.EraseAsync(subject, by, ct: cancel) is not { } certificate)
        {
            screen.Error("この人はいません。", "there is no such person.");
            return ExitCode.NotFound;
        }

        screen.Line(screen.Say("消去証明", "certificate of erasure"));
        screen.Lines(TextTable.Pairs(
        [
            (screen.Say("対象", "person"), certificate.Subject.ToString()),
            (screen.Say("決定", "decided"), $"{Moments.InTokyo(certificate.At)} Asia/Tokyo"),
            .. certificate.Done.Select((step, i) => (i == 0 ? screen.Say("完了", "done") : "", Words(step).In(screen.Language))),
            .. certificate.Limits.Select((limit, i) => (i == 0 ? screen.Say("及ばない範囲", "not reached") : "", Words(limit).In(screen.Language))),
            .. certificate.Documents == 0 ? [] : new[] { (screen.Say("文書", "documents"), screen.Say($"{certificate.Documents} 件の鍵を破壊", $"keys of {certificate.Documents} destroyed")) },
            (screen.Say("法定保存", "kept by law"), certificate.StatutoryUntil is { } until
                ? screen.Say($"{Moments.DayInTokyo(until)} まで", $"until {Moments.DayInTokyo(until)}") : screen.Say("なし", "nothing")),
            (screen.Say("台帳", "entry"), certificate.EntryId?.ToString() ?? screen.Say("（以前に消去済み）", "(erased before)")),
        ], screen.Width, indent: 2));
        return ExitCode.Ok;
    }

    private static Text Words(ErasureStep step) => step switch
    {
        ErasureStep.Decided => new("消去の決定（以後、読み取りはすべて拒否）", "decided: from here no read succeeds"),
        ErasureStep.StatutoryKept => new("法令が保存を求める情報の分離", "what the law makes the company keep was set apart"),
        ErasureStep.KeysDestroyed => new("鍵の破壊（古いバックアップも読めなくなる）", "keys destroyed: no old backup of the data opens"),
        ErasureStep.KeyStoreScrubbed => new("鍵の保存場所の上書き", "the key store's freed pages were overwritten"),
        ErasureStep.RowsRemoved => new("封じた行・同意・索引の削除", "sealed rows, consents and index entries removed"),
        ErasureStep.Recorded => new("台帳への記録", "recorded in the ledger"),
    };

    private static Text Words(ErasureLimit limit) => limit switch
    {
        ErasureLimit.ExportedFiles => new("以前に書き出したファイル", "files exported before"),
        ErasureLimit.SentMessages => new("以前に送ったメールや手紙", "mail and letters sent before"),
        ErasureLimit.KeyBackupsUntilRotation => new("鍵の古い控え（azukari keys rotate まで）", "earlier copies of the key store, until azukari keys rotate"),
        ErasureLimit.KeyStoreNotYetScrubbed => new("鍵の保存場所の上書きは次回", "the key store's freed pages, until the next scrub"),
        ErasureLimit.KeysUntilMasterKeysAreBack => new(
            "マスター鍵に届かないため、鍵の破壊は届きしだい自動で行います（それまでも読み取りはできません）",
            "the master keys are away: the person's keys are destroyed by itself as soon as they are back (nothing can be read until then either)"),
    };
}
