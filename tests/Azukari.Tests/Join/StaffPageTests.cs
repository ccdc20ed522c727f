using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Azukari.Join.Addresses;
using Azukari.Join.Applications;
using Azukari.Join.Contracts;
using Azukari.Join.Public;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Testing.Canaries;
using Azukari.Tests.Console;
using Azukari.Ui.Language;
using Azukari.Values;
using Azukari.Vault;
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
        Assert.Matches($"<b>{await Applications.ToPostAsync(Cancel)}</b>\\s*<p>契約書面の郵送", WebUtility.HtmlDecode(await browser.GetStringAsync("/console", Cancel)));
        Assert.Contains("契約書面は紙でお届けします", WebUtility.HtmlDecode(await browser.GetStringAsync(page, Cancel)), StringComparison.Ordinal);
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

        Assert.EndsWith("said=noted", await ActAsync(browser, page, "posted", ("day", "2026-11-24")), StringComparison.Ordinal);
        Assert.Contains("2026年11月24日(火)に発送", WebUtility.HtmlDecode(await browser.GetStringAsync("/console/applications?show=post", Cancel)), StringComparison.Ordinal);
        Assert.EndsWith("said=no-day", await ActAsync(browser, page, "received", ("day", "2026-11-25")), StringComparison.Ordinal); // tomorrow
        Assert.EndsWith("said=noted", await ActAsync(browser, page, "received", ("day", "2026-11-24")), StringComparison.Ordinal);
        Assert.Contains("2026年12月13日", await browser.GetStringAsync(page, Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain(code, await browser.GetStringAsync("/console/applications?show=post", Cancel), StringComparison.Ordinal);
        Assert.EndsWith("said=unsure", await ActAsync(browser, page, "end", ("day", "2026-11-24")), StringComparison.Ordinal);
        Assert.EndsWith("said=ended", await ActAsync(browser, page, "end", ("day", "2026-11-24"), ("sure", "yes")), StringComparison.Ordinal);
        var application = (await Applications.FindAsync(code, Cancel))!;
        Assert.Equal(ApplicationState.Undone, application.State);
        Assert.Equal(MemberStatus.Cancelled, (await host.Services.GetRequiredService<MemberBook>().FindAsync(application.Subject, Cancel))!.Status);
        await browser.GetStringAsync(page, Cancel); // a former member's page still opens
        Assert.DoesNotContain(host.Trouble.Lines, line => !line.Contains("request body size limit", StringComparison.Ordinal)); // the server in memory has none
    }

    [Fact]
    public async Task An_application_that_stands_still_says_why_and_gets_another_sponsor_by_number_and_nickname_or_is_declined()
    {
        var browser = await host.SignedInAsync(ConsoleHost.Service);
        var (codes, sponsors) = (new List<string>(), new List<MemberNumber>());
        var book = host.Services.GetRequiredService<MemberBook>();
        var referrals = host.Services.GetRequiredService<Referrals>();
        for (var i = 0; i < 2; i++) codes.Add(await StandsStillAsync(i));
        var other = await SponsorAsync();
        var home = WebUtility.HtmlDecode(await browser.GetStringAsync("/console", Cancel));
        Assert.Matches("<b>2</b>\\s*<p>先へ進めず", home);
        var list = WebUtility.HtmlDecode(await browser.GetStringAsync("/console/applications?show=stopped", Cancel));
        Assert.All(codes, code => Assert.Contains(code, list, StringComparison.Ordinal));
        Assert.Contains("紹介者が紹介者になれなくなった", list, StringComparison.Ordinal);
        var page = "/console/applications/" + codes[0];
        var shown = WebUtility.HtmlDecode(await browser.GetStringAsync(page, Cancel));
        Assert.Contains("別の紹介者を選ぶと、すぐに再開します", shown, StringComparison.Ordinal);
        Assert.Contains(CanaryWords.FamilyName, shown, StringComparison.Ordinal);

        Assert.EndsWith("said=no-such-sponsor", await ActAsync(browser, page, "sponsor", ("number", "12345678")), StringComparison.Ordinal);
        var found = await ActAsync(browser, page, "sponsor", ("number", other.Number.Number));
        Assert.EndsWith("said=sponsor-found&sponsor=" + other.Subject, found, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Number.Number, found, StringComparison.Ordinal);
        Assert.Contains(referrals.NicknameOf(other.Subject).In(PageLanguage.Japanese), WebUtility.HtmlDecode(await browser.GetStringAsync(found, Cancel)), StringComparison.Ordinal);
        Assert.Contains("said=sponsor-unsure", await ActAsync(browser, page, "sponsor/choose", ("sponsor", other.Subject.ToString())), StringComparison.Ordinal);
        Assert.EndsWith("said=sponsor-chosen", await ActAsync(browser, page, "sponsor/choose", ("sponsor", other.Subject.ToString()), ("sure", "yes")), StringComparison.Ordinal);
        Assert.Equal(ApplicationState.Accepted, (await Applications.FindAsync(codes[0], Cancel))!.State);

        page = "/console/applications/" + codes[1];
        Assert.EndsWith("said=no-reason", await ActAsync(browser, page, "decline", ("reason", "")), StringComparison.Ordinal);
        Assert.EndsWith("said=declined", await ActAsync(browser, page, "decline", ("reason", "not-eligible")), StringComparison.Ordinal);
        Assert.Contains("登録条件に合わない", WebUtility.HtmlDecode(await browser.GetStringAsync(page, Cancel)), StringComparison.Ordinal);
        Assert.Matches("<b>0</b>\\s*<p>先へ進めず", WebUtility.HtmlDecode(await browser.GetStringAsync("/console", Cancel)));

        async Task<(SubjectId Subject, MemberNumber Number)> SponsorAsync()
        {
            var agent = await AcquireAsync(MemberClass.Agent, "");
            await book.ApplyAsync(agent.Attempt, MemberClass.Agent, null, Channel.Paper, agent.Version, new MemberActing(JoinWorld.Desk), Cancel);
            var number = MemberNumber.Issue(70_000_001 + sponsors.Count);
            sponsors.Add(number);
            Assert.True((await book.ActivateAsync(agent.Attempt, new MemberActing(JoinWorld.Desk), number, Cancel)).Done);
            return (agent.Attempt, number);
        }

        async Task<NewApplication> AcquireAsync(MemberClass @class, string phone)
        {
            var form = Given(@class, null, phone);
            await host.Company.Trust.Vault.AcquireAsync(
                new Acquisition { Id = form.Attempt, SubjectKind = @class.Kind(), Values = form.Values, Channel = Channel.Paper, PolicyVersion = form.Version, Case = "A-TEST" }, JoinWorld.Desk, Cancel);
            return form;
        }

        // Somebody who left applies again on paper, under an agent who leaves while it is joined to the membership there was.
        async Task<string> StandsStillAsync(int n)
        {
            var (sponsor, phone) = (await SponsorAsync(), $"090-0000-881{n}");
            var first = await AcquireAsync(MemberClass.Retail, phone);
            await book.ApplyAsync(first.Attempt, MemberClass.Retail, null, Channel.Paper, first.Version, new MemberActing(JoinWorld.Desk), Cancel);
            await book.ActivateAsync(first.Attempt, new MemberActing(JoinWorld.Desk), cancel: Cancel);
            await book.WithdrawAsync(first.Attempt, new MemberActing(JoinWorld.Desk), Cancel);
            var again = Assert.IsType<Submitted>(await Applications.SubmitAsync(Given(MemberClass.Vip, sponsor.Subject, phone), Cancel)).Application;
            Assert.Equal(first.Attempt, again.Same);
            Applications.After = async step =>
            {
                if (step == "joining") await book.WithdrawAsync(sponsor.Subject, new MemberActing(JoinWorld.Desk), Cancel);
            };
            Assert.Equal(Decided.SponsorGone, await Applications.JoinAsync(again.Code, [], JoinWorld.Desk, Cancel));
            Applications.After = static _ => Task.CompletedTask;
            return again.Code;
        }

        NewApplication Given(MemberClass @class, SubjectId? sponsor, string phone)
        {
            var values = new Dictionary<ItemId, StoredValue>
            {
                [ItemId.Parse("name")] = JoinWorld.Value("person-name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"),
                [ItemId.Parse("address")] = JoinWorld.Value("postal-address", $"〒150-0001 東京都渋谷区{CanaryWords.Town}1-1"),
                [ItemId.Parse("date-of-birth")] = JoinWorld.Value("birth-date", "1980-04-01"),
            };
            if (phone.Length > 0) values[ItemId.Parse("mobile")] = JoinWorld.Value("phone", phone);
            return new NewApplication(SubjectId.New(), @class, host.Company.Trust.Policies.InForce.Version, Channel.Paper, values, sponsor, "ja", false, JoinWorld.Desk);
        }
    }

    [Fact]
    public async Task The_same_person_is_joined_to_the_membership_there_is_with_what_was_ticked_and_nothing_else()
    {
        var browser = await host.SignedInAsync(ConsoleHost.Service);
        var members = host.Services.GetRequiredService<MemberBook>();
        var first = Assert.IsType<Submitted>(await Applications.SubmitAsync(Typed("1-1", "見本 一号"), Cancel)).Application;
        await using (var scan = new MemoryStream("%PDF-1.7 the form"u8.ToArray())) await Applications.AttachAsync(first, DocumentType.Pdf, scan, JoinWorld.Desk, Cancel);
        Assert.Equal(Decided.Done, await Applications.AcceptAsync(first.Code, JoinWorld.Desk, Cancel, another: true));
        var again = Assert.IsType<Submitted>(await Applications.SubmitAsync(Typed("9-9", "見本 二号") with { Class = MemberClass.Vip }, Cancel)).Application;
        Assert.Equal((ApplicationState.Waiting, first.Subject), (again.State, again.Same));

        var page = "/console/applications/" + again.Code;
        var shown = WebUtility.HtmlDecode(await browser.GetStringAsync(page, Cancel));
        Assert.All(["1-1", "9-9", "見本 一号", "見本 二号"], of => Assert.Contains(of, shown, StringComparison.Ordinal)); // both beside each other
        Assert.Equal(["name", "address"], Regex.Matches(shown, "name=\"take\" value=\"(?<item>[^\"]+)\" checked").Select(tick => tick.Groups["item"].Value));
        Assert.Matches("id=\"same-sure\" name=\"sure\" value=\"yes\" required", shown);

        Assert.EndsWith("said=join-unsure", await ActAsync(browser, page, "join", ("take", "name"), ("take", "address")), StringComparison.Ordinal);
        Assert.Contains("ご本人であることを確かめ、", WebUtility.HtmlDecode(await browser.GetStringAsync(page + "?said=join-unsure", Cancel)), StringComparison.Ordinal);
        Assert.Equal((ApplicationState.Waiting, MemberClass.Retail), ((await Applications.FindAsync(again.Code, Cancel))!.State, (await members.FindAsync(first.Subject, Cancel))!.Class));
        Assert.Contains("1-1", await host.ValueAsync(first.Subject, "address"), StringComparison.Ordinal);

        // Ticked: the address. Not the name; and what may not be taken is not, whoever writes it into the form.
        Assert.EndsWith("said=joined", await ActAsync(browser, page, "join", ("sure", "yes"), ("take", "address"), ("take", "bank-account"), ("take", "no item"), ("take", "email")), StringComparison.Ordinal);
        var joined = (await Applications.FindAsync(again.Code, Cancel))!;
        Assert.Equal((ApplicationState.Accepted, first.Subject, MemberClass.Retail), (joined.State, joined.Subject, joined.Before!.Value));
        Assert.True(await members.FindAsync(first.Subject, Cancel) is { Class: MemberClass.Vip, Status: MemberStatus.Active });
        Assert.Contains("9-9", await host.ValueAsync(first.Subject, "address"), StringComparison.Ordinal);
        Assert.Equal("見本 一号", await host.ValueAsync(first.Subject, "name"));
        Assert.Equal("hitori@example.jp", await host.ValueAsync(first.Subject, "email"));
        Assert.True(await host.Company.Trust.Vault.IsErasedAsync(again.Subject, Cancel));
        Assert.EndsWith("said=decided", await ActAsync(browser, page, "join", ("sure", "yes")), StringComparison.Ordinal);

        NewApplication Typed(string street, string name)
        {
            var values = new Dictionary<ItemId, StoredValue>
            {
                [ItemId.Parse("name")] = JoinWorld.Value("person-name", name),
                [ItemId.Parse("address")] = JoinWorld.Value("postal-address", $"〒150-0001 東京都渋谷区神宮前{street}"),
                [ItemId.Parse("mobile")] = JoinWorld.Value("phone", "090-0000-6161"),
                [ItemId.Parse("email")] = JoinWorld.Value("email", street == "1-1" ? "hitori@example.jp" : "onaji@example.jp"),
            };
            return new NewApplication(SubjectId.New(), MemberClass.Retail, host.Company.Trust.Policies.InForce.Version, Channel.Paper, values, null, "ja", false, JoinWorld.Desk);
        }
    }

    [Fact]
    public async Task An_address_typed_at_the_console_is_shown_as_unconfirmed_and_its_owner_confirms_it_by_the_link()
    {
        var browser = await host.SignedInAsync(ConsoleHost.Service);
        var agent = await host.SomebodyAsync("agent", "email");
        var page = $"/console/people/{agent}/correct?item=email";
        await ConsoleHost.ChooseAsync(browser, "staff.customer-service~purpose.member.1", "application-9");
        Assert.DoesNotContain($"{agent}/address", await browser.GetStringAsync($"/console/people/{agent}", Cancel), StringComparison.Ordinal);
        using (var done = await ConsoleHost.SendAsync(browser, page, page, ("_handler", "correct"), ("value", "naoshita-konsoru@example.jp"), ("case", "17"), ("confirm", "yes")))
            Assert.EndsWith("corrected=1", done.Headers.Location?.ToString(), StringComparison.Ordinal);
        var person = await browser.GetStringAsync($"/en/console/people/{agent}", Cancel);
        Assert.Contains("unconfirmed: used for nothing but the question", person, StringComparison.Ordinal);
        Assert.Contains($"/en/console/people/{agent}/address", person, StringComparison.Ordinal);
        var ordered = await host.Services.GetRequiredService<MessageDesk>().OfAsync(agent, 0, 5, Cancel);
        Assert.Equal(["account.address-by-staff request-17", "join.confirm-address request-17"], ordered.Take(2).Select(one => $"{one.Template} {one.Case}").Order());

        var ask = $"/console/people/{agent}/address";
        using (var wrong = await ConsoleHost.SendAsync(browser, ask, ask + "/ask", ("case", "田中さん"))) Assert.EndsWith("said=case", wrong.Headers.Location!.ToString(), StringComparison.Ordinal);
        using (var sent = await ConsoleHost.SendAsync(browser, ask, ask + "/ask", ("case", "request-18"), ("language", "en"))) Assert.EndsWith("said=sent", sent.Headers.Location!.ToString(), StringComparison.Ordinal);

        var held = (await host.Company.Trust.Vault.DescribeAsync(agent, Cancel))!.Items.Single(item => item.Item == MessageTemplate.Address);
        var link = "/en/join/address/" + host.Services.GetRequiredService<AddressConfirmations>().Token(agent, held.Version, host.Clock.GetUtcNow().AddDays(1));
        var visitor = host.Browser();
        var question = await visitor.GetStringAsync(link, Cancel);
        Assert.Contains("Nothing else is sent there before.", question, StringComparison.Ordinal);
        Assert.DoesNotContain("naoshita-konsoru", question, StringComparison.Ordinal);
        Assert.Contains("Nothing else is sent there before.", await visitor.GetStringAsync(link, Cancel), StringComparison.Ordinal); // opened twice, confirmed not once
        using (var yes = await visitor.PostAsync(link, new FormUrlEncodedContent([new(PageForm.Field, PageForm.Name)]), Cancel))
            Assert.Contains("e-mail</span> address is confirmed", await yes.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain("unconfirmed: used for nothing", await browser.GetStringAsync($"/en/console/people/{agent}", Cancel), StringComparison.Ordinal);
        using var none = await visitor.GetAsync("/en/join/address/nothing", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Contains("The link is too old, or the address was changed since.", await none.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
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
