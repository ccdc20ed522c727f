using System.Collections.Immutable;

namespace Azukari.Places;

/// <summary>A bank or a branch to choose.</summary>
public sealed record NamedPlace(string Code, string Name);

/// <summary>What somebody named of a table: one, several to choose from, or nothing there is.</summary>
/// <param name="Code">The one; null where it is none or several.</param>
/// <param name="Offered">At most 12 to choose from; empty where it is one or none.</param>
public sealed record PlaceChoice(string? Code, ImmutableArray<NamedPlace> Offered)
{
    internal const int Most = 12;
}

/// <summary>What a postal code says of an address.</summary>
/// <param name="Prefecture">Null where the code is of several.</param>
/// <param name="City">Null where the code is of several.</param>
/// <param name="Town">Null where the code is of several, or of no town.</param>
/// <param name="Offered">The places to choose from, in the table's order; empty where it is one.</param>
public sealed record PostalAnswer(string? Prefecture, string? City, string? Town, IReadOnlyList<PostalPlace> Offered);
