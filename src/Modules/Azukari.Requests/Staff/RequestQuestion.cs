using Azukari.Requests.Contracts;
using Azukari.Ui.Routing;

namespace Azukari.Requests.Staff;

/// <summary>Which requests the list shows, in which order, as an address or a form says it: codes only.</summary>
internal sealed record RequestQuestion
{
    /// <summary>How many a page has.</summary>
    public const int Size = 50;

    /// <summary>How many a file has at most.</summary>
    public const int MostSaved = 10_000;

    public bool Open { get; init; } = true;

    public RequestKind? Kind { get; init; }

    public RequestSort Sort { get; init; }

    public bool Turned { get; init; }

    public int Page { get; init; } = 1;

    public RequestQuery Query => new(Open) { Kind = Kind, Sort = Sort, Turned = Turned };

    /// <summary>Whether the latest day stands on top.</summary>
    public bool Down => (Sort == RequestSort.Usual && Open) == Turned;

    /// <summary>Reads what an address or a form says; what it does not say, or says wrongly, is as usual.</summary>
    public static RequestQuestion Read(Func<string, string?> said) => new()
    {
        Open = said("show") != "done",
        Kind = RequestWords.TryParse(said("kind"), out var kind) ? kind : null,
        Sort = said("sort") == "received" ? RequestSort.Received : RequestSort.Usual,
        Turned = said("turned") == "1",
        Page = ListAddress.Page(said("page"), 100_000),
    };

    /// <summary>The same requests sorted by something; turned round where they are sorted by that.</summary>
    public RequestQuestion By(RequestSort sort) => this with { Sort = sort, Turned = Sort == sort && !Turned, Page = 1 };

    /// <summary>What an address or a form says of it.</summary>
    public IEnumerable<(string Name, string Value)> Parts()
    {
        yield return ("show", Open ? "open" : "done");
        if (Kind is { } kind) yield return ("kind", kind.Word());
        if (Sort == RequestSort.Received) yield return ("sort", "received");
        if (Turned) yield return ("turned", "1");
        foreach (var part in ListAddress.PagePart(Page)) yield return part;
    }

    public string Address() => ListAddress.Of("/console/requests", Parts());
}
