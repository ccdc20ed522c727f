using System.Net;
using Azukari.Company;
using Azukari.Join;
using Azukari.Join.Applications;
using Azukari.Join.Contracts;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Testing.Canaries;
using Azukari.Tests.Site;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Join;

/// <summary>From the form to membership, out again, and what is kept of those who get no further.</summary>
public sealed class RegistrationTests(SiteHost host) : IClassFixture<SiteHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CompanyCore Company => host.Services.GetRequiredService<CompanyCore>();

    private ApplicationBook Applications => host.Services.GetRequiredService<ApplicationBook>();

    private MemberBook Members => host.Services.GetRequiredService<MemberBook>();

    [Fact]
    public async Task Three_letters_an_hour_go_to_an_address_whoever_types_it_and_the_next_form_is_told_so()
    {
        var mail = JoinVisitor.Mail(59);
        for (var i = 0; i < 3; i++) await new JoinVisitor(host, "/join/retail") { Typed = { ["email"] = mail, ["family-kana"] = "いろはに"[..(i + 2)] } }.ApplyAsync();
        var fourth = new JoinVisitor(host, "/en/join/retail") { Typed = { ["email"] = mail, ["family-kana"] = "にほへ" } };
        await (await fourth.OpenAsync()).CheckAsync();
        await fourth.AgreeAsync("agree", "electronic");
        Assert.Equal(HttpStatusCode.OK, fourth.Status);
        Assert.Contains("Three letters went to this address within the hour", fourth.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_thing_that_is_missing_is_said_at_once_with_the_name_of_its_field()
    {
        var visitor = new JoinVisitor(host, "/join/retail");
        foreach (var field in (string[])["family", "given", "postal", "city"]) visitor.Typed[field] = "";
        var html = System.Net.WebUtility.HtmlDecode((await visitor.CheckAsync()).Html);
        Assert.Contains("<a href=\"#f-family\">姓：入力してください。", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#f-given\">名を入力してください。", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#f-postal\">郵便番号を入力してください。", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#f-city\">市区町村を入力してください。", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<a href=\"#f-line\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retail_customer_joins_confirms_receives_the_contract_and_withdraws_in_time()
    {
        var mail = JoinVisitor.Mail(1);
        var visitor = new JoinVisitor(host, "/join/retail") { Typed = { ["email"] = mail, ["mobile"] = "０９０－００００－１２３４" } };
        await visitor.CheckAsync();
        // Normalised silently, shown before anything is stored.
        Assert.Contains("カナリヤヤシキ サエズリナルミコ", visitor.Html, StringComparison.Ordinal);
        Assert.Contains("〒150-0001 東京都渋谷区", visitor.Html, StringComparison.Ordinal);
        Assert.Contains("1-2-3", visitor.Html, StringComparison.Ordinal);
        var carried = visitor.Carried;
        await visitor.AgreeAsync("agree", "electronic");
        Assert.Equal((HttpStatusCode.SeeOther, "/join/sent?by=mail"), (visitor.Status, visitor.Location));
        // Pressed twice, or sent again after going back: one application.
        await visitor.SendAsync("send", ("carried", carried), ("agree", "yes"));
        Assert.Equal((HttpStatusCode.SeeOther, "/join/sent?by=mail"), (visitor.Status, visitor.Location));

        var link = await JoinVisitor.LinkAsync(host, mail, "/join/confirm/");
        var confirm = await new JoinVisitor(host, link).OpenAsync();
        Assert.Contains("value", confirm.Html, StringComparison.Ordinal);
        var application = (await Applications.OfConfirmationAsync(link["/join/confirm/".Length..], Cancel))!;
        Assert.Equal(ApplicationState.Unconfirmed, application.State);
        Assert.Equal(MemberStatus.Applied, (await Members.FindAsync(application.Subject, Cancel))!.Status);
        var described = (await Company.Trust.Vault.DescribeAsync(application.Subject, Cancel))!;
        Assert.All(described.Items, item => Assert.Equal((Channel.Web, "2026-10"), (item.Channel, item.PolicyVersion.Value)));

        await confirm.SendAsync("", ("electronic", "yes"));
        Assert.Contains("登録が完了しました", confirm.Html, StringComparison.Ordinal);
        Assert.Equal(MemberStatus.Active, (await Members.FindAsync(application.Subject, Cancel))!.Status);
        Assert.Contains("登録が完了しました", (await confirm.SendAsync("")).Html, StringComparison.Ordinal);

        var papers = await new JoinVisitor(host, await JoinVisitor.LinkAsync(host, mail, "/join/papers/")).OpenAsync();
        await papers.SendAsync("receive");
        Assert.Contains("2026年11月24日", papers.Html, StringComparison.Ordinal);
        Assert.Contains("2026年12月13日", papers.Html, StringComparison.Ordinal);
        using (var contract = await host.Visitor().GetAsync(await JoinVisitor.LinkAsync(host, mail, "/join/papers/") + "/contract.pdf", Cancel))
        {
            Assert.Equal((HttpStatusCode.OK, "application/pdf"), (contract.StatusCode, contract.Content.Headers.ContentType?.MediaType));
        }

        await papers.SendAsync("leave");
        Assert.Equal(MemberStatus.Active, (await Members.FindAsync(application.Subject, Cancel))!.Status);
        await papers.SendAsync("sure");
        Assert.Equal(MemberStatus.Cancelled, (await Members.FindAsync(application.Subject, Cancel))!.Status);
        Assert.Equal(ApplicationState.Undone, (await Applications.FindAsync(application.Code, Cancel))!.State);
        // Others of this class are given the same name: none of them may be taken for this one.
        await Company.Trust.Vault.EraseAsync(application.Subject, new Accessor("tester"), ct: Cancel);
        Assert.Empty(host.Trouble.Lines);
    }

    [Fact]
    public async Task An_application_nobody_confirms_ends_by_itself_and_is_erased()
    {
        var mail = JoinVisitor.Mail(2);
        await new JoinVisitor(host, "/join/vip") { Typed = { ["email"] = mail, ["birth"] = "昭和55年4月1日" } }.ApplyAsync();
        var link = await JoinVisitor.LinkAsync(host, mail, "/join/confirm/");
        var application = (await Applications.OfConfirmationAsync(link["/join/confirm/".Length..], Cancel))!;
        Assert.Equal(0, await Applications.SweepAsync(Cancel));
        host.Clock.Now += TimeSpan.FromDays(3);
        try
        {
            Assert.Null(await Applications.ConfirmAsync(link["/join/confirm/".Length..], false, Cancel));
            Assert.True(await Applications.SweepAsync(Cancel) > 0);
            Assert.Equal(ApplicationState.Lapsed, (await Applications.FindAsync(application.Code, Cancel))!.State);
            Assert.True(await Company.Trust.Vault.IsErasedAsync(application.Subject, Cancel));
            Assert.Contains("このリンクは使えません", (await new JoinVisitor(host, link).OpenAsync()).Html, StringComparison.Ordinal);
        }
        finally
        {
            host.Clock.Now = SiteHost.Tuesday;
        }
    }

    [Fact]
    public async Task The_same_person_is_sent_to_staff()
    {
        var (first, second) = (JoinVisitor.Mail(3), JoinVisitor.Mail(4));
        await new JoinVisitor(host, "/join/retail") { Typed = { ["email"] = first, ["mobile"] = "090-0000-7777", ["family-kana"] = "おなじひと" } }.ApplyAsync();
        await new JoinVisitor(host, await JoinVisitor.LinkAsync(host, first, "/join/confirm/")).SendAsync("");
        await new JoinVisitor(host, "/join/retail") { Typed = { ["email"] = second, ["phone"] = "09000007777", ["family-kana"] = "べつのひと" } }.ApplyAsync();
        var link = await JoinVisitor.LinkAsync(host, second, "/join/confirm/");
        var confirmed = await new JoinVisitor(host, link).SendAsync("");
        Assert.Contains("担当者が内容を確認し", confirmed.Html, StringComparison.Ordinal);
        var application = (await Applications.OfConfirmationAsync(link["/join/confirm/".Length..], Cancel))!;
        Assert.Equal((ApplicationState.Waiting, "duplicate"), (application.State, string.Join(' ', application.Reasons)));
        Assert.NotNull(application.Same);
        Assert.NotEqual(application.Subject, application.Same);
    }

    [Theory]
    [InlineData("family", "", "姓を入力してください")]
    [InlineData("postal", "15000", "郵便番号は7桁")]
    [InlineData("prefecture", "大阪府", "郵便番号と都道府県が合いません")]
    [InlineData("email", "canary-7c41f0", "メールアドレスとして読めません")]
    [InlineData("family-kana", "漢字", "カナとして読めません")]
    public async Task What_is_wrong_is_said_at_the_field_and_above_and_what_was_typed_stays(string field, string typed, string sentence)
    {
        var visitor = await new JoinVisitor(host, "/join/retail") { Typed = { [field] = typed } }.CheckAsync();
        Assert.Contains($"href=\"#f-", visitor.Html, StringComparison.Ordinal);
        Assert.Equal(2, visitor.Html.Split(sentence).Length - 1);
        Assert.Contains($"value=\"{CanaryWords.GivenName}\"", visitor.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"send\"", visitor.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Going_back_from_the_check_loses_nothing_and_what_is_carried_cannot_be_altered()
    {
        var visitor = await new JoinVisitor(host, "/join/retail").CheckAsync();
        var carried = visitor.Carried;
        Assert.DoesNotContain(CanaryWords.FamilyName, carried, StringComparison.Ordinal);
        await visitor.SendAsync("edit", ("carried", carried));
        Assert.Contains($"value=\"{CanaryWords.FamilyName}\"", visitor.Html, StringComparison.Ordinal);
        var altered = (carried[0] == 'A' ? 'B' : 'A') + carried[1..];
        await visitor.SendAsync("send", ("carried", altered), ("agree", "yes"));
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Contains("もう一度、入力内容をご確認ください", visitor.Html, StringComparison.Ordinal);
        host.Clock.Now += TimeSpan.FromHours(3);
        try
        {
            await visitor.SendAsync("send", ("carried", carried), ("agree", "yes"));
            Assert.Contains("もう一度、入力内容をご確認ください", visitor.Html, StringComparison.Ordinal);
        }
        finally
        {
            host.Clock.Now = SiteHost.Tuesday;
        }
    }

    [Fact]
    public async Task The_postal_code_completes_the_address_and_offers_what_it_leaves_open()
    {
        var visitor = new JoinVisitor(host, "/join/retail") { Typed = { ["prefecture"] = "", ["city"] = "", ["town"] = "" } };
        await visitor.PressAsync("postal");
        Assert.Contains("value=\"渋谷区\"", visitor.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"神宮前\"", visitor.Html, StringComparison.Ordinal);
        visitor.Typed["postal"] = "4980000";
        await visitor.PressAsync("postal");
        Assert.Contains("value=\"set:place:1\"", visitor.Html, StringComparison.Ordinal);
        await visitor.PressAsync("set:place:1");
        Assert.Contains("value=\"桑名郡木曽岬町\"", visitor.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_is_asked_more_and_must_be_of_age_and_no_student()
    {
        var visitor = new JoinVisitor(host, "/join/agent") { Typed = { ["birth"] = "2010-01-01", ["bank"] = "みず", ["branch"] = "本店", ["account-number"] = "123" } };
        await visitor.CheckAsync();
        Assert.Contains("18歳未満の方は", visitor.Html, StringComparison.Ordinal);
        Assert.Contains("学生の方は", visitor.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"set:bank:0001\"", visitor.Html, StringComparison.Ordinal);
        (visitor.Typed["birth"], visitor.Typed["bank"], visitor.Typed["branch"], visitor.Typed["not-student"]) = ("H5.1.1", "0001", "100", "yes");
        await visitor.CheckAsync();
        Assert.Contains("みずほ 本店", visitor.Html, StringComparison.Ordinal);
        await visitor.AgreeAsync("agree");
        Assert.Contains("f-outline", visitor.Html, StringComparison.Ordinal);
        using var outline = await host.Visitor().GetAsync("/join/outline/agent.pdf", Cancel);
        Assert.Equal("application/pdf", outline.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_sponsor_is_confirmed_by_a_nickname_and_found_by_a_link_that_tells_no_number()
    {
        var applications = Applications;
        await new JoinVisitor(host, "/join/agent") { Typed = { ["birth"] = "H5.1.1", ["not-student"] = "yes", ["email"] = JoinVisitor.Mail(5), ["family-kana"] = "しょうかいしゃ" } }.ApplyAsync();
        var link = await JoinVisitor.LinkAsync(host, JoinVisitor.Mail(5), "/join/confirm/");
        await new JoinVisitor(host, link).SendAsync("", ("electronic", "yes"));
        var agent = (await applications.OfConfirmationAsync(link["/join/confirm/".Length..], Cancel))!;
        Assert.Equal(ApplicationState.Accepted, agent.State);
        var referrals = host.Services.GetRequiredService<Referrals>();
        var path = (await referrals.LinkOfAsync(agent.Subject, Cancel))!;
        Assert.Equal(path, await referrals.LinkOfAsync(agent.Subject, Cancel));
        var nickname = referrals.NicknameOf(agent.Subject).In(System.Globalization.CultureInfo.GetCultureInfo("ja"));
        var start = await new JoinVisitor(host, path).OpenAsync();
        Assert.Contains(nickname, start.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(CanaryWords.FamilyName, start.Html, StringComparison.Ordinal);

        var form = "/join/retail" + path["/join".Length..];
        await new JoinVisitor(host, form) { Typed = { ["email"] = JoinVisitor.Mail(6), ["family-kana"] = "しょうかいされた" } }.ApplyAsync();
        var joined = await JoinVisitor.LinkAsync(host, JoinVisitor.Mail(6), "/join/confirm/");
        await new JoinVisitor(host, joined).SendAsync("");
        var below = (await applications.OfConfirmationAsync(joined["/join/confirm/".Length..], Cancel))!;
        Assert.Equal((ApplicationState.Accepted, agent.Subject), (below.State, below.Sponsor!.Value));

        var wrong = await new JoinVisitor(host, "/join/retail") { Typed = { ["sponsor"] = "MIHON-404" } }.CheckAsync();
        Assert.Contains("この会員番号のご紹介者は見つかりません", wrong.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_are_checked()
    {
        Assert.Empty(new JoinOptions().Problems());
        var wrong = new JoinOptions { AgentAge = 100, ConfirmWithin = TimeSpan.Zero, CarryFor = TimeSpan.Zero, FormsFromOneAddress = 1 };
        wrong.Ask["somebody"] = ["Not an item"];
        wrong.Review.Add("somebody");
        Assert.Equal(7, wrong.Problems().Count());
    }
}
