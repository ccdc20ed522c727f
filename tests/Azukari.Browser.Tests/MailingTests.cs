using Azukari.Mailings.Book;
using Azukari.Policy.Document;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Browser.Tests;

/// <summary>Mailings in a browser: written, refused at a field, kept, proposed; another's looked at on every screen, approved by a press and sent.</summary>
public sealed class MailingTests(Browsers browsers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_writes_one_mends_what_may_not_stand_there_and_proposes_it()
    {
        await using Visit visit = await browsers.StaffAsync();
        await visit.IsForEverybodyAsync("/console/mailings/new");
        await visit.ScreenAsync(new Screen(390));
        await visit.OpenAsync("/en/console/mailings/new");
        await visit.Page.Locator("#kind").SelectOptionAsync("events");
        await visit.Page.Locator("#subject-ja").FillAsync("冬の体験会のご案内");
        await visit.Page.Locator("#text-ja").FillAsync("12月に開きます。担当は 090-0000-1234 です。");
        await visit.Page.Locator("#subject-en").FillAsync("An open day this winter");
        await visit.Page.Locator("#text-en").FillAsync("We meet in December.");
        await visit.Page.Locator("#to-rank").CheckAsync();
        await visit.Page.Locator("#rank").SelectOptionAsync("gold");
        await visit.Page.Locator(".mai-form button[type=submit]").ClickAsync();
        await visit.Page.Locator(".az-summary a[href='#text-ja']").WaitForAsync();
        Assert.Equal("true", await visit.Page.Locator("#text-ja").GetAttributeAsync("aria-invalid"));
        await Axe.FindsNothingAsync(visit.Page, "a mailing with a telephone number");
        await visit.FitsAsync("a mailing with a telephone number");

        await visit.Page.Locator("#text-ja").FillAsync("12月に開きます。");
        await visit.Page.Locator(".mai-form button[type=submit]").ClickAsync();
        await visit.Page.ReachAsync("**said=kept");
        Assert.Contains("Agents of rank Gold or above", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.Page.Locator("form[action$='/propose'] button").ClickAsync();
        await visit.Page.ReachAsync("**said=proposed");
        Assert.Equal(0, await visit.Page.Locator("button[value=approve]").CountAsync()); // one's own
        await Axe.FindsNothingAsync(visit.Page, "a mailing of one's own");
        visit.HasNoTrouble();
    }

    [Fact]
    public async Task Anothers_is_looked_at_on_every_screen_approved_by_a_press_and_sent()
    {
        var book = browsers.Services.GetRequiredService<MailingBook>();
        var by = new Accessor("mihon-marketing");
        string code = (await book.WriteAsync(new MailingDraft(MailingKind.Seminars, new MailingText(new LocalText("秋のセミナー", "A seminar"), new LocalText("11月に開きます。", "In November.")), MailingAudience.Everybody, null), by, Cancel))!;
        await using Visit visit = await browsers.StaffAsync();
        foreach (string path in (string[])[$"/console/mailings/{code}/edit", $"/en/console/mailings/{code}/edit", "/en/console/mailings"]) await visit.IsForEverybodyAsync(path, new(1280, Axe: true), new(390, Axe: true), new(320));
        Assert.Equal(MailingAct.Done, await book.ProposeAsync(code, 1, by, Cancel));
        await UntilAsync(code, mailing => mailing.Count?.At is not null);
        string page = "/console/mailings/" + code;
        foreach (string path in (string[])[page, "/en" + page]) await visit.IsForEverybodyAsync(path, new(1280, Axe: true), new(390, Dark: path == page, Axe: true), new(320));

        await visit.OpenAsync("/en" + page);
        await visit.Page.Locator("button[value=approve]").ClickAsync();
        await visit.Page.ReachAsync("**said=approved");
        await UntilAsync(code, mailing => mailing.State == MailingState.Done);
        await visit.IsForEverybodyAsync("/en" + page);
        await visit.IsForEverybodyAsync("/console/mailings");
        Assert.Equal("配信済み", (await visit.Page.Locator($"tr:has(a[href$='{code}']) .az-pill").First.InnerTextAsync()).Trim());
    }

    private async Task UntilAsync(string code, Func<Mailing, bool> holds)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); !holds((await browsers.Services.GetRequiredService<MailingBook>().FindAsync(code, Cancel))!);)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), "The mailing does not go on.");
            await Task.Delay(50, Cancel);
        }
    }
}
