using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Settings;
using Azukari.Members.Contracts;
using Azukari.Members.Tree;
using Azukari.Vault;

namespace Azukari.Cli.Members;

/// <summary><c>azukari members move</c>: proposes a move in the tree; another operator decides it.</summary>
internal sealed class MoveCommand : CliCommand
{
    private readonly CliOption _under;
    private readonly CliOption _reason;
    private readonly CliOption _case;
    private readonly CliArgument _subject;

    public MoveCommand(Language language) : base(language, "move", new("系列での移動を申し出る（別の操作者が承認して動く）", "propose a move in the tree (another operator approves it)"))
    {
        _under = Option("--under", "SUBJECT", new("新しいスポンサー（系列の頂点にするなら top）", "the new sponsor (top for the head of the tree)"), needed: true);
        _reason = Option("--reason", "CODE", new("理由のコード", "the reason code"), needed: true);
        _case = Option("--case", "CODE", new("案件", "the case"));
        _subject = Argument("SUBJECT", new("移る人の id（32文字）", "the id of who moves (32 characters)"));
        Examples = [new("azukari members move --under SPONSOR --reason wrong-sponsor --case request-7 SUBJECT", new("誤ったスポンサーを直す", "a sponsor named by mistake"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var (screen, subject) = (call.Screen, Ids.Subject(call.Need(_subject)));
        SubjectId? under = call.Need(_under) is "top" ? null : Ids.Subject(call.Need(_under));
        var reason = Ids.Code(call.Need(_reason), _reason.Name);
        var of = call.Get(_case) is { } code ? Ids.Code(code, _case.Name) : null;
        return MemberDesk.UseAsync(call, async desk =>
        {
            var by = await Operators.NeedAsync(desk.Company, screen, subject, cancel, Duty.Rights);
            return MovePages.Print(screen, await desk.Tree.ProposeMoveAsync(subject, under, new MemberActing(by, of, reason), cancel));
        }, cancel);
    }
}

/// <summary><c>azukari members decide</c>: approves or declines a move somebody else proposed.</summary>
internal sealed class DecideMoveCommand : CliCommand
{
    private readonly System.CommandLine.Option<bool> _decline;
    private readonly CliArgument _move;

    public DecideMoveCommand(Language language) : base(language, "decide", new("申し出られた移動を承認する（--decline で断る）", "approve a proposed move (or --decline it)"))
    {
        _decline = Flag("--decline", new("断る", "decline it"));
        _move = Argument("MOVE", new("移動の id（azukari members moves が表示する）", "the move's id, as azukari members moves prints it"));
        Examples =
        [
            new("azukari members decide MOVE", new("承認して移す", "approve it and move")),
            new("azukari members decide --decline MOVE", new("断る", "decline it")),
        ];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        if (!TreeMoveId.TryParse(call.Need(_move), out var move))
            throw new UsageException("MOVE は 0-9 と a-f の32文字です。azukari members moves が表示します。", "MOVE is 32 characters of 0-9 and a-f; azukari members moves prints it.");
        return MemberDesk.UseAsync(call, async desk =>
        {
            var by = await Operators.NeedAsync(desk.Company, screen, null, cancel, Duty.Rights);
            return MovePages.Print(screen, await desk.Tree.DecideMoveAsync(move, !call.Has(_decline), by, cancel));
        }, cancel);
    }
}

/// <summary><c>azukari members moves</c>: moves that wait, or all.</summary>
internal sealed class MovesCommand : CliCommand
{
    private readonly System.CommandLine.Option<bool> _all;

    public MovesCommand(Language language) : base(language, "moves", new("承認を待つ移動（--all ですべて）", "moves that wait for approval (or --all)"))
    {
        _all = Flag("--all", new("決まったものも", "decided ones too"));
        Examples = [new("azukari members moves", new("承認を待つ移動", "what waits for a second person"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel) => MemberDesk.UseAsync(call, async desk =>
    {
        await Operators.InspectAsync(desk.Company, call.Screen, null, "tree-moves", cancel);
        var moves = await desk.Tree.MovesAsync(new TreeMoveQuery(!call.Has(_all)), cancel: cancel);
        MovePages.List(call.Screen, moves);
        return moves.Count == 0 ? ExitCode.NotFound : ExitCode.Ok;
    }, cancel);
}

/// <summary><c>azukari members check</c>: holds the tree in memory against the database.</summary>
internal sealed class TreeCheckCommand : CliCommand
{
    public TreeCheckCommand(Language language) : base(language, "check", new("メモリ上の系列がデータベースと等しいことを確かめる", "prove that the tree in memory equals the database"))
    {
        Details = language.Text(
            "データベースの行を1つずつたどり、親・深さ・下の人数・先祖の検索がすべて一致するかを確かめます。循環や、親のない行も見つけます。違いがあれば終了コードは1です。",
            "Walks the rows of the database one by one and compares parents, depths, numbers below and every ancestor. Finds cycles and rows without a parent too. Exits with 1 where anything differs.");
        Examples = [new("azukari members check", new("等しければ「等しい」と出る", "says equal where it is"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel) => MemberDesk.UseAsync(call, async desk =>
    {
        var screen = call.Screen;
        await Operators.NeedAsync(desk.Company, screen, null, cancel, Duty.Operations, Duty.Audit);
        try
        {
            var check = await desk.Tree.CheckAsync(cancel);
            foreach (var difference in check.Differences) screen.Line(difference);
            screen.Line(check.Equal
                ? screen.Say($"等しい: {check.Places} か所、版 {check.Version}", $"equal: {check.Places} places, version {check.Version}")
                : screen.Say("等しくありません。", "not equal."));
            return check.Equal ? ExitCode.Ok : ExitCode.Findings;
        }
        catch (TreeDamagedException damaged)
        {
            screen.Error($"データベースの系列が木になっていません。{damaged.Message}", $"what the database holds is no tree. {damaged.Message}");
            return ExitCode.Findings;
        }
    }, cancel);
}

/// <summary>How moves are printed.</summary>
internal static class MovePages
{
    public static ExitCode Print(Screen screen, TreeMoveResult result)
    {
        if (result is TreeMoveDone done)
        {
            List(screen, [done.Move]);
            return ExitCode.Ok;
        }

        var why = ((TreeMoveRefused)result).Why;
        screen.Error(MemberDesk.Of(why, japanese: true), MemberDesk.Of(why, japanese: false));
        return why is TreeMoveRefusal.NotWaiting or TreeMoveRefusal.NotInTree ? ExitCode.NotFound : ExitCode.Refused;
    }

    public static void List(Screen screen, IReadOnlyList<TreeMove> moves) => screen.Lines(TextTable.Lines(
        screen.Language == Language.Japanese ? ["移動", "状態", "人", "前", "後", "理由", "申し出", "決めた人"] : ["move", "state", "person", "from", "to", "reason", "proposed by", "decided by"],
        [.. moves.Select(move => new[]
        {
            move.Id.ToString(),
            move.State switch { TreeMoveState.Done => screen.Say("済", "done"), TreeMoveState.Declined => screen.Say("否", "declined"), TreeMoveState.Proposed => screen.Say("承認待ち", "waits") },
            move.Member?.ToString() ?? "-", move.From?.ToString() ?? "-", move.To?.ToString() ?? "-", move.Reason, move.ProposedBy.Code, move.DecidedBy?.Code ?? "-",
        })]));
}
