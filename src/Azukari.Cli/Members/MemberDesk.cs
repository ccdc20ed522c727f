using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Members;
using Azukari.Members.Contracts;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Cli.Members;

/// <summary>Memberships and the sponsor tree, opened for one command.</summary>
internal sealed record MemberDesk(CompanyCore Company, MemberBook Book, SponsorTree Tree)
{
    public static async Task<ExitCode> UseAsync(Invocation call, Func<MemberDesk, Task<ExitCode>> act, CancellationToken cancel)
    {
        await using var company = await Session.OpenAsync(call, cancel);
        await using var services = await CompanyStorage.OpenAsync(company, call.Screen.Clock, more => more.AddMemberServices(), cancel);
        return await act(new MemberDesk(company, services.GetRequiredService<MemberBook>(), services.GetRequiredService<SponsorTree>()));
    }

    /// <summary>The membership, or the exit code where there is none; that somebody looks is recorded.</summary>
    public async Task<Membership?> FindAsync(Invocation call, SubjectId subject, string what, CancellationToken cancel)
    {
        await Operators.InspectAsync(Company, call.Screen, subject, what, cancel);
        return await Book.FindAsync(subject, cancel);
    }

    public static ExitCode Nobody(Screen screen)
    {
        screen.Error("この人は会員ではありません。", "this person is no member.");
        return ExitCode.NotFound;
    }

    public static string Of(MemberStatus status, Screen screen) => status switch
    {
        MemberStatus.Applied => screen.Say("申込中", "applied"),
        MemberStatus.Active => screen.Say("登録中", "active"),
        MemberStatus.Suspended => screen.Say("停止中", "suspended"),
        MemberStatus.Withdrawn => screen.Say("退会", "withdrawn"),
        MemberStatus.Cancelled => screen.Say("取消", "cancelled"),
    };

    public static string Of(MemberChange change, Screen screen) => change switch
    {
        MemberChange.Status => screen.Say("状態", "status"),
        MemberChange.Class => screen.Say("区分", "class"),
        MemberChange.Rank => screen.Say("ランク", "rank"),
    };

    public static string Of(TreeMoveRefusal refusal, bool japanese) => (refusal, japanese) switch
    {
        (TreeMoveRefusal.NotInTree, true) => "この人は系列に位置を持っていません。",
        (TreeMoveRefusal.NotInTree, false) => "this person has no place in the tree.",
        (TreeMoveRefusal.SponsorNotAgent, true) => "新しいスポンサーは、登録中のエージェントではありません。",
        (TreeMoveRefusal.SponsorNotAgent, false) => "the new sponsor is no registered agent.",
        (TreeMoveRefusal.BelowItself, true) => "新しいスポンサーが本人の下にいるため、移せません。",
        (TreeMoveRefusal.BelowItself, false) => "the new sponsor stands below the person.",
        (TreeMoveRefusal.SamePlace, true) => "すでにその位置にいます。",
        (TreeMoveRefusal.SamePlace, false) => "the person stands there already.",
        (TreeMoveRefusal.SamePerson, true) => "申し出た人とは別の人が承認します。",
        (TreeMoveRefusal.SamePerson, false) => "somebody other than who proposed it has to approve.",
        (TreeMoveRefusal.NotWaiting, true) => "その移動はないか、すでに決まっています。",
        (TreeMoveRefusal.NotWaiting, false) => "there is no such move, or it was decided already.",
        (TreeMoveRefusal.NoReason, true) => "理由のコードが必要です。",
        (TreeMoveRefusal.NoReason, false) => "a reason code is needed.",
        _ => refusal.ToString(),
    };
}
