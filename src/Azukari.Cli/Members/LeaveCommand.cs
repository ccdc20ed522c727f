using System.Globalization;
using Azukari.Accounts;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Hosting;
using Azukari.Company.Settings;
using Azukari.Console;
using Azukari.Join;
using Azukari.Join.Contracts;
using Azukari.Members;
using Azukari.Messages;
using Azukari.Values;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Cli.Members;

/// <summary><c>azukari members leave</c>: a notice of leaving that came to staff, as the console takes it.</summary>
internal sealed class MemberLeaveCommand : CliCommand
{
    private readonly CliOption _way;
    private readonly CliOption _sent;
    private readonly CliOption _case;
    private readonly CliArgument _subject;

    public MemberLeaveCommand(Language language) : base(language, "leave", new("退会の申し出を受け付ける（期間内ならクーリング・オフ）", "take a notice of leaving (in time, cooling-off)"))
    {
        _way = Option("--by", "WAY", new("届いた方法: letter、phone、message", "how it came: letter, phone or message"), needed: true);
        _sent = Option("--sent", "DATE", new("送られた日（消印の日。何も書かなければ今日）", "the day it was sent, the postmark's (today when left out)"));
        _case = Option("--case", "CODE", new("案件", "the case"), needed: true);
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Details = language.Text(
            "期間内に送られた申し出は登録（または区分の変更）を取り消し、そうでなければ退会になります。サインインを閉じ、確認済みのアドレスにメールを送ります。",
            "Sent in time, it undoes the registration or the change of class; else the membership ends. Signing in is closed, and a mail goes to a confirmed address.");
        Examples = [new("azukari members leave --by letter --sent 2026-11-20 --case request-9 SUBJECT", new("11月20日の消印の手紙", "a letter with the postmark of 20 November"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var (screen, subject) = (call.Screen, Ids.Subject(call.Need(_subject)));
        if (LeavingNotice.WayOf(call.Need(_way)) is not { } way) throw new UsageException("--by は letter、phone、message のどれかです。", "--by is letter, phone or message.");
        var (today, notice) = (JapanTime.Today(screen.Clock), new LeavingNotice(way, Ids.Code(call.Need(_case), _case.Name)));
        var sent = call.Get(_sent) is not { } text ? today
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day <= today ? day
            : throw new UsageException("--sent は 2026-11-20 のような、今日までの日付です。", "--sent is a day such as 2026-11-20, today at the latest.");
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, screen, subject, cancel, Duty.Rights);
        await using var services = await CompanyStorage.OpenAsync(
            company, screen.Clock, more => more.AddStaffSessions().AddAccountBooks().AddMemberServices().AddMessageQueue().AddLeavings(), cancel);
        switch (await services.GetRequiredService<MemberLeaving>().LeaveAsync(subject, sent, notice, by, cancel))
        {
            case LeaveResult.Left:
                screen.Line(screen.Say("退会しました（withdrawn）。", "withdrawn: the member has left."));
                return ExitCode.Ok;
            case LeaveResult.Undone:
                screen.Line(screen.Say("登録を取り消しました（cancelled、クーリング・オフ）。", "cancelled: the registration is undone (cooling-off)."));
                return ExitCode.Ok;
            case LeaveResult.ChangedBack:
                screen.Line(screen.Say("区分の変更を取り消しました（クーリング・オフ）。", "the change of class is undone (cooling-off)."));
                return ExitCode.Ok;
            case LeaveResult.NoMember:
                return MemberDesk.Nobody(screen);
            default:
                screen.Error("会員の今の状態ではできないか、方針が認めていません。何も変わっていません。", "the membership's status does not allow it, or the policy refuses it. Nothing has changed.");
                return ExitCode.Refused;
        }
    }
}
