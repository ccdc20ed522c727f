using System.Net;
using System.Net.Http.Headers;
using Azukari.Join.Applications;
using Azukari.Join.Public;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Testing.Canaries;
using Azukari.Tests.Console;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Join;

/// <summary>Customer service at the console: a paper form typed in, its scan, the decision, the contract.</summary>
public sealed class StaffPageTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private const string Form = "/console/applications/paper/retail";

    private static readonly (string Name, string Value)[] Typed =
    [
        ("family", CanaryWords.FamilyName), ("given", CanaryWords.GivenName), ("family-kana", "かなりややしき"), ("given-kana", "さえずり"), ("postal", "150-0001"), ("prefecture", "東京都"),
        ("city", "渋谷区"), ("town", CanaryWords.Town), ("line", "1-2-3"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ApplicationBook Applications => host.Services.GetRequiredService<ApplicationBook>();

    [Fact]
    public async Task A_paper_form_is_typed_in_its_scan_attached_accepted_and_the_contract_printed()
    {
        var browser = await host.SignedInAsync(ConsoleHost.Service);
        Assert.Contains("リテール", await browser.GetStringAsync("/console/applications/paper", Cancel), StringComparison.Ordinal);
        var check = await SendAsync(browser, Form, "check", Typed);
        Assert.Contains("カナリヤヤシキ サエズリ", check.Html, StringComparison.Ordinal);
        Assert.Contains("電話", (await SendAsync(browser, Form, "check", [.. Typed, ("phone", "12")])).Html, StringComparison.Ordinal);
        var unsigned = await SendAsync(browser, Form, "send", [("carried", check.Carried)]);
        Assert.Contains("この確認がないと、登録できません", unsigned.Html, StringComparison.Ordinal);
        var sent = await SendAsync(browser, Form, "send", [("carried", check.Carried), ("signed", "yes")]);
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        var page = sent.Location!.Split('?')[0];
        var code = page[(page.LastIndexOf('/') + 1)..];
        Assert.Contains(code, await browser.GetStringAsync("/console/applications", Cancel), StringComparison.Ordinal);
        var shown = WebUtility.HtmlDecode(await browser.GetStringAsync(page, Cancel));
        Assert.Contains(CanaryWords.FamilyName, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("目的が選ばれていません", shown, StringComparison.Ordinal); // it says its own

        Assert.EndsWith("said=no-scan", await ActAsync(browser, page, "accept"), StringComparison.Ordinal);
        Assert.EndsWith("said=bad-file", await ScanAsync(browser, page, "no pdf at all"u8.ToArray()), StringComparison.Ordinal);
        Assert.EndsWith("said=attached", await ScanAsync(browser, page, "%PDF-1.7 the form"u8.ToArray()), StringComparison.Ordinal);
        var scan = (await Applications.ScansAsync((await Applications.FindAsync(code, Cancel))!, Cancel)).Single();
        Assert.Equal("%PDF-1.7 the form", await browser.GetStringAsync($"{page}/scan/{scan.Id}", Cancel));
        Assert.EndsWith("said=accepted", await ActAsync(browser, page, "accept"), StringComparison.Ordinal);
        using (var contract = await browser.GetAsync(page + "/contract.pdf", Cancel)) Assert.Equal("application/pdf", contract.Content.Headers.ContentType?.MediaType);

        // No mail: the way to sign in goes by post, once, and is in the member's own history.
        var subject = (await Applications.FindAsync(code, Cancel))!.Subject;
        var letter = $"/console/people/{subject}/letter";
        Assert.Contains($"{letter}?case={code}", WebUtility.HtmlDecode(await browser.GetStringAsync(page, Cancel)), StringComparison.Ordinal);
        using (var wrong = await ConsoleHost.SendAsync(browser, letter, letter + "/print", ("case", "田中さん"))) Assert.EndsWith("said=case", wrong.Headers.Location!.ToString(), StringComparison.Ordinal);
        for (var i = 0; i < 2; i++)
        {
            using var printed = await ConsoleHost.SendAsync(browser, $"{letter}?case={code}", letter + "/print", ("case", code), ("language", i == 0 ? "ja" : "en"));
            Assert.Equal(("application/pdf", "no-store"), (printed.Content.Headers.ContentType?.MediaType, printed.Headers.CacheControl?.ToString()));
        }

        Assert.Equal(2, await host.Company.Trust.Vault.HistoryAsync(subject, Cancel).CountAsync(entry => entry is { Kind: EntryKind.Registered, Reason: "account-letter" } && entry.Case == code, Cancel));
        Assert.Equal(2, await host.Company.Trust.Vault.HistoryAsync(subject, Cancel).CountAsync(entry => entry is { Kind: EntryKind.Used, Reason: "account-letter" } && entry.Items.Contains("address"), Cancel));
        await ConsoleHost.ChooseAsync(browser, "staff.customer-service~purpose.member.1", "application-9");
        Assert.Contains(letter, await browser.GetStringAsync($"/console/people/{subject}", Cancel), StringComparison.Ordinal);

        Assert.EndsWith("said=no-day", await ActAsync(browser, page, "received", ("day", "2026-11-25")), StringComparison.Ordinal); // tomorrow
        Assert.EndsWith("said=noted", await ActAsync(browser, page, "received", ("day", "2026-11-24")), StringComparison.Ordinal);
        Assert.Contains("2026年12月13日", await browser.GetStringAsync(page, Cancel), StringComparison.Ordinal);
        Assert.EndsWith("said=unsure", await ActAsync(browser, page, "end", ("day", "2026-11-24")), StringComparison.Ordinal);
        Assert.EndsWith("said=ended", await ActAsync(browser, page, "end", ("day", "2026-11-24"), ("sure", "yes")), StringComparison.Ordinal);
        var application = (await Applications.FindAsync(code, Cancel))!;
        Assert.Equal(ApplicationState.Undone, application.State);
        Assert.Equal(MemberStatus.Cancelled, (await host.Services.GetRequiredService<MemberBook>().FindAsync(application.Subject, Cancel))!.Status);
        await browser.GetStringAsync(page, Cancel); // a former member's page still opens
        Assert.DoesNotContain(host.Trouble.Lines, line => !line.Contains("request body size limit", StringComparison.Ordinal)); // the server in memory has none
    }

    [Fact]
    public async Task Only_customer_service_sees_applications_and_an_unknown_one_is_not_there()
    {
        foreach (var persona in Personas.Staff)
        {
            var browser = await host.SignedInAsync(persona.Login);
            foreach (var path in new[] { "/console/applications", "/console/applications/paper", Form })
            {
                using var answer = await browser.GetAsync(path, Cancel);
                Assert.Equal(persona.Roles.Contains("staff.customer-service") ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
            }
        }

        var service = await host.SignedInAsync(ConsoleHost.Service);
        using var unknown = await service.GetAsync("/console/applications/A-00000000", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task<(HttpStatusCode Status, string Html, string Carried, string? Location)> SendAsync(HttpClient browser, string path, string button, (string Name, string Value)[] fields)
    {
        using var answer = await ConsoleHost.SendAsync(browser, path, path, [(PageForm.Field, PageForm.Name), ("do", button), .. fields]);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        return (answer.StatusCode, html, JoinVisitor.CarriedIn(html), answer.Headers.Location?.OriginalString);
    }

    private static async Task<string> ActAsync(HttpClient browser, string page, string act, params (string Name, string Value)[] fields)
    {
        using var answer = await ConsoleHost.SendAsync(browser, page, $"{page}/{act}", fields);
        return answer.Headers.Location?.OriginalString ?? answer.StatusCode.ToString();
    }

    private static async Task<string> ScanAsync(HttpClient browser, string page, byte[] content)
    {
        var file = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } };
        using var form = new MultipartFormDataContent { { new StringContent(await ConsoleHost.TokenAsync(browser, page)), "__RequestVerificationToken" }, { file, "file", "form.pdf" } };
        using var answer = await browser.PostAsync(page + "/scan", form, Cancel);
        return answer.Headers.Location?.OriginalString ?? answer.StatusCode.ToString();
    }
}
