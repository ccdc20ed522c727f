using System.Diagnostics.Metrics;
using Azukari.Ledger;

namespace Azukari.Vault.Keys;

/// <summary>Counts what is done with people's keys; never whose.</summary>
internal static class KeyTelemetry
{
    private static readonly Meter Meter = new(LedgerTelemetry.Name);
    private static readonly Counter<long> Operations = Meter.CreateCounter<long>("azukari.keys", "{key}", "Keys of people asked for and people whose keys were destroyed, by operation");
    private static readonly KeyValuePair<string, object?> Creation = new("azukari.operation", "create"), Destruction = new("azukari.operation", "destroy");

    public static void Created(int count) => Operations.Add(count, Creation);

    public static void Destroyed(int people) => Operations.Add(people, Destruction);
}
