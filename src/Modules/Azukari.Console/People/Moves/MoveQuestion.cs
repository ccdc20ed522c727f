using Azukari.Members.Contracts;
using Azukari.Ui.Routing;

namespace Azukari.Console.People.Moves;

/// <summary>Which moves the list shows, in which order, as an address or a form says it: codes only.</summary>
internal sealed record MoveQuestion
{
    /// <summary>How many a page has.</summary>
    public const int Size = 25;

    /// <summary>How many a file has at most.</summary>
    public const int MostSaved = 1_000;

    public bool All { get; init; }

    public TreeMoveSort Sort { get; init; }

    public bool Turned { get; init; }

    public int Page { get; init; } = 1;

    public TreeMoveQuery Query => new(!All) { Sort = Sort, Turned = Turned };

    /// <summary>Whether the latest, or the last of its list, stands on top.</summary>
    public bool Down => (Sort == TreeMoveSort.Proposed) != Turned;

    /// <summary>Reads what an address or a form says; what it does not say, or says wrongly, is as usual.</summary>
    public static MoveQuestion Read(Func<string, string?> said) => new()
    {
        All = said("all") == "1",
        Sort = said("sort") == "state" ? TreeMoveSort.State : TreeMoveSort.Proposed,
        Turned = said("turned") == "1",
        Page = ListAddress.Page(said("page"), 100_000),
    };

    /// <summary>The same moves sorted by something; turned round where they are sorted by that.</summary>
    public MoveQuestion By(TreeMoveSort sort) => this with { Sort = sort, Turned = Sort == sort && !Turned, Page = 1 };

    /// <summary>What an address or a form says of it.</summary>
    public IEnumerable<(string Name, string Value)> Parts()
    {
        if (All) yield return ("all", "1");
        if (Sort == TreeMoveSort.State) yield return ("sort", "state");
        if (Turned) yield return ("turned", "1");
        foreach (var part in ListAddress.PagePart(Page)) yield return part;
    }

    public string Address() => ListAddress.Of("/console/people/moves", Parts());
}
