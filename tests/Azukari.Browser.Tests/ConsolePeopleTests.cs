using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

/// <summary>The console's pages about people, obligations and audit, in a browser: for everybody, on every screen, by keyboard, without script.</summary>
public sealed class ConsolePeopleTests(Browsers browsers)
{
    private static readonly string[] Japanese =
    [
        "/console/purpose", "/console/people", "/console/people/{person}", "/console/people/{person}/history", "/console/people/{person}/rights", "/console/people/{person}/address", "/console/people/{person}/correct?item=mobile", "/console/people/{person}/correct?item=address", "/console/people/{person}/correct?item=bank-account", "/console/people/{person}/delete?item=mobile", "/console/people/{person}/delete?item=name", "/console/people/{person}/documents/{document}/delete",
        "/console/obligations", "/console/obligations/access-review", "/console/audit", "/console/audit?accessor=mihon-customer-service&sort=seen", "/console/audit?accessor=nobody",
        "/console/requests/recipients", "/console/people/moves", "/console/people/moves?all=1", "/console/people/{person}/move", "/console/applications", "/console/applications/paper", "/console/applications/paper/agent", "/console/recovery",
    ];

    public static TheoryData<string> Pages => [.. Japanese, .. Japanese.Select(path => "/en" + path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_fits_every_screen_and_axe_finds_nothing(string path)
    {
        bool english = path.StartsWith("/en/", StringComparison.Ordinal);
        await using Visit visit = await browsers.LookingAsync();
        await visit.IsForEverybodyAsync(path.Replace("{person}", browsers.Person, StringComparison.Ordinal).Replace("{document}", browsers.Document, StringComparison.Ordinal), new(1280, Axe: true), new(390, Dark: !english, Axe: true), new(320));
    }

    [Theory]
    [InlineData("/console/people", 390, true)]
    [InlineData("/en/console/people", 1280, false)]
    public async Task A_list_found_fits_and_is_sorted_narrowed_and_opened(string path, int width, bool dark)
    {
        await using Visit visit = await FoundAsync(path, width, dark);
        await visit.FitsAsync($"{path} at {width} px");
        visit.HasNoTrouble();
        await Axe.FindsNothingAsync(visit.Page, $"{path} at {width} px");
        ILocator rows = visit.Page.Locator("tr[data-row]:visible");
        Assert.Equal(8, await rows.CountAsync());
        IReadOnlyList<string> rising = await rows.Locator("th").AllInnerTextsAsync();
        await visit.Page.Locator("thead th a").First.ClickAsync(); // on a phone the heads that sort stand above the list
        await visit.Page.ReachAsync("**down=1");
        Assert.Equal("descending", await visit.Page.Locator("thead th:has(a)").First.GetAttributeAsync("aria-sort"));
        IReadOnlyList<string> falling = await rows.Locator("th").AllInnerTextsAsync();
        Assert.Equal(rising.Reverse(), falling);
        Assert.NotEqual(rising, falling);
        await visit.FitsAsync($"{path} at {width} px");
        await rows.First.Locator("a").ClickAsync();
        Assert.Matches("/console/people/[0-9a-z-]{20,}[?]list=", visit.Page.Url);
        Assert.True(await visit.Page.Locator(".con-purpose-bar").GetByText("inquiry-77").IsVisibleAsync());
        await visit.Page.Locator("[data-back]").ClickAsync();
        await visit.Page.ReachAsync("**/console/people/found/*down=1");
    }

    [Fact]
    public async Task By_keys_alone_somebody_is_found_read_and_left_again()
    {
        await using Visit visit = await browsers.ChoosingAsync();
        IPage page = visit.Page;
        await visit.OpenAsync("/en/console/people/" + browsers.Person);
        await page.Keyboard.PressAsync("j");
        Assert.Equal(0, await RowAsync(page));
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");
        Assert.Equal(0, await RowAsync(page));
        Assert.Equal("3px", await page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineWidth"));

        await page.Keyboard.PressAsync("/"); // no search here: to the page that has one
        await page.ReachAsync("**/en/console/people");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("みほんざか");
        await page.Keyboard.PressAsync("Enter");
        await page.ReachAsync("**/console/people/found/*");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal(1, await RowAsync(page));
        await page.Keyboard.PressAsync("ArrowUp");
        Assert.Equal(0, await RowAsync(page));
        await page.Keyboard.PressAsync("Enter");
        await page.ReachAsync(url => url.Contains("/console/people/", StringComparison.Ordinal) && !url.Contains("/found/", StringComparison.Ordinal));

        await page.Keyboard.PressAsync("?");
        Assert.True(await page.Locator("#keys").GetByText("Choose or change the purpose").IsVisibleAsync());
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("p");
        await page.ReachAsync("**/en/console/purpose?return=*");
    }

    [Fact]
    public async Task Focus_goes_from_the_skip_link_over_navigation_and_purpose_into_the_page_as_it_is_read()
    {
        await using Visit visit = await browsers.LookingAsync();
        IPage page = visit.Page;
        await visit.OpenAsync("/en/console/people/" + browsers.Person);
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("az-skip", await page.EvaluateAsync<string>("() => document.activeElement.className"));

        // Each stop lies behind the one before in the document, and none is out of sight.
        string parts = await page.EvaluateAsync<string>("""
            () => {
              const stops = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")].filter(e => e.checkVisibility() && !e.closest("#keys") && e.type !== "hidden");
              return [...new Set(stops.map(e => e.closest(".con-side") ? "side" : e.closest(".con-purpose-bar") ? "purpose" : e.closest("main") ? "main" : e.className))].join(" ");
            }
            """);
        Assert.Equal("az-skip side purpose main", parts);
        Assert.Equal(0, await page.EvaluateAsync<int>("() => [...document.querySelectorAll('[tabindex]')].filter(e => e.tabIndex > 0).length"));
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await page.EvaluateAsync<string>("() => document.activeElement.id"));
        await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement.closest('.con-head') !== null"));
    }

    [Fact]
    public async Task Without_script_a_purpose_is_chosen_somebody_found_a_document_saved_and_the_purpose_ended()
    {
        await using Visit visit = await browsers.ChoosingAsync(390, script: false);
        IPage page = visit.Page;
        await visit.OpenAsync("/en/console/people");
        await page.Locator("#value").FillAsync("みほんざか");
        await page.Locator(".con-find button[type=submit]").First.ClickAsync();
        await page.Locator("tr[data-row]").Nth(7).WaitForAsync();
        Assert.Equal(8, await page.Locator("tr[data-row]").CountAsync());

        await visit.OpenAsync("/en/console/people/" + browsers.Person);
        IDownload saved = await page.RunAndWaitForDownloadAsync(() => page.GetByText("相談メモ").First.ClickAsync());
        Assert.StartsWith("document-", saved.SuggestedFilename, StringComparison.Ordinal);

        await page.Locator(".con-purpose-bar button[type=submit]").ClickAsync();
        await visit.OpenAsync("/en/console/people/" + browsers.Person);
        Assert.Equal(0, await page.Locator(".con-values").CountAsync());
    }

    private async Task<Visit> FoundAsync(string path, int width, bool dark)
    {
        Visit visit = await browsers.LookingAsync(width, dark);
        await visit.OpenAsync(path);
        await visit.Page.Locator("#value").FillAsync("みほんざか");
        await visit.Page.Locator(".con-find button[type=submit]").First.ClickAsync();
        await visit.Page.ReachAsync("**/console/people/found/*");
        return visit;
    }

    private static Task<int> RowAsync(IPage page) => page.EvaluateAsync<int>("() => [...document.querySelectorAll('[data-rows] [data-row]')].findIndex(r => r.contains(document.activeElement))");
}
