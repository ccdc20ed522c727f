using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Azukari.Bench.Measuring;

/// <summary>Results for people and for programs.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Table(IReadOnlyList<Result> results, BenchOptions options)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Machine.Describe()}; {options.People:N0} people, {options.Rounds} rounds of {options.Time.TotalSeconds:0.##} s{(options.Quick ? " (quick: a look, not a figure to quote)" : "")}");
        text.AppendLine();
        foreach (var result in results)
        {
            var target = result.Key.Target is { } bound ? string.Create(CultureInfo.InvariantCulture, $"{(result.Key.AtMost ? "at most" : "at least")} {bound:0.##}") : "reported";
            var reached = result.Key.Reached(result.Value) switch { true => "reached", false => "NOT reached", null => "" };
            text.AppendLine(CultureInfo.InvariantCulture, $"{result.Key.Name,-36} {result.Value,9:0.000}  {target,-14} {reached}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    {result.Key.What}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    {string.Join(", ", result.Raw.Select(raw => string.Create(CultureInfo.InvariantCulture, $"{raw.Key} {raw.Value:#,0.##}")))}");
        }

        return text.ToString();
    }

    public static string Json(IReadOnlyList<Result> results, BenchOptions options)
    {
        var all = new Dictionary<string, object?>();
        foreach (var result in results) all[result.Key.Name] = Math.Round(result.Value, 4);
        all["raw"] = results.ToDictionary(result => result.Key.Name, result => result.Raw.ToDictionary(raw => raw.Key, raw => Math.Round(raw.Value, 3)));
        all["targets"] = results.Where(result => result.Key.Target is not null).ToDictionary(result => result.Key.Name, result => result.Key.Target);
        all["run"] = new { machine = Machine.Describe(), people = options.People, many = options.Many, rounds = options.Rounds, seconds = options.Time.TotalSeconds, quick = options.Quick };
        return JsonSerializer.Serialize(all, Indented) + Environment.NewLine;
    }
}
