using System.Net;
using System.Text.RegularExpressions;
using Azukari.Ledger;
using Azukari.Mailings.Sending;
using Azukari.Tests.Console;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Mailings;

/// <summary>Mailings as staff write, read, approve and stop them.</summary>
public sealed partial class MailingPageTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static readonly (string, string)[] Words =
    [
        ("kind", "events"), ("subject-ja", "冬の体験会のご案内"), ("text-ja", "12月に開きます。\r\nお待ちしています。"), ("subject-en", "A day in winter"), ("text-en", "We meet in December."),
        ("to", "classes"), ("class", "vip"), ("class", "agent"), ("when", "now"), ("version", "0"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Written_by_one_seen_as_it_arrives_approved_by_another_stopped_and_written_anew()
    {
        ConsoleHost with = Still();
        using HttpClient marketing = await with.SignedInAsync(Personas.Marketing.Login);
        Assert.Contains("お知らせはまだありません", await marketing.GetStringAsync("/console/mailings", Cancel), StringComparison.Ordinal);
        string code = await WriteAsync(marketing, "");
        string page = WebUtility.HtmlDecode(await marketing.GetStringAsync($"/console/mailings/{code}", Cancel));
        Assert.Contains("12月に開きます。", page, StringComparison.Ordinal);
        Assert.Contains("We meet in December.", page, StringComparison.Ordinal);
        Assert.Contains("/stop/specimen", page, StringComparison.Ordinal); // the way out, as it will stand there
        Assert.Contains("VIPカスタマー・エージェント", page, StringComparison.Ordinal);
        Assert.Contains("数えています", page, StringComparison.Ordinal);
        while (await host.Services.GetRequiredService<MailingRun>().StepAsync(Cancel)) { }
        Assert.Contains("人に届きます", await marketing.GetStringAsync($"/console/mailings/{code}", Cancel), StringComparison.Ordinal);

        await ActAsync(marketing, code, "propose", "proposed", ("version", "1"));
        Assert.Contains("別の人が承認します", await marketing.GetStringAsync($"/console/mailings/{code}", Cancel), StringComparison.Ordinal);
        await ActAsync(marketing, code, "decide", "same-person", ("version", "2"), ("decision", "approve"));
        using HttpClient manager = await with.SignedInAsync(Personas.Privacy.Login);
        Assert.Contains("承認を待つお知らせ", await manager.GetStringAsync("/console", Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain("/edit\"", await manager.GetStringAsync($"/console/mailings/{code}", Cancel), StringComparison.Ordinal);
        await ActAsync(manager, code, "decide", "no-decision", ("version", "2"), ("decision", "decline"));
        await ActAsync(manager, code, "decide", "changed", ("version", "1"), ("decision", "approve"));
        await ActAsync(manager, code, "decide", "approved", ("version", "2"), ("decision", "approve"));
        Assert.Equal(HttpStatusCode.OK, (await marketing.GetAsync($"/console/mailings/{code}/edit", Cancel)).StatusCode);
        Assert.Contains("下書きではない", await marketing.GetStringAsync($"/console/mailings/{code}/edit", Cancel), StringComparison.Ordinal);

        await ActAsync(marketing, code, "stop", "unsure");
        await ActAsync(marketing, code, "stop", "stopped", ("sure", "yes"));
        using HttpResponseMessage copied = await ConsoleHost.SendAsync(marketing, $"/console/mailings/{code}", $"/console/mailings/{code}/copy");
        Assert.Contains("?said=copied", copied.Headers.Location!.ToString(), StringComparison.Ordinal);
        using HttpClient auditor = await with.SignedInAsync(ConsoleHost.Auditor);
        await IsListedAndSavedAsync(auditor, code);
    }

    [Theory]
    [InlineData("", "電話番号は書けません", "件名は1行")]
    [InlineData("/en", "No telephone number may stand here", "A subject is one line")]
    public async Task What_may_not_stand_in_it_is_said_at_its_field_and_what_was_typed_stays(string language, string phone, string subject)
    {
        ConsoleHost with = Still();
        using HttpClient marketing = await with.SignedInAsync(Personas.Marketing.Login);
        (string, string)[] typed = [.. Words.Select(field => field.Item1 switch
        {
            "text-ja" => ("text-ja", "担当は 090-0000-1234 です。"), "subject-en" => ("subject-en", new string('a', 61)), _ => field,
        })];

        using HttpResponseMessage answer = await SendFormAsync(marketing, $"{language}/console/mailings/new", typed);
        string page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(phone, page, StringComparison.Ordinal);
        Assert.Contains(subject, page, StringComparison.Ordinal);
        Assert.Contains("担当は 090-0000-1234 です。", page, StringComparison.Ordinal);
        Assert.Contains("href=\"#text-ja\"", page, StringComparison.Ordinal);
        Assert.Contains("冬の体験会のご案内", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_may_be_unfinished_and_says_what_is_missing()
    {
        ConsoleHost with = Still();
        using HttpClient marketing = await with.SignedInAsync(Personas.Marketing.Login);
        string code = await WriteAsync(marketing, "/en", ("subject-en", ""), ("text-en", ""));

        string page = WebUtility.HtmlDecode(await marketing.GetStringAsync($"/en/console/mailings/{code}", Cancel));
        Assert.Contains("English subject: It is empty.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/propose\"", page, StringComparison.Ordinal);
        using HttpResponseMessage all = await ConsoleHost.SendAsync(marketing, $"/console/mailings/{code}", $"/console/mailings/{code}/propose", ("version", "1"));
        Assert.EndsWith("?said=not-ready", all.Headers.Location!.ToString(), StringComparison.Ordinal);
        using HttpResponseMessage edited = await SendFormAsync(marketing, $"/en/console/mailings/{code}/edit", [.. Words.Select(field => field.Item1 == "version" ? ("version", "1") : field)]);
        Assert.Equal($"/en/console/mailings/{code}?said=kept", edited.Headers.Location!.ToString());
        using HttpResponseMessage late = await SendFormAsync(marketing, $"/en/console/mailings/{code}/edit", [.. Words.Select(field => field.Item1 == "version" ? ("version", "1") : field)]);
        Assert.Contains("Somebody changed it meanwhile", await late.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using HttpResponseMessage gone = await ConsoleHost.SendAsync(marketing, $"/en/console/mailings/{code}", $"/en/console/mailings/{code}/discard");
        Assert.Equal("/en/console/mailings?said=discarded", gone.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await marketing.GetAsync($"/en/console/mailings/{code}", Cancel)).StatusCode);
    }

    // The worker would go on by itself: each test says when.
    private ConsoleHost Still() => host.With(services => services.Remove(services.Single(service => service.ImplementationType == typeof(MailingWorker))));

    private async Task IsListedAndSavedAsync(HttpClient auditor, string code)
    {
        const string List = "/en/console/mailings";
        Assert.Contains(code, await auditor.GetStringAsync(List + "?show=ended&kind=events&sort=messages&page=9", Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain(code, await auditor.GetStringAsync(List + "?show=open", Cancel), StringComparison.Ordinal);
        Assert.Contains("aria-sort=\"ascending\"", await auditor.GetStringAsync(List + "?sort=state", Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain("/console/mailings/new", await auditor.GetStringAsync(List, Cancel), StringComparison.Ordinal);
        using HttpResponseMessage saved = await ConsoleHost.SendAsync(auditor, List, List + "/export", ("show", "ended"), ("format", "csv"));
        Assert.Contains($"{code},A day in winter,Events,stopped", await saved.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        LedgerRecord kept = Assert.Single(await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Exported, Reason = "mailing-list" }, Cancel).ToArrayAsync(Cancel));
        Assert.Equal((ConsoleHost.Auditor, 1L), (kept.Entry.Accessor, kept.Entry.Count!.Value));
    }

    private static async Task<string> WriteAsync(HttpClient browser, string language, params (string Name, string Value)[] instead)
    {
        (string, string)[] fields = [.. Words.Select(field => instead.FirstOrDefault(other => other.Name == field.Item1) is { Name: not null } other ? other : field)];
        using HttpResponseMessage answer = await SendFormAsync(browser, $"{language}/console/mailings/new", fields);
        return Kept().Match(answer.Headers.Location!.ToString()).Groups["code"].Value;
    }

    private static async Task ActAsync(HttpClient browser, string code, string act, string said, params (string Name, string Value)[] fields)
    {
        using HttpResponseMessage answer = await ConsoleHost.SendAsync(browser, $"/console/mailings/{code}", $"/console/mailings/{code}/{act}", fields);
        Assert.Equal($"/console/mailings/{code}?said={said}", answer.Headers.Location!.ToString());
    }

    // A form that a page answers itself carries its name.
    private static Task<HttpResponseMessage> SendFormAsync(HttpClient browser, string page, (string Name, string Value)[] fields) =>
        ConsoleHost.SendAsync(browser, page, page, [("_handler", "write"), .. fields]);

    [GeneratedRegex("/console/mailings/(?<code>M-[0-9A-Z]{8})\\?said=kept")]
    private static partial Regex Kept();
}
