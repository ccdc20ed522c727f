using System.CommandLine;
using System.Globalization;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Ledger;
using Azukari.Stores;

namespace Azukari.Cli.Ledgers;

/// <summary><c>azukari ledger verify</c>: proves, offline and read-only, that the ledger is as it was written, or names the first bad entry.</summary>
internal sealed class VerifyCommand : CliCommand
{
    private readonly CliOption _checkpoint;
    private readonly CliOption _key;
    private readonly Option<bool> _json;
    private readonly CliArgument _export;

    public VerifyCommand(Language language)
        : base(language, "verify", new("台帳が書かれたとおりであることを確かめる", "prove that the ledger is as it was written"))
    {
        _checkpoint = Option("--checkpoint", "FILE", new("データの外に控えたチェックポイントのファイル（既定: 設定の checkpoints フォルダ）", "a file of checkpoints kept elsewhere (default: the one in the settings' checkpoints folder)"));
        _key = Option("--key", "FILE", new("検証に使う公開鍵のファイル（既定: 設定の keys フォルダの ledger-signing.pub）", "the public key to verify with (default: ledger-signing.pub in the settings' keys folder)"));
        _json = Flag("--json", new("JSON で表示する", "print JSON"));
        _export = Argument("EXPORT", new("ledger export が書いたファイル（省略するとデータフォルダの台帳）", "a file written by ledger export (else the ledger of the data folder)"), needed: false);
        Details = language.Text(
            "変えられた1バイト、消された行、入れ替えられた行、切られた末尾を見つけ、最初の異常な記録を示します。読むだけで、動いている間にも実行できます。一致しなければ 1 で終わります。",
            "Finds a changed byte, a deleted row, a reordered row, a cut tail, and names the first bad entry. It only reads, also beside a running host. Exits with 1 when the ledger does not verify.");
        Examples =
        [
            new("azukari ledger verify", new("データフォルダの台帳", "the ledger of the data folder")),
            new("azukari ledger verify --checkpoint /mnt/elsewhere/ledger-checkpoints.txt ledger.ndjson",
                new("書き出した台帳を、別の場所の控えと照らす", "an export, against checkpoints kept elsewhere")),
        ];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        var options = Session.Options(call);
        var settings = options.Exists || call.Get(_export) is null || call.Get(_key) is null ? await options.ReadSettingsAsync(cancel) : null;
        var keyFile = call.Get(_key) ?? Path.Combine(options.Resolve(settings!.Keys), LedgerSigningKey.PublicFileName);
        var kept = call.Get(_checkpoint) ?? (settings is null ? null : CheckpointFile.In(options.Resolve(settings.Checkpoints)));
        if (call.Get(_checkpoint) is { } named && !File.Exists(named))
            throw new UsageException($"--checkpoint のファイル {named} がありません。", $"the file {named} of --checkpoint does not exist.", ExitCode.NotFound);
        var what = new VerifyOptions
        {
            Key = await LedgerVerifierKey.LoadAsync(keyFile, cancel),
            CheckpointFiles = kept is not null && File.Exists(kept) ? [kept] : [],
        };
        LedgerReport report;
        try
        {
            report = call.Get(_export) is { } export
                ? await LedgerVerifier.VerifyExportAsync(export, what, cancel)
                : await LedgerVerifier.VerifyAsync(Location(options, settings!), what, cancel);
        }
        catch (FormatException wrong)
        {
            throw new UsageException($"書き出した台帳として読めません: {wrong.Message}", $"this is no export of a ledger: {wrong.Message}");
        }

        if (call.Has(_json)) Json(screen, report);
        else Print(screen, report, what.CheckpointFiles.Count > 0);
        return report.Ok && report.Search != SearchCheck.Differs ? ExitCode.Ok : ExitCode.Findings;
    }

    internal static StoreLocation Location(CompanyOptions options, CompanySettings settings) =>
        settings.Postgres is { } connection ? new PostgresDatabase(connection) : new SqliteFolder(options.Folder);

    private static void Print(Screen screen, LedgerReport report, bool withFile)
    {
        string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
        screen.Line(report.Ok ? screen.Say("台帳は書かれたとおりです。", "the ledger is as it was written.") : screen.Say("台帳が一致しません。", "the ledger does not verify."));
        screen.Lines(TextTable.Pairs(
        [
            (screen.Say("封じた記録", "sealed entries"), N(report.Sealed)), (screen.Say("封じる前", "waiting to be sealed"), N(report.Unsealed)),
            (screen.Say("照らした控え", "checkpoints checked"), N(report.Checkpoints) + (withFile ? screen.Say("（データベースの外の控えを含む）", " (with those kept outside the database)") : "")),
            (screen.Say("書き手の鎖", "writers' chains"), N(report.Writers)),
            (screen.Say("署名が保証", "vouched by signature"), screen.Say($"先頭から {N(report.Vouched)} 件", $"the first {N(report.Vouched)} entries")),
        ], screen.Width, indent: 2));
        // Beside the ledger, not of it: what is searched and counted by proves nothing.
        if (report.Search == SearchCheck.Differs)
            screen.Error("台帳の検索用の索引と件数が、記録と合いません。検索と図が欠けるおそれがあります。azukari ledger reindex で作り直してください。", "the ledger's search index and counts do not agree with its entries: searches and charts may miss some. Make them again with azukari ledger reindex.");
        else if (report.Search == SearchCheck.Unfinished)
            screen.Note("更新前の記録の索引は、まだ作成中です。", "older entries are still being indexed for searching.");
        foreach (var finding in report.Findings) screen.Err.WriteLine(finding.Say(screen.Say("ja", "en")));
    }

    private static void Json(Screen screen, LedgerReport report) => JsonPage.Write(screen, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("ok", report.Ok);
        json.WriteNumber("sealed", report.Sealed);
        json.WriteNumber("unsealed", report.Unsealed);
        json.WriteNumber("checkpoints", report.Checkpoints);
        json.WriteNumber("writers", report.Writers);
        json.WriteNumber("vouched", report.Vouched);
        if (report.Search is { } search) json.WriteString("search", search switch { SearchCheck.Agrees => "agrees", SearchCheck.Unfinished => "unfinished", SearchCheck.Differs => "differs" });
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            json.WriteStartObject();
            if (finding.Position is { } position) json.WriteNumber("position", position);
            if (finding.Id is { } id) json.WriteString("id", id.ToString());
            json.WriteString("problem", finding.Problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
