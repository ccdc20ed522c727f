using Azukari.Accounts.Contracts;
using Azukari.Company.Operating;
using Azukari.Members.Contracts;
using Azukari.Messages;
using Azukari.Portal.Changes;
using Azukari.Portal.Choices;
using Azukari.Portal.Contract;
using Azukari.Portal.Downline;
using Azukari.Portal.Health;
using Azukari.Portal.Home;
using Azukari.Portal.Information;
using Azukari.Portal.Resources;
using Azukari.Portal.Rights;
using Azukari.Portal.Shell;
using Azukari.Portal.Uses;
using Azukari.Site.Shell;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Azukari.Portal;

/// <summary>The member's own pages: home, what is held of them, who used it and why.</summary>
public static class PortalModule
{
    /// <summary>Registers the portal in a host that has company, members, accounts and site.</summary>
    public static IServiceCollection AddAzukariPortal(this IServiceCollection services)
    {
        services.AddOptions<PortalOptions>().BindConfiguration("Portal").ValidateOnStart();
        services.AddSingleton<IValidateOptions<PortalOptions>, PortalOptionsCheck>();
        services.AddScoped<PolicyNames>();
        services.AddScoped<UseWords>();
        services.AddSingleton<OwnData>();
        services.AddSingleton<OwnHistory>();
        services.AddSingleton<ChangeDesk>();
        services.AddMessageTemplates(PortalLetters.Templates);
        services.AddSingleton(new ModuleViews(OwnData.Register));
        services.AddTodos<ContractTodo>();
        services.AddTodos<RequestNews>();
        services.AddTodos<PolicyNews>();
        services.AddSingleton(new SiteEntry(10, "/my", static provider => provider.GetRequiredService<Text<PortalText>>()["Nav.Home"]));
        services.AddDownline();
        AddEntry(services, 0, "/my", "Nav.Home");
        AddEntry(services, 10, "/my/information", "Nav.Information");
        AddEntry(services, 20, "/my/uses", "Nav.Uses");
        AddEntry(services, 30, "/my/consents", "Nav.Choices");
        AddEntry(services, 35, "/my/rights", "Nav.Requests");
        AddEntry(services, 40, "/my/messages", "Nav.Messages");
        AddEntry(services, 50, "/my/membership", "Nav.Membership");
        AddEntry(services, 90, "/account", "Nav.Account");
        return services;
    }

    /// <summary>Adds a source of what a member has to do, shown on the home page.</summary>
    public static IServiceCollection AddTodos<TSource>(this IServiceCollection services) where TSource : class, ITodoSource => services.AddSingleton<ITodoSource, TSource>();

    /// <summary>Error pages of the portal's own and no cache for anything of it: before routing.</summary>
    public static WebApplication UseAzukariPortal(this WebApplication app, bool showErrors)
    {
        app.UseWhen(static context => IsPortal(context.Request.Path), branch =>
        {
            branch.Use(static (context, next) =>
            {
                context.Response.OnStarting(static state =>
                {
                    ((HttpContext)state).Response.Headers.CacheControl = "no-store";
                    return Task.CompletedTask;
                }, context);
                return next(context);
            });
            if (showErrors) branch.UseExceptionHandler("/my/error/500", createScopeForErrors: true);
            branch.UseStatusCodePagesWithReExecute("/my/error/{0}", createScopeForStatusCodePages: true);
            branch.KnowMemberOnErrors("/my/error");
        });
        return app;
    }

    /// <summary>Maps the pages, forms and files of the portal.</summary>
    public static void MapAzukariPortal(this WebApplication app)
    {
        foreach (var language in PageLanguage.All)
        {
            RouteGroupBuilder my = app.MapGroup(PageLanguage.Path("/my", language)).WithMetadata(new RequireAntiforgeryTokenAttribute());
            my.MapUses();
            my.MapDownline();
            my.MapDocuments();
            my.MapChoices();
            my.MapMembership();
            my.MapRights();
            my.MapHealth();
        }

        // The framework adds an endpoint of its own to each set of components; the site's answers.
        app.MapRazorComponents<PortalApp>().WithStaticAssets().Add(static endpoint =>
        {
            if (endpoint is RouteEndpointBuilder route && !IsPortal("/" + route.RoutePattern.RawText?.TrimStart('/'))) route.Order = 1;
        });
    }

    private static bool IsPortal(PathString path) => path.StartsWithSegments("/my") || path.StartsWithSegments("/en/my");

    private sealed class PortalOptionsCheck : IValidateOptions<PortalOptions>
    {
        public ValidateOptionsResult Validate(string? name, PortalOptions options)
        {
            string[] problems = [.. options.Problems()];
            return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }

    private static void AddEntry(IServiceCollection services, int order, string path, string label, Func<Membership?, bool>? shown = null) =>
        services.AddSingleton(new PortalEntry(order, path, provider => provider.GetRequiredService<Text<PortalText>>()[label], shown ?? (static _ => true)));
}
