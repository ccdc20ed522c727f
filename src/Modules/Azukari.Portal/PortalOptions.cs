namespace Azukari.Portal;

/// <summary>Settings of the members' own pages, section <c>Portal</c>.</summary>
public sealed class PortalOptions
{
    /// <summary>How many looks at people below an agent has a day, names in a list and cards counted alike: 1 to 100,000. Default 500, ten pages of a line.</summary>
    public int UplineLooksADay { get; set; } = 500;

    internal IEnumerable<string> Problems()
    {
        if (UplineLooksADay is < 1 or > 100_000) yield return "Portal:UplineLooksADay must be 1 to 100,000.";
    }
}
