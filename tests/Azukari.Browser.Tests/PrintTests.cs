using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

public sealed class PrintTests(Browsers browsers)
{
    [Fact]
    public async Task Paper_shows_what_the_screen_folds_and_leaves_navigation_out()
    {
        await using Visit visit = await browsers.VisitAsync();
        await visit.OpenAsync("/policy");
        ILocator table = visit.Page.Locator("#purpose\\.member\\.2 dl");
        Assert.False(await table.IsVisibleAsync());

        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.True(await table.IsVisibleAsync());
        Assert.False(await visit.Page.Locator("header nav").IsVisibleAsync());
        Assert.False(await visit.Page.Locator(".policy-contents").IsVisibleAsync());
    }
}
