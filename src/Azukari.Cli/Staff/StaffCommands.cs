using Azukari.Accounts;
using Azukari.Accounts.Staff;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Hosting;
using Azukari.Company.Settings;
using Azukari.Console;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Cli.Staff;

/// <summary>Staff accounts, opened for one command by an operator with the duty <c>staff</c>.</summary>
internal static class StaffDesk
{
    private const string Default = "http://localhost:5080";

    public static async Task<ExitCode> UseAsync(Invocation call, Func<StaffAccounts, Accessor, Task<ExitCode>> act, CancellationToken cancel)
    {
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, call.Screen, null, cancel, Duty.Staff);
        await using var storage = await CompanyStorage.OpenAsync(company, call.Screen.Clock, services => services.AddStaffSessions().AddAccountBooks(), cancel);
        return await act(storage.GetRequiredService<StaffAccounts>(), by);
    }

    public static ExitCode Answer(Screen screen, StaffResult result, string login)
    {
        if (result.Refusal is { } refusal)
        {
            screen.Error(Japanese(refusal), English(refusal));
            return refusal == StaffRefusal.NotFound ? ExitCode.NotFound : ExitCode.Refused;
        }

        if (result.Link is { } link)
        {
            screen.Line(link.At(screen.Environment("AZUKARI_URL") ?? Default, screen.LanguageTag == "en"));
            screen.Note($"{login} に渡すリンクです。1回だけ、{Moments.InTokyo(link.ExpiresAt)} まで使えます。", $"The link for {login}. It works once, until {Moments.InTokyo(link.ExpiresAt)}.");
        }
        else screen.Line(screen.Say($"{login}: 変更しました。すぐに効きます。", $"{login}: done, and in effect."));
        return ExitCode.Ok;
    }

    public static string[] Words(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    public static IReadOnlyList<Duty> DutiesOf(string? text, string option) => [.. Words(text).Select(word => Duties.All.Where(duty => duty.Word() == word).ToList() is [var duty] ? duty : throw new UsageException(
        $"{option} に使えるもの: {string.Join(", ", Duties.All.Select(d => d.Word()))}", $"{option} takes {string.Join(", ", Duties.All.Select(d => d.Word()))}."))];

    private static string Japanese(StaffRefusal refusal) => refusal switch
    {
        StaffRefusal.BadLogin => "職員番号は、英小文字で始まる2〜40文字の英数字と - です。",
        StaffRefusal.LoginTaken => "その番号は使われているか、使われたことがあります。",
        StaffRefusal.UnknownRole => "方針に職員としてない役割があります。",
        StaffRefusal.NotFound => "その職員はいないか、退職しています。",
        StaffRefusal.OwnAccount => "ご自分の権限は変えられません。",
    };

    private static string English(StaffRefusal refusal) => refusal switch
    {
        StaffRefusal.BadLogin => "a staff number is 2 to 40 lower-case letters, digits and '-', beginning with a letter.",
        StaffRefusal.LoginTaken => "the number is, or was, somebody's.",
        StaffRefusal.UnknownRole => "the policy in force has no such role of staff.",
        StaffRefusal.NotFound => "there is no such account, or it is closed.",
        StaffRefusal.OwnAccount => "nobody changes their own rights.",
    };
}

/// <summary><c>azukari staff add</c>: a joiner, and the link by which they set up a second factor.</summary>
internal sealed class StaffAddCommand : CliCommand
{
    private readonly CliArgument _login;
    private readonly CliOption _roles;
    private readonly CliOption _duties;

    public StaffAddCommand(Language language) : base(language, "add", new("職員を追加し、登録用のリンクを一度だけ表示する", "add somebody, and show their link once"))
    {
        _login = Argument("STAFF", new("職員番号（台帳に残る名）", "the staff number, by which the ledger knows them"));
        _roles = Option("--roles", "A,B", new("役割（staff.shipping など）", "roles (staff.shipping)"));
        _duties = Option("--duties", "A,B", new($"職務: {string.Join(", ", Duties.All.Select(d => d.Word()))}", $"duties: {string.Join(", ", Duties.All.Select(d => d.Word()))}"));
        Examples = [new("azukari staff add s-1001 --roles staff.customer-service --duties rights", new("カスタマーサービスの職員を追加する", "add somebody of customer service"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var (login, duties) = (call.Need(_login), StaffDesk.DutiesOf(call.Get(_duties), _duties.Name));
        return StaffDesk.UseAsync(call, async (staff, by) => StaffDesk.Answer(call.Screen, await staff.AddAsync(login, StaffDesk.Words(call.Get(_roles)), duties, by, cancel), login), cancel);
    }
}

/// <summary><c>azukari staff list</c>: every staff account and what it may do.</summary>
internal sealed class StaffListCommand : CliCommand
{
    public StaffListCommand(Language language) : base(language, "list", new("職員の一覧", "list the staff")) =>
        Examples = [new("azukari staff list", new("誰が何をできるか", "who may do what"))];

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel) => StaffDesk.UseAsync(call, async (staff, _) =>
    {
        var all = await staff.ListAsync(cancel);
        if (all.Count == 0) call.Screen.Note("職員のアカウントはありません。", "there is no staff account.");
        else
        {
            string[] head = call.Screen.Language == Language.Japanese ? ["番号", "状態", "役割", "職務", "登録"] : ["number", "state", "roles", "duties", "added"];
            call.Screen.Lines(TextTable.Lines(head, [.. all.Select(one => (IReadOnlyList<string>)
                [one.Login, one.State, one.Roles.Count == 0 ? "-" : string.Join(',', one.Roles), one.Duties.Count == 0 ? "-" : string.Join(',', one.Duties.Select(d => d.Word())), Moments.InTokyo(one.CreatedAt)])]));
        }

        return ExitCode.Ok;
    }, cancel);
}

/// <summary><c>azukari staff roles</c>: gives other roles and duties; they act at once.</summary>
internal sealed class StaffRolesCommand : CliCommand
{
    private readonly CliArgument _login;
    private readonly CliOption _roles;
    private readonly CliOption _duties;

    public StaffRolesCommand(Language language) : base(language, "roles", new("役割と職務を替える（すぐに効く）", "give other roles and duties, at once"))
    {
        _login = Argument("STAFF", new("職員番号", "the staff number"));
        _roles = Option("--roles", "A,B", new("役割の全部（なければ、なし）", "all their roles (none when left out)"));
        _duties = Option("--duties", "A,B", new("職務の全部（なければ、なし）", "all their duties (none when left out)"));
        Examples = [new("azukari staff roles s-1001 --roles staff.shipping", new("出荷に異動した", "they moved to shipping"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var (login, duties) = (call.Need(_login), StaffDesk.DutiesOf(call.Get(_duties), _duties.Name));
        return StaffDesk.UseAsync(call, async (staff, by) => StaffDesk.Answer(call.Screen, await staff.ChangeAsync(login, StaffDesk.Words(call.Get(_roles)), duties, by, cancel), login), cancel);
    }
}

/// <summary><c>azukari staff remove</c>: a leaver; every session ends at once.</summary>
internal sealed class StaffRemoveCommand : CliCommand
{
    private readonly CliArgument _login;

    public StaffRemoveCommand(Language language) : base(language, "remove", new("退職にする（開いている画面もその場で終わる）", "somebody left: their sessions end at once"))
    {
        _login = Argument("STAFF", new("職員番号", "the staff number"));
        Examples = [new("azukari staff remove s-1001", new("退職した", "they left"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var login = call.Need(_login);
        return StaffDesk.UseAsync(call, async (staff, by) => StaffDesk.Answer(call.Screen, await staff.CloseAsync(login, by, cancel), login), cancel);
    }
}
