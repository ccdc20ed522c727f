using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Azukari.Ui.Language;

/// <summary>Sets the culture of a request from its path. Runs before error handling, so an error page speaks the language of the page that failed.</summary>
public static class LanguageByPath
{
    /// <summary>Adds the middleware. Put it first: everything after it, error pages included, renders in the path's language.</summary>
    public static IApplicationBuilder UseLanguageByPath(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        CultureInfo language = PageLanguage.Of(context.Request.Path.Value ?? "/");
        CultureInfo.CurrentCulture = language;
        CultureInfo.CurrentUICulture = language;
        context.Response.OnStarting(static state =>
        {
            var http = (HttpContext)state;
            if (http.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
                http.Response.Headers.ContentLanguage = PageLanguage.Of(http.Items[OriginalPath] as string ?? "/").Name;
            return Task.CompletedTask;
        }, context);
        context.Items[OriginalPath] = context.Request.Path.Value ?? "/";
        return next(context);
    });

    /// <summary>The path the visitor asked for, also while an error page is shown in its place.</summary>
    public static string AskedPath(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items[OriginalPath] as string ?? context.Request.Path.Value ?? "/";
    }

    private const string OriginalPath = "azukari.asked-path";
}
