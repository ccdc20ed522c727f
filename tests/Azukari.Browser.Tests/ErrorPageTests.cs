using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

/// <summary>Pages that are not there: each face of the site says so in its own words, on every screen, and leads on.</summary>
public sealed class ErrorPageTests(Browsers browsers)
{
    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/stop/nothing")]
    [InlineData("/console/nowhere")]
    [InlineData("/my/nowhere")]
    public async Task It_fits_every_screen_axe_finds_nothing_and_a_link_leads_on(string path)
    {
        await using Visit visit = path switch
        {
            _ when path.StartsWith("/console", StringComparison.Ordinal) => await browsers.StaffAsync(),
            _ when path.StartsWith("/my", StringComparison.Ordinal) => await (await PortalMember.CreateAsync(browsers)).VisitAsync(),
            _ => await browsers.VisitAsync(),
        };
        foreach (string address in (string[])[path, "/en" + path])
        {
            foreach (Screen screen in (Screen[])[new(1280, Axe: true), new(390, Dark: true, Axe: true), new(320)])
            {
                await visit.ScreenAsync(screen);
                IResponse? answer = await visit.Page.GotoAsync(address);
                Assert.Equal(404, answer?.Status);
                await visit.FitsAsync($"{address} at {screen}");
                if (screen.Axe) await Axe.FindsNothingAsync(visit.Page, $"{address} at {screen}");
            }

            Assert.NotEqual(0, await visit.Page.Locator("main a").CountAsync());
        }
    }
}
