using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

/// <summary>Everything the pages do, done with JavaScript switched off.</summary>
public sealed class WithoutScriptTests(Browsers browsers)
{
    [Fact]
    public async Task The_contents_lead_to_their_clause()
    {
        await using Visit visit = await browsers.VisitAsync(script: false);
        await visit.OpenAsync("/policy");
        await visit.Page.Locator(".policy-contents a[href='#joint.items']").ClickAsync();

        Assert.EndsWith("/policy#joint.items", visit.Page.Url);
        LocatorBoundingBoxResult? box = await visit.Page.Locator("#joint\\.items").BoundingBoxAsync();
        Assert.InRange(box!.Y, -1, 200);
    }

    [Fact]
    public async Task The_contents_stay_in_sight_on_a_wide_screen()
    {
        await using Visit visit = await browsers.VisitAsync(script: false);
        await visit.OpenAsync("/policy#rights.disclosure");

        LocatorBoundingBoxResult? box = await visit.Page.Locator(".policy-contents").BoundingBoxAsync();
        Assert.InRange(box!.Y, -1, 1);
    }

    [Fact]
    public async Task A_fold_opens_and_shows_who_uses_what()
    {
        await using Visit visit = await browsers.VisitAsync(390, script: false);
        await visit.OpenAsync("/en/policy");
        ILocator clause = visit.Page.Locator("#purpose\\.member\\.2");
        await clause.Locator("summary").ClickAsync();

        Assert.True(await clause.GetByText("Entrustee").First.IsVisibleAsync());
    }

    [Fact]
    public async Task The_language_switch_leads_to_the_same_page()
    {
        await using Visit visit = await browsers.VisitAsync(script: false);
        await visit.OpenAsync("/policy/diff/2021-04/2026-10");
        await visit.Page.GetByText("English", new PageGetByTextOptions { Exact = true }).ClickAsync();

        Assert.EndsWith("/en/policy/diff/2021-04/2026-10", visit.Page.Url);
        Assert.Equal("en", await visit.Page.Locator("html").GetAttributeAsync("lang"));
    }

    [Fact]
    public async Task A_dialog_opens_and_closes_by_its_address()
    {
        await using Visit visit = await browsers.VisitAsync(script: false);
        await visit.OpenAsync("/en/_design");
        ILocator dialog = visit.Page.GetByRole(AriaRole.Dialog);
        Assert.False(await dialog.IsVisibleAsync());

        await visit.Page.GetByText("Open the dialog").ClickAsync();
        await dialog.WaitForAsync();
        await dialog.GetByText("Close").ClickAsync();
        Assert.False(await dialog.IsVisibleAsync());
    }

    [Fact]
    public async Task What_changed_is_one_click_from_the_policy()
    {
        await using Visit visit = await browsers.VisitAsync(390, script: false);
        await visit.OpenAsync("/policy");
        await visit.Page.Locator(".policy-links a").First.ClickAsync();

        Assert.EndsWith("/policy/diff/2021-04/2026-10", visit.Page.Url);
    }

    [Fact]
    public async Task The_keyboard_reaches_the_content_first_with_a_ring_one_sees()
    {
        await using Visit visit = await browsers.VisitAsync();
        await visit.OpenAsync("/policy");
        await visit.Page.Keyboard.PressAsync("Tab");

        ILocator skip = visit.Page.Locator(".az-skip");
        LocatorBoundingBoxResult? box = await skip.BoundingBoxAsync();
        Assert.InRange(box!.Y, 0, 40);
        Assert.Equal("3px", await skip.EvaluateAsync<string>("e => getComputedStyle(e).outlineWidth"));
        await visit.Page.Keyboard.PressAsync("Enter");
        Assert.EndsWith("#main", visit.Page.Url);
    }

    [Fact]
    public async Task Targets_are_large_enough_for_a_thumb()
    {
        await using Visit visit = await browsers.VisitAsync(390);
        await visit.OpenAsync("/_design");

        foreach (ILocator target in await visit.Page.Locator(".az-button:visible, .az-nav a, .az-language, .az-tabs a, .az-pages a, summary, input, select").AllAsync())
        {
            LocatorBoundingBoxResult? box = await target.BoundingBoxAsync();
            Assert.True(box!.Height >= 44, $"{await target.InnerTextAsync()} is {box.Height} px high");
        }
    }
}
