using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Azukari.Browser.Tests;

public sealed class AccessibilityTests(Browsers browsers)
{
    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task Axe_finds_nothing(string path)
    {
        foreach ((int width, bool dark) in ((int, bool)[])[(1280, false), (390, true)])
        {
            await using Visit visit = await browsers.VisitAsync(width, dark);
            await visit.OpenAsync(path);
            AxeResult result = await visit.Page.RunAxe();

            Assert.True(result.Passes.Length > 10, "axe looked at hardly anything");
            Assert.True(result.Violations.Length == 0, $"{path} at {width} px, dark {dark}:\n" + string.Join('\n', result.Violations.Select(v =>
                $"{v.Id}: {v.Help}\n" + string.Join('\n', v.Nodes.Take(5).Select(n => "   " + n.Html)))));
        }
    }
}
