using Azukari.Accounts.Contracts;
using Azukari.Company.Operating;
using Azukari.Portal.Home;
using Azukari.Portal.Resources;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Portal.Downline;

/// <summary>An agent's own line: how many on which level, who, as a picture; and the yearly training and pledge before names are seen.</summary>
internal static class DownlineModule
{
    public static void AddDownline(this IServiceCollection services)
    {
        services.AddSingleton<UplineLook>();
        services.AddScoped<LineNow>();
        services.AddScoped<LineWords>();
        services.AddScoped<LineMark>();
        services.AddSingleton(new ModuleViews(static register => register.Add<LineName>().Add<EventCard>().Add<SupportCard>()));
        services.AddSingleton<ITodoSource, PledgeTodo>();
        services.AddSingleton(new PortalEntry(15, "/my/downline", static provider => provider.GetRequiredService<Text<PortalText>>()["Line.Nav"], LineNow.MayOpen));
    }

    public static void MapDownline(this IEndpointRouteBuilder my) => my.MapPledge();
}
