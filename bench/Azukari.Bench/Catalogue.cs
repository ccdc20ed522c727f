using Azukari.Bench.Accesses;
using Azukari.Bench.Measuring;

namespace Azukari.Bench;

/// <summary>The keys there are, and who measures them.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Key> Keys { get; } =
    [
        new("sqlite.access64_vs_plain", "protected access, 64 callers ÷ unprotected ADO.NET read, 64 callers", 0.30),
        new("sqlite.access256_vs_plain", "protected access, 256 callers ÷ unprotected ADO.NET read, 256 callers", 0.45),
    ];

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchOptions options, CancellationToken cancel)
    {
        Key[] wanted = [.. Keys.Where(key => options.Wants(key.Name))];
        var results = new List<Result>();
        results.AddRange(await SqliteAccesses.MeasureAsync(wanted, options, cancel));
        return [.. wanted.Select(key => results.Find(result => result.Key == key)).OfType<Result>()];
    }
}
