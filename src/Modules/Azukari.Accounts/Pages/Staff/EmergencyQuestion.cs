using System.Text;
using Azukari.Accounts.Staff;
using Azukari.Policy;
using Azukari.Ui.Routing;

namespace Azukari.Accounts.Pages.Staff;

/// <summary>Which emergencies the page shows, as an address or a form says it: codes only.</summary>
internal sealed record EmergencyQuestion
{
    public const string Path = "/console/staff/emergencies";

    /// <summary>How many a page has.</summary>
    public const int Size = 25;

    public EmergencyQuery Query { get; init; } = new();

    public int Page { get; init; } = 1;

    public bool Narrows => Query.State is not null || Query.Role is not null || Query.Login is not null;

    /// <summary>Whether the greatest, or latest, stands on top.</summary>
    public bool Down => Query.Turned != (Query.Sort == EmergencySort.Asked);

    /// <summary>Reads what an address or a form says; what it does not say, or says wrongly, is as usual.</summary>
    public static EmergencyQuestion Read(Func<string, string?> said) => new()
    {
        Query = new EmergencyQuery
        {
            State = Enum.GetValues<EmergencyState>().Cast<EmergencyState?>().FirstOrDefault(state => Word(state!.Value) == said("state")),
            Role = RecipientKind.TryParse(said("role"), out var role) ? role.Value : null,
            Login = (said("narrow") ?? "").Normalize(NormalizationForm.FormKC).Trim() is { Length: > 0 and <= 40 } text ? text : null,
            Sort = said("sort") switch { "login" => EmergencySort.Login, "role" => EmergencySort.Role, _ => EmergencySort.Asked },
            Turned = said("turned") == "1",
        },
        Page = ListAddress.Page(said("page"), 100_000),
    };

    /// <summary>A state as addresses and resources say it.</summary>
    public static string Word(EmergencyState state) => state.ToString().ToLowerInvariant();

    /// <summary>The same list with nothing narrowed.</summary>
    public EmergencyQuestion All() => new() { Query = new EmergencyQuery { Sort = Query.Sort, Turned = Query.Turned } };

    /// <summary>The same list sorted by something; turned round where it is sorted by that.</summary>
    public EmergencyQuestion By(EmergencySort sort) => this with { Query = Query with { Sort = sort, Turned = Query.Sort == sort && !Query.Turned }, Page = 1 };

    /// <summary>What an address or a form says of it.</summary>
    public IEnumerable<(string Name, string Value)> Parts()
    {
        if (Query.State is { } state) yield return ("state", Word(state));
        if (Query.Role is not null) yield return ("role", Query.Role);
        if (Query.Login is not null) yield return ("narrow", Query.Login);
        if (Query.Sort != EmergencySort.Asked) yield return ("sort", Query.Sort == EmergencySort.Login ? "login" : "role");
        if (Query.Turned) yield return ("turned", "1");
        foreach (var part in ListAddress.PagePart(Page)) yield return part;
    }

    public string Address() => ListAddress.Of(Path, Parts());
}
