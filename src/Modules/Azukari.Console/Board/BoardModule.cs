using Azukari.Company.Settings;
using Azukari.Console.Resources;
using Azukari.Console.Shell;
using Azukari.Storage;
using Azukari.Ui.Language;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Console.Board;

/// <summary>The obligations board and the review of who may do what.</summary>
internal static class BoardModule
{
    public static IServiceCollection AddBoardPages(this IServiceCollection services)
    {
        services.AddStorageModel<ObligationStorage>();
        services.AddSingleton<ObligationBook>();
        services.AddSingleton<AccessReview>();
        services.AddSingleton(ConsoleModule.Sample());
        services.AddSingleton(new ConsoleEntry(ConsoleWork.Policy, 60, "/console/obligations",
            provider => provider.GetRequiredService<Text<ConsoleText>>()["Board.Title"], "M3 2.5h10v11H3zM5.5 1v3M10.5 1v3M3 6h10M6 9.5l1.5 1.5L10.5 8", Duty.Policy, Duty.Audit) { Desks = ["staff.privacy-manager"] });
        return services;
    }
}
