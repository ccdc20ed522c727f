using Azukari.Company;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Browser.Tests;

/// <summary>A membership at the console: looked at on every screen, changed by presses, and looked at again.</summary>
public sealed class ConsoleMembershipTests(Browsers browsers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_membership_its_acts_and_what_they_mean_fit_every_screen_and_are_done_by_presses()
    {
        SubjectId agent = await AgentAsync();
        string person = $"/console/people/{agent}/membership", leave = $"/console/people/{agent}/leave";
        await using Visit visit = await browsers.LookingAsync();
        foreach (string path in (string[])[person, person.Replace("/membership", "/line", StringComparison.Ordinal), person + "/suspend", person + "/class", person + "/rank", person + "/reinstate", leave])
        {
            await visit.IsForEverybodyAsync(path, new(1280, Axe: true), new(390, Dark: true, Axe: true), new(320));
            await visit.IsForEverybodyAsync("/en" + path, new(1280, Axe: true), new(390, Axe: true), new(320));
        }

        await visit.OpenAsync("/en" + person);
        await visit.Page.Locator("main a[href$='/suspend']").ClickAsync();
        await visit.Page.Locator("#reason").SelectOptionAsync("unpaid");
        await visit.Page.Locator("main form button[type=submit]").ClickAsync();
        await visit.Page.Locator("button[value=yes]").WaitForAsync();
        await Axe.FindsNothingAsync(visit.Page, "an act on a membership, to be confirmed");
        await visit.FitsAsync("an act on a membership, to be confirmed");
        await visit.Page.Locator("button[value=yes]").ClickAsync();
        await visit.Page.ReachAsync("**said=suspend");
        Assert.True(await visit.Page.GetByText("The membership is suspended").IsVisibleAsync());
        Assert.True(await visit.Page.Locator("main a[href$='/reinstate']").IsVisibleAsync());

        await visit.Page.Locator("main a[href$='/leave']").ClickAsync();
        await visit.Page.Locator("#way").SelectOptionAsync("letter");
        await visit.Page.Locator("#day").FillAsync(JapanTime.Today(TimeProvider.System).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await visit.Page.Locator("#case").FillAsync("request-9");
        await visit.Page.Locator("main form button[type=submit]").ClickAsync();
        await visit.Page.Locator("button[value=yes]").WaitForAsync();
        await Axe.FindsNothingAsync(visit.Page, "a notice of leaving, to be confirmed");
        await visit.FitsAsync("a notice of leaving, to be confirmed");
        await visit.Page.Locator("button[value=yes]").ClickAsync();
        await visit.Page.ReachAsync("**said=left");
        await Axe.FindsNothingAsync(visit.Page, "a notice of leaving that was taken");
        visit.HasNoTrouble();
    }

    private async Task<SubjectId> AgentAsync()
    {
        var vault = browsers.Services.GetRequiredService<CompanyCore>().Trust.Vault;
        var book = browsers.Services.GetRequiredService<MemberBook>();
        Assert.True(MemberNumber.TryParse("90000077", out MemberNumber? number, out _));
        await foreach (SubjectId subject in vault.SubjectsAsync(SubjectKind.Parse("agent"), Cancel))
        {
            if (subject.ToString() == browsers.Person || await book.FindAsync(subject, Cancel) is not null) continue;
            var taken = await book.TakeInAsync(
                [new KnownMember(subject, MemberClass.Agent, null, number, TimeProvider.System.GetUtcNow(), Channel.Paper, PolicyVersion.Parse("2026-10"))], new MemberActing(new Accessor("mihon-privacy"), "import-1"), Cancel);
            Assert.True(taken[0].Done);
            return subject;
        }

        throw new InvalidOperationException("Everybody is a member.");
    }
}
