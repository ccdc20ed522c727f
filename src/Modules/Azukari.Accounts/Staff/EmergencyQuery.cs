using Azukari.Accounts.Storage;

namespace Azukari.Accounts.Staff;

/// <summary>How an emergency stands.</summary>
internal enum EmergencyState
{
    /// <summary>It waits for somebody who grants it.</summary>
    Asked,

    /// <summary>Nobody did in time.</summary>
    Lapsed,

    /// <summary>It was not granted.</summary>
    Declined,

    /// <summary>Somebody has the role now.</summary>
    On,

    /// <summary>It is over and waits for its review.</summary>
    Over,

    /// <summary>It was looked at.</summary>
    Reviewed,
}

/// <summary>By what emergencies are sorted.</summary>
internal enum EmergencySort
{
    /// <summary>When they were asked for.</summary>
    Asked,

    /// <summary>Who asked.</summary>
    Login,

    /// <summary>Which role.</summary>
    Role,
}

/// <summary>Some of the emergencies.</summary>
/// <param name="Rows">Of them, these.</param>
/// <param name="Total">How many there are of what was asked for.</param>
internal sealed record EmergencyListing(IReadOnlyList<EmergencyRow> Rows, int Total);

/// <summary>Which emergencies, and in which order; the newest first where nothing else is said.</summary>
internal sealed record EmergencyQuery
{
    public EmergencyState? State { get; init; }

    public string? Role { get; init; }

    /// <summary>Only of who has this in their login.</summary>
    public string? Login { get; init; }

    public EmergencySort Sort { get; init; }

    /// <summary>The usual order turned round.</summary>
    public bool Turned { get; init; }

    /// <summary>How one stands at a moment.</summary>
    public static EmergencyState StateOf(EmergencyRow row, DateTimeOffset now) =>
        row.DecidedAt is null ? row.AskedAt < now - Emergencies.Patience ? EmergencyState.Lapsed : EmergencyState.Asked
        : !row.Granted ? EmergencyState.Declined
        : row.EndedAt is null && row.ExpiresAt > now ? EmergencyState.On
        : row.ReviewedAt is null ? EmergencyState.Over : EmergencyState.Reviewed;

    /// <summary>The rows, in their order; <see cref="StateOf"/> as a question to the database.</summary>
    public IQueryable<EmergencyRow> Of(IQueryable<EmergencyRow> all, DateTimeOffset now)
    {
        var since = now - Emergencies.Patience;
        var rows = State switch
        {
            null => all,
            EmergencyState.Asked => all.Where(row => row.DecidedAt == null && row.AskedAt >= since),
            EmergencyState.Lapsed => all.Where(row => row.DecidedAt == null && row.AskedAt < since),
            EmergencyState.Declined => all.Where(row => row.DecidedAt != null && !row.Granted),
            EmergencyState.On => all.Where(row => row.Granted && row.EndedAt == null && row.ExpiresAt > now),
            EmergencyState.Over => all.Where(row => row.Granted && (row.EndedAt != null || row.ExpiresAt <= now) && row.ReviewedAt == null),
            _ => all.Where(row => row.Granted && (row.EndedAt != null || row.ExpiresAt <= now) && row.ReviewedAt != null),
        };
        if (Role is { } role) rows = rows.Where(row => row.Role == role);
        if (Login is { } login) rows = rows.Where(row => row.Login.Contains(login));
        return (Sort, Turned) switch
        {
            (EmergencySort.Login, false) => rows.OrderBy(row => row.Login).ThenByDescending(row => row.AskedAt).ThenBy(row => row.Id),
            (EmergencySort.Login, true) => rows.OrderByDescending(row => row.Login).ThenByDescending(row => row.AskedAt).ThenBy(row => row.Id),
            (EmergencySort.Role, false) => rows.OrderBy(row => row.Role).ThenByDescending(row => row.AskedAt).ThenBy(row => row.Id),
            (EmergencySort.Role, true) => rows.OrderByDescending(row => row.Role).ThenByDescending(row => row.AskedAt).ThenBy(row => row.Id),
            (_, false) => rows.OrderByDescending(row => row.AskedAt).ThenBy(row => row.Id),
            _ => rows.OrderBy(row => row.AskedAt).ThenBy(row => row.Id),
        };
    }
}
