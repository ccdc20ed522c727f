using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Azukari.Members.Storage;

/// <summary>Tells a row that is there already from whatever else goes wrong.</summary>
internal static class Uniqueness
{
    private const int SqliteConstraint = 19;

    public static bool IsBroken(DbUpdateException error) => error.InnerException is SqliteException { SqliteErrorCode: SqliteConstraint } or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
