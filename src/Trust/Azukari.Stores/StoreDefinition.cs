using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Azukari.Stores;

/// <summary>What a store is: its name, its tables by numbered migrations, and how carefully deleted rows must vanish.</summary>
public sealed partial record StoreDefinition
{
    /// <summary>Defines a store.</summary>
    /// <param name="name">Lower-case letters, at most 24; names the SQLite file and the PostgreSQL schema.</param>
    /// <param name="migrations">Numbered 1, 2, 3 … without gaps. A migration that was released is never changed.</param>
    /// <exception cref="ArgumentException">The name or the numbering is not as described.</exception>
    public StoreDefinition(string name, params IReadOnlyList<Migration> migrations)
    {
        if (!NamePattern().IsMatch(name))
            throw new ArgumentException("A store's name is 1 to 24 lower-case letters.", nameof(name));
        for (var i = 0; i < migrations.Count; i++)
            if (migrations[i].Number != i + 1)
                throw new ArgumentException($"Migrations of the {name} store are numbered from 1 without gaps; found {migrations[i].Number} at place {i + 1}.", nameof(migrations));
        Name = name;
        Migrations = migrations;
    }

    /// <summary>The store's name, for instance <c>ledger</c>.</summary>
    public string Name { get; }

    /// <summary>All migrations, in order.</summary>
    public IReadOnlyList<Migration> Migrations { get; }

    /// <summary>Whether deleted content is overwritten on disk (SQLite's <c>secure_delete</c>). On for stores of keys and values.</summary>
    public bool SecureDelete { get; init; }

    /// <summary>How long a SQLite writer waits for another process's transaction before it fails as busy. Default ten seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many pages SQLite's log may hold before a commit writes them back. More of them spare a store that writes the same pages again and
    /// again; SQLite's own 1,000 unless said.
    /// </summary>
    public int LogPages { get; init; } = 1000;

    /// <summary>
    /// Whether a SQLite store is run through ADO.NET only, as it is in any case where SQLite's own library cannot be called. Default false.
    /// The results are the same; it is slower.
    /// </summary>
    public bool Plain { get; init; }

    /// <summary>The number of the last migration this program knows.</summary>
    public int Version => Migrations.Count;

    [GeneratedRegex("^[a-z]{1,24}$")]
    private static partial Regex NamePattern();
}

/// <summary>One numbered change of a store's tables, recorded with its hash when applied.</summary>
/// <remarks>
/// A template holds for both engines by these tokens: <c>{bytes}</c> (BLOB, bytea), <c>{long}</c> (INTEGER, bigint), <c>{text}</c>
/// (TEXT, text compared by bytes), <c>{identity}</c> (a 64-bit primary key the database numbers upwards), <c>{nothing}</c> (empty bytes), <c>{rowless}</c>
/// (WITHOUT ROWID, nothing) and <c>{strict}</c> (STRICT, nothing) and <c>{strict-rowless}</c> (both), each after a table's closing parenthesis.
/// </remarks>
public sealed record Migration
{
    private readonly string _sqlite;
    private readonly string _postgres;

    /// <summary>A migration by one template for both engines.</summary>
    public Migration(int number, string name, string template)
        : this(number, name, Expand(template, StoreEngine.Sqlite), Expand(template, StoreEngine.Postgres))
    {
    }

    /// <summary>A migration by one SQL text per engine.</summary>
    public Migration(int number, string name, string sqlite, string postgres)
    {
        Number = number;
        Name = name;
        _sqlite = sqlite;
        _postgres = postgres;
    }

    /// <summary>A migration by one template for both engines, followed on PostgreSQL by what only that engine has.</summary>
    public static Migration WithPostgres(int number, string name, string template, string postgres) =>
        new(number, name, Expand(template, StoreEngine.Sqlite), Expand(template, StoreEngine.Postgres) + "\n" + postgres);

    /// <summary>Its place: 1 is the first.</summary>
    public int Number { get; }

    /// <summary>What it does, in a few words.</summary>
    public string Name { get; }

    /// <summary>The statements to run on an engine.</summary>
    public string SqlFor(StoreEngine engine) => engine == StoreEngine.Sqlite ? _sqlite : _postgres;

    internal string HashFor(StoreEngine engine) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SqlFor(engine).ReplaceLineEndings("\n"))));

    private static string Expand(string template, StoreEngine engine)
    {
        var sqlite = engine == StoreEngine.Sqlite;
        return template
            .Replace("{bytes}", sqlite ? "BLOB" : "bytea", StringComparison.Ordinal)
            .Replace("{long}", sqlite ? "INTEGER" : "bigint", StringComparison.Ordinal)
            .Replace("{text}", sqlite ? "TEXT" : "text COLLATE \"C\"", StringComparison.Ordinal)
            .Replace("{identity}", sqlite ? "INTEGER PRIMARY KEY" : "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY", StringComparison.Ordinal)
            .Replace("{rowless}", sqlite ? "WITHOUT ROWID" : "", StringComparison.Ordinal)
            .Replace("{nothing}", sqlite ? "x''" : "''", StringComparison.Ordinal)
            .Replace("{strict}", sqlite ? "STRICT" : "", StringComparison.Ordinal)
            .Replace("{strict-rowless}", sqlite ? "STRICT, WITHOUT ROWID" : "", StringComparison.Ordinal);
    }
}
