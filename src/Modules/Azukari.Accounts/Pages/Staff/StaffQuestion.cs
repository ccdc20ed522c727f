using System.Text;
using Azukari.Accounts.Staff;
using Azukari.Policy;
using Azukari.Ui.Routing;

namespace Azukari.Accounts.Pages.Staff;

/// <summary>By what the list of staff is sorted.</summary>
internal enum StaffSort
{
    /// <summary>Their number.</summary>
    Number,

    /// <summary>How the account stands.</summary>
    State,

    /// <summary>Since when there is an account.</summary>
    Since,
}

/// <summary>Which staff accounts are shown, in which order, as an address or a form says it: codes only. A company's staff are few enough to be looked through whole.</summary>
internal sealed record StaffQuestion
{
    /// <summary>How many a page has.</summary>
    public const int Size = 50;

    /// <summary>The states, in the order of an account's life.</summary>
    public static readonly string[] States = ["invited", "active", "suspended", "closed"];

    public StaffSort Sort { get; init; }

    public bool Down { get; init; }

    public string? State { get; init; }

    /// <summary>Only who has this role.</summary>
    public string? Role { get; init; }

    /// <summary>Only whose number contains this.</summary>
    public string? Narrow { get; init; }

    public int Page { get; init; } = 1;

    public bool Narrows => State is not null || Role is not null || Narrow is not null;

    /// <summary>Reads what an address or a form says; what it does not say, or says wrongly, is as usual.</summary>
    public static StaffQuestion Read(Func<string, string?> said) => new()
    {
        Sort = said("sort") switch { "state" => StaffSort.State, "since" => StaffSort.Since, _ => StaffSort.Number },
        Down = said("down") == "1",
        State = States.FirstOrDefault(state => state == said("state")),
        Role = RecipientKind.TryParse(said("role"), out var role) ? role.Value : null,
        Narrow = (said("narrow") ?? "").Normalize(NormalizationForm.FormKC).Trim() is { Length: > 0 and <= 40 } text ? text : null,
        Page = ListAddress.Page(said("page"), 10_000),
    };

    /// <summary>The accounts asked for, in their order.</summary>
    public IReadOnlyList<ListedStaff> Of(IEnumerable<ListedStaff> all)
    {
        var shown = all.Where(one => (State is not { } state || one.State == state) && (Role is not { } role || one.Roles.Contains(role))
            && (Narrow is not { } part || one.Login.Contains(part, StringComparison.OrdinalIgnoreCase))).OrderBy(one => one.Login, StringComparer.Ordinal);
        IOrderedEnumerable<ListedStaff> By<TKey>(Func<ListedStaff, TKey> key) => Down ? shown.OrderByDescending(key) : shown.OrderBy(key);
        return [.. Sort switch
        {
            StaffSort.State => By(one => Array.IndexOf(States, one.State)),
            StaffSort.Since => By(one => one.CreatedAt),
            _ => Down ? shown.Reverse() : shown,
        }];
    }

    /// <summary>The same list sorted by something; turned round where it is sorted by that.</summary>
    public StaffQuestion By(StaffSort sort) => this with { Sort = sort, Down = Sort == sort && !Down, Page = 1 };

    /// <summary>What an address or a form says of it.</summary>
    public IEnumerable<(string Name, string Value)> Parts()
    {
        if (Sort != StaffSort.Number) yield return ("sort", Sort == StaffSort.State ? "state" : "since");
        if (Down) yield return ("down", "1");
        if (State is not null) yield return ("state", State);
        if (Role is not null) yield return ("role", Role);
        if (Narrow is not null) yield return ("narrow", Narrow);
        foreach (var part in ListAddress.PagePart(Page)) yield return part;
    }

    public string Address() => ListAddress.Of("/console/staff", Parts());
}
