using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>
/// How a person's sealed entries are found. On SQLite the index by person is cut into parts, each of <see cref="Width"/> neighbouring positions: pseudonyms
/// are random, and in one index over everything nearly each entry that is sealed would write a page of its own to the log and again to the file. A part is
/// small enough that the entries of a batch share its pages. Looking somebody up asks each part, which takes about a microsecond. PostgreSQL
/// keeps one index.
/// </summary>
internal static class PersonSql
{
    /// <summary>2 to the power of 15. The expression is word for word that of the index, or it would not be used.</summary>
    public const int Width = 1 << 15;

    /// <summary>Entries of <c>@subject</c> below the position <c>@before</c>, at most <c>@limit</c>, the last first.</summary>
    /// <remarks>
    /// Costs as much as it finds, however many there are: on SQLite each entry is a step back in the index from the one before, or, where its part has
    /// no more, to the part before. Putting them in order would need all of them first. The walk holds one row at a time, so that its order is its own.
    /// </remarks>
    public static string History(StoreEngine engine) => engine == StoreEngine.Postgres
        ? "SELECT position, entry FROM sealed WHERE subject = @subject AND position < @before ORDER BY position DESC LIMIT @limit"
        : """
            WITH RECURSIVE walk (part, position) AS (
                SELECT (min((SELECT max(position) FROM sealed), @before - 1) >> 15) + 1, NULL
                UNION ALL
                SELECT part - (walk.position IS NULL), (
                    SELECT s.position FROM sealed s
                    WHERE s.position >> 15 = walk.part - (walk.position IS NULL) AND s.subject = @subject AND s.position < coalesce(walk.position, @before)
                    ORDER BY s.position DESC LIMIT 1)
                FROM walk WHERE part - (walk.position IS NULL) >= 0)
            SELECT s.position, s.entry FROM walk CROSS JOIN sealed s ON s.position = walk.position LIMIT @limit
            """;

    /// <summary>The time of the first entry of <c>@subject</c>.</summary>
    public static string First(StoreEngine engine) => engine == StoreEngine.Postgres
        ? "SELECT time FROM sealed WHERE subject = @subject ORDER BY position LIMIT 1"
        : """
            WITH RECURSIVE part (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM part WHERE number < (SELECT max(position) FROM sealed) >> 15)
            SELECT time FROM sealed WHERE position = (
                SELECT (SELECT s.position FROM sealed s WHERE s.position >> 15 = part.number AND s.subject = @subject ORDER BY s.position LIMIT 1) AS first
                FROM part WHERE first IS NOT NULL LIMIT 1)
            """;

    /// <summary>Time and position of all entries of <c>@subject</c>, in no order.</summary>
    public static string All(StoreEngine engine) => engine == StoreEngine.Postgres
        ? "SELECT time, position FROM sealed WHERE subject = @subject"
        : $"{Parts("(SELECT max(position) FROM sealed)")} SELECT s.time, s.position FROM part CROSS JOIN sealed s WHERE s.position >> 15 = part.number AND s.subject = @subject";

    private static string Parts(string last) =>
        $"WITH RECURSIVE part (number) AS (SELECT {last} >> 15 UNION ALL SELECT number - 1 FROM part WHERE number > 0)";
}
