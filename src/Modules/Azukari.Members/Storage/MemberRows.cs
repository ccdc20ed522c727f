using Azukari.Vault;

namespace Azukari.Members.Storage;

/// <summary>A membership.</summary>
internal sealed class MemberRow
{
    public required SubjectId Subject { get; init; }

    public required string Status { get; set; }

    public required string Class { get; set; }

    /// <summary>Keyed fingerprint of the member number; null before there is one.</summary>
    public byte[]? Number { get; set; }

    /// <summary>The sponsor's place in the tree, as the member named it; where the member stands now, the tree says.</summary>
    public long? Sponsor { get; set; }

    public required DateTimeOffset AppliedAt { get; set; }

    public DateTimeOffset? RegisteredAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>By which channel, under which version of the policy and by whom sponsor and application came.</summary>
    public required string Channel { get; set; }

    public required string Policy { get; set; }

    public required string Accessor { get; set; }

    /// <summary>As what kind of person the application was made.</summary>
    public required string Kind { get; set; }

    /// <summary>Since when the member is of the class, under which version and by whom it was given.</summary>
    public required DateTimeOffset ClassAt { get; set; }

    public required string ClassPolicy { get; set; }

    public required string ClassAccessor { get; set; }

    /// <summary>An agent's rank above the first, since when, under which version and by whom it was given; null below.</summary>
    public string? Rank { get; set; }

    public DateTimeOffset? RankAt { get; set; }

    public string? RankPolicy { get; set; }

    public string? RankAccessor { get; set; }

    /// <summary>Counts the acts; raising it takes the row.</summary>
    public required long Version { get; set; }
}

/// <summary>A line of a membership's history.</summary>
internal sealed class MemberEventRow
{
    public required Guid Id { get; init; }

    public required SubjectId Subject { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The membership's version by the act: the order of what happened within one moment.</summary>
    public required long Ordinal { get; init; }

    public required string Change { get; init; }

    public string? From { get; init; }

    public required string To { get; init; }

    public required string Accessor { get; init; }

    public string? Case { get; init; }

    public string? Reason { get; init; }
}

/// <summary>How many looks at people below a member has had on a day.</summary>
internal sealed class LookRow
{
    public required SubjectId Subject { get; init; }

    /// <summary>The day in Japan, as year, month, day in one number.</summary>
    public required int Day { get; init; }

    public required int Taken { get; init; }
}

/// <summary>A yearly attestation of a member's own duties.</summary>
internal sealed class AttestationRow
{
    public required SubjectId Subject { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Which text was attested to.</summary>
    public required string Policy { get; init; }

    public string? Case { get; init; }
}
