using Azukari.Company.Settings;
using Azukari.Console.Resources;
using Azukari.Console.Shell;
using Azukari.Ui.Language;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Console.Audit;

/// <summary>How many entries one tally counts.</summary>
internal sealed record AuditLimit(int Entries);

/// <summary>Who did what, and who was at whom.</summary>
internal static class AuditModule
{
    public static IServiceCollection AddAuditPages(this IServiceCollection services)
    {
        services.AddSingleton(new AuditLimit(100_000));
        services.AddSingleton(new ConsoleEntry(ConsoleWork.Records, 5, "/console/audit",
            provider => provider.GetRequiredService<Text<ConsoleText>>()["Audit.Title"], "M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM10.5 10.5 14 14M5 7.5h4M7 5.5v4", Duty.Audit));
        return services;
    }
}
