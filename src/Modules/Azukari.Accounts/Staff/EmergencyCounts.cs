using Azukari.Accounts.Resources;
using Azukari.Company.Settings;
using Azukari.Console.Board;
using Azukari.Console.Shell;
using Azukari.Ui.Language;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Accounts.Staff;

/// <summary>What waits of emergencies, where the staff look first: on the console's home, and on the obligations board what nobody has reviewed.</summary>
internal static class EmergencyCounts
{
    private const string Path = "/console/staff/emergencies";

    public static void AddEmergencyCounts(this IServiceCollection services)
    {
        services.AddSingleton(new ConsoleCount(13, Path, static provider => T(provider)["Emergency.HomeAsked"], static provider => T(provider)["Nav.Emergencies"],
            static (provider, cancel) => provider.GetRequiredService<Emergencies>().AskedAsync(cancel), Duty.Staff));
        services.AddSingleton(new ConsoleCount(14, Path, static provider => T(provider)["Emergency.HomeReview"], static provider => T(provider)["Nav.Emergencies"],
            static async (provider, cancel) => (await provider.GetRequiredService<Emergencies>().UnreviewedAsync(cancel)).Count, Duty.Audit));
        services.AddSingleton(new BoardItem(static async (provider, cancel) =>
        {
            var open = await provider.GetRequiredService<Emergencies>().UnreviewedAsync(cancel);
            if (open.Oldest is not { } oldest) return null;
            var since = provider.GetRequiredService<TimeProvider>().GetUtcNow() - oldest;
            return new BoardLine(T(provider)["Emergency.HomeReview"], T(provider)["Emergency.Board", open.Count, DisplayDates.Moment(oldest), Emergencies.ReviewWithin.Days], Path, since > Emergencies.ReviewWithin);
        }));
    }

    private static Text<AccountsText> T(IServiceProvider provider) => provider.GetRequiredService<Text<AccountsText>>();
}
