using System.CommandLine;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Hosting;
using Azukari.Console;
using Azukari.Console.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Cli.Desk;

/// <summary><c>azukari console</c>: a link that signs the operator at this terminal in to the console, once.</summary>
internal sealed class ConsoleCommand : CliCommand
{
    private const string Default = "http://localhost:5080";

    private readonly CliOption _url;
    private readonly CliOption _page;
    private readonly Option<bool> _end;

    public ConsoleCommand(Language language) : base(language, "console", new("管理画面に入るリンクを作る", "make a link that signs you in to the console"))
    {
        _url = Option("--url", "URL", new($"管理画面のアドレス（既定: {Default}、環境変数 AZUKARI_URL）", $"where the console is served (default: {Default}, or AZUKARI_URL)"));
        _page = Option("--page", "PATH", new("入ったあとに開くページ（例: /console/policy）", "the page to come to (/console/policy)"));
        _end = Flag("--end", new("自分のセッションをすべて終わらせる", "end all your sessions"));
        Details = language.Text(
            "リンクは1回だけ、10分以内に使えます。サインインするのは、この端末のログインです。リンクはほかの人に渡さないでください。",
            "The link works once, within ten minutes, and signs in the login of this terminal. Give it to nobody.");
        Examples =
        [
            new("azukari console", new("リンクを作る", "make a link")),
            new("azukari console --end", new("置き忘れた端末のセッションを終わらせる", "end the sessions of a machine left behind")),
        ];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        var address = call.Get(_url) ?? screen.Environment("AZUKARI_URL") ?? Default;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.AbsolutePath != "/")
            throw new UsageException($"{_url.Name} は http:// か https:// で始まるアドレスです。", $"{_url.Name} has to be an http or https address without a path.");
        var page = call.Get(_page);
        if (page is not null && !StaffLinks.IsPage(page))
            throw new UsageException($"{_page.Name} は /console か /en/console で始まるページです。", $"{_page.Name} has to be a page below /console or /en/console.");
        await using var company = await Session.OpenAsync(call, cancel);
        var by = Operators.Accessor(screen);
        if (!company.Settings.Operators.ContainsKey(by.Code))
        {
            throw new UsageException(
                $"ログイン {by.Code} は azukari.json の operators にありません。", $"the login {by.Code} is no operator: operators in azukari.json names them.", ExitCode.Refused);
        }

        await using var storage = await CompanyStorage.OpenAsync(company, screen.Clock, services => services.AddStaffSessions(), cancel);
        var sessions = storage.GetRequiredService<StaffSessions>();
        if (call.Has(_end))
        {
            var ended = await sessions.EndAllAsync(by.Code, cancel);
            if (company.Trust.HasPolicy) await company.Trust.Vault.RecordInspectionAsync(null, by, "console-sessions-ended", cancel);
            screen.Line(screen.Say($"{by.Code} のセッションを {ended} 件終わらせました。", $"{ended} sessions of {by.Code} ended."));
            return ExitCode.Ok;
        }

        var code = await sessions.NewLinkAsync(by.Code, cancel);
        screen.Line(StaffLinks.Of(address, code, page ?? (screen.LanguageTag == "en" ? "/en/console" : null)));
        screen.Note("このリンクは1回だけ、10分以内に使えます。", "This link works once, within ten minutes.");
        return ExitCode.Ok;
    }
}
