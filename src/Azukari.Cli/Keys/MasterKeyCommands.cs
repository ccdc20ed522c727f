using System.Globalization;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Settings;
using Azukari.Vault.Keys;

namespace Azukari.Cli.Keys;

/// <summary><c>azukari keys status</c>: where the master keys are, whether they answer, and what each version still wraps.</summary>
internal sealed class KeyStatusCommand : CliCommand
{
    public KeyStatusCommand(Language language) : base(language, "status", new("マスター鍵の場所・状態・版を示す", "where the master keys are, how they are, and their versions"))
    {
        Details = language.Text("鍵に届かなければ 1 で終わります。監視に使えます。", "Exits with 1 when the keys do not answer: fit for monitoring.");
        Examples = [new("azukari keys status", new("状態を見る", "look"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        await using var company = await Session.OpenAsync(call, cancel);
        await Operators.NeedAsync(company, screen, null, cancel, Duty.Operations);
        var health = await company.Trust.Keys.ProbeAsync(cancel);
        var versions = await company.Trust.Keys.VersionsAsync(cancel);
        screen.Lines(TextTable.Pairs(
        [
            (screen.Say("場所", "provider"), company.Settings.Pkcs11 is { } token ? $"{health.Provider}: {token.Token} ({token.Module})" : health.Provider),
            (screen.Say("状態", "state"), health.Available ? screen.Say("使えます", "available") : screen.Say($"届きません（{health.Fault}）", $"away ({health.Fault})")),
        ], screen.Width));
        screen.Line();
        screen.Lines(TextTable.Lines([screen.Say("版", "version"), screen.Say("状態", "state"), screen.Say("いつから", "since"), screen.Say("包む鍵", "keys")],
            [.. versions.Select(v => (IReadOnlyList<string>)[$"{v.Version}", Word(v.State).In(screen.Language), Moments.InTokyo(v.Since), v.Keys.ToString("N0", CultureInfo.InvariantCulture)])]));
        return health.Available ? ExitCode.Ok : ExitCode.Findings;
    }

    private static Text Word(MasterState state) => state switch
    {
        MasterState.Current => new("現在", "current"),
        MasterState.Retiring => new("退役中", "retiring"),
        MasterState.Destroyed => new("破壊済み", "destroyed"),
    };
}

/// <summary><c>azukari keys move</c>: from the file to the HSM or back, as the settings now say.</summary>
internal sealed class MoveKeysCommand : CliCommand
{
    private readonly CliOption _backup;

    public MoveKeysCommand(Language language) : base(language, "move", new("マスター鍵を、設定にある場所（HSM かファイル）へ移す", "move the master keys to where the settings now say: the HSM, or the file"))
    {
        _backup = Option("--backup", "FILE", new("新しい鍵の控え（HSM なら控えの証明書）を書く先", "where to write the new key's backup, or its receipt with an HSM"), needed: true);
        Details = language.Text(
            "先に azukari.json の keys.pkcs11 を書き（戻すときは \"leaving\": true）、動いているホストを再起動してから実行します。すべての鍵を新しい場所の鍵で包み直し、控えを確かめてから、元の鍵を破壊します。",
            "First write keys.pkcs11 into azukari.json (to go back: \"leaving\": true) and restart the hosts. Every key is rewrapped under a key of the new place; the old one is destroyed once the new one's backup is verified.");
        Examples = [new("azukari keys move --backup /mnt/safe/receipt-2.json", new("移す", "move"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, screen, null, cancel, Duty.Operations);
        if (!company.IsMovingKeys)
        {
            screen.Line(screen.Say("鍵はすでに設定の場所にあります。", "the keys are where the settings say already."));
            return ExitCode.Ok;
        }

        return RotateCommand.Print(screen, await company.Trust.Keys.RotateAsync(call.Need(_backup), by, ct: cancel));
    }
}

/// <summary><c>azukari keys backup</c>: the master keys alone, to a medium of their own.</summary>
internal sealed class BackUpKeyCommand : CliCommand
{
    private readonly CliArgument _file;

    public BackUpKeyCommand(Language language) : base(language, "backup", new("マスター鍵だけを控え、読み直して確かめる", "back up the master keys alone, and read the backup again"))
    {
        _file = Argument("FILE", new("書く先（権限 0600 の新しいファイル）", "the new file to write, mode 0600"));
        Details = language.Text(
            "データや鍵の控えとは別の媒体に置いてください。HSM なら、控えのトークンへ写し、その証明書を書きます。控えのトークンがなければ 1 で終わります。",
            "Keep it on a medium of its own, away from data and keys. With an HSM the keys are copied to the backup token and a receipt is written; without a backup token it exits with 1.");
        Examples = [new("azukari keys backup /mnt/safe/master-1.json", new("控える", "back up"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, screen, null, cancel, Duty.Operations);
        var version = await company.Trust.Keys.BackUpMasterAsync(call.Need(_file), by, cancel);
        if (version is { } verified)
        {
            screen.Line(screen.Say($"マスター鍵 第 {verified} 版までの控えを書き、読み直して確かめました。", $"the master keys up to version {verified} are backed up, and were read back."));
            return ExitCode.Ok;
        }

        screen.Note("控えを確かめられませんでした。HSM の控えは、keys.pkcs11.backup に控えのトークンを設定すると確かめられます。",
            "the backup could not be verified. With an HSM, set a backup token in keys.pkcs11.backup: then it can be.");
        return ExitCode.Findings;
    }
}
