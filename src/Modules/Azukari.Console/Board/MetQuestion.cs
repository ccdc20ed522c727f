using Azukari.Ui.Routing;

namespace Azukari.Console.Board;

/// <summary>By what the list of what was met is sorted.</summary>
internal enum MetSort
{
    /// <summary>When it was done.</summary>
    Done,

    /// <summary>For which date.</summary>
    Due,
}

/// <summary>Which meetings of obligations are shown, in which order, as an address or a form says it: codes only. A few a year, so they are looked through whole.</summary>
internal sealed record MetQuestion
{
    public const string Path = "/console/obligations";

    /// <summary>How many a page has.</summary>
    public const int Size = 25;

    public MetSort Sort { get; init; }

    /// <summary>The usual order turned round: the newest stands on top.</summary>
    public bool Turned { get; init; }

    /// <summary>Only of this kind of evidence.</summary>
    public string? Evidence { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>Reads what an address or a form says; what it does not say, or says wrongly, is as usual.</summary>
    /// <param name="evidence">The kinds there are.</param>
    public static MetQuestion Read(Func<string, string?> said, IEnumerable<string> evidence) => new()
    {
        Sort = said("sort") == "due" ? MetSort.Due : MetSort.Done,
        Turned = said("turned") == "1",
        Evidence = evidence.FirstOrDefault(one => one == said("evidence")),
        Page = ListAddress.Page(said("page"), 10_000),
    };

    /// <summary>The kind of evidence an obligation's code ends with.</summary>
    public static string EvidenceOf(MetObligation met) => met.Obligation[(met.Obligation.LastIndexOf('/') + 1)..];

    /// <summary>The meetings asked for, in their order.</summary>
    public IReadOnlyList<MetObligation> Of(IEnumerable<MetObligation> all)
    {
        var shown = all.Where(met => Evidence is not { } evidence || EvidenceOf(met) == evidence);
        return [.. (Sort, Turned) switch
        {
            (MetSort.Due, false) => shown.OrderByDescending(met => met.Due).ThenBy(met => met.Obligation, StringComparer.Ordinal),
            (MetSort.Due, true) => shown.OrderBy(met => met.Due).ThenBy(met => met.Obligation, StringComparer.Ordinal),
            (_, false) => shown.OrderByDescending(met => met.DoneAt).ThenBy(met => met.Obligation, StringComparer.Ordinal),
            (_, true) => shown.OrderBy(met => met.DoneAt).ThenBy(met => met.Obligation, StringComparer.Ordinal),
        }];
    }

    /// <summary>The same list sorted by something; turned round where it is sorted by that.</summary>
    public MetQuestion By(MetSort sort) => this with { Sort = sort, Turned = Sort == sort && !Turned, Page = 1 };

    /// <summary>What an address or a form says of it.</summary>
    public IEnumerable<(string Name, string Value)> Parts()
    {
        if (Sort == MetSort.Due) yield return ("sort", "due");
        if (Turned) yield return ("turned", "1");
        if (Evidence is not null) yield return ("evidence", Evidence);
        foreach (var part in ListAddress.PagePart(Page)) yield return part;
    }

    public string Address() => ListAddress.Of(Path, Parts());
}
