using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>The index a search reads.</summary>
internal enum SearchIndex
{
    /// <summary>The marks by trait: kind, purpose, recipient, reason, clause in any combination.</summary>
    Trait,

    /// <summary>The marks by accessor.</summary>
    Accessor,

    /// <summary>The sealed entries by subject.</summary>
    Subject,

    /// <summary>The sealed entries by time.</summary>
    Time,

    /// <summary>The sealed entries by kind, as long as the marks aren't whole.</summary>
    Kind,
}

/// <summary>The statements of a search: candidates beyond a place, in the order of time, from one index.</summary>
internal sealed class SearchSql
{
    public SearchSql(StoreEngine engine, SearchIndex index, bool newestFirst)
    {
        Index = index;
        var range = newestFirst ? "(time, position) < (@time, @position) AND time >= @end" : "(time, position) > (@time, @position) AND time < @end";
        var order = newestFirst ? "ORDER BY time DESC, position DESC LIMIT @limit" : "ORDER BY time, position LIMIT @limit";
        const string byAccessor = "AND +accessor = @accessor"; // the plus keeps planners from walking all of the accessor instead of the few of the trait
        Read = index switch
        {
            SearchIndex.Trait => $"SELECT time, position FROM marks WHERE trait = @trait AND {range} {order}",
            SearchIndex.Accessor => $"SELECT time, position, trait FROM marks WHERE accessor = @accessor AND {range} {order}",
            SearchIndex.Time => $"SELECT time, position FROM sealed WHERE {range} {order}",
            SearchIndex.Kind => $"SELECT time, position FROM sealed WHERE kind = @kind AND {range} {order}",
            // By subject first, and only then by time: left to themselves, planners may walk all times to avoid sorting a person's few entries.
            SearchIndex.Subject => $"WITH own AS MATERIALIZED ({PersonSql.All(engine)}) SELECT time, position FROM own WHERE {range} {order}",
        };
        ReadOfAccessor = $"SELECT time, position FROM marks WHERE trait = @trait AND {range} {byAccessor} {order}";
        ReadAll = Lateral($"WHERE trait = t.number AND {range} {order}");
        ReadAllOfAccessor = Lateral($"WHERE trait = t.number AND {range} {byAccessor} {order}");
        Entries = engine == StoreEngine.Postgres
            ? "SELECT position, entry FROM sealed WHERE position = ANY(@positions)"
            : "SELECT position, entry FROM sealed WHERE position IN (SELECT value FROM json_each(@positions))";
    }

    public SearchIndex Index { get; }

    /// <summary>Of one trait, accessor, subject or kind, or of all.</summary>
    public string Read { get; }

    /// <summary>Of one trait and accessor.</summary>
    public string ReadOfAccessor { get; }

    /// <summary>Of several traits, so many of each; PostgreSQL only.</summary>
    public string ReadAll { get; }

    /// <summary>Of several traits and an accessor, so many of each; PostgreSQL only.</summary>
    public string ReadAllOfAccessor { get; }

    /// <summary>Entries by positions.</summary>
    public string Entries { get; }

    private static string Lateral(string marks) =>
        $"SELECT t.number, m.time, m.position FROM unnest(@traits) AS t (number) CROSS JOIN LATERAL (SELECT time, position FROM marks {marks}) AS m";
}
