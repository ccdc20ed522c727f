using System.Reflection;
using Microsoft.Extensions.Compliance.Classification;
using Microsoft.Extensions.Logging;

namespace Azukari.Tests.Architecture;

/// <summary>
/// What our code may log: numbers and the types below print no personal value; a text is one of the codes of the table, or has a class,
/// by which the host erases it.
/// </summary>
internal static class LoggedParameters
{
    private static readonly string[] Codes = ["TrustLog.error", "TrustLog.item", "TrustLog.version", "ApiLog.kind", "ApiLog.place", "ApiLog.store", "ApiLog.fault", "SignInEndpoints.login", "AccountLetters.template", "AccountLetters.error", "ForgottenDesk.error",
        "OpeningPatience.store", "HealthMonitor.part", "HealthMonitor.code", "UnhandledFaults.type", "UnhandledFaults.place", "VerifyRuns.error", "ImpactRuns.error", "LedgerFaultLog.error",
        "MessageLog.error",
        "MembersHost.error", "MailingWorker.error"];

    private static readonly Type[] Harmless = [typeof(int), typeof(long), typeof(double), typeof(TimeSpan), typeof(Azukari.Vault.SubjectId), typeof(Azukari.Stores.StoreFault)];

    public static IEnumerable<MethodInfo> LogMethods(Assembly assembly) => assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null);

    /// <summary>What breaks the rule, as sentences.</summary>
    public static IReadOnlyList<string> Violations(IEnumerable<MethodInfo> methods) => [.. methods
        .SelectMany(method => method.GetParameters())
        .Where(parameter => !Harmless.Contains(parameter.ParameterType) && !typeof(ILogger).IsAssignableFrom(parameter.ParameterType)
            && parameter.GetCustomAttribute<DataClassificationAttribute>() is null && !Codes.Contains($"{parameter.Member.DeclaringType!.Name}.{parameter.Name}"))
        .Select(parameter => $"{parameter.Member.DeclaringType!.Name}.{parameter.Member.Name} logs {parameter.Name}: name it in the table of codes, or give it a class")];
}
