using Azukari.Ledger;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace Azukari.Web.Health;

/// <summary>
/// Sends the trust core's traces and metrics by OTLP where OTEL_EXPORTER_OTLP_ENDPOINT names a collector; nothing is listened to otherwise.
/// The framework's own request traces are not taken: a URL can name a person.
/// </summary>
internal static class TelemetryModule
{
    /// <summary>The standard's variable; its siblings (protocol, headers, service name) work too.</summary>
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddAzukariTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration[Endpoint])) return services;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("azukari"))
            .WithTracing(tracing => tracing.AddSource(LedgerTelemetry.Name))
            .WithMetrics(metrics => metrics.AddMeter(LedgerTelemetry.Name))
            .UseOtlpExporter();
        return services;
    }
}
