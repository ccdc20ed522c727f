namespace Azukari.Browser.Tests;

public sealed class FitTests(Browsers browsers)
{
    private const string Overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task A_page_fits_every_screen_and_asks_nobody_else(string path)
    {
        foreach ((int width, bool dark) in ((int, bool)[])[(390, false), (390, true), (1280, false), (1280, true), (320, false)])
        {
            await using Visit visit = await browsers.VisitAsync(width, dark);
            await visit.OpenAsync(path);

            Assert.True(await visit.Page.EvaluateAsync<int>(Overflow) <= 0, $"{path} is wider than a screen of {width} px");
            visit.HasNoTrouble();
        }
    }
}
