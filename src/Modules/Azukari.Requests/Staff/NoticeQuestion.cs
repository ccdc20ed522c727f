using Azukari.Ledger;
using Azukari.Ui.Routing;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Requests.Staff;

/// <summary>What of the list of what is to be told outside is shown, in which order, and which page of it, as an address or a form says it: codes only.</summary>
internal sealed record NoticeQuestion
{
    public const string Path = "/console/requests/recipients";

    /// <summary>How many a page has.</summary>
    public const int Size = 50;

    /// <summary>How many a file has at most.</summary>
    public const int MostSaved = 10_000;

    /// <summary>After so many days it is late: the law says without delay.</summary>
    public const int Late = 14;

    public NoticeQuery Query { get; init; } = new();

    public int Page { get; init; } = 1;

    public bool Narrows => Query.Kind is not null || Query.Recipient is not null;

    /// <summary>Reads what an address or a form says; usually what has waited longest stands on top.</summary>
    public static NoticeQuestion Read(Func<string, string?> said) => new()
    {
        Query = new NoticeQuery
        {
            NewestFirst = said("turned") == "1",
            Kind = Enum.GetValues<ChangeKind>().Cast<ChangeKind?>().FirstOrDefault(kind => kind!.Value.Word() == said("kind")),
            Recipient = said("to") is { Length: > 0 and <= 100 } to && LedgerCode.IsCode(to) ? to : null,
        },
        Page = ListAddress.Page(said("page"), 100_000),
    };

    /// <summary>The same list, the other way round.</summary>
    public NoticeQuestion Turn() => this with { Query = Query with { NewestFirst = !Query.NewestFirst }, Page = 1 };

    /// <summary>The same list narrowed to a kind of change and a recipient, or to neither.</summary>
    public NoticeQuestion Of(ChangeKind? kind, string? recipient) => this with { Query = Query with { Kind = kind, Recipient = recipient }, Page = 1 };

    /// <summary>How many days ago something was, by Japan's calendar.</summary>
    public static int Age(DateTimeOffset at, TimeProvider clock) =>
        Math.Max(0, JapanTime.Today(clock).DayNumber - DateOnly.FromDateTime(at.ToOffset(TimeSpan.FromHours(9)).DateTime).DayNumber);

    /// <summary>What an address or a form says of it.</summary>
    public IEnumerable<(string Name, string Value)> Parts()
    {
        if (Query.Kind is { } kind) yield return ("kind", kind.Word());
        if (Query.Recipient is { } recipient) yield return ("to", recipient);
        if (Query.NewestFirst) yield return ("turned", "1");
        foreach (var part in ListAddress.PagePart(Page)) yield return part;
    }

    public string Address() => ListAddress.Of(Path, Parts());
}
