using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

/// <summary>The pages of everybody: each on every screen, by day and by night, read by axe and on paper.</summary>
public sealed class PublicPageTests(Browsers browsers)
{
    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task A_page_fits_every_screen_asks_nobody_else_prints_and_axe_finds_nothing(string path)
    {
        await using Visit visit = await browsers.VisitAsync();
        await visit.IsForEverybodyAsync(path, new(390), new(390, Dark: true, Axe: true), new(1280, Dark: true), new(320), new(1280, Axe: true));

        byte[] pdf = await visit.Page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true });
        Assert.Equal("%PDF"u8.ToArray(), pdf[..4]);
        Assert.True(pdf.Length > 10_000, $"{path} on paper is {pdf.Length} bytes");
    }
}
