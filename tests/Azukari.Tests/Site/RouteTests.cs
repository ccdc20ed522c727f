using System.Net;
using Azukari.Accounts.Contracts;
using Azukari.Api.Endpoints;
using Azukari.Api.Problems;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Tests.Architecture;
using Azukari.Ui.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Site;

/// <summary>
/// Every address of the program is known: <c>fixtures/routes.txt</c> lists them with what each is and who gets an answer. Whoever adds an
/// endpoint adds its line, and whoever reads the change sees what became reachable.
/// </summary>
public sealed class RouteTests(SiteHost host, DevelopmentHost development) : IClassFixture<SiteHost>, IClassFixture<DevelopmentHost>
{
    private static readonly string Listed = Path.Combine(Repository.Root, "tests", "Azukari.Tests", "Site", "fixtures", "routes.txt");

    [Fact]
    public async Task Every_route_is_declared_with_what_it_is_and_whom_it_answers()
    {
        HashSet<string> lines = [];
        foreach (RouteEndpoint route in Routes(host).Concat(Routes(development)))
        {
            if (route.Metadata.GetMetadata<ISuppressMatchingMetadata>() is { SuppressMatching: true }) continue;
            if (route.Metadata.GetMetadata<StaticAssetDescriptor>() is { } asset && IsCopy(asset)) continue;
            lines.Add(await LineAsync(route));
        }

        string found = string.Concat(lines.Order(StringComparer.Ordinal).Select(l => l + "\n"));
        string listed = await File.ReadAllTextAsync(Listed, TestContext.Current.CancellationToken);
        Assert.True(listed == found, $"{Listed} does not say what the program answers to. If this is meant, it must read:\n{found}");
    }

    [Fact]
    public void No_route_but_the_interfaces_takes_anything_but_reading_forms_with_a_token_and_links_that_were_sent() => Assert.All(
        Routes(host).Where(r => r.Metadata.GetMetadata<ComponentTypeMetadata>() is null && !ApiGuard.Covers(Pattern(r))),
        r => Assert.True(new HashSet<string> { "GET", "HEAD" }.IsSupersetOf(Methods(r)) || IsForm(r) || IsByLink(r), r.DisplayName));

    /// <summary>Answers to a form only, and only with its token, which no other site can have.</summary>
    private static bool IsForm(RouteEndpoint route) =>
        Methods(route).SequenceEqual(["POST"]) && route.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true };

    private static bool IsByLink(RouteEndpoint route) => route.Metadata.GetMetadata<ByLinkAttribute>() is not null;

    private static IEnumerable<RouteEndpoint> Routes(SiteHost host) =>
        host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    // A static file is also there compressed and under the fingerprint of its content: the same file, listed once.
    private static bool IsCopy(StaticAssetDescriptor asset) =>
        asset.Selectors.Count > 0 || asset.Route.EndsWith(".gz", StringComparison.Ordinal) || asset.Properties.Any(p => p.Name == "fingerprint" && asset.Route.Contains(p.Value, StringComparison.Ordinal));

    private async Task<string> LineAsync(RouteEndpoint route)
    {
        string pattern = Pattern(route);
        var isPage = route.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
        if (ApiGuard.Covers(pattern) && !isPage)
            return $"{string.Join(' ', Methods(route))} {pattern} | call | {(route.Metadata.GetMetadata<NeedsScope>() is { } needs ? $"clients with {needs.Scope}" : "anybody")}";
        string what = isPage ? "page"
            : route.Metadata.GetMetadata<StaticAssetDescriptor>() is not null ? "file" : "answer";
        string asked = pattern.Replace("{version}", "2026-10", StringComparison.OrdinalIgnoreCase).Replace("{From}", "2021-04", StringComparison.Ordinal)
            .Replace("{To}", "2026-10", StringComparison.Ordinal).Replace("{kind:regex(^(retail|vip|agent)$)}", "agent", StringComparison.OrdinalIgnoreCase).Replace("{Code:int}", "404", StringComparison.Ordinal).Replace("{Code}", "refused", StringComparison.Ordinal);
        string proved = route.Metadata.GetMetadata<NeedsFreshProofAttribute>() is null ? "" : ", with a fresh proof";
        string who = route.Metadata.GetMetadata<NeedsDutyAttribute>() is { } duties
            ? StaffLine(duties) + proved
            : route.Metadata.GetMetadata<NeedsMemberAttribute>() is not null ? MemberLine(route)
            : IsByLink(route) ? "public, by a link that was sent"
            : IsForm(route) ? "public, with a form's token" : (await AnswersAsync(host, asked), await AnswersAsync(development, asked)) switch
        {
            (true, true) => "public",
            (false, true) => "Development only",
            (false, false) => "nobody: inside the program only",
            (true, false) => "public, not in Development",
        };
        return $"{string.Join(' ', Methods(route))} {pattern} | {what} | {who}";
    }

    private static string MemberLine(RouteEndpoint route) => route.Metadata.GetMetadata<NeedsFreshProofAttribute>() is null ? "members" : "members, with a fresh proof";

    private static string StaffLine(NeedsDutyAttribute needs) => (needs.Any.Count, needs.Desks.Length) switch
    {
        (0, 0) => "staff",
        (_, 0) => $"staff with the duty {string.Join(" or ", needs.Any.Select(duty => duty.Word()))}",
        (0, _) => $"staff at the desk {string.Join(" or ", needs.Desks)}",
        _ => $"staff with the duty {string.Join(" or ", needs.Any.Select(duty => duty.Word()))}, or at the desk {string.Join(" or ", needs.Desks)}",
    };

    private static string Pattern(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.TrimStart('/');

    private static IEnumerable<string> Methods(RouteEndpoint route) => (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["any"]).Order(StringComparer.Ordinal);

    private static async Task<bool> AnswersAsync(SiteHost host, string path)
    {
        using HttpResponseMessage answer = await host.Visitor().GetAsync(path, TestContext.Current.CancellationToken);
        return answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.BadRequest);
    }
}
