using Azukari.Ui.Routing;
using Azukari.Values;

namespace Azukari.Requests.Staff;

/// <summary>How the list of what is to be told outside is sorted, and which page of it is meant, as an address or a form says it.</summary>
internal sealed record NoticeQuestion(bool Turned, int Page)
{
    public const string Path = "/console/requests/recipients";

    /// <summary>How many a page has.</summary>
    public const int Size = 50;

    /// <summary>How many a file has at most.</summary>
    public const int MostSaved = 10_000;

    /// <summary>After so many days it is late: the law says without delay.</summary>
    public const int Late = 14;

    /// <summary>Reads what an address or a form says; usually what has waited longest stands on top.</summary>
    public static NoticeQuestion Read(Func<string, string?> said) => new(said("turned") == "1", ListAddress.Page(said("page"), 100_000));

    /// <summary>How many days ago something was, by Japan's calendar.</summary>
    public static int Age(DateTimeOffset at, TimeProvider clock) =>
        Math.Max(0, JapanTime.Today(clock).DayNumber - DateOnly.FromDateTime(at.ToOffset(TimeSpan.FromHours(9)).DateTime).DayNumber);

    public IEnumerable<(string Name, string Value)> Parts() => (Turned ? new[] { ("turned", "1") } : []).Concat(ListAddress.PagePart(Page));

    public string Address() => ListAddress.Of(Path, Parts());
}
