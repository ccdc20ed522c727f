using System.Globalization;
using Azukari.Console.Resources;
using Azukari.Ledger;
using Azukari.Ui.Components;
using Azukari.Ui.Language;

namespace Azukari.Console.Ledger;

/// <summary>What the daily counts say about a question: columns by day, week or month, and refusals by reason.</summary>
internal sealed record LedgerChart(string Answer, string RowName, IReadOnlyList<ShownPeriod> Periods, IReadOnlyList<PeriodSeries> Series, long Total, bool Exact)
{
    private const int MostColumns = 62;
    private const int MostReasons = 8;

    public IReadOnlyList<Bar> Reasons { get; private init; } = [];

    public string ReasonsAnswer { get; private init; } = "";

    /// <summary>Null where nothing was counted.</summary>
    public static async Task<LedgerChart?> ReadAsync(LedgerBook ledger, LedgerFilter filter, Text<ConsoleText> T, DateOnly today, CancellationToken cancel)
    {
        var counts = await ledger.CountAsync(filter.Counted(), CountBy.Kind, filter.From, filter.To?.AddDays(1), cancel);
        if (counts.Days.Count == 0) return null;
        var (first, last) = (filter.From ?? counts.Days[0].Day, filter.To ?? (counts.Days[^1].Day > today ? counts.Days[^1].Day : today));
        var steps = Steps(first, last);
        IReadOnlyList<(string Name, EntryKind[] Kinds)> rows = filter.Kind is { } one
            ? [(T[$"EntryKind.{one.WireName()}"], [one])]
            : [(T["Ledger.Uses"], [EntryKind.Used]), (T["Ledger.Provisions"], [EntryKind.Provided, EntryKind.Shared]), (T["Ledger.Refusals"], [EntryKind.Refused])];
        var series = rows.Select(row =>
        {
            var wanted = row.Kinds.Select(kind => kind.WireName()).ToHashSet();
            var values = new long[steps.Count];
            foreach (var count in counts.Days.Where(count => count.Key is { } key && wanted.Contains(key)))
                values[At(steps, count.Day)] += count.Entries;
            return new PeriodSeries(row.Name, values);
        }).ToList();
        var unit = Unit(first, last);
        var periods = steps.Select((from, i) => new ShownPeriod(Label(unit, from), Short(unit, from),
            (filter with { From = Later(from, first), To = i + 1 < steps.Count ? steps[i + 1].AddDays(-1) : last }).Address())).ToList();
        var answer = T["Ledger.ChartAnswer", DisplayDates.Day(first), DisplayDates.Day(last), string.Join(PageLanguage.IsEnglish ? ", " : "、", series.Select(s => T["Ledger.ChartPart", s.Name, s.Values.Sum()]))];
        var chart = new LedgerChart(answer, T[$"Ledger.Unit.{unit}"], periods, series, counts.Days.Sum(count => count.Entries), counts is { Exact: true, Whole: true });
        return filter.Kind is null or EntryKind.Refused ? await chart.WithReasonsAsync(ledger, filter, T, cancel) : chart;
    }

    /// <summary>How many entries the daily counts know of.</summary>
    public static async Task<long> TotalAsync(LedgerBook ledger, LedgerFilter filter, CancellationToken cancel) =>
        (await ledger.CountAsync(filter.Counted(), CountBy.Kind, filter.From, filter.To?.AddDays(1), cancel)).Days.Sum(count => count.Entries);

    private async Task<LedgerChart> WithReasonsAsync(LedgerBook ledger, LedgerFilter filter, Text<ConsoleText> T, CancellationToken cancel)
    {
        var counts = await ledger.CountAsync(filter.Counted() with { Kind = EntryKind.Refused }, CountBy.Reason, filter.From, filter.To?.AddDays(1), cancel);
        var bars = counts.Days.GroupBy(count => count.Key).Select(all => new Bar(all.Key is { } code ? Plain(code, T) : T["Ledger.NoReason"], all.Sum(count => count.Entries)))
            .OrderByDescending(bar => bar.Value).Take(MostReasons).ToList();
        return bars.Count == 0 ? this : this with { Reasons = bars, ReasonsAnswer = T["Ledger.ReasonsAnswer", bars[0].Label, bars[0].Value] };
    }

    private static string Plain(string code, Text<ConsoleText> T)
    {
        var said = LedgerReasons.Say(code, T);
        return said.EndsWith($" ({code})", StringComparison.Ordinal) ? said[..^(code.Length + 3)] : said;
    }

    private static string Unit(DateOnly first, DateOnly last) => (last.DayNumber - first.DayNumber) switch { < MostColumns => "day", < MostColumns * 7 => "week", _ => "month" };

    private static List<DateOnly> Steps(DateOnly first, DateOnly last)
    {
        var unit = Unit(first, last);
        var step = unit switch
        {
            "day" => first,
            "week" => first.AddDays(-(((int)first.DayOfWeek + 6) % 7)), // weeks begin on Monday
            _ => new DateOnly(first.Year, first.Month, 1),
        };
        var steps = new List<DateOnly>();
        for (; step <= last && steps.Count < 1200; step = unit switch { "day" => step.AddDays(1), "week" => step.AddDays(7), _ => step.AddMonths(1) }) steps.Add(step);
        return steps;
    }

    private static int At(List<DateOnly> steps, DateOnly day)
    {
        var at = steps.BinarySearch(day);
        return at >= 0 ? at : Math.Clamp(~at - 1, 0, steps.Count - 1);
    }

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static string Label(string unit, DateOnly from) => unit == "month"
        ? from.ToString(PageLanguage.IsEnglish ? "MMM yyyy" : "yyyy'年'M'月'", PageLanguage.IsEnglish ? PageLanguage.English : PageLanguage.Japanese) : DisplayDates.Day(from);

    private static string Short(string unit, DateOnly from) => from.ToString(unit == "month" ? "yyyy-MM" : "M/d", CultureInfo.InvariantCulture);
}
