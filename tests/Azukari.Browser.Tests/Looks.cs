using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

/// <summary>A screen somebody looks at, and whether axe reads the page on it.</summary>
internal sealed record Screen(int Width, bool Dark = false, bool Axe = false)
{
    public override string ToString() => $"{Width} px{(Dark ? ", dark" : "")}";
}

/// <summary>What every page owes whoever looks at it: one visit, the page loaded anew on each screen.</summary>
internal static class Looks
{
    // Nothing where the page fits; else by how much it does not, and the innermost elements that reach beyond the edge.
    private const string Overflow = """
        () => {
            const width = document.documentElement.clientWidth, over = document.documentElement.scrollWidth - width;
            if (over <= 0) return "";
            const beyond = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > width + 0.01);
            return `${over} px\n` + beyond.filter(e => !beyond.some(other => other !== e && e.contains(other))).slice(0, 5).map(e => "   " + e.outerHTML.slice(0, 300)).join("\n");
        }
        """;

    // A desk by day, a telephone by night, and the smallest screen there is.
    private static readonly Screen[] Usual = [new(1280, Axe: true), new(390, Dark: true, Axe: true), new(320)];

    /// <summary>On each screen the page fits, nothing goes wrong on it and nobody else is asked; where the screen says so axe finds nothing.</summary>
    public static async Task IsForEverybodyAsync(this Visit visit, string path, params Screen[] screens)
    {
        foreach (Screen screen in screens.Length == 0 ? Usual : screens)
        {
            await visit.ScreenAsync(screen);
            await visit.OpenAsync(path);
            await visit.FitsAsync($"{path} at {screen}");
            visit.HasNoTrouble($"{path} at {screen}");
            if (screen.Axe) await Axe.FindsNothingAsync(visit.Page, $"{path} at {screen}");
        }
    }

    /// <summary>
    /// Waits until the page is at an address and loaded. (The library's own waiting now and then misses the load of a page that is quicker than
    /// its question, and then waits for ever.)
    /// </summary>
    /// <param name="address">Whole, <c>**</c> standing for anything and <c>*</c> for anything but a slash.</param>
    public static Task ReachAsync(this IPage page, string address)
    {
        var whole = new Regex("^" + Regex.Escape(address).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$");
        return page.ReachAsync(whole.IsMatch);
    }

    /// <inheritdoc cref="ReachAsync(IPage, string)"/>
    public static async Task ReachAsync(this IPage page, Func<string, bool> address)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); !await IsThereAsync(page, address);)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), $"The page stays at {page.Url}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until the page is loaded, style sheets and all: after a click the next one is there before it is whole.</summary>
    public static Task LoadedAsync(this IPage page) => page.ReachAsync(_ => true);

    private static async Task<bool> IsThereAsync(IPage page, Func<string, bool> address)
    {
        try
        {
            return address(page.Url) && await page.EvaluateAsync<string>("() => document.readyState") == "complete" && address(page.Url);
        }
        catch (PlaywrightException)
        {
            return false; // on its way to the next page
        }
    }

    /// <summary>The page as it stands is no wider than its screen.</summary>
    public static async Task FitsAsync(this Visit visit, string what)
    {
        await visit.Page.LoadedAsync();
        string over = await visit.Page.EvaluateAsync<string>(Overflow);
        Assert.True(over.Length == 0, $"{what} is wider than the screen by {over}");
    }
}
