using System.Globalization;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Members.Contracts;
using Azukari.Vault;

namespace Azukari.Cli.Members;

/// <summary><c>azukari members show</c>: how a membership stands and where in the tree.</summary>
internal sealed class MemberShowCommand : CliCommand
{
    private readonly CliArgument _subject;

    public MemberShowCommand(Language language) : base(language, "show", new("会員の状態と系列の位置（氏名などの値は出ません）", "how a membership stands, and its place in the tree (no values)"))
    {
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Examples = [new("azukari members show SUBJECT", new("この会員の状態", "this membership"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var (screen, subject) = (call.Screen, Ids.Subject(call.Need(_subject)));
        return MemberDesk.UseAsync(call, async desk =>
        {
            if (await desk.FindAsync(call, subject, "membership", cancel) is not { } member) return MemberDesk.Nobody(screen);
            await desk.Tree.CatchUpAsync(cancel);
            var rows = new List<(string, string)>
            {
                (screen.Say("状態", "status"), MemberDesk.Of(member.Status, screen)), (screen.Say("区分", "class"), member.Class.Word()),
                (screen.Say("ランク", "rank"), member.Rank?.Word() ?? "-"),
                (screen.Say("申込", "applied"), Moments.InTokyo(member.AppliedAt)),
                (screen.Say("登録", "registered"), member.RegisteredAt is { } since ? Moments.InTokyo(since) : "-"),
                (screen.Say("終了", "ended"), member.EndedAt is { } until ? Moments.InTokyo(until) : "-"),
            };
            if (desk.Tree.PlaceOf(subject) is { } place)
            {
                rows.Add((screen.Say("スポンサー", "sponsor"), desk.Tree.ParentOf(subject)?.ToString() ?? "-"));
                rows.Add((screen.Say("上に", "above"), place.Depth.ToString(CultureInfo.InvariantCulture)));
                rows.Add((screen.Say("直下に", "directly below"), place.Direct.ToString(CultureInfo.InvariantCulture)));
                rows.Add((screen.Say("下に", "below"), place.Below.ToString(CultureInfo.InvariantCulture)));
            }

            screen.Lines(TextTable.Pairs(rows, screen.Width));
            return ExitCode.Ok;
        }, cancel);
    }
}

/// <summary><c>azukari members history</c>: what became of a membership.</summary>
internal sealed class MemberHistoryCommand : CliCommand
{
    private readonly CliArgument _subject;

    public MemberHistoryCommand(Language language) : base(language, "history", new("会員の状態と区分の変遷", "what became of a membership, status and class"))
    {
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Examples = [new("azukari members history SUBJECT", new("この会員のこれまで", "this member's past"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var (screen, subject) = (call.Screen, Ids.Subject(call.Need(_subject)));
        return MemberDesk.UseAsync(call, async desk =>
        {
            if (await desk.FindAsync(call, subject, "membership", cancel) is null) return MemberDesk.Nobody(screen);
            string[] head = screen.Language == Language.Japanese
                ? ["日時（日本時間）", "何が", "前", "後", "誰が", "案件", "理由"] : ["time (Asia/Tokyo)", "what", "from", "to", "who", "case", "reason"];
            screen.Lines(TextTable.Lines(head, [.. (await desk.Book.HistoryAsync(subject, cancel)).Select(line => new[]
            {
                Moments.InTokyo(line.At), MemberDesk.Of(line.Change, screen), line.From ?? "-", line.To,
                line.By.Code, line.Case ?? "-", line.Reason ?? "-",
            })]));
            return ExitCode.Ok;
        }, cancel);
    }
}

/// <summary><c>azukari members tree</c>: the line above somebody and the levels below; on a day of the past, the line of that day.</summary>
internal sealed class MemberTreeCommand : CliCommand
{
    private const int PageSize = 50;

    private readonly CliArgument _subject;
    private readonly CliOption _level;
    private readonly CliOption _skip;
    private readonly CliOption _on;

    public MemberTreeCommand(Language language) : base(language, "tree", new("系列: 上の人、下の段と人数", "the sponsor tree: who stands above, the levels below"))
    {
        _level = Option("--level", "N", new("この段の人を並べる（1 は直下）", "list the people of this level (1 is directly below)"));
        _skip = Option("--skip", "N", new("段の最初の N 人を飛ばす（1回に50人）", "leave out the first N of the level (50 are shown)"));
        _on = Option("--on", "YYYY-MM-DD", new("その日の終わりの系列", "the tree as it was at the end of that day"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Examples =
        [
            new("azukari members tree SUBJECT", new("上の人と、下の段ごとの人数", "who stands above, and how many on each level below")),
            new("azukari members tree --level 2 SUBJECT", new("2段目の人", "the people two levels below")),
            new("azukari members tree --on 2025-03-31 SUBJECT", new("2025年3月31日の系列", "as it was on 31 March 2025")),
        ];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var (screen, subject) = (call.Screen, Ids.Subject(call.Need(_subject)));
        var (level, skip) = (call.Number(_level, 0, 1, 10_000), call.Number(_skip, 0, 0, int.MaxValue));
        DateOnly? day = call.Get(_on) is not { } text ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) ? on
            : throw new UsageException($"{_on.Name} は 2025-03-31 のような日付です。", $"{_on.Name} is a day such as 2025-03-31.");
        return MemberDesk.UseAsync(call, async desk =>
        {
            await Operators.InspectAsync(desk.Company, screen, subject, "tree", cancel);
            await desk.Tree.CatchUpAsync(cancel);
            if (!desk.Tree.Contains(subject)) return MemberDesk.Nobody(screen);
            if (day is { } then) return await OnAsync(desk, screen, subject, then, level, skip, cancel);
            if (level > 0) return Page(screen, desk.Tree.Downline(subject, level, skip, PageSize), skip);
            All(screen, desk.Tree.PathOf(subject), desk.Tree.Totals(subject));
            return ExitCode.Ok;
        }, cancel);
    }

    private static async Task<ExitCode> OnAsync(MemberDesk desk, Screen screen, SubjectId subject, DateOnly day, int level, int skip, CancellationToken cancel)
    {
        var tree = await desk.Tree.OnDayAsync(day, cancel);
        if (tree.PlaceOf(subject) is null)
        {
            screen.Error("その日には、まだ系列にいません。", "the person was not in the tree on that day.");
            return ExitCode.NotFound;
        }

        if (level > 0) return Page(screen, tree.Downline(subject, level, skip, PageSize), skip);
        All(screen, tree.PathOf(subject), tree.Totals(subject));
        return ExitCode.Ok;
    }

    private static ExitCode Page(Screen screen, DownlinePage page, int skip)
    {
        Places(screen, page.Places);
        screen.Note($"{page.Total} 人のうち {skip + 1} 人目から。", $"from number {skip + 1} of {page.Total}.");
        return page.Places.Count == 0 ? ExitCode.NotFound : ExitCode.Ok;
    }

    private static void All(Screen screen, IReadOnlyList<TreePlace> path, IReadOnlyList<LevelTotal> totals)
    {
        Places(screen, path);
        screen.Line();
        string[] head = screen.Language == Language.Japanese ? ["段", "エージェント", "VIP", "リテール", "元会員", "計"] : ["level", "agents", "VIPs", "retail", "former", "all"];
        screen.Lines(TextTable.Lines(head, [.. totals.Select(each => Numbers(each.Level, each.Agents, each.Vips, each.Retail, each.Former, each.Total))]));
    }

    private static void Places(Screen screen, IReadOnlyList<TreePlace> places) => screen.Lines(TextTable.Lines(
        screen.Language == Language.Japanese ? ["上に", "人", "直下", "下"] : ["above", "person", "direct", "below"],
        [.. places.Select(place => new[]
        {
            place.Depth.ToString(CultureInfo.InvariantCulture),
            place.Subject is { } subject ? subject + (place.Former ? screen.Say("（元会員）", " (former)") : "") : screen.Say("元会員", "a former member"),
            place.Direct.ToString(CultureInfo.InvariantCulture), place.Below.ToString(CultureInfo.InvariantCulture),
        })]));

    private static string[] Numbers(params int[] numbers) => Array.ConvertAll(numbers, number => number.ToString(CultureInfo.InvariantCulture));
}
