namespace Azukari.Ui.Components;

/// <summary>A column of a <see cref="Matrix"/>: its head, and the group it stands in where columns are grouped.</summary>
public sealed record MatrixColumn(string Label, string? Group = null);

/// <summary>A row of a <see cref="Matrix"/>: one cell a column, null where there is nothing.</summary>
/// <param name="Label">Its head.</param>
/// <param name="Cells">One a column.</param>
public sealed record MatrixRow(string Label, IReadOnlyList<MatrixCell?> Cells)
{
    /// <summary>The number it is printed with; empty for none.</summary>
    public string Number { get; init; } = "";

    /// <summary>The group it stands in; rows of one group follow each other, and the group's name is printed above the first.</summary>
    public string? Group { get; init; }

    /// <summary>An anchor, unique on the page; null for none.</summary>
    public string? Id { get; init; }

    /// <summary>Where its head leads; null for nowhere.</summary>
    public string? Href { get; init; }
}

/// <summary>A cell: what it shows, where it leads, and the link's words for a screen reader.</summary>
public sealed record MatrixCell(string Value, string? Href = null, string? Description = null)
{
    /// <summary>How dark it is, from 0 (no shade) to 5. The number in it says the same.</summary>
    public int Shade { get; init; }

    /// <summary>A mark in its corner, one or two characters that the caption or a legend explains; also in <see cref="Description"/>.</summary>
    public string? Mark { get; init; }

    /// <summary>Whether this is the cell whose details are open.</summary>
    public bool Current { get; init; }

    /// <summary>A shade for a count, by the logarithm: one in five steps up to the most there is.</summary>
    public static int ShadeOf(int count, int most) =>
        count <= 0 || most <= 0 ? 0 : Math.Clamp(1 + (int)(4.999 * Math.Log(count) / Math.Log(Math.Max(2, most))), 1, 5);
}
