using Azukari.Join.Applications;
using Azukari.Members.Contracts;
using Azukari.Ui.Routing;

namespace Azukari.Join.Staff;

/// <summary>Which applications the list shows, in which order, as an address or a form says it: codes only.</summary>
internal sealed record ApplicationQuestion
{
    /// <summary>How many a page has.</summary>
    public const int Size = 50;

    /// <summary>How many a file has at most.</summary>
    public const int MostSaved = 10_000;

    /// <summary>The lists there are, those that wait first.</summary>
    public static readonly string[] Filters = ["waiting", "stopped", "unconfirmed", "post", "accepted", "ended", "all"];

    public string Show { get; init; } = Filters[0];

    public MemberClass? Kind { get; init; }

    public ApplicationSort Sort { get; init; }

    public bool Turned { get; init; }

    public int Page { get; init; } = 1;

    public bool ToPost => Show == "post";

    /// <summary>What it is sorted by: only the list of what goes by post has a usual order of its own.</summary>
    public ApplicationSort Order => Sort == ApplicationSort.Usual && !ToPost ? ApplicationSort.Submitted : Sort;

    /// <summary>Whether the latest, or the last of its list, stands on top.</summary>
    public bool Down => (Order == ApplicationSort.Submitted) != Turned;

    public ApplicationQuery Query => new() { States = States, Kind = Kind, ToPost = ToPost, Stopped = Show == "stopped", Sort = Order, Turned = Turned };

    private IReadOnlyList<ApplicationState> States => Show switch
    {
        "waiting" => [ApplicationState.Waiting, ApplicationState.Joining, ApplicationState.Carrying],
        "unconfirmed" => [ApplicationState.Begun, ApplicationState.Unconfirmed, ApplicationState.Confirmed],
        "accepted" => [ApplicationState.Accepted, ApplicationState.Joined],
        "ended" => [ApplicationState.Declined, ApplicationState.Ending, ApplicationState.Lapsed, ApplicationState.Erased, ApplicationState.Undone, ApplicationState.Left],
        _ => [],
    };

    /// <summary>Reads what an address or a form says; what it does not say, or says wrongly, is as usual.</summary>
    public static ApplicationQuestion Read(Func<string, string?> said) => new()
    {
        Show = Filters.FirstOrDefault(filter => filter == said("show")) ?? Filters[0],
        Kind = MemberWords.TryParse(said("kind"), out MemberClass kind) ? kind : null,
        Sort = said("sort") switch { "submitted" => ApplicationSort.Submitted, "kind" => ApplicationSort.Kind, "state" => ApplicationSort.State, _ => ApplicationSort.Usual },
        Turned = said("turned") == "1",
        Page = ListAddress.Page(said("page"), 100_000),
    };

    /// <summary>Another list, in the order chosen; a usual order of its own is not turned with it.</summary>
    public ApplicationQuestion In(string show) => this with { Show = show, Turned = Turned && Sort != ApplicationSort.Usual, Page = 1 };

    /// <summary>The same applications sorted by something; turned round where they are sorted by that.</summary>
    public ApplicationQuestion By(ApplicationSort sort) => this with { Sort = sort, Turned = Order == sort && !Turned, Page = 1 };

    /// <summary>What an address or a form says of it.</summary>
    public IEnumerable<(string Name, string Value)> Parts()
    {
        yield return ("show", Show);
        if (Kind is { } kind) yield return ("kind", kind.Word());
        if (Sort switch { ApplicationSort.Submitted => "submitted", ApplicationSort.Kind => "kind", ApplicationSort.State => "state", _ => null } is { } sort) yield return ("sort", sort);
        if (Turned) yield return ("turned", "1");
        foreach (var part in ListAddress.PagePart(Page)) yield return part;
    }

    public string Address() => ListAddress.Of("/console/applications", Parts());
}
