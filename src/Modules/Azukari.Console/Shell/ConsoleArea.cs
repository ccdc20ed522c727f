using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Console.Shell;

/// <summary>
/// Pages of another module in the console's frame. Its components with <c>@page "/console/…"</c> and <c>@page "/en/console/…"</c> and a
/// <see cref="Duties.NeedsDutyAttribute"/> are served under the console's layout, with its headers, error pages, forms and tests of permission.
/// </summary>
/// <param name="Pages">The assembly the pages are in. Its pages outside <c>/console</c> are left to the site.</param>
public sealed record ConsoleArea(Assembly Pages)
{
    /// <summary>
    /// Maps what is no page, once a language, under a group <c>/console</c>: <c>console.MapPost("/applications/{id}/accept", …)</c> with a
    /// <see cref="Duties.NeedsDutyAttribute"/> as metadata. Each takes a form's token.
    /// </summary>
    public Action<IEndpointRouteBuilder>? Map { get; init; }

    /// <summary>Stylesheets, as <c>_content/Azukari.Join/desk.css</c>.</summary>
    public IReadOnlyList<string> Stylesheets { get; init; } = [];

    /// <summary>Scripts of files, which no page may need.</summary>
    public IReadOnlyList<string> Scripts { get; init; } = [];
}

/// <summary>Adds to the console.</summary>
public static class ConsoleAreas
{
    /// <summary>Adds a module's pages, and its entries in the navigation.</summary>
    public static IServiceCollection AddConsoleArea(this IServiceCollection services, ConsoleArea area, params IReadOnlyList<ConsoleEntry> entries)
    {
        services.AddSingleton(area);
        foreach (var entry in entries) services.AddSingleton(entry);
        return services;
    }
}
