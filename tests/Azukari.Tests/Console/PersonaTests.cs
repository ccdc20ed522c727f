using System.Net;
using Azukari.Ledger;
using Azukari.Tests.Architecture;
using Azukari.Vault;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Console;

/// <summary>
/// The matrix of staff and pages: <c>fixtures/personas.txt</c> says for each page of the console who gets it, and by what they are refused. A page
/// is in it by being there; a page with something in its address takes it from <see cref="Addresses"/>. Each refusal is also in the ledger.
/// </summary>
public sealed class PersonaTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static readonly string Listed = Path.Combine(Repository.Root, "tests", "Azukari.Tests", "Console", "fixtures", "personas.txt");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_of_the_staff_gets_their_pages_and_a_refusal_in_the_ledger_for_the_others()
    {
        SubjectId agent = await host.SomebodyAsync("agent");
        var lines = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (Persona persona in Personas.Staff)
        {
            using HttpClient browser = await host.SignedInAsync(persona.Login);
            if (persona.Purpose is { } purpose) await ConsoleHost.ChooseAsync(browser, purpose, persona.Case);
            foreach (string pattern in Pages())
            {
                string address = Addresses(pattern, agent);
                DateTimeOffset before = host.Clock.GetUtcNow();
                using HttpResponseMessage answer = await browser.GetAsync(address, Cancel);
                string outcome = answer.StatusCode switch
                {
                    HttpStatusCode.OK => "yes",
                    HttpStatusCode.Forbidden => await ReasonAsync(persona.Login, before),
                    HttpStatusCode.NotFound => "not there",
                    _ => answer.StatusCode.ToString(),
                };
                if (!lines.TryGetValue(pattern, out List<string>? line)) lines[pattern] = line = [];
                line.Add($"{persona.Login[6..]}: {outcome}");
            }
        }

        string found = string.Concat(lines.Select(l => $"{l.Key} | {string.Join(" | ", l.Value)}\n"));
        string listed = await File.ReadAllTextAsync(Listed, Cancel);
        Assert.True(listed == found, $"{Listed} does not say who gets which page. If this is meant, it must read:\n{found}");
    }

    private static string Addresses(string pattern, SubjectId agent) => pattern switch
    {
        "/console/people/{Id}/correct" => $"/console/people/{agent}/correct?item=name",
        _ => pattern.Replace("{Id}", agent.ToString(), StringComparison.Ordinal),
    };

    private async Task<string> ReasonAsync(string login, DateTimeOffset since)
    {
        LedgerRecord refused = await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Refused, Accessor = login, From = since.AddSeconds(-1) }, Cancel).LastAsync(Cancel);
        return $"{refused.Entry.Reason} ({refused.Entry.Clauses[0]})";
    }

    // In Japanese only: the other language is the same page. Entries of the ledger, results and sent files are somebody's own.
    private IEnumerable<string> Pages() => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(r => r.Metadata.GetMetadata<ISuppressMatchingMetadata>() is not { SuppressMatching: true } && r.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true && r.Metadata.GetMetadata<Azukari.Console.Duties.NeedsDutyAttribute>() is not null)
        .Select(r => "/" + r.RoutePattern.RawText!.TrimStart('/'))
        .Where(p => p.StartsWith("/console", StringComparison.Ordinal) && (!p.Contains('{', StringComparison.Ordinal) || (p.StartsWith("/console/people/{Id}", StringComparison.Ordinal))))
        .Where(p => !p.Contains("planted", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
