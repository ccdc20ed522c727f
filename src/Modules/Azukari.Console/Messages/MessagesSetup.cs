using Azukari.Company.Settings;
using Azukari.Console.Resources;
using Azukari.Console.Shell;
using Azukari.Ui.Language;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Console.Messages;

/// <summary>The pages of messages to people: what waits, what could not be delivered, and the texts.</summary>
internal static class MessagesSetup
{
    public static IServiceCollection AddMessagePages(this IServiceCollection services)
    {
        services.AddSingleton(new ConsoleEntry(ConsoleWork.System, 30, "/console/messages",
            provider => provider.GetRequiredService<Text<ConsoleText>>()["Messages.Title"], "M2 3.5h12v9H2zM2 4l6 5 6-5", Duty.Operations, Duty.Audit) { Desks = [Desk] });
        return services;
    }

    /// <summary>Who writes to people decides about what could not be delivered.</summary>
    public const string Desk = "staff.customer-service";
}
