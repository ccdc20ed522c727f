using System.CommandLine;
using Azukari.Cli.Backups;
using Azukari.Cli.Clients;
using Azukari.Cli.Desk;
using Azukari.Cli.Documents;
using Azukari.Cli.Keys;
using Azukari.Cli.Ledgers;
using Azukari.Cli.Papers;
using Azukari.Cli.Members;
using Azukari.Cli.Policies;
using Azukari.Cli.Rights;
using Azukari.Cli.Staff;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Papers.Legal;

namespace Azukari.Cli;

/// <summary>The tree of commands.</summary>
internal static class Root
{
    public const string Version = "--version";
    public const string Data = "--data";
    public const string Postgres = "--postgres";

    public static CliCommand Build(Language language)
    {
        var root = new CliGroup(
            language, "azukari",
            new Text(
                "預かり: 個人情報の取扱方針そのものをプログラムとして動かします。値を読むたびに条項が判断し、台帳に残します。",
                "Held in trust: the privacy policy is the program. Every read of a person's data is decided by a clause and recorded."),
            Commands(language))
        {
            Examples =
            [
                new("azukari sample", new("見本の会社と300人を data/ に作る", "make the sample company and its 300 people in data/")),
                new("azukari policy check policies/seacret-direct-japan/2021-04.yaml", new("方針を点検する", "check a policy")),
                new("azukari ledger verify", new("台帳が改ざんされていないことを確かめる", "prove that nobody touched the ledger")),
            ],
        };
        root.Options.Add(Recursive(Data, language.Text("フォルダ", "DIR"), new("データフォルダ（既定: data、環境変数 AZUKARI_DATA）", "the data folder (default: data, or AZUKARI_DATA)"), language));
        root.Options.Add(Recursive(Postgres, language.Text("接続文字列", "CONNECTION"), new(
            "SQLite の代わりに PostgreSQL を使う（パスワードを含むなら環境変数 AZUKARI_POSTGRES か azukari.json に）",
            "use PostgreSQL instead of SQLite (with a password, rather AZUKARI_POSTGRES or azukari.json)"), language));
        root.Options.Add(Recursive("--lang", "ja|en", new("表示の言語（既定: LANG）", "the language of messages (default: LANG)"), language));
        root.Options.Add(new Option<bool>("--help", "-h", "-?") { Description = language.Text("この説明を表示する", "show this help"), Recursive = true });
        root.Options.Add(new Option<bool>(Version) { Description = language.Text("版を表示する", "show the version"), Recursive = true });
        return root;
    }

    private static CliCommand[] Commands(Language language) =>
    [
        new CliGroup(
            language, "policy", new("方針: 点検・比較・説明・書き出し・公表", "the policy: check, diff, explain, form, publish"),
            new Policies.CheckCommand(language), new DiffCommand(language), new ExplainCommand(language), new FormCommand(language), new PublishCommand(language)),
        new CliGroup(
            language, "ledger", new("台帳: 検証・書き出し・証明・索引", "the ledger: verify, export, check a proof, reindex"),
            new VerifyCommand(language), new ExportCommand(language), new Ledgers.CheckCommand(language), new ReindexCommand(language)),
        new SampleCommand(language), new ConsoleCommand(language), new SubjectsCommand(language), new ImportCommand(language),
        new FindCommand(language), new AccessCommand(language), new HistoryCommand(language), new DescribeCommand(language), new ConsentRecordsCommand(language),
        new CorrectCommand(language), new ConsentCommand(language), new WithdrawCommand(language), new AcknowledgeCommand(language),
        new RestrictCommand(language), new LiftCommand(language), new EraseCommand(language), new ExpireCommand(language),
        new CliGroup(
            language, "documents", new("文書: 預かる・一覧・読む・消す", "documents: add, list, read, remove"),
            new AddCommand(language), new ListCommand(language), new ReadCommand(language), new RemoveCommand(language)),
        new CliGroup(
            language, "papers", new("書面: 概要書面・契約書面を見る", "papers: look at the outline and contract documents"),
            new PaperCommand(language, LegalKind.Outline), new PaperCommand(language, LegalKind.Contract)),
        new CliGroup(
            language, "members", new("会員: 状態・変遷・系列・停止・退会・移動・点検", "members: status, history, sponsor tree, suspending, leaving, moves, check"),
            [new MemberShowCommand(language), new MemberHistoryCommand(language), new MemberTreeCommand(language), .. MemberActCommand.All(language), new MemberLeaveCommand(language), new MemberClassCommand(language), new MemberRankCommand(language),
            new MoveCommand(language), new MovesCommand(language), new DecideMoveCommand(language), new TreeCheckCommand(language)]),
        new CliGroup(language, "keys", new("鍵: 状態・更新・引っ越し・控え", "keys: status, rotate, move, back up"),
            new KeyStatusCommand(language), new RotateCommand(language), new MoveKeysCommand(language), new BackUpKeyCommand(language)),
        new BackupCommand(language), new RestoreCommand(language),
        new CliGroup(
            language, "clients", new("API のクライアント: 登録・一覧・変更・秘密・削除", "clients of the API: add, list, change, secret, remove"),
            new ClientAddCommand(language), new ClientListCommand(language), new ClientChangeCommand(language), new ClientSecretCommand(language), new ClientRemoveCommand(language)),
        new CliGroup(
            language, "staff", new("職員のアカウント: 追加・一覧・役割・退職", "staff accounts: add, list, roles, remove"),
            new StaffAddCommand(language), new StaffListCommand(language), new StaffRolesCommand(language), new StaffRemoveCommand(language)),
        new CliGroup(language, "index", new("検索の索引: 作り直し", "the search index: rebuild"), new RebuildCommand(language)),
    ];

    private static CliOption Recursive(string name, string valueName, Text description, Language language) =>
        new(name, description.In(language)) { HelpName = valueName, Recursive = true };
}
