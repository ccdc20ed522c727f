using Azukari.Members.Contracts;
using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

/// <summary>The member's own pages in a browser: for everybody, on every screen; proofs checked where the member sits.</summary>
public sealed class PortalTests(Browsers browsers)
{
    private static readonly string[] Japanese =
    [
        "/my", "/my/information", "/my/uses", "/my/uses?show=acts", "/my/uses?month=2020-01", "/my/uses/{entry}", "/my/consents",
        "/my/information/kana", "/my/information/address", "/my/information/email", "/my/information/bank-account",
        "/my/rights", "/my/rights/ask/correction?problem=text", "/my/rights/ask/deletion?problem=warned", "/my/messages", "/my/membership", "/my/membership/leave", "/my/health", "/my/health?problem=consent",
        "/account", "/join/left",
    ];

    public static TheoryData<string> Pages => [.. Japanese, .. Japanese.Select(path => "/en" + path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_fits_every_screen_and_axe_finds_nothing(string path)
    {
        PortalMember member = await PortalMember.CreateAsync(browsers);
        string entry = await member.LivedAsync();
        await using Visit visit = await member.VisitAsync();
        await visit.IsForEverybodyAsync(path.Replace("{entry}", entry, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(MemberClass.Retail, "/my")]
    [InlineData(MemberClass.Retail, "/en/my")]
    [InlineData(MemberClass.Vip, "/my")]
    [InlineData(MemberClass.Vip, "/en/my")]
    public async Task The_home_page_of_a_customer_fits_every_screen_too(MemberClass @class, string path)
    {
        PortalMember member = await PortalMember.CreateAsync(browsers, @class);
        await member.LivedAsync();
        await using Visit visit = await member.VisitAsync();
        await visit.IsForEverybodyAsync(path);
        Assert.Equal(@class == MemberClass.Retail ? 1 : 0, await visit.Page.Locator("section:has(#standing) details").CountAsync());
    }

    [Fact]
    public async Task A_member_asks_by_right_and_leaves_by_two_presses()
    {
        PortalMember member = await PortalMember.CreateAsync(browsers, MemberClass.Retail);
        await using Visit visit = await member.VisitAsync(390);
        await visit.OpenAsync("/en/my");
        await visit.Page.GetByText("More pages").ClickAsync();
        await visit.FitsAsync("the menu at 390 px");
        await Axe.FindsNothingAsync(visit.Page, "the menu at 390 px");
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Requests", Exact = true }).ClickAsync();
        await visit.Page.Locator("article", new PageLocatorOptions { Has = visit.Page.Locator("h3#deletion") }).GetByText("Ask for this").ClickAsync();
        await visit.Page.GetByText("Send the request").ClickAsync();
        await visit.Page.Locator("#warned-error").WaitForAsync();
        await visit.Page.GetByLabel("I ask for it knowing that my membership may end.").CheckAsync();
        await visit.Page.GetByText("Send the request").ClickAsync();
        await visit.Page.GetByText("We have your request.").WaitForAsync();
        Assert.True(await visit.Page.GetByText("Waiting for our answer").IsVisibleAsync());

        await visit.Page.GetByText("More pages").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Membership", Exact = true }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Leave", Exact = true }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Leave", Exact = true }).ClickAsync();
        await visit.Page.ReachAsync("**/en/join/left");
        visit.HasNoTrouble();
        await visit.OpenAsync("/en/my");
        Assert.Contains("/account/sign-in", visit.Page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 390, "この名前やコードの金融機関はありません")]
    [InlineData("/en", 1280, "No bank has this code or name")]
    public async Task A_member_picks_bank_and_branch(string language, int width, string none)
    {
        PortalMember member = await PortalMember.CreateAsync(browsers);
        await using Visit visit = await member.VisitAsync(width, dark: width == 390);
        await visit.OpenAsync(language + "/my/information/bank-account");
        (string, string)[] typed = [("bank", "ナイギンコウ"), ("branch", "本"), ("number", "7654321"), ("holder", "ミホン ハナコ")];
        foreach (var (field, text) in typed) await visit.Page.Locator($"#{field}").FillAsync(text);
        await SendAsync("Enter", "#bank-error");
        Assert.Contains(none, await visit.Page.Locator("#bank-error").InnerTextAsync(), StringComparison.Ordinal);
        await visit.Page.Locator("#bank").FillAsync("みず");
        await SendAsync("Enter", "button[value='bank:0001']");
        await visit.Page.Locator("button[value='bank:0001']").ClickAsync();
        await visit.Page.Locator(".az-found").WaitForAsync();
        Assert.Equal("本", await visit.Page.Locator("#branch").InputValueAsync());
        await SendAsync("Enter", "button[value='branch:100']");
        await visit.Page.Locator("button[value='branch:100']").ClickAsync();
        await visit.Page.Locator(".az-found").Nth(1).WaitForAsync();
        await SendAsync("Enter", "input[name=carried]");
        Assert.Contains("0001-100", await visit.Page.Locator(".my-form dl").InnerTextAsync(), StringComparison.Ordinal);
        visit.HasNoTrouble();

        async Task SendAsync(string key, string shows)
        {
            await visit.Page.Locator("#holder").PressAsync(key);
            await visit.Page.Locator(shows).First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
            await visit.FitsAsync($"the account's fields at {width} px");
            await Axe.FindsNothingAsync(visit.Page, $"the account's fields at {width} px, {shows}");
        }
    }

    [Fact]
    public async Task A_member_sees_who_looked_checks_the_proof_corrects_and_decides()
    {
        PortalMember member = await PortalMember.CreateAsync(browsers);
        await member.LivedAsync();
        await using Visit visit = await member.VisitAsync(390);
        await visit.OpenAsync("/en/my");
        await visit.Page.GetByText("See who looked, and why").ClickAsync();
        ILocator line = visit.Page.Locator(".my-use", new PageLocatorOptions { HasText = "Our Shipping desk saw your data for “Delivery”" });
        await line.GetByText("Check this record").ClickAsync();
        await line.Locator("[data-result=good]").WaitForAsync();

        await line.GetByText("Details").ClickAsync();
        await visit.Page.GetByText("To deliver goods and paperwork to you.").WaitForAsync();
        await visit.Page.GetByText("Check this record").ClickAsync();
        await visit.Page.Locator("[data-result=good]").WaitForAsync();
        Assert.Contains("Genuine.", await visit.Page.Locator("[data-result]").InnerTextAsync());

        await visit.OpenAsync("/en/my/information");
        await visit.Page.GetByLabel("Change: Name in kana").ClickAsync();
        await visit.Page.GetByLabel("Given name in kana").FillAsync("ﾊﾅ");
        await visit.Page.GetByText("Save the change").ClickAsync();
        await visit.Page.Locator("#kana").GetByText("ミホン ハナ", new LocatorGetByTextOptions { Exact = true }).WaitForAsync();
        await visit.Page.GetByLabel("Change: Mobile number").ClickAsync();
        await visit.Page.Locator("#value").FillAsync("０９０　０００0 4321");
        await visit.Page.GetByText("Save the change").ClickAsync();
        await visit.Page.Locator("#mobile").GetByText("90-0000-4321").WaitForAsync();

        await visit.OpenAsync("/en/my/consents");
        ILocator news = visit.Page.Locator("article", new PageLocatorOptions { HasText = "News of seminars and campaigns" }).First;
        await news.GetByText("Agree", new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await visit.Page.GetByText("Your consent is recorded").WaitForAsync();
        await news.GetByText("Withdraw", new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await visit.Page.GetByText("Your consent is withdrawn").WaitForAsync();
        await visit.Page.GetByText("I have read it", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await visit.Page.GetByText("Version 2026-10 noted").WaitForAsync();
        visit.HasNoTrouble();
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_signs_in_and_comes_to_the_page_they_asked_for()
    {
        PortalMember member = await PortalMember.CreateAsync(browsers);
        await member.LivedAsync();
        (string number, string password) = await member.PasswordAsync();
        await using Visit visit = await browsers.VisitAsync(390);
        await visit.OpenAsync("/en/my/uses");
        Assert.Contains("/en/account/sign-in?return=", visit.Page.Url, StringComparison.Ordinal);
        await visit.Page.Locator("#name").FillAsync(number);
        await visit.Page.Locator("#password").FillAsync(password);
        await visit.Page.Locator("form:has(#password) button[type=submit]").ClickAsync();

        await visit.Page.ReachAsync("**/en/my/uses");
        Assert.True(await visit.Page.GetByText("Our Shipping desk saw your data for “Delivery”").IsVisibleAsync());
    }

    [Theory]
    [InlineData("\"case\":\"order-1042\"", "\"case\":\"order-1043\"", "changed")] // what the entry says
    [InlineData("\"purpose\":\"purpose.member.2\"", "\"purpose\":\"purpose.member.4\"", "other")] // what the page said of it
    [InlineData("\"salt\": \"", "\"salt\": \"^", "changed")]
    [InlineData("\"path\": [\n    \"", "\"path\": [\n    \"^", "changed")]
    [InlineData("\"position\": ", "\"position\": 1", "changed")]
    [InlineData("azukari.example/sample\\n", "azukari.example/sampl3\\n", "unsigned")] // what the checkpoint says it is of
    [InlineData("\\u2014 azukari.example/sample ", "\\u2014 azukari.example/sample ^", "unsigned")] // its signature
    [InlineData("{", "[", "changed")]
    public async Task A_proof_of_which_anything_was_altered_is_refused_in_the_browser(string before, string after, string expected)
    {
        PortalMember member = await PortalMember.CreateAsync(browsers);
        string entry = await member.LivedAsync();
        await using Visit visit = await member.VisitAsync();
        await visit.Page.RouteAsync("**/proof.json", async route =>
        {
            IAPIResponse answer = await route.FetchAsync();
            string file = await answer.TextAsync();
            Assert.Contains(before, file, StringComparison.Ordinal);
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = Altered(file, before, after) });
        });
        await visit.OpenAsync($"/en/my/uses/{entry}");
        await visit.Page.GetByText("Check this record").ClickAsync();
        await visit.Page.Locator($"[data-result={expected}]").WaitForAsync();

        Assert.Contains("Please tell customer service.", await visit.Page.Locator("[data-result]").InnerTextAsync());
        Assert.Equal(0, await visit.Page.Locator(".my-proof-good").CountAsync());
    }

    [Fact]
    public async Task A_proof_of_another_record_proves_nothing_of_this_one()
    {
        PortalMember member = await PortalMember.CreateAsync(browsers);
        string entry = await member.LivedAsync(), other = await member.LookAsync("staff.shipping", "purpose.member.2", "order-1042", "name", "address", "mobile");
        await using Visit visit = await member.VisitAsync();
        await visit.Page.RouteAsync($"**/{entry}/proof.json", async route =>
            await route.FulfillAsync(new RouteFulfillOptions { Response = await route.FetchAsync(new RouteFetchOptions { Url = route.Request.Url.Replace(entry, other, StringComparison.Ordinal) }) }));
        await visit.OpenAsync($"/en/my/uses/{entry}");
        await visit.Page.GetByText("Check this record").ClickAsync();

        await visit.Page.Locator("[data-result=other]").WaitForAsync();
    }

    [Fact]
    public async Task A_browser_that_cannot_check_says_so_and_a_proof_that_does_not_come_is_no_proof()
    {
        PortalMember member = await PortalMember.CreateAsync(browsers);
        string entry = await member.LivedAsync();
        await using Visit old = await member.VisitAsync();
        await old.Page.AddInitScriptAsync("SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'));");
        await old.OpenAsync($"/en/my/uses/{entry}");
        await old.Page.GetByText("Check this record").ClickAsync();
        await old.Page.Locator("[data-result=old]").WaitForAsync();

        await using Visit cut = await member.VisitAsync();
        await cut.OpenAsync($"/en/my/uses/{entry}");
        await cut.Page.RouteAsync("**/proof.json", route => route.AbortAsync());
        await cut.Page.GetByText("Check this record").ClickAsync();
        await cut.Page.Locator("[data-result=away]").WaitForAsync();
    }

    [Fact]
    public async Task Without_script_the_proof_is_saved_and_the_page_says_how_to_check_it()
    {
        PortalMember member = await PortalMember.CreateAsync(browsers);
        string entry = await member.LivedAsync();
        await using Visit visit = await member.VisitAsync(390, script: false);
        await visit.OpenAsync($"/en/my/uses/{entry}");
        Assert.True(await visit.Page.GetByText("Without JavaScript you can check it by hand").IsVisibleAsync());
        Assert.Equal(0, await visit.Page.GetByText("Check this record").CountAsync());

        IDownload download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByText("Save the proof", new PageGetByTextOptions { Exact = true }).ClickAsync());
        Assert.StartsWith("ledger-proof-", download.SuggestedFilename, StringComparison.Ordinal);
    }

    // A caret stands for the letter or digit after it, changed.
    private static string Altered(string file, string before, string after)
    {
        int at = file.IndexOf(before, StringComparison.Ordinal);
        if (!after.EndsWith('^')) return file[..at] + after + file[(at + before.Length)..];
        int changed = at + before.Length;
        return file[..changed] + (file[changed] == '0' ? '1' : file[changed] == 'A' ? 'B' : file[changed] is >= 'B' and <= 'Z' ? 'A' : '0') + file[(changed + 1)..];
    }
}
