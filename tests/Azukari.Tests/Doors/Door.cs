using Azukari.Ui.Language;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Doors;

/// <summary>A method and an address of the program; of a page with forms, one of them.</summary>
/// <param name="Method">The method.</param>
/// <param name="Pattern">As the route writes it, in its own language; of a form, with <c>#</c> and its name.</param>
/// <param name="TakesFile">Whether what is sent to it is a form with a file.</param>
internal sealed record Door(string Method, string Pattern, bool TakesFile)
{
    public string Name => $"{Method} {Pattern}";

    public bool IsEnglish => PageLanguage.Of(new PathString(Pattern.Split('{', '#')[0].TrimEnd('/') is { Length: > 0 } path ? path : "/")) == PageLanguage.English;

    /// <summary>As its Japanese twin is called; its own name where it is that.</summary>
    public string InJapanese => !IsEnglish ? Name : Method + " " + (Pattern == "/en" ? "/" : Pattern["/en".Length..]);

    public bool IsApi => Pattern.StartsWith("/api/v1", StringComparison.Ordinal) || Pattern == "/connect/token";

    public bool IsForm => Pattern.Contains('#', StringComparison.Ordinal);

    /// <summary>Whether something has to be said before it can be asked: whom or what it is about, or what is sent.</summary>
    public bool NeedsWords => Method != "GET" || Pattern.Contains('{', StringComparison.Ordinal);

    /// <summary>Whether it belongs to a face of the program: <c>/my</c>, with the accounts of members, <c>/console</c> or <c>/api</c>.</summary>
    public bool IsOf(string? face)
    {
        string path = InJapanese.Split(' ')[1];
        return face is not null && (path.StartsWith(face, StringComparison.Ordinal) || (face == "/my" && path.StartsWith("/account", StringComparison.Ordinal)));
    }

    /// <summary>Those the running program answers to, and of its pages the forms that are named: a page's form goes to the page's own address, and what is sent names it.</summary>
    public static IReadOnlyList<Door> All(IServiceProvider services, IEnumerable<Door> forms)
    {
        Door[] mapped =
        [
            .. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(route => route.Metadata.GetMetadata<StaticAssetDescriptor>() is null && route.Metadata.GetMetadata<ISuppressMatchingMetadata>() is not { SuppressMatching: true }
                    && !route.RoutePattern.RawText!.Contains("planted", StringComparison.Ordinal))
                .SelectMany(route => Methods(route).Select(method => new Door(method, "/" + route.RoutePattern.RawText!.TrimStart('/'), Takes(route))))
                .DistinctBy(door => door.Name),
        ];
        HashSet<string> pages = [.. mapped.Where(door => door.Method == "GET").Select(door => door.Pattern)];
        return
        [
            .. mapped, .. forms.SelectMany(form => new[] { form, form with { Pattern = "/en" + form.Pattern } }).Where(form => pages.Contains(form.Pattern.Split('#')[0])),
        ];
    }

    private static bool Takes(RouteEndpoint route) => route.Metadata.GetMetadata<IAcceptsMetadata>() is { } takes && takes.ContentTypes.Contains("multipart/form-data") && !takes.ContentTypes.Contains("application/x-www-form-urlencoded");

    // A page's forms are doors of their own.
    private static IEnumerable<string> Methods(RouteEndpoint route) => route.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
        ? ["GET"] : (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Where(method => method != "HEAD");
}
