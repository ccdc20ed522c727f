using System.Text.RegularExpressions;
using Azukari.Company;
using Azukari.Testing.Canaries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MimeKit;

namespace Azukari.Browser.Tests;

/// <summary>People who join, by their own hands and by staff's, on a phone and at a desk; every page they see fits and axe finds nothing.</summary>
public sealed partial class JoinTests(Browsers browsers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", 390, true)]
    [InlineData("/en", 1280, true)]
    [InlineData("", 1280, false)]
    public async Task A_retail_customer_joins_confirms_receives_the_contract_and_withdraws(string language, int width, bool script)
    {
        var mail = $"canary-7c41f0-{(script ? "with" : "without")}{width}@example.jp";
        await using Visit visit = await browsers.VisitAsync(width, script: script);
        await visit.OpenAsync(language + "/join");
        await LookAsync(visit, script);
        await visit.Page.Locator("a[href$='/join/retail']").ClickAsync();
        await LookAsync(visit, script);
        await FillAsync(visit.Page, ("family", CanaryWords.FamilyName), ("given", CanaryWords.GivenName), ("postal", "１５０ー０００１"));
        await visit.Page.Locator("button[value=postal]").ClickAsync();
        Assert.Equal("渋谷区", await visit.Page.Locator("#f-city").InputValueAsync());
        await FillAsync(visit.Page, ("email", mail));
        await PressAsync(visit.Page, "check");
        await LookAsync(visit, script); // the street is missing: a summary with links, the message at the field
        await visit.Page.Locator("a[href='#f-line']").ClickAsync();
        Assert.EndsWith("#f-line", visit.Page.Url, StringComparison.Ordinal);
        await FillAsync(visit.Page, ("line", "1-2-3"), ("family-kana", $"かなり{(width == 390 ? "や" : script ? "ゆ" : "よ")}しき"), ("given-kana", "さえずり"));
        await PressAsync(visit.Page, "check");
        await LookAsync(visit, script);
        Assert.True(await visit.Page.GetByText("150-0001").IsVisibleAsync());
        await visit.Page.Locator("#f-agree").CheckAsync();
        await visit.Page.Locator("#f-electronic").CheckAsync();
        await PressAsync(visit.Page, "send");
        await visit.Page.ReachAsync("**/join/sent*");
        await LookAsync(visit, script);

        await visit.OpenAsync(await LinkInMailAsync(mail, "/join/confirm/"));
        await LookAsync(visit, script);
        await visit.Page.Locator("#f-electronic").CheckAsync();
        await visit.Page.Locator("main button[type=submit]").ClickAsync();
        await LookAsync(visit, script);
        await visit.OpenAsync(await LinkInMailAsync(mail, "/join/papers/"));
        await LookAsync(visit, script);
        await PressAsync(visit.Page, "receive");
        await LookAsync(visit, script);
        await PressAsync(visit.Page, "leave");
        await LookAsync(visit, script);
        await PressAsync(visit.Page, "sure");
        await LookAsync(visit, script);
        Assert.True(await visit.Page.Locator("h1", new PageLocatorOptions { HasTextRegex = Undone() }).IsVisibleAsync());
        visit.HasNoTrouble();
    }

    [Fact]
    public async Task Somebody_joins_comes_in_with_a_passkey_and_sees_who_of_the_staff_looked_and_why()
    {
        const string mail = "canary-7c41f0-journey@example.jp";
        await using Visit visit = await browsers.VisitAsync(390);
        Device device = await Device.InAsync(visit.Page);
        await visit.OpenAsync("/en/join/retail");
        await FillAsync(
            visit.Page, ("family", CanaryWords.FamilyName), ("given", CanaryWords.GivenName), ("family-kana", "たびびと"), ("given-kana", "はじめ"), ("postal", "150-0001"), ("city", "渋谷区"),
            ("town", "神宮前"), ("line", "7-8-9"), ("email", mail));
        await visit.Page.Locator("#f-prefecture").SelectOptionAsync("東京都");
        await PressAsync(visit.Page, "check");
        foreach (var agreed in new[] { "agree", "electronic" }) await visit.Page.Locator($"#f-{agreed}").CheckAsync();
        await PressAsync(visit.Page, "send");
        await visit.Page.ReachAsync("**/join/sent*");
        await visit.OpenAsync(await LinkInMailAsync(mail, "/join/confirm/"));
        await visit.Page.Locator("#f-electronic").CheckAsync();
        await visit.Page.Locator("main button[type=submit]").ClickAsync();
        await visit.Page.GetByText("You are registered").First.WaitForAsync();

        await visit.OpenAsync(await LinkInMailAsync(mail, "/account/invitation/"));
        await visit.Page.Locator("form[data-passkey] button").ClickAsync();
        await visit.Page.ReachAsync("**/my");
        Assert.Equal(1, await device.CountAsync());
        await visit.OpenAsync("/en/account");
        await visit.Page.Locator("form[action$='/sign-out'] button").ClickAsync();
        await visit.Page.ReachAsync("**out=1");
        await visit.Page.Locator("form[data-passkey] button").ClickAsync();
        await visit.Page.ReachAsync("**/my");
        ILocator looks = visit.Page.Locator(".my-use", new PageLocatorOptions { HasText = "saw your data for “Consultations and trouble”" });
        await visit.OpenAsync("/en/my/uses");
        Assert.Equal(0, await looks.CountAsync());

        await using (Visit staff = await browsers.ChoosingAsync()) // for consultations, in the case inquiry-77
        {
            await staff.Page.Locator("#value").FillAsync("タビビト");
            await staff.Page.Locator(".con-find button[type=submit]").First.ClickAsync();
            await staff.Page.ReachAsync("**/console/people/*"); // the only one who reads so: at once their page
            await staff.Page.GetByText(CanaryWords.FamilyName).First.WaitForAsync();
            staff.HasNoTrouble();
        }

        await visit.OpenAsync("/en/my/uses");
        await looks.First.GetByText("Check this record").ClickAsync();
        await looks.First.Locator("[data-result=good]").WaitForAsync();
        await looks.First.GetByText("Details").ClickAsync();
        await visit.Page.GetByText("inquiry-77").First.WaitForAsync();
        visit.HasNoTrouble();
    }

    [Fact]
    public async Task An_agent_picks_bank_and_branch_joins_and_somebody_who_does_not_agree_is_declined()
    {
        const string mail = "canary-7c41f0-agent@example.jp";
        await using Visit visit = await browsers.VisitAsync(390, dark: true);
        await visit.OpenAsync("/join/agent");
        await LookAsync(visit);
        await FillAsync(
            visit.Page, ("family", CanaryWords.FamilyName), ("given", CanaryWords.GivenName), ("family-kana", "かなりえじぇんと"), ("given-kana", "さえずり"), ("postal", "150-0001"), ("city", "渋谷区"),
            ("town", "神宮前"), ("line", "1-2-3"), ("email", mail), ("birth", "S55.4.1"), ("bank", "みず"), ("branch", "本店"), ("account-number", "1234567"));
        await visit.Page.Locator("#f-prefecture").SelectOptionAsync("東京都");
        await visit.Page.Locator("#f-not-student").CheckAsync();
        await PressAsync(visit.Page, "check");
        await LookAsync(visit);
        await visit.Page.Locator("button[value='set:bank:0001']").ClickAsync();
        await PressAsync(visit.Page, "check");
        await LookAsync(visit);
        Assert.True(await visit.Page.GetByText("1980年4月1日").IsVisibleAsync());
        await PressAsync(visit.Page, "send");
        await LookAsync(visit); // nothing agreed to yet
        foreach (var agreed in new[] { "agree", "outline", "electronic" }) await visit.Page.Locator($"#f-{agreed}").CheckAsync();
        await PressAsync(visit.Page, "send");
        await visit.Page.ReachAsync("**/join/sent*");
        await visit.OpenAsync(await LinkInMailAsync(mail, "/join/confirm/"));
        await LookAsync(visit);
        await visit.Page.Locator("#f-electronic").CheckAsync();
        await visit.Page.Locator("main button[type=submit]").ClickAsync();
        await visit.Page.GetByText("登録が完了しました").First.WaitForAsync();

        await visit.OpenAsync("/join/retail");
        await FillAsync(visit.Page, ("family", CanaryWords.FamilyName), ("given", CanaryWords.GivenName), ("postal", "150-0001"), ("city", "渋谷区"), ("line", "9-9-9"));
        await visit.Page.Locator("#f-prefecture").SelectOptionAsync("東京都");
        await PressAsync(visit.Page, "check");
        await PressAsync(visit.Page, "disagree");
        await LookAsync(visit);
        Assert.True(await visit.Page.GetByText("保存していません").IsVisibleAsync());
        visit.HasNoTrouble();
    }

    [Fact]
    public async Task The_reading_is_offered_as_the_input_method_had_it_and_one_typed_by_hand_stays()
    {
        await using Visit visit = await browsers.VisitAsync(390);
        await visit.OpenAsync("/join/retail");
        await ComposeAsync(visit.Page, "family", "見本坂", "み", "みほ", "みほんざか", "見本坂");
        await ReadsAsync("family-kana", "ミホンザカ");
        await ComposeAsync(visit.Page, "family", "見本坂上", "うえ", "上"); // the rest of the name, in a second go
        await ReadsAsync("family-kana", "ミホンザカウエ");
        await visit.Page.Locator("#f-family").FillAsync("");
        await ReadsAsync("family-kana", ""); // begun anew
        await ComposeAsync(visit.Page, "family", "山見本", "ﾔﾏ", "ﾔﾏﾐﾎﾝ", "山見本");
        await ReadsAsync("family-kana", "ヤマミホン");
        await ComposeAsync(visit.Page, "given", "Hana", "Hana"); // never was kana: nothing to offer
        await ReadsAsync("given-kana", "");

        await visit.Page.Locator("#f-given-kana").FillAsync("よしこ");
        await ComposeAsync(visit.Page, "given", "美子", "みこ", "美子");
        await ReadsAsync("given-kana", "よしこ");
        await visit.Page.Locator("#f-given").FillAsync("");
        await ReadsAsync("given-kana", "よしこ");
        await visit.Page.Locator("#f-family-kana").FillAsync("サンミホン"); // an offer put right
        await ComposeAsync(visit.Page, "family", "山見本川", "かわ", "川");
        await ReadsAsync("family-kana", "サンミホン");
        visit.HasNoTrouble();

        async Task ReadsAsync(string field, string reading) => Assert.Equal(reading, await visit.Page.Locator("#f-" + field).InputValueAsync());
    }

    [Fact]
    public async Task Staff_type_in_a_paper_form_attach_its_scan_and_decide_that_it_is_another_person()
    {
        await using Visit visit = await browsers.StaffAsync();
        for (var n = 0; n < 2; n++)
        {
            await visit.OpenAsync("/console/applications/paper");
            await LookAsync(visit);
            await visit.Page.Locator("a[href$='/paper/vip']").ClickAsync();
            await LookAsync(visit);
            await FillAsync(
                visit.Page, ("family", CanaryWords.FamilyName), ("given", CanaryWords.GivenName), ("family-kana", "かなりかみ"), ("given-kana", "さえずり"), ("postal", "150-0001"), ("city", "渋谷区"),
                ("town", "神宮前"), ("line", "4-5-6"), ("phone", "03-0000-1234"), ("email", $"canary-7c41f0-paper{n}@example.jp"));
            await visit.Page.Locator("#f-prefecture").SelectOptionAsync("東京都");
            await PressAsync(visit.Page, "check");
            await LookAsync(visit);
            await visit.Page.Locator("#f-signed").CheckAsync();
            await PressAsync(visit.Page, "send");
            await visit.Page.ReachAsync("**/console/applications/A-*");
            await LookAsync(visit);
            await visit.Page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "form.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7 form"u8.ToArray() });
            await visit.Page.Locator("form[action$='/scan'] button").ClickAsync();
            await visit.Page.ReachAsync("**said=attached");
            if (n == 1)
            {
                Assert.True(await visit.Page.GetByText("同じ方かもしれない登録").IsVisibleAsync());
                string path = new Uri(visit.Page.Url).AbsolutePath;
                await visit.IsForEverybodyAsync("/en" + path);
                await visit.IsForEverybodyAsync(path); // both beside each other, what differs, and what can be done about it
            }

            if (n == 1 || await visit.Page.Locator("#another").CountAsync() > 0) await visit.Page.Locator("#another").CheckAsync(); // whoever else joined before may be alike as well
            await visit.Page.Locator("form[action$='/accept'] button").ClickAsync();
            await visit.Page.ReachAsync("**said=accepted");
            await LookAsync(visit);
            await visit.OpenAsync("/en" + new Uri(visit.Page.Url).AbsolutePath);
            await LookAsync(visit);
        }

        string link = await LinkInMailAsync("canary-7c41f0-paper1@example.jp", "/join/address/"); // what staff typed is asked about first
        foreach (string path in (string[])[link, "/en" + link])
        {
            await visit.OpenAsync(path);
            await LookAsync(visit);
        }

        await visit.Page.Locator("main button[type=submit]").ClickAsync();
        await visit.Page.GetByText("confirmed").First.WaitForAsync();
        await LookAsync(visit);
        foreach (string list in new[] { "all", "post" })
        {
            await visit.OpenAsync("/console/applications?show=" + list);
            await LookAsync(visit);
        }

        visit.HasNoTrouble();
    }

    // The path of the first link of a kind in the mail that reached an address, as soon as it has.
    private async Task<string> LinkInMailAsync(string to, string kind)
    {
        var folder = Path.Combine(browsers.Services.GetRequiredService<CompanyCore>().Options.Folder, "outbox");
        for (var tries = 0; tries < 300; tries++, await Task.Delay(100, Cancel))
        {
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml") : [])
            {
                var letter = await MimeMessage.LoadAsync(file, Cancel);
                if (letter.To.ToString().Contains(to, StringComparison.Ordinal) && Regex.Match(letter.TextBody ?? "", $@"https?://[^/\s]+(?<path>[^\s]*{kind}\S+)") is { Success: true } found) return found.Groups["path"].Value;
            }
        }

        throw new InvalidOperationException($"No mail with {kind} came.");
    }

    private static async Task FillAsync(IPage page, params (string Field, string Text)[] fields)
    {
        foreach (var (field, text) in fields) await page.Locator("#f-" + field).FillAsync(text);
    }

    // What a browser tells of somebody who types with an input method: each stage of what is being composed, the last of which is taken.
    private static async Task ComposeAsync(IPage page, string field, string text, params string[] stages) => await page.Locator("#f-" + field).EvaluateAsync(
        """
        (input, [text, stages]) => {
          const tell = (type, data) => input.dispatchEvent(new CompositionEvent(type, { data, bubbles: true }));
          input.focus();
          tell('compositionstart', '');
          for (const stage of stages) tell('compositionupdate', stage);
          input.value = text;
          tell('compositionend', stages[stages.length - 1]);
          input.dispatchEvent(new InputEvent('input', { bubbles: true, data: text }));
        }
        """,
        new object[] { text, stages });

    private static Task PressAsync(IPage page, string button) => page.Locator($"main button[name=do][value={button}]:not(.az-default)").ClickAsync();

    // Fits its screen and a small one, and axe finds nothing.
    private static async Task LookAsync(Visit visit, bool script = true)
    {
        if (!script) return; // what looks is a script itself
        await visit.FitsAsync(visit.Page.Url);
        await Axe.FindsNothingAsync(visit.Page, visit.Page.Url);
    }

    [GeneratedRegex("登録を取り消し|undone")]
    private static partial Regex Undone();
}
