using System.Text;
using Azukari.Policy;
using Azukari.Ui.Routing;

namespace Azukari.Console.Board;

/// <summary>By what the access review is sorted.</summary>
internal enum ReviewSort
{
    Login,
    LastSeen,
    Suggestion,
}

/// <summary>Whom the access review shows, in which order, as an address or a form says it: codes only. A company's staff are few enough to be looked through whole.</summary>
internal sealed record ReviewQuestion
{
    public const string Path = "/console/obligations/access-review";

    /// <summary>How many a page has.</summary>
    public const int Size = 50;

    public ReviewSort Sort { get; init; }

    public bool Down { get; init; }

    /// <summary>Only those for whom this is suggested.</summary>
    public Suggestion? Only { get; init; }

    /// <summary>Only who has this role.</summary>
    public string? Role { get; init; }

    /// <summary>Only whose login contains this.</summary>
    public string? Narrow { get; init; }

    public int Page { get; init; } = 1;

    public bool Narrows => Only is not null || Role is not null || Narrow is not null;

    /// <summary>Reads what an address or a form says; what it does not say, or says wrongly, is as usual.</summary>
    public static ReviewQuestion Read(Func<string, string?> said) => new()
    {
        Sort = said("sort") switch { "seen" => ReviewSort.LastSeen, "suggestion" => ReviewSort.Suggestion, _ => ReviewSort.Login },
        Down = said("down") == "1",
        Only = Enum.GetValues<Suggestion>().Where(one => Word(one) == said("suggestion")).Cast<Suggestion?>().FirstOrDefault(),
        Role = RecipientKind.TryParse(said("role"), out var role) ? role.Value : null,
        Narrow = (said("narrow") ?? "").Normalize(NormalizationForm.FormKC).Trim() is { Length: > 0 and <= 40 } text ? text : null,
        Page = ListAddress.Page(said("page"), 10_000),
    };

    /// <summary>How an address says a suggestion.</summary>
    public static string Word(Suggestion one) => one.ToString().ToLowerInvariant();

    /// <summary>Those asked for, in their order; whoever never came counts as seen before everybody.</summary>
    public IReadOnlyList<ReviewRow> Of(IEnumerable<ReviewRow> all)
    {
        var shown = all.Where(row => (Only is not { } only || row.Suggestion == only) && (Role is not { } role || row.Person.Roles.Contains(role))
            && (Narrow is not { } part || row.Person.Login.Contains(part, StringComparison.OrdinalIgnoreCase))).OrderBy(row => row.Person.Login, StringComparer.Ordinal);
        IOrderedEnumerable<ReviewRow> By<TKey>(Func<ReviewRow, TKey> key) => Down ? shown.OrderByDescending(key) : shown.OrderBy(key);
        return [.. Sort switch
        {
            ReviewSort.LastSeen => By(row => row.Last ?? DateTimeOffset.MinValue),
            ReviewSort.Suggestion => By(row => row.Suggestion),
            _ => Down ? shown.Reverse() : shown,
        }];
    }

    /// <summary>The same list sorted by something; turned round where it is sorted by that.</summary>
    public ReviewQuestion By(ReviewSort sort) => this with { Sort = sort, Down = Sort == sort && !Down, Page = 1 };

    /// <summary>What an address or a form says of it.</summary>
    public IEnumerable<(string Name, string Value)> Parts()
    {
        if (Sort != ReviewSort.Login) yield return ("sort", Sort == ReviewSort.LastSeen ? "seen" : "suggestion");
        if (Down) yield return ("down", "1");
        if (Only is { } only) yield return ("suggestion", Word(only));
        if (Role is not null) yield return ("role", Role);
        if (Narrow is not null) yield return ("narrow", Narrow);
        foreach (var part in ListAddress.PagePart(Page)) yield return part;
    }

    public string Address() => ListAddress.Of(Path, Parts());
}
