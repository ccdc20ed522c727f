namespace Azukari.Places;

/// <summary>Where a table of places comes from.</summary>
/// <param name="Origin">Who publishes it, or the operator's file.</param>
/// <param name="AsOf">Its date as its source gives it (a year, a day); null where a replacing file says none.</param>
/// <param name="Replaced">Whether the operator's file stands in for the one shipped.</param>
public sealed record PlaceSource(string Origin, string? AsOf, bool Replaced);
