using Azukari.Company.Settings;
using Azukari.Console.Resources;
using Azukari.Console.Shell;
using Azukari.Ui.Language;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Console.Ledger;

/// <summary>The pages of the ledger: search, entries with their proofs, verification.</summary>
internal static class LedgerModule
{
    public static IServiceCollection AddLedgerPages(this IServiceCollection services)
    {
        services.AddSingleton<LedgerLooks>();
        services.AddSingleton<VerifyRuns>();
        services.AddSingleton<LedgerFile>();
        services.AddSingleton(new LedgerExportLimit(1_000_000));
        services.AddSingleton(new ConsoleEntry(ConsoleWork.Records, 10, "/console/ledger",
            provider => provider.GetRequiredService<Text<ConsoleText>>()["Ledger.Title"], "M3.5 2h9v12h-9zM6 5h4M6 8h4M6 11h2", Duty.Audit));
        services.AddSingleton(new ConsoleEntry(ConsoleWork.Records, 20, "/console/ledger/verify",
            provider => provider.GetRequiredService<Text<ConsoleText>>()["Ledger.Verify.Title"], "M8 1.5 13.5 4v4c0 3-2.2 5.2-5.5 6.5C4.7 13.2 2.5 11 2.5 8V4zM5.5 8l2 2 3-4", Duty.Audit));
        return services;
    }
}
