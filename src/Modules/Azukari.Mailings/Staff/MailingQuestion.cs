using Azukari.Mailings.Book;
using Azukari.Ui.Routing;

namespace Azukari.Mailings.Staff;

/// <summary>Which mailings the list shows, in which order, as an address or a form says it: codes only.</summary>
internal sealed record MailingQuestion
{
    /// <summary>How many a page has.</summary>
    public const int Size = 25;

    /// <summary>How many a file has at most.</summary>
    public const int MostSaved = 1_000;

    public MailingShow Show { get; init; } = MailingShow.All;

    public MailingKind? Kind { get; init; }

    public MailingSort Sort { get; init; }

    public bool Turned { get; init; }

    public int Page { get; init; } = 1;

    public MailingQuery Query => new(Show) { Kind = Kind, Sort = Sort, Turned = Turned };

    /// <summary>Whether the latest, or the greatest, stands on top.</summary>
    public bool Down => (Sort == MailingSort.State) == Turned;

    /// <summary>Reads what an address or a form says; what it does not say, or says wrongly, is as usual.</summary>
    public static MailingQuestion Read(Func<string, string?> said) => new()
    {
        Show = said("show") switch { "open" => MailingShow.Open, "ended" => MailingShow.Ended, _ => MailingShow.All },
        Kind = MailingWords.KindOf(said("kind")),
        Sort = said("sort") switch { "state" => MailingSort.State, "messages" => MailingSort.Messages, _ => MailingSort.Time },
        Turned = said("turned") == "1",
        Page = ListAddress.Page(said("page"), 100_000),
    };

    /// <summary>The same mailings sorted by something; turned round where they are sorted by that.</summary>
    public MailingQuestion By(MailingSort sort) => this with { Sort = sort, Turned = Sort == sort && !Turned, Page = 1 };

    /// <summary>What an address or a form says of it.</summary>
    public IEnumerable<(string Name, string Value)> Parts()
    {
        if (Show != MailingShow.All) yield return ("show", Show == MailingShow.Open ? "open" : "ended");
        if (Kind is { } kind) yield return ("kind", kind.Word());
        if (Sort != MailingSort.Time) yield return ("sort", Sort == MailingSort.State ? "state" : "messages");
        if (Turned) yield return ("turned", "1");
        foreach (var part in ListAddress.PagePart(Page)) yield return part;
    }

    public string Address() => ListAddress.Of("/console/mailings", Parts());
}
