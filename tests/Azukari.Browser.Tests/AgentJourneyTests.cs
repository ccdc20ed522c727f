using System.Text.RegularExpressions;
using Azukari.Company;
using Azukari.Join.Contracts;
using Azukari.Members.Contracts;
using Azukari.Testing.Canaries;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MimeKit;

namespace Azukari.Browser.Tests;

/// <summary>
/// The way of an agent through the browser, from the other agent's link: joins, confirms, comes in, is seen below the sponsor once that one has learnt
/// and pledged; and, within the days of cooling-off, withdraws with all that follows.
/// </summary>
public sealed class AgentJourneyTests(Browsers browsers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SponsorTree Tree => browsers.Services.GetRequiredService<SponsorTree>();

    [Fact]
    public async Task An_agent_joins_by_a_link_is_seen_by_the_sponsor_after_the_pledge_and_withdraws_within_cooling_off()
    {
        const string mail = "canary-7c41f0-referred@example.jp";
        PortalMember sponsor = await PortalMember.CreateAsync(browsers);
        await browsers.Services.GetRequiredService<MemberBook>().RaiseRankAsync(sponsor.Id, MemberRank.Gold, new MemberActing(new Accessor("tester"), "application-1"), Cancel);
        await using Visit above = await sponsor.VisitAsync(390);
        await above.OpenAsync("/en/my/membership");
        string link = Regex.Match(await above.Page.ContentAsync(), "/join\\?ref=[A-Za-z0-9_-]+").Value;
        Assert.NotEmpty(link);

        await using Visit visit = await browsers.VisitAsync(390);
        await Device.InAsync(visit.Page);
        SubjectId joined = await JoinAsync(visit, "/en" + link, sponsor.Id, mail);
        Assert.Equal(sponsor.Id, Tree.ParentOf(joined));
        await visit.OpenAsync(await LinkInMailAsync(mail, "/account/invitation/"));
        await visit.Page.Locator("form[data-passkey] button").ClickAsync();
        await visit.Page.ReachAsync("**/my");
        await visit.OpenAsync("/en/my/membership"); // its receipt starts the clock, and gives the contract document
        await visit.Page.Locator("form[action$='/membership/receive'] button").ClickAsync();
        await visit.Page.ReachAsync("**done=received");
        Assert.Equal(200, (await visit.Page.APIRequest.GetAsync(browsers.Address + "/en/my/membership/contract.pdf")).Status);

        await above.OpenAsync("/en/my/downline");
        Assert.Equal(0, await above.Page.GetByText(CanaryWords.FamilyName).CountAsync());
        await above.Page.GetByText("Take the training").First.ClickAsync();
        foreach (string answer in (string[])["q1-b", "q2-c", "q3-a", "q4-b", "pledge"]) await above.Page.Locator($"#{answer}").CheckAsync();
        await above.Page.GetByText("Answer and pledge").ClickAsync();
        await above.Page.GetByText("Your pledge is recorded.").WaitForAsync();
        await above.Page.GetByText(CanaryWords.FamilyName).First.WaitForAsync();
        await visit.OpenAsync("/en/my/uses"); // and who is below sees that
        await visit.Page.GetByText("Higher-ranked member of the line").First.WaitForAsync();

        await visit.OpenAsync("/en/my/membership/leave");
        await visit.Page.Locator("form[action$='/leave/sure'] button").ClickAsync();
        await visit.Page.ReachAsync("**/join/undone");
        Assert.Equal(MemberStatus.Cancelled, (await browsers.Services.GetRequiredService<MemberBook>().FindAsync(joined, Cancel))!.Status);
        await Tree.CatchUpAsync(Cancel);
        Assert.Equal(sponsor.Id, Tree.ParentOf(joined)); // the shape stays
        IResponse? gone = await visit.Page.GotoAsync("/en/my");
        Assert.Contains("/account/sign-in", gone!.Url, StringComparison.Ordinal);
        await WaitForLetterAsync(mail, @"is\s+undone\s+within\s+the\s+cooling-off");
        await above.OpenAsync("/en/my/downline");
        await above.Page.GetByText("Former member").First.WaitForAsync();
        Assert.Equal(0, await above.Page.GetByText(CanaryWords.FamilyName).CountAsync());
        above.HasNoTrouble();
        visit.HasNoTrouble();
    }

    // From the link over the form, the check page and the letter to the registration; the sponsor is known by the nickname alone.
    private async Task<SubjectId> JoinAsync(Visit visit, string link, SubjectId sponsor, string mail)
    {
        string nickname = browsers.Services.GetRequiredService<Referrals>().NicknameOf(sponsor).In(System.Globalization.CultureInfo.GetCultureInfo("en"));
        HashSet<SubjectId> before = [.. await browsers.Services.GetRequiredService<CompanyCore>().Trust.Vault.SubjectsAsync(MemberClass.Agent.Kind(), Cancel).ToListAsync(Cancel)];
        await visit.OpenAsync(link);
        await visit.Page.Locator("a[href*='/join/agent']").First.ClickAsync();
        await visit.Page.GetByText(nickname).First.WaitForAsync();
        (string Field, string Text)[] typed =
        [
            ("family", CanaryWords.FamilyName), ("given", CanaryWords.GivenName), ("family-kana", "しょうかいされた"), ("given-kana", "ひと"), ("postal", "150-0001"), ("city", "渋谷区"),
            ("town", "神宮前"), ("line", "5-6-7"), ("email", mail), ("birth", "1985-04-01"), ("bank", "0001"), ("branch", "001"), ("account-number", "7654321"),
        ];
        foreach ((string field, string text) in typed) await visit.Page.Locator("#f-" + field).FillAsync(text);
        await visit.Page.Locator("#f-prefecture").SelectOptionAsync("東京都");
        await visit.Page.Locator("#f-not-student").CheckAsync();
        await PressAsync(visit.Page, "check");
        await visit.Page.GetByText(nickname).First.WaitForAsync();
        foreach (string agreed in (string[])["agree", "outline", "electronic"]) await visit.Page.Locator($"#f-{agreed}").CheckAsync();
        await PressAsync(visit.Page, "send");
        await visit.Page.ReachAsync("**/join/sent*");
        await visit.OpenAsync(await LinkInMailAsync(mail, "/join/confirm/"));
        await visit.Page.Locator("#f-electronic").CheckAsync();
        await visit.Page.Locator("main button[type=submit]").ClickAsync();
        await visit.Page.GetByText("You are registered").First.WaitForAsync();
        await Tree.CatchUpAsync(Cancel);
        List<SubjectId> after = await browsers.Services.GetRequiredService<CompanyCore>().Trust.Vault.SubjectsAsync(MemberClass.Agent.Kind(), Cancel).ToListAsync(Cancel);
        return after.Single(one => !before.Contains(one) && Tree.ParentOf(one) == sponsor);
    }

    private static Task PressAsync(IPage page, string button) => page.Locator($"main button[name=do][value={button}]:not(.az-default)").ClickAsync();

    private async Task<string> LinkInMailAsync(string to, string kind) => (await WaitForLetterAsync(to, $@"https?://[^/\s]+(?<path>[^\s]*{kind}\S+)")).Groups["path"].Value;

    // As soon as one with these words has reached the address.
    private async Task<Match> WaitForLetterAsync(string to, string words)
    {
        string folder = Path.Combine(browsers.Services.GetRequiredService<CompanyCore>().Options.Folder, "outbox");
        for (int tries = 0; tries < 300; tries++, await Task.Delay(100, Cancel))
        {
            foreach (string file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml") : [])
            {
                MimeMessage letter = await MimeMessage.LoadAsync(file, Cancel);
                if (letter.To.ToString().Contains(to, StringComparison.Ordinal) && Regex.Match($"{letter.Subject}\n{letter.TextBody}", words, RegexOptions.IgnoreCase) is { Success: true } found) return found;
            }
        }

        throw new InvalidOperationException($"No letter with {words} came to {to}.");
    }
}
