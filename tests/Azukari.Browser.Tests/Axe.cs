using System.Text.Json;
using Azukari.Testing;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

/// <summary>Axe, run where the page is: the packaged script in the page itself. The package's own way opens another browser for the end of each run, which takes longer than the run.</summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    // Every rule runs. Of what passes one element a rule is described: describing thousands takes longer than checking them. Style sheets are
    // not fetched and read once more: no rule that runs asks for that.
    private const string Run = """
        async () => {
            const result = await axe.run(document, { resultTypes: ['violations'], preload: { assets: ['media'], timeout: 10000 } });
            return JSON.stringify({ passes: result.passes.length, violations: result.violations.map(v => `${v.id}: ${v.help}\n` + v.nodes.slice(0, 5).map(n => '   ' + n.html).join('\n')) });
        }
        """;

    /// <summary>Fails with each rule that is broken and the elements that break it.</summary>
    public static async Task FindsNothingAsync(IPage page, string what)
    {
        await page.LoadedAsync();
        Assert.True(page.Frames.Count == 1, $"{what} has frames, into which axe does not look here");
        await page.EvaluateAsync(Script);
        using JsonDocument result = JsonDocument.Parse(await page.EvaluateAsync<string>(Run));
        Assert.True(result.RootElement.GetProperty("passes").GetInt32() > 10, $"{what}: axe looked at hardly anything");
        string[] violations = [.. result.RootElement.GetProperty("violations").EnumerateArray().Select(v => v.GetString()!)];
        Assert.True(violations.Length == 0, $"{what}:\n{string.Join('\n', violations)}");
        Note(new Uri(page.Url).AbsolutePath);
    }

    // Which pages axe has read, for the last project of the suite, which holds them against the list of all there are.
    private static void Note(string address)
    {
        lock (Script)
            File.AppendAllText(Path.Combine(TestRun.Root, TestRun.ReadByAxe), address + "\n");
    }
}
