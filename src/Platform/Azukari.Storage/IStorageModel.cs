using Microsoft.EntityFrameworkCore;

namespace Azukari.Storage;

/// <summary>What a column of the platform's storage may hold. There is no kind for a personal value, sealed or in clear: those live in the vault.</summary>
public enum StoredContent
{
    /// <summary>A random id, a subject's among them, that tells nothing.</summary>
    Id,

    /// <summary>A fact about an act or a thing: time, code, version, count, login of an operator. Never what a person told the company.</summary>
    Fact,

    /// <summary>Words the company itself publishes to many: of nobody, and refused where they hold an address or a telephone number of a person.</summary>
    Words,

    /// <summary>A hash of something random, or a keyed hash.</summary>
    Hash,

    /// <summary>A secret, sealed under a key of the key store.</summary>
    Sealed,
}

/// <summary>Columns of one table and what each may hold.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Content">What the columns may hold.</param>
/// <param name="Columns">Their names, parted by spaces.</param>
public sealed record StoredColumns(string Table, StoredContent Content, string Columns);

/// <summary>
/// A module's part of the platform's one model: its internal entities, and what each of their columns may hold. Registered with
/// <see cref="StorageModule.AddStorageModel{TModel}"/>. A test compares the columns with the mapped ones, so that none is added without
/// somebody deciding what it may hold.
/// </summary>
public interface IStorageModel
{
    /// <summary>What each column of this part may hold.</summary>
    IReadOnlyList<StoredColumns> Columns { get; }

    /// <summary>Maps the entities: snake-case tables and columns, each by name.</summary>
    void Build(ModelBuilder model);
}
