namespace Azukari.Ui.Components;

/// <summary>A bar of a <see cref="BarFigure"/>; the value is a count from 0.</summary>
public sealed record Bar(string Label, long Value);
