using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

/// <summary>A request by right that came by telephone: entered on a phone's screen, its pages read by axe on every screen.</summary>
public sealed class RequestTests(Browsers browsers)
{
    [Theory]
    [InlineData("")]
    [InlineData("/en")]
    public async Task A_call_is_entered_and_its_pages_are_for_everybody(string language)
    {
        await using Visit visit = await browsers.StaffAsync(390);
        IPage page = visit.Page;
        await visit.IsForEverybodyAsync(language + "/console/requests/new");
        await visit.IsForEverybodyAsync(language + "/console/requests/new/nobody");

        await visit.OpenAsync(language + "/console/requests/new/nobody");
        await page.Locator("#name").FillAsync("見本 電話");
        await page.Locator("#phone").FillAsync("090-0000-4321");
        await page.Locator("#kind").SelectOptionAsync("correction");
        await page.Locator("#way").SelectOptionAsync("phone");
        await page.Locator("#text").FillAsync("住所の番地が違います");
        await page.Locator("form.az-measure button[type=submit]").ClickAsync();
        await page.ReachAsync(static url => Regex.IsMatch(url, "/console/requests/R-[0-9A-Z]{8}"));
        string request = new Uri(page.Url).AbsolutePath;
        await visit.IsForEverybodyAsync(request);

        await visit.OpenAsync(request);
        await page.Locator("#identity").SelectOptionAsync("call-back");
        await page.Locator("form[action$='/identity'] button[type=submit]").ClickAsync();
        await page.Locator("a[href*='/rights?case=R-']").WaitForAsync();
        await visit.IsForEverybodyAsync(request);
        await visit.IsForEverybodyAsync(language + "/console/requests");
    }
}
