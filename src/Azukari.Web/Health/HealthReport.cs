using System.Text.Json;
using Azukari.Vault.Health;

namespace Azukari.Web.Health;

/// <summary>What the host knows about itself at one moment.</summary>
internal sealed record HealthReport(DateTimeOffset At, IReadOnlyList<HealthFinding> Findings)
{
    /// <summary>The worst of all parts.</summary>
    public HealthState State => Findings.Count == 0 ? HealthState.Ready : Findings.Max(finding => finding.State);

    /// <summary>Whether nothing can be read or recorded, so that asking would only wait: a store or the master keys are away.</summary>
    public HealthFinding? Outage => Findings.FirstOrDefault(finding =>
        finding.State == HealthState.Failed && (finding.Part.StartsWith("store.", StringComparison.Ordinal) || finding.Part == "keys.master"));

    public string Word => State switch
    {
        HealthState.Ready => "ready",
        HealthState.Degraded => "degraded",
        _ => "not-ready",
    };

    /// <summary>As JSON: one word for everybody, the parts for those who run the host. Names, codes and figures only.</summary>
    public byte[] ToJson(bool details)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("status", Word);
            if (details)
            {
                json.WriteString("at", At);
                json.WriteStartArray("parts");
                foreach (HealthFinding finding in Findings) Write(json, finding);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, HealthFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("part", finding.Part);
        json.WriteString("status", finding.State switch { HealthState.Ready => "ready", HealthState.Degraded => "degraded", _ => "failed" });
        json.WriteString("code", finding.Code);
        if (finding.Count is { } count) json.WriteNumber("count", count);
        if (finding.Age is { } age) json.WriteNumber("seconds", Math.Round(age.TotalSeconds, 1));
        json.WriteEndObject();
    }
}
