namespace Azukari.Ui.Components;

/// <summary>A row of a <see cref="Matrix"/>: one cell a column, null where there is nothing.</summary>
public sealed record MatrixRow(string Label, IReadOnlyList<MatrixCell?> Cells);

/// <summary>A cell: what it shows, where it leads, and the link's words for a screen reader.</summary>
public sealed record MatrixCell(string Value, string? Href = null, string? Description = null);
