using System.Collections.Immutable;
using Azukari.Import.Reading;
using Azukari.Policy;
using Azukari.Values;

namespace Azukari.Import.Maps;

/// <summary>How a company's file becomes people: which columns make which item, who is meant, how it was acquired. Read by <see cref="ImportMapLoader"/>.</summary>
public sealed record ImportMap
{
    /// <summary>The map's file name, for messages.</summary>
    public required string File { get; init; }

    /// <summary>The version of the policy the people were shown.</summary>
    public required PolicyVersion PolicyVersion { get; init; }

    /// <summary>The channel each row is acquired through.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The item that identifies a person.</summary>
    public required ItemId IdentifyBy { get; init; }

    /// <summary>The kind of every person of the file; null when a column says it.</summary>
    public SubjectKind? Kind { get; init; }

    /// <summary>The column that says the kind, and its words; null when all are of one kind.</summary>
    public MappedKind? KindColumn { get; init; }

    /// <summary>The column that says when the company acquired the row, a day in Japan; null for the moment of the import.</summary>
    public MappedColumn? AcquiredAt { get; init; }

    /// <summary>The file's encoding.</summary>
    public ImportEncoding Encoding { get; init; }

    /// <summary>What separates fields.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Words that mean "no value" in any column, folded (<see cref="Fold.Label"/>).</summary>
    public required ImmutableHashSet<string> Blank { get; init; }

    /// <summary>The items, in the order of the map.</summary>
    public required ImmutableArray<MappedItem> Items { get; init; }

    /// <summary>Columns left out on purpose.</summary>
    public required ImmutableArray<MappedColumn> Ignored { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{File}: {Items.Length} items";
}

/// <summary>A place in the map.</summary>
public readonly record struct MapPosition(int Line, int Column);

/// <summary>A column of the file, by its heading.</summary>
public sealed record MappedColumn(string Heading, string Field, MapPosition Position);

/// <summary>A column whose words name subject kinds; words folded.</summary>
public sealed record MappedKind(MappedColumn Column, ImmutableDictionary<string, SubjectKind> Words);

/// <summary>An item and the columns that make it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Shape">Its shape, as the policy declares it.</param>
/// <param name="Parts">Its parts; one unnamed part for an item written in one piece.</param>
/// <param name="Words">What a cell's words stand for, folded; null when cells are read as they are.</param>
/// <param name="Required">Whether a row without it is rejected.</param>
/// <param name="Position">Where the map says it.</param>
public sealed record MappedItem(
    ItemId Item, Shape Shape, ImmutableArray<MappedPart> Parts, ImmutableDictionary<string, string>? Words, bool Required, MapPosition Position);

/// <summary>A part of an item: the key of the shape's structure (null for the whole), and the columns it is joined from with spaces.</summary>
public sealed record MappedPart(string? Key, ImmutableArray<MappedColumn> Columns);

/// <summary>A map, or what is wrong with it in the order of the file: exactly one of them.</summary>
public sealed record ImportMapLoad(ImportMap? Map, IReadOnlyList<ImportProblem> Problems);
