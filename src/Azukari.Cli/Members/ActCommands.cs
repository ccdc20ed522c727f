using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Settings;
using Azukari.Members.Contracts;
using Azukari.Vault;

namespace Azukari.Cli.Members;

/// <summary><c>azukari members suspend</c>, <c>reinstate</c> and <c>cancel</c>: what becomes of a membership.</summary>
internal sealed class MemberActCommand : CliCommand
{
    private readonly CliOption _case;
    private readonly CliOption _reason;
    private readonly CliArgument _subject;
    private readonly Func<MemberBook, SubjectId, MemberActing, CancellationToken, Task<MemberResult>> _act;

    private MemberActCommand(Language language, string name, Text description, string reason, Func<MemberBook, SubjectId, MemberActing, CancellationToken, Task<MemberResult>> act)
        : base(language, name, description)
    {
        _act = act;
        _case = Option("--case", "CODE", new("案件", "the case"), needed: true);
        _reason = Option("--reason", "CODE", new("理由のコード", "the reason code"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Examples = [new($"azukari members {name} --case request-9 --reason {reason} SUBJECT", description)];
    }

    public static CliCommand[] All(Language language) =>
    [
        new MemberActCommand(language, "suspend", new("会員資格を停止する", "suspend a membership"), "unpaid", (book, who, acting, cancel) => book.SuspendAsync(who, acting, cancel)),
        new MemberActCommand(language, "reinstate", new("停止を解く", "let a suspended membership go on"), "paid", (book, who, acting, cancel) => book.ReinstateAsync(who, acting, cancel)),
        new MemberActCommand(language, "cancel", new("申込を断る、または登録を取り消す", "decline an application, or undo a registration"), "cooling-off", (book, who, acting, cancel) => book.CancelAsync(who, acting, cancel)),
    ];

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel) =>
        RunAsync(call, Ids.Subject(call.Need(_subject)), Ids.Code(call.Need(_case), _case.Name), call.Get(_reason) is { } code ? Ids.Code(code, _reason.Name) : null, _act, cancel);

    internal static Task<ExitCode> RunAsync(
        Invocation call, SubjectId subject, string @case, string? reason, Func<MemberBook, SubjectId, MemberActing, CancellationToken, Task<MemberResult>> act, CancellationToken cancel) =>
        MemberDesk.UseAsync(call, async desk =>
        {
            var screen = call.Screen;
            var by = await Operators.NeedAsync(desk.Company, screen, subject, cancel, Duty.Rights);
            switch (await act(desk.Book, subject, new MemberActing(by, @case, reason), cancel))
            {
                case MemberDone done:
                    screen.Lines(TextTable.Pairs([(screen.Say("状態", "status"), MemberDesk.Of(done.Membership.Status, screen)), (screen.Say("区分", "class"), done.Membership.Class.Word())], screen.Width));
                    return ExitCode.Ok;
                case MemberRefused { Why: MemberRefusal.NoMembership or MemberRefusal.NoSuchPerson }:
                    return MemberDesk.Nobody(screen);
                case MemberRefused { Policy: { } refusal }:
                    return RefusalPage.Print(call, desk.Company, refusal, null, json: false);
                case MemberRefused { Why: MemberRefusal.NotAgent }:
                    screen.Error("ランクがあるのはエージェントだけです。何も変わっていません。", "only agents have ranks. Nothing has changed.");
                    return ExitCode.Refused;
                case MemberRefused { Why: MemberRefusal.RankNotHigher }:
                    screen.Error("そのランクにはすでに達しています。ランクは下がりません。", "the member has that rank or a higher one, and ranks never fall.");
                    return ExitCode.Refused;
                case MemberRefused { Why: MemberRefusal.SameClass }:
                    screen.Error("すでにその区分です。何も変わっていません。", "the member is of that class already. Nothing has changed.");
                    return ExitCode.Refused;
                default:
                    screen.Error("会員の今の状態ではできません。何も変わっていません。", "the membership's status does not allow it. Nothing has changed.");
                    return ExitCode.Refused;
            }
        }, cancel);
}

/// <summary><c>azukari members class</c>: the member becomes one of another class.</summary>
internal sealed class MemberClassCommand : CliCommand
{
    private readonly CliOption _to;
    private readonly CliOption _case;
    private readonly CliOption _reason;
    private readonly CliArgument _subject;

    public MemberClassCommand(Language language) : base(language, "class", new("会員の区分を変える", "make a member one of another class"))
    {
        _to = Option("--to", "CLASS", new("retail、vip、agent", "retail, vip or agent"), needed: true);
        _case = Option("--case", "CODE", new("案件", "the case"), needed: true);
        _reason = Option("--reason", "CODE", new("理由のコード", "the reason code"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Examples = [new("azukari members class --to agent --case request-9 SUBJECT", new("エージェントになる", "becomes an agent"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        if (!MemberWords.TryParse(call.Need(_to), out MemberClass to)) throw new UsageException("--to は retail、vip、agent のどれかです。", "--to is retail, vip or agent.");
        return MemberActCommand.RunAsync(
            call, Ids.Subject(call.Need(_subject)), Ids.Code(call.Need(_case), _case.Name), call.Get(_reason) is { } code ? Ids.Code(code, _reason.Name) : null,
            (book, who, acting, ct) => book.ChangeClassAsync(who, to, acting, ct), cancel);
    }
}

/// <summary><c>azukari members rank</c>: an agent reaches a rank.</summary>
internal sealed class MemberRankCommand : CliCommand
{
    private readonly CliOption _to;
    private readonly CliOption _case;
    private readonly CliOption _reason;
    private readonly CliArgument _subject;

    public MemberRankCommand(Language language) : base(language, "rank", new("エージェントのランクを上げる（下がることはない）", "an agent reaches a higher rank, which never falls"))
    {
        _to = Option("--to", "RANK", new("bronze、silver、gold、platinum、diamond", "bronze, silver, gold, platinum or diamond"), needed: true);
        _case = Option("--case", "CODE", new("案件", "the case"), needed: true);
        _reason = Option("--reason", "CODE", new("理由のコード", "the reason code"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Examples = [new("azukari members rank --to silver --case period-2026-10 --reason reached SUBJECT", new("シルバーに達した", "reached silver"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        if (!MemberWords.TryParseRank(call.Need(_to), out var to)) throw new UsageException("--to は bronze、silver、gold、platinum、diamond のどれかです。", "--to is bronze, silver, gold, platinum or diamond.");
        return MemberActCommand.RunAsync(
            call, Ids.Subject(call.Need(_subject)), Ids.Code(call.Need(_case), _case.Name), call.Get(_reason) is { } code ? Ids.Code(code, _reason.Name) : null,
            (book, who, acting, ct) => book.RaiseRankAsync(who, to, acting, ct), cancel);
    }
}
