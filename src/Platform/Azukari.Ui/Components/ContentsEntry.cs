namespace Azukari.Ui.Components;

/// <summary>A line of a contents list, with the lines below it.</summary>
public sealed record ContentsEntry(string Href, string Label, string? Number = null)
{
    /// <summary>Entries one level down; usually none.</summary>
    public IReadOnlyList<ContentsEntry> Below { get; init; } = [];
}
