namespace Azukari.Ui.Components;

/// <summary>A period of a <see cref="PeriodFigure"/>.</summary>
/// <param name="Label">Its name, whole.</param>
/// <param name="Tick">Its name below the picture: some 6 characters.</param>
/// <param name="Href">Where the table leads for it.</param>
public sealed record ShownPeriod(string Label, string Tick, string? Href = null);

/// <summary>A row of columns of a <see cref="PeriodFigure"/>.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Values">A count from 0 for each period.</param>
public sealed record PeriodSeries(string Name, IReadOnlyList<long> Values);
