using System.Text;
using Azukari.Ledger;
using Azukari.Messages.Contracts;
using Azukari.Ui.Routing;

namespace Azukari.Console.Messages;

/// <summary>Which messages the page shows, in which order, as an address or a form says it: codes only.</summary>
internal sealed record MessageQuestion
{
    /// <summary>How many a page has.</summary>
    public const int Size = 50;

    public MessageState State { get; init; } = MessageState.Dead;

    public string? Template { get; init; }

    public string? Case { get; init; }

    public MessageSort Sort { get; init; }

    public bool Turned { get; init; }

    public int Page { get; init; } = 1;

    public MessageQuery Query => new(State) { Template = Template, Case = Case, Sort = Sort, Turned = Turned };

    /// <summary>Whether the greatest, or latest, stands on top.</summary>
    public bool Down => Sort switch
    {
        MessageSort.Time => (State is MessageState.Waiting or MessageState.Handing) == Turned,
        MessageSort.Tries => !Turned,
        _ => Turned,
    };

    /// <summary>Reads what an address or a form says; what it does not say, or says wrongly, is as usual.</summary>
    public static MessageQuestion Read(Func<string, string?> said)
    {
        string? Code(string name) => (said(name) ?? "").Normalize(NormalizationForm.FormKC).Trim() is { Length: > 0 and <= 100 } text && LedgerCode.IsCode(text) ? text : null;
        return new MessageQuestion
        {
            State = MessageWords.Read(said("state")),
            Template = Code("template"),
            Case = Code("case"),
            Sort = said("sort") switch { "template" => MessageSort.Template, "tries" => MessageSort.Tries, _ => MessageSort.Time },
            Turned = said("turned") == "1",
            Page = ListAddress.Page(said("page"), MessageDesk.MostCounted / Size),
        };
    }

    /// <summary>The same messages sorted by something; turned round where they are sorted by that.</summary>
    public MessageQuestion By(MessageSort sort) => this with { Sort = sort, Turned = Sort == sort && !Turned, Page = 1 };

    /// <summary>What an address or a form says of it.</summary>
    public IEnumerable<(string Name, string Value)> Parts()
    {
        yield return ("state", MessageWords.Code(State));
        if (Template is not null) yield return ("template", Template);
        if (Case is not null) yield return ("case", Case);
        if (Sort != MessageSort.Time) yield return ("sort", Sort == MessageSort.Template ? "template" : "tries");
        if (Turned) yield return ("turned", "1");
        foreach (var part in ListAddress.PagePart(Page)) yield return part;
    }

    public string Address() => ListAddress.Of("/console/messages", Parts());
}
