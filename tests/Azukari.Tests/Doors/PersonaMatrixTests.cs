using System.Text;
using Azukari.Tests.Architecture;
using Azukari.Tests.Console;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Doors;

/// <summary>
/// Everybody at every door: <c>fixtures/matrix.txt</c> says, for each page and endpoint the program answers to, who gets in and by what the others
/// are turned away. The doors are the running program's own, so one that is added without a line fails here; and so does one in English that
/// treats anybody differently from its Japanese twin.
/// </summary>
public sealed class PersonaMatrixTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static readonly string Listed = Path.Combine(Repository.Root, "tests", "Azukari.Tests", "Doors", "fixtures", "matrix.txt");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_gets_what_is_theirs_and_is_turned_away_from_the_rest()
    {
        IReadOnlyList<Caller> callers = await Callers.AllAsync(host);
        IReadOnlyList<Door> doors = Doors();
        var outcomes = new Dictionary<Door, string[]>();
        foreach (Door door in doors) outcomes[door] = new string[callers.Count];
        // Each persona on their own, all at once: what one does is nothing to another.
        await Task.WhenAll(callers.Select(async (caller, i) =>
        {
            foreach (Door door in doors) outcomes[door][i] = await caller.TryAsync(door, host);
        }));

        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((Door door, string[] found) in outcomes.OrderBy(o => o.Key.IsEnglish))
        {
            string line = string.Join(" | ", callers.Select((caller, i) => (caller.Name, Outcome: found[i])).GroupBy(c => c.Outcome).Select(g => $"{g.Key}: {Named([.. g.Select(c => c.Name)], callers.Count)}"));
            if (door.IsEnglish && lines.TryGetValue(door.InJapanese, out string? japanese) && japanese == line) continue;
            lines[door.Name] = line;
        }

        string all = string.Concat(lines.Select(l => $"{l.Key} | {l.Value}\n"));
        string listed = await File.ReadAllTextAsync(Listed, Cancel);
        Assert.True(listed == all, $"{Listed} does not say who gets in where. Look at each line that differs; if it is meant, the file must read:\n{all}");
    }

    [Fact]
    public async Task The_matrix_leaves_no_door_open_that_should_not_be()
    {
        string[] lines = await File.ReadAllLinesAsync(Listed, Cancel);
        foreach (string line in lines)
        {
            string[] parts = line.Split(" | ");
            string path = parts[0].Split(' ')[1];
            HashSet<string> inside = [.. parts[1..].Where(p => p.StartsWith("yes:", StringComparison.Ordinal) || p.StartsWith("form:", StringComparison.Ordinal)).SelectMany(p => p.Split(' ')[1..]).SelectMany(Meant)];
            if (path.StartsWith("/console", StringComparison.Ordinal) && !path.StartsWith("/console/sign-in", StringComparison.Ordinal) && !path.StartsWith("/console/invitation", StringComparison.Ordinal))
                Assert.True(!inside.Overlaps(["visitor", "retail", "vip", "agent", "former", "client", "client-ledger"]), line);
            if (path == "/my" || path.StartsWith("/my/", StringComparison.Ordinal)) Assert.True(!inside.Overlaps(["visitor", "former", "service", "administrator", "client"]), line);
            if (path.StartsWith("/console/people", StringComparison.Ordinal) && parts[0].StartsWith("GET", StringComparison.Ordinal) && path is "/console/people" or "/console/people/{Id}")
                Assert.True(!inside.Overlaps(["audit", "administrator"]), line);
            if (path.StartsWith("/api/v1/subjects", StringComparison.Ordinal)) Assert.True(inside.IsSubsetOf(["client", "client-ledger"]), line);
        }

        Assert.True(lines.Length > 60, $"{lines.Length} lines");
    }

    // Shorter, where it is all of a kind.
    private static string Named(string[] names, int everybody)
    {
        if (names.Length == everybody) return "anybody";
        List<string> words = [.. names];
        foreach ((string word, string[] group) in Callers.Groups.Where(g => g.Names.All(words.Contains)))
        {
            words.Insert(words.IndexOf(group[0]), word);
            words.RemoveAll(group.Contains);
        }

        return string.Join(' ', words);
    }

    private static IEnumerable<string> Meant(string word) => word == "anybody"
        ? ["visitor", "former", .. Callers.Groups.SelectMany(g => g.Names)] : Callers.Groups.Where(g => g.Word == word).SelectMany(g => g.Names).DefaultIfEmpty(word);

    private IReadOnlyList<Door> Doors() =>
    [
        .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<StaticAssetDescriptor>() is null && route.Metadata.GetMetadata<ISuppressMatchingMetadata>() is not { SuppressMatching: true }
                && !route.RoutePattern.RawText!.Contains("planted", StringComparison.Ordinal))
            .SelectMany(route => Methods(route).Select(method => new Door(method, "/" + route.RoutePattern.RawText!.TrimStart('/'), route.RoutePattern, TakesFile(route))))
            .DistinctBy(door => door.Name),
    ];

    private static bool TakesFile(RouteEndpoint route) => route.Metadata.GetMetadata<IAcceptsMetadata>() is { } takes && takes.ContentTypes.Contains("multipart/form-data") && !takes.ContentTypes.Contains("application/x-www-form-urlencoded");

    // A page takes what its form sends as well, behind the same lock: it is asked for once.
    private static IEnumerable<string> Methods(RouteEndpoint route) => route.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
        ? ["GET"] : (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Where(method => method != "HEAD");
}

/// <summary>A method and an address of the program.</summary>
/// <param name="Method">The method.</param>
/// <param name="Pattern">As the route writes it.</param>
/// <param name="Route">The route.</param>
/// <param name="TakesFile">Whether its form has a file.</param>
internal sealed record Door(string Method, string Pattern, RoutePattern Route, bool TakesFile)
{
    public string Name => $"{Method} {Pattern}";

    public bool IsEnglish => PageLanguage.Of(new PathString(Pattern.Split('{')[0].TrimEnd('/') is { Length: > 0 } path ? path : "/")) == PageLanguage.English;

    public string InJapanese => Method + " " + (Pattern == "/en" ? "/" : Pattern["/en".Length..]);

    public bool IsApi => Pattern.StartsWith("/api/v1", StringComparison.Ordinal) || Pattern == "/connect/token";

    /// <summary>An address of it: of the person named where the console shows people, else of nobody and nothing.</summary>
    public string Address(string person)
    {
        var path = new StringBuilder();
        foreach (RoutePatternPathSegment segment in Route.PathSegments)
        {
            path.Append('/');
            foreach (RoutePatternPart part in segment.Parts)
                path.Append(part switch
                {
                    RoutePatternLiteralPart literal => literal.Content,
                    RoutePatternSeparatorPart separator => separator.Content,
                    RoutePatternParameterPart parameter => Value(parameter, person),
                    _ => "",
                });
        }

        string address = path.Length == 0 ? "/" : path.ToString();
        return address.EndsWith("/correct", StringComparison.Ordinal) ? address + "?item=name" : address;
    }

    private string Value(RoutePatternParameterPart parameter, string person) => parameter.Name.ToLowerInvariant() switch
    {
        "id" when Pattern.Contains("/console/people/", StringComparison.Ordinal) => person,
        "id" when parameter.ParameterPolicies.Count > 0 => "019a0000-0000-7000-8000-000000000000",
        "id" => Azukari.Vault.SubjectId.New().ToString(),
        "version" or "to" => "2026-10",
        "from" => "2021-04",
        "code" when Pattern.Contains("/applications/", StringComparison.Ordinal) => "A-00000000",
        "code" => parameter.ParameterPolicies.Count > 0 ? "404" : "refused",
        "documentname" => "v1",
        "size" => "1",
        "kind" => "agent",
        "sha256" => new string('0', 64),
        "handle" => new string('0', 32),
        _ => Azukari.Vault.SubjectId.New().ToString(),
    };
}
