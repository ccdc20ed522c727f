using System.Text.RegularExpressions;
using Azukari.Testing;

namespace Azukari.Canary.Tests;

/// <summary>The list of all addresses, held against what the browser's tests noted: no page, in either language, that axe has not read.</summary>
public sealed partial class EveryPageReadTests
{
    [Fact]
    public async Task Axe_has_read_every_page_in_both_languages()
    {
        var root = Environment.GetEnvironmentVariable("AZUKARI_TEST_ROOT");
        if (root is null) return; // this project by itself: nobody has read anything yet
        var cancel = TestContext.Current.CancellationToken;
        var pages = (await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "routes.txt"), cancel)).Select(PageOf).OfType<string>().ToList();
        Assert.True(pages.Count > 150, "The list of addresses has hardly a page");
        var read = new HashSet<string>();
        foreach (var file in Directory.EnumerateFiles(root, TestRun.ReadByAxe, SearchOption.AllDirectories))
        foreach (var address in await File.ReadAllLinesAsync(file, cancel))
            // An address belongs to the page that spells out most of it: /console/people/moves is no person.
            if (pages.Where(page => Pattern(page).IsMatch(address)).MinBy(page => page.Split('/').Count(part => part.Contains('{', StringComparison.Ordinal))) is { } page)
                read.Add(page);

        Assert.True(pages.All(read.Contains), "Axe has not read:\n" + string.Join('\n', pages.Where(page => !read.Contains(page))));
    }

    [Theory]
    [InlineData("GET POST /console/people/{Id} | page | staff", "/console/people/{Id}")]
    [InlineData("GET POST /error/{Code:int} | page | nobody: inside the program only", null)]
    [InlineData("GET /join/outline/{kind:regex(^(retail|vip|agent)$)}.pdf | answer | public", null)]
    public void Pages_are_what_somebody_may_open(string line, string? page) => Assert.Equal(page, PageOf(line));

    [Theory]
    [InlineData("/console/people/{Id}", "/console/people/6f/correct", false)]
    [InlineData("/join/{Kind:regex(^(retail|vip|agent)$)}", "/join/agent", true)]
    [InlineData("/console/applications/{Code:regex(^A-[0-9A-Z]{{8}}$)}", "/console/applications/A-01234567", true)]
    public void An_address_is_told_by_its_pattern(string page, string address, bool matches) => Assert.Equal(matches, Pattern(page).IsMatch(address));

    private static string? PageOf(string line) =>
        line.Split(" | ") is [var address, "page", var who] && !who.StartsWith("nobody", StringComparison.Ordinal) ? address[(address.LastIndexOf(' ') + 1)..] : null;

    // A part in braces stands for one part of the address, whatever it asks of it.
    private static Regex Pattern(string page) =>
        new("^" + string.Join('/', page.Split('/').Select(part => Braces().Replace(part, "") == part ? Regex.Escape(part) : "[^/]+")) + "$");

    [GeneratedRegex(@"\{.+\}")]
    private static partial Regex Braces();
}
