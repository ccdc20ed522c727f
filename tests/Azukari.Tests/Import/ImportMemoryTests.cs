using Azukari.Import;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Faults;

namespace Azukari.Tests.Import;

/// <summary>How much memory a file takes that is taken in: read in a process that does nothing else meanwhile.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class ImportMemoryTests
{
    /// <summary>20,000 rows in the suite; AZUKARI_IMPORT_ROWS=100000 for the promised size (about a minute of processor time).</summary>
    [Theory]
    [EngineData]
    public async Task Memory_does_not_grow_with_the_file(StoreEngine engine)
    {
        var rows = engine == StoreEngine.Postgres ? 5_000 : int.TryParse(Environment.GetEnvironmentVariable("AZUKARI_IMPORT_ROWS"), out var asked) ? asked : 20_000;
        await using var world = await ImportWorld.OpenAsync(engine);
        await using (var writer = new StreamWriter(world.Source))
        {
            await writer.WriteAsync(ImportWorld.Header + "\r\n");
            for (var n = 1; n <= rows; n++) await writer.WriteAsync(ImportWorld.Row(n, phone: n % 1000 == 0 ? "x" : "03-0000-1234") + "\r\n");
        }

        long early = 0, peak = 0;
        var watch = new ToldAtOnce(at =>
        {
            if (at.Counts.Rows % (rows / 10) != 0) return;
            var now = GC.GetTotalMemory(forceFullCollection: true);
            if (early == 0) early = now;
            peak = Math.Max(peak, now);
        });

        var report = await world.ImportAsync(progress: watch);

        Assert.Equal(new ImportCounts(rows - (rows / 1000), 0, 0, rows / 1000), report.Counts);
        TestContext.Current.TestOutputHelper?.WriteLine($"{rows} rows in {report.Elapsed.TotalSeconds:0.0} s; live memory {early >> 20} MiB after a tenth, at most {peak >> 20} MiB");

        // What waits for the ledger's sealer (a kilobyte an entry, a second's worth) comes and goes; values of the file would be more.
        Assert.InRange(peak - early, long.MinValue, 40L << 20);
    }
}

/// <summary>Progress told on the import's own thread, unlike the framework's.</summary>
internal sealed class ToldAtOnce(Action<ImportProgress> tell) : IProgress<ImportProgress>
{
    public void Report(ImportProgress value) => tell(value);
}
