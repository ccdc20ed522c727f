using System.Net;
using System.Text.RegularExpressions;
using Azukari.Tests.Console;

namespace Azukari.Tests.Doors;

/// <summary>What the console's home and navigation offer, they may open: nobody of the staff is led to a page that refuses them.</summary>
public sealed partial class NavigationTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Home_and_navigation_lead_each_of_the_staff_only_where_they_may_go()
    {
        foreach (Persona persona in Console.Personas.Staff)
        {
            using HttpClient browser = await host.SignedInAsync(persona.Login);
            if (persona.Purpose is { } purpose) await ConsoleHost.ChooseAsync(browser, purpose, persona.Case);
            string[] links = [.. Link().Matches(await browser.GetStringAsync("/en/console", Cancel)).Select(m => WebUtility.HtmlDecode(m.Groups["href"].Value)).Distinct()];
            Assert.True(links.Length >= 2, $"{persona}: {string.Join(' ', links)}");
            Assert.Equal(persona.Purpose is not null, links.Contains("/en/console/people"));
            foreach (string link in links)
            {
                using HttpResponseMessage answer = await browser.GetAsync(link, Cancel);
                // What asks for a second factor of the last minutes is theirs too, once they give it.
                Assert.True(answer.StatusCode == HttpStatusCode.OK || answer.Headers.Location?.ToString().Contains("/account/confirm", StringComparison.Ordinal) == true, $"{persona}: {link} answers {answer.StatusCode}");
            }
        }
    }

    [GeneratedRegex("href=\"(?<href>/(en/)?console[^\"#]*)\"")]
    private static partial Regex Link();
}
