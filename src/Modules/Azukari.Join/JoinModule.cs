using Azukari.Company;
using Azukari.Company.Operating;
using Azukari.Join.Applications;
using Azukari.Join.Contracts;
using Azukari.Join.Public;
using Azukari.Members.Contracts;
using Azukari.Messages;
using Azukari.Storage;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Azukari.Join;

/// <summary>Registration: the public form, confirmation by mail, the staff's pages for applications, cooling-off and leaving.</summary>
public static class JoinModule
{
    /// <summary>Registers the module. The host also registers company, storage, members, messages, site and console.</summary>
    public static IServiceCollection AddAzukariJoin(this IServiceCollection services)
    {
        services.AddOptions<JoinOptions>().BindConfiguration("Join").ValidateOnStart();
        services.AddSingleton<IValidateOptions<JoinOptions>, JoinOptionsCheck>();
        services.AddSingleton(new ModuleViews(JoinViews.Register));
        services.AddApplications();
        services.AddHostedService<ApplicationSweep>();
        services.AddSingleton<JoinDoor>();
        services.AddTransient<JoinFlow>();
        return services;
    }

    /// <summary>Registers applications alone, over a company's storage, members, accounts and messages.</summary>
    internal static IServiceCollection AddApplications(this IServiceCollection services)
    {
        services.AddStorageModel<JoinStorage>();
        services.AddMessageTemplates(JoinMessages.All);
        services.AddSingleton(provider => new Referrals(
            provider.GetRequiredService<IDbContextFactory<AzukariDb>>(), provider.GetRequiredService<CompanyCore>(), provider.GetRequiredService<MemberBook>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ApplicationBook>();
        return services;
    }

    /// <summary>Maps the public pages.</summary>
    public static void MapAzukariJoin(this WebApplication app)
    {
        foreach (var language in PageLanguage.All) app.MapGroup(PageLanguage.Path("/join", language)).MapPapers();
        app.MapRazorComponents<JoinApp>().WithStaticAssets().Add(static endpoint =>
        {
            // The framework maps every page of the assembly here: the console's are the console's to serve.
            if (endpoint is RouteEndpointBuilder route && !IsJoin("/" + route.RoutePattern.RawText?.TrimStart('/'))) route.Order = 2;
        });
    }

    private static bool IsJoin(string pattern) => PageLanguage.Strip(pattern) is "/join" || PageLanguage.Strip(pattern).StartsWith("/join/", StringComparison.Ordinal);

    private sealed class JoinOptionsCheck : IValidateOptions<JoinOptions>
    {
        public ValidateOptionsResult Validate(string? name, JoinOptions options)
        {
            string[] problems = [.. options.Problems()];
            return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
