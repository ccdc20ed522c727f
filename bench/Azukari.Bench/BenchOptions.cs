using System.Globalization;

namespace Azukari.Bench;

/// <summary>What a run of the bench measures, and for how long.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        usage: dev/bench [--json] [--quick] [--only KEY]… [--data DIR] [--people N] [--entries N] [--many N] [--rounds N] [--seconds S]
          --quick       short rounds: a look, not a figure to quote
          --only KEY    this key only; may be repeated; a part of a key (sqlite., access64) takes all that hold it
          --data DIR    seeded folders are made there and used again
          --people N    people in the vault; 100000 unless said
          --entries N   entries for postgres.ledger_page_ms and publication_ms; 100000 unless said
          --many N      people for sqlite.growth; 1000000 unless said
        """;

    public bool Json { get; init; }

    public bool Quick { get; init; }

    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Where seeded folders stay; null for a folder that goes with the run.</summary>
    public string? Data { get; init; }

    public int People { get; init; } = 100_000;

    public int Many { get; init; } = 1_000_000;

    public int Entries { get; init; } = 100_000;

    /// <summary>How often each contestant runs, in turns.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>How long each contestant runs in a round.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(2);

    public bool Wants(string key) => Only.Count == 0 || Only.Any(only => key.Contains(only, StringComparison.Ordinal));

    public static BenchOptions? Parse(string[] args, out string complaint)
    {
        var options = new BenchOptions();
        complaint = "";
        for (var i = 0; i < args.Length; i++)
        {
            string? Value() => ++i < args.Length ? args[i] : null;
            switch (args[i])
            {
                case "--json":
                    options = options with { Json = true };
                    break;
                case "--quick":
                    options = options with { Quick = true, Rounds = 3, Time = TimeSpan.FromSeconds(0.5) };
                    break;
                case "--only" when Value() is { } key && Catalogue.Keys.Any(known => known.Name.Contains(key, StringComparison.Ordinal)):
                    options = options with { Only = [.. options.Only, key] };
                    break;
                case "--data" when Value() is { } folder:
                    options = options with { Data = Path.GetFullPath(folder) };
                    break;
                case "--people" when Number(Value()) is { } people:
                    options = options with { People = people };
                    break;
                case "--many" when Number(Value()) is { } many:
                    options = options with { Many = many };
                    break;
                case "--entries" when Number(Value()) is { } entries:
                    options = options with { Entries = entries };
                    break;
                case "--rounds" when Number(Value()) is { } rounds:
                    options = options with { Rounds = rounds };
                    break;
                case "--seconds" when double.TryParse(Value(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 60:
                    options = options with { Time = TimeSpan.FromSeconds(seconds) };
                    break;
                default:
                    complaint = i < args.Length
                        ? $"{args[i]} is not understood here. Keys: {string.Join(' ', Catalogue.Keys.Select(key => key.Name))}"
                        : $"{args[^1]} needs a value.";
                    return null;
            }
        }

        return options;
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
