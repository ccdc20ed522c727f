using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Tests.Vault;

namespace Azukari.Tests.Faults;

/// <summary>Traces, metrics and memory belong to the process: who counts them runs alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInTheProcess
{
    /// <summary>Its name.</summary>
    public const string Name = "alone in the process";
}

/// <summary>What traces and metrics carry: purposes, clauses and decisions, never a person.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class TelemetryTests
{
    private static readonly string[] Allowed =
    [
        "azukari.kind", "azukari.decision", "azukari.purpose", "azukari.recipient", "azukari.reason", "azukari.clause", "azukari.clauses", "azukari.count", "azukari.refused",
        "azukari.part", "azukari.operation",
    ];

    [Theory, EngineData]
    public async Task Traces_and_metrics_say_what_for_and_by_which_clause_and_never_who(StoreEngine engine)
    {
        var tags = new ConcurrentBag<(string Where, string Tag, string Value)>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == LedgerTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                foreach (var tag in activity.TagObjects) tags.Add((activity.OperationName, tag.Key, Convert.ToString(tag.Value, CultureInfo.InvariantCulture)!));
                foreach (var more in activity.Baggage) tags.Add(("baggage", more.Key, more.Value ?? ""));
            },
        };
        ActivitySource.AddActivityListener(activities);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == LedgerTelemetry.Name) listener.EnableMeasurementEvents(instrument);
            },
        };
        void Take<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> with, object? state)
        {
            tags.Add((instrument.Name, "", ""));
            foreach (var tag in with) tags.Add((instrument.Name, tag.Key, Convert.ToString(tag.Value, CultureInfo.InvariantCulture)!));
        }

        meters.SetMeasurementEventCallback<long>(Take);
        meters.SetMeasurementEventCallback<int>(Take);
        meters.SetMeasurementEventCallback<double>(Take);
        meters.Start();

        var (world, core) = await VaultWorld.OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await VaultWorld.GrantedAsync(core, subject, VaultWorld.ForCare, VaultWorld.Name);
        await VaultWorld.RefusedAsync(core, subject, VaultWorld.As("staff.care", "purpose.tanaka-taro"), VaultWorld.Name); // a purpose somebody made up of a name
        await VaultWorld.RefusedAsync(core, subject, VaultWorld.As("staff.tanaka-taro", "purpose.care"), VaultWorld.Name);
        await core.Vault.EraseAsync(subject, VaultWorld.Op, ct: VaultWorld.Cancel);
        await core.Health.ProbeAsync(VaultWorld.Cancel);

        Assert.Contains(("azukari.record", "azukari.purpose", "purpose.care"), tags);
        Assert.Contains(("azukari.record", "azukari.clauses", "purpose.care"), tags);
        Assert.Contains(("azukari.clauses", "azukari.clause", "purpose.care"), tags);
        Assert.Contains(("azukari.clauses", "azukari.decision", "refused"), tags);
        Assert.Contains(("azukari.entries", "azukari.decision", "refused"), tags);
        Assert.Contains(("azukari.entries", "azukari.reason", "unknown-purpose"), tags);
        Assert.Contains(("azukari.entries", "azukari.purpose", LedgerTelemetry.Other), tags);
        Assert.Contains(("azukari.entries", "azukari.kind", "erased"), tags);
        Assert.Contains(("azukari.keys", "azukari.operation", "destroy"), tags);
        Assert.Contains(("azukari.lag", "azukari.part", "ledger.sealing"), tags);
        foreach (var instrument in new[] { "azukari.commit.entries", "azukari.commit.duration", "azukari.health", "azukari.waiting" })
            Assert.Contains((instrument, "", ""), tags);
        Assert.All(tags.Where(tag => tag.Tag.Length > 0), tag => Assert.Contains(tag.Tag, Allowed));
        var all = string.Join('\n', tags.Select(tag => tag.Value));
        foreach (var secret in new[] { "tanaka", subject.ToString(), VaultWorld.Op.Code, CanaryWords.FamilyName, CanaryWords.Town })
            Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, EngineData]
    public async Task Each_access_is_counted_once_alone_or_among_many(StoreEngine engine)
    {
        var (used, committed) = (0L, 0L);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == LedgerTelemetry.Name) listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, with, _) =>
        {
            if (instrument.Name != "azukari.entries") return;
            foreach (var tag in with)
                if (tag is { Key: "azukari.kind", Value: "used" }) Interlocked.Add(ref used, value);
        });
        meters.SetMeasurementEventCallback<int>((instrument, value, _, _) =>
        {
            if (instrument.Name == "azukari.commit.entries") Interlocked.Add(ref committed, value);
        });
        meters.Start();

        var (world, core) = await VaultWorld.OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await VaultWorld.GrantedAsync(core, subject, VaultWorld.ForCare, VaultWorld.Name);
        Assert.Equal(1, used);
        var many = Enumerable.Repeat(subject, 600).ToAsyncEnumerable();
        Assert.Equal(600, await core.Vault.ReadManyAsync(many, [VaultWorld.Name], VaultWorld.ForCare, VaultWorld.Cancel).CountAsync(VaultWorld.Cancel));
        Assert.Equal(601, used);
        Assert.Equal(await core.Ledger.QueryAsync(new LedgerQuery(), VaultWorld.Cancel).CountAsync(VaultWorld.Cancel), committed);
    }

    [Theory, EngineData]
    public async Task A_batch_names_all_its_purposes_and_each_cited_clause_is_counted(StoreEngine engine)
    {
        var spans = new ConcurrentBag<Dictionary<string, string>>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == LedgerTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => spans.Add(activity.TagObjects.ToDictionary(tag => tag.Key, tag => Convert.ToString(tag.Value, CultureInfo.InvariantCulture)!)),
        };
        ActivitySource.AddActivityListener(activities);
        var cited = new ConcurrentDictionary<string, long>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == LedgerTelemetry.Name && instrument.Name == "azukari.clauses") listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((_, value, with, _) =>
        {
            var tags = with.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!);
            cited.AddOrUpdate($"{tags["azukari.clause"]} {tags["azukari.decision"]}", value, (_, before) => before + value);
        });
        meters.Start();

        var (world, core) = await VaultWorld.OpenAsync(engine);
        await using var _ = world;
        LedgerEntry Entry(EntryKind kind, string purpose, params string[] clauses) => LedgerEntry.Now(TimeProvider.System, kind) with { Accessor = "tester", Purpose = purpose, Clauses = clauses };
        await core.Ledger.AppendAsync([Entry(EntryKind.Used, "purpose.care", "purpose.care"), Entry(EntryKind.Refused, "purpose.tanaka", "purpose.care", "clause.tanaka"), Entry(EntryKind.Used, "purpose.care", "purpose.care")], VaultWorld.Cancel);

        var span = Assert.Single(spans, span => span["azukari.count"] == "3");
        Assert.Equal(("refused used", "permitted refused", "other purpose.care", "other purpose.care", "1"),
            (span["azukari.kind"], span["azukari.decision"], span["azukari.purpose"], span["azukari.clauses"], span["azukari.refused"]));
        Assert.Equal((2L, 1L, 1L), (cited["purpose.care permitted"], cited["purpose.care refused"], cited["other refused"]));
    }

    [Fact]
    public void When_nobody_listens_nothing_is_computed_and_nothing_allocated()
    {
        SpinWait.SpinUntil(() => !LedgerTelemetry.ActsAreWatched, TimeSpan.FromSeconds(30));
        Look(10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Look(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Look(int times)
        {
            for (var i = 0; i < times; i++)
            {
                if (LedgerTelemetry.ActsAreWatched) throw new InvalidOperationException("Somebody listens.");
                LedgerTelemetry.Committed(LedgerTelemetry.CommitBegins(), 3);
                LedgerTelemetry.CommitFailed();
            }
        }
    }
}
