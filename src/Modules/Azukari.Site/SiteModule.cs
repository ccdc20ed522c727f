using Azukari.Site.Advertising;
using Azukari.Site.Contact;
using Azukari.Site.Cookies;
using Azukari.Site.Policies;
using Azukari.Site.Shell;
using Azukari.Site.WellKnown;
using Azukari.Ui;
using Azukari.Ui.Headers;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Azukari.Site;

/// <summary>The public site: the company's front, its policy with archive and differences, cookies, contact. Reads no personal data.</summary>
public static class SiteModule
{
    /// <summary>Registers the site. The host also registers a <see cref="PolicyShelf"/>.</summary>
    public static IServiceCollection AddAzukariSite(this IServiceCollection services)
    {
        services.AddAzukariUi();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<SiteOptions>().BindConfiguration("Site").ValidateOnStart();
        services.AddSingleton<IValidateOptions<SiteOptions>, SiteOptionsCheck>();
        services.AddSingleton(provider => new JapaneseHolidays(provider.GetRequiredService<IOptions<SiteOptions>>().Value.HolidayOverrides()));
        services.AddSingleton<CookieRegister>();
        services.AddResponseCompression(options => options.EnableForHttps = true);
        return services;
    }

    /// <summary>The middleware of the site, in its order: language first, so that error pages and headers come out right.</summary>
    /// <param name="app">The host.</param>
    /// <param name="showErrors">Whether unexpected failures show the visitor's error page (everywhere but in Development).</param>
    /// <param name="beforeRouting">What other faces add for their own pages, error pages above all: inside the site's, before a route is chosen.</param>
    public static WebApplication UseAzukariSite(this WebApplication app, bool showErrors, Action? beforeRouting = null)
    {
        app.UseSecurityHeaders();
        app.UseLanguageByPath();
        if (showErrors) app.UseExceptionHandler("/error/500", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true);
        app.UsePrivateFaces();
        beforeRouting?.Invoke();
        app.Use(ShownAfterFailure);
        // Compression over TLS can leak a secret that stands beside attacker-chosen text (BREACH). Public pages hold no secret; others are left alone.
        app.UseRouting();
        app.Use(ReadersOnly);
        app.UseWhen(static context => context.GetEndpoint()?.Metadata.GetMetadata<PublicPage>() is not null, static branch => branch.UseResponseCompression());
        return app;
    }

    /// <summary>Maps the pages and files of the site.</summary>
    public static void MapAzukariSite(this WebApplication app)
    {
        app.MapStaticAssets();
        RouteGroupBuilder site = app.MapGroup("").WithMetadata(new PublicPage());
        site.MapWellKnown();
        site.MapPolicyFiles();
        app.MapStopping();
        // Not in the group: only on the host itself do the pages find the fingerprinted names of the static files.
        app.MapRazorComponents<SiteApp>().WithStaticAssets().AsPublicPages();
    }

    /// <summary>Pages like the site's own, of another part: only read, and sent compressed, since they hold no secret.</summary>
    public static TBuilder AsPublicPages<TBuilder>(this TBuilder pages) where TBuilder : IEndpointConventionBuilder => pages.WithMetadata(new PublicPage());

    // The page that takes the place of a failed answer is only shown. Left as it was sent, a form would be refused by that page (405) instead of told of the failure.
    private static Task ShownAfterFailure(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IExceptionHandlerFeature>() is not null) context.Request.Method = HttpMethods.Get;
        return next(context);
    }

    /// <summary>
    /// Public pages have no form: whatever else than a reader's request is answered here, before anybody reads its body or its content type
    /// (the framework would fail on them, and write what the visitor sent into the log).
    /// </summary>
    private static Task ReadersOnly(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || context.GetEndpoint()?.Metadata.GetMetadata<PublicPage>() is null)
            return next(context);
        // An error page of another answer: that answer stands, without a page.
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null) return Task.CompletedTask;
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = "GET, HEAD";
        return Task.CompletedTask;
    }

    private sealed class PublicPage;

    private sealed class SiteOptionsCheck : IValidateOptions<SiteOptions>
    {
        public ValidateOptionsResult Validate(string? name, SiteOptions options)
        {
            string[] problems = [.. options.Problems()];
            return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
