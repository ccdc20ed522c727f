using System.Diagnostics;
using Azukari.Bench.Measuring;
using Azukari.Bench.World;
using Azukari.Policy.Compiling;
using Azukari.Policy.Deciding;

namespace Azukari.Bench.Others;

/// <summary>How long the policy takes to decide, from facts at hand; and, for scale, how long a dictionary takes to find a string.</summary>
internal static class Decisions
{
    public static List<Result> Measure(IReadOnlyCollection<Key> wanted, BenchOptions options)
    {
        if (wanted.FirstOrDefault(key => key.Name == "policy.decide_ns") is not { } key) return [];
        var documents = BenchWorld.Policies().ToList();
        var archive = PolicyArchive.Build(documents, documents[^1].Version);
        var words = archive.Vocabulary;
        var context = BenchWorld.Shipping;
        var request = archive.Resolve(context.Purpose, context.As, Specimens.Items, context.Ground).Request;
        ItemFact[] held = [.. Specimens.Items.Select(item => new ItemFact(words.Find(item), words.Find(archive.InForce.Version), words.Find(Specimens.Kind)))];
        var lookUps = Enumerable.Range(0, 64).ToDictionary(number => $"purpose.member.{number}", number => number);
        string[] names = [.. lookUps.Keys];
        var (decide, resolve, find) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= options.Rounds; round++)
        {
            decide.Add(Nanoseconds(options, _ => archive.Decide(request, new SubjectFacts { Kind = words.Find(Specimens.Kind), Held = held, Case = true }).Permitted));
            resolve.Add(Nanoseconds(options, _ => archive.Resolve(context.Purpose, context.As, Specimens.Items, context.Ground).Refusal is null));
            find.Add(Nanoseconds(options, turn => lookUps.ContainsKey(names[turn & 63])));
        }

        var (decision, resolution, lookUp) = (Contest.Median(decide[1..]), Contest.Median(resolve[1..]), Contest.Median(find[1..]));
        return
        [
            new Result(key, decision, new Dictionary<string, double>
            {
                ["decide_ns"] = decision, ["resolve_ns"] = resolution, ["dictionary_ns"] = lookUp, ["ratio_to_dictionary"] = decision / lookUp,
            }),
        ];
    }

    private static double Nanoseconds(BenchOptions options, Func<int, bool> once)
    {
        var turns = options.Quick ? 100_000 : 1_000_000;
        var watch = Stopwatch.StartNew();
        var permitted = 0;
        for (var turn = 0; turn < turns; turn++)
            if (once(turn)) permitted++;
        if (permitted != turns) throw new MeasurementException("A decision that must permit refused.");
        return watch.Elapsed.TotalNanoseconds / turns;
    }
}
