using System.Text;
using Azukari.Policy.Document;
using Azukari.Site.Resources;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Site.Policies;

/// <summary>The policy for machines: the version in force and each version, with an ETag; what does not change need not be sent again.</summary>
internal static class PolicyEndpoints
{
    public static void MapPolicyFiles(this IEndpointRouteBuilder site)
    {
        site.MapGet("/policy.json", (HttpResponse response, PolicyShelf shelf) => Send(response, shelf, shelf.InForce, "no-cache"));
        // A published version never changes.
        site.MapGet("/policy/{version}.json", Results<FileContentHttpResult, NotFound> (string version, HttpResponse response, PolicyShelf shelf) =>
            shelf.Find(version) is { } document ? Send(response, shelf, document, "public, max-age=86400") : TypedResults.NotFound());
        // What each sheet of paper says at its foot. Only a style sheet can write there, and inline styles are refused.
        site.MapGet("/policy/{version}/print.css", PrintFoot);
        site.MapGet("/en/policy/{version}/print.css", PrintFoot);
    }

    private static Results<ContentHttpResult, NotFound> PrintFoot(string version, HttpResponse response, PolicyShelf shelf, Text<SiteText> strings)
    {
        if (shelf.Find(version) is not { } document) return TypedResults.NotFound();
        response.Headers.CacheControl = "public, max-age=86400";
        string line = $"{document.Company.Name.Here()}  {strings["Policy.TitleVersion", document.Version]}".Replace("\\", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
        return TypedResults.Text($"@page {{ @bottom-left {{ content: \"{line}\"; font: 9pt sans-serif; color: #444; }} }}\n", "text/css", Encoding.UTF8);
    }

    private static FileContentHttpResult Send(HttpResponse response, PolicyShelf shelf, PolicyDocument document, string caching)
    {
        PolicyFile file = shelf.FileOf(document);
        response.Headers.CacheControl = caching;
        response.Headers.ContentLanguage = "ja, en";
        return TypedResults.Bytes(file.Json, "application/json; charset=utf-8", entityTag: file.Tag);
    }
}
