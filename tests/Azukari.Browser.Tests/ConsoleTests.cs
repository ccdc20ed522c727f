using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

/// <summary>The console in a browser: for everybody, on every screen, without script.</summary>
public sealed class ConsoleTests(Browsers browsers)
{
    private static readonly string[] Japanese =
    [
        "/console", "/console/policy", "/console/policy?at=purpose.member.6~staff.customer-service", "/console/policy?item=email", "/console/policy/checks",
        "/console/policy/checks?version=2021-04", "/console/policy/register", "/console/policy/publish", "/console/sign-in",
        "/console/ledger", "/console/ledger?accessor=nobody", "/console/ledger?from=yesterday&subject=12", "/console/ledger/entries/{entry}", "/console/ledger/entries/{published}", "/console/ledger/verify", "/console/requests", "/console/requests?show=done", "/console/messages", "/console/messages?state=sent&page=9", "/console/messages/templates",
    ];

    public static TheoryData<string> Pages => [.. Japanese, .. Japanese.Select(path => "/en" + path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_of_the_console_fits_every_screen_and_axe_finds_nothing(string path)
    {
        await using Visit visit = await browsers.StaffAsync();
        await visit.IsForEverybodyAsync(path.Replace("{entry}", browsers.Entry, StringComparison.Ordinal).Replace("{published}", browsers.Published, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task A_link_and_its_button_sign_in(int width, bool script)
    {
        await using Visit visit = await browsers.StaffByLinkAsync(width, script);

        Assert.True(await visit.Page.Locator("#con-side").CountAsync() == 1, await visit.Page.Locator("body").InnerTextAsync());
        visit.HasNoTrouble();
    }

    [Fact]
    public async Task Without_script_a_cell_opens_to_its_items_and_closes_again()
    {
        await using Visit visit = await browsers.StaffAsync(script: false);
        await visit.OpenAsync("/en/console/policy");
        await visit.Page.GetByLabel("Delivery: Shipping, 4 items").First.ClickAsync();
        ILocator panel = visit.Page.Locator("#cell");
        await panel.GetByText("Mobile number").First.WaitForAsync(); // until it is seen: a press does not wait for the page it leads to

        await panel.GetByLabel("Close").ClickAsync();
        await panel.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task On_a_phone_the_navigation_unfolds_without_script()
    {
        await using Visit visit = await browsers.StaffAsync(390, script: false);
        await visit.OpenAsync("/en/console");
        ILocator link = visit.Page.Locator("#con-side").GetByText("Checks and coverage");
        Assert.False(await link.IsVisibleAsync());

        await visit.Page.GetByText("Menu").ClickAsync();
        await link.ClickAsync();
        await visit.Page.ReachAsync("**/en/console/policy/checks");
    }

    [Fact]
    public async Task Without_script_the_ledger_is_narrowed_an_entry_opened_and_everything_verified()
    {
        await using Visit visit = await browsers.StaffAsync(390, script: false);
        await visit.OpenAsync("/en/console/ledger");
        await visit.Page.GetByText("More conditions").ClickAsync();
        await visit.Page.GetByLabel("Reason", new PageGetByLabelOptions { Exact = true }).FillAsync("no-consent");
        await visit.Page.Locator(".con-question button[type=submit]").ClickAsync();
        await visit.Page.ReachAsync(static url => url.Contains("reason=no-consent", StringComparison.Ordinal));
        await visit.Page.Locator("[data-row] a").First.ClickAsync();
        await visit.Page.GetByText("The proof holds").WaitForAsync();

        await visit.OpenAsync("/en/console/ledger/verify");
        await visit.Page.GetByText("Verify now").ClickAsync();
        await visit.Page.Locator("main .az-callout").WaitForAsync(); // the page asks again by itself
        Assert.Contains("The ledger is as it was written", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_walk_along_the_entries_of_the_ledger_and_search_among_them()
    {
        await using Visit visit = await browsers.StaffAsync();
        await visit.OpenAsync("/en/console/ledger");
        await visit.Page.Keyboard.PressAsync("j");
        await visit.Page.Keyboard.PressAsync("j");
        await visit.Page.Keyboard.PressAsync("k");
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("() => [...document.querySelectorAll('[data-row]')].findIndex(r => r.contains(document.activeElement))"));
        Assert.Equal("3px", await visit.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineWidth"));

        await visit.Page.Keyboard.PressAsync("/");
        Assert.Equal("kind", await visit.Page.EvaluateAsync<string>("() => document.activeElement.id"));
    }

    [Fact]
    public async Task Keys_search_help_and_walk_along_rows()
    {
        await using Visit visit = await browsers.StaffAsync();
        await visit.OpenAsync("/en/console/policy");
        await visit.Page.Keyboard.PressAsync("/");
        Assert.Equal("item", await visit.Page.EvaluateAsync<string>("() => document.activeElement.id"));

        await visit.OpenAsync("/en/console/policy/register");
        await visit.Page.Keyboard.PressAsync("j");
        await visit.Page.Keyboard.PressAsync("j");
        Assert.Equal(1, await visit.Page.EvaluateAsync<int>("() => [...document.querySelectorAll('[data-row]')].findIndex(r => r.contains(document.activeElement))"));

        await visit.Page.Keyboard.PressAsync("?");
        Assert.True(await visit.Page.Locator("#keys").IsVisibleAsync());
        await visit.Page.Keyboard.PressAsync("Escape");
        Assert.False(await visit.Page.Locator("#keys").IsVisibleAsync());
    }
}
