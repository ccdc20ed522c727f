using System.Text.RegularExpressions;
using Azukari.Members.Contracts;
using Azukari.Ui.Routing;

namespace Azukari.Console.People.Finding;

/// <summary>By what a found list is sorted.</summary>
internal enum FoundSort
{
    /// <summary>The reading of the name, as Japanese lists are.</summary>
    Reading,

    /// <summary>The member number.</summary>
    Number,

    /// <summary>Since when somebody is a member, or has applied.</summary>
    Since,
}

/// <summary>How a found list is shown: its order, what it is narrowed to, which page. Codes only, so that it may stand in an address.</summary>
internal sealed partial record FoundQuestion
{
    /// <summary>How many people a page has.</summary>
    public const int Size = 25;

    public FoundSort Sort { get; init; }

    public bool Down { get; init; }

    public MemberClass? Class { get; init; }

    public MemberStatus? Status { get; init; }

    public int Page { get; init; } = 1;

    public bool Narrows => Class is not null || Status is not null;

    /// <summary>Whether memberships have to be known for it.</summary>
    public bool NeedsStanding => Narrows || Sort == FoundSort.Since;

    /// <summary>Reads what an address or a form says; what it does not say, or says wrongly, is as usual.</summary>
    public static FoundQuestion Read(Func<string, string?> said) => new()
    {
        Sort = said("sort") switch { "number" => FoundSort.Number, "since" => FoundSort.Since, _ => FoundSort.Reading },
        Down = said("down") == "1",
        Class = MemberWords.TryParse(said("class"), out MemberClass @class) ? @class : null,
        Status = Enum.GetValues<MemberStatus>().Cast<MemberStatus?>().FirstOrDefault(status => status!.Value.Word() == said("status")),
        Page = ListAddress.Page(said("page"), 1_000),
    };

    /// <summary>The same list sorted by something; turned round where it is sorted by that.</summary>
    public FoundQuestion By(FoundSort sort) => this with { Sort = sort, Down = Sort == sort && !Down, Page = 1 };

    /// <summary>What an address or a form says of it.</summary>
    public IEnumerable<(string Name, string Value)> Parts()
    {
        if (Sort != FoundSort.Reading) yield return ("sort", Sort == FoundSort.Number ? "number" : "since");
        if (Down) yield return ("down", "1");
        if (Class is { } @class) yield return ("class", @class.Word());
        if (Status is { } status) yield return ("status", status.Word());
        foreach (var part in ListAddress.PagePart(Page)) yield return part;
    }

    public string Address(string handle) => ListAddress.Of($"/console/people/found/{handle}", Parts());

    /// <summary>Whether an address is one of a found list, so that a page may lead back to it.</summary>
    public static bool IsAddress(string? address) => address is not null && Lists().IsMatch(address);

    [GeneratedRegex("^(/en)?/console/people/found/[0-9a-f]{32}(\\?[a-z0-9=&-]{0,100})?$")]
    private static partial Regex Lists();
}
