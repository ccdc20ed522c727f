namespace Azukari.Ledger;

/// <summary>The members of an entry beside its id, time and subject, every code of it checked.</summary>
internal readonly struct EntryMembers
{
    public required EntryKind Kind { get; init; }

    public string? Accessor { get; init; }

    public string? As { get; init; }

    public string? Recipient { get; init; }

    public string? Purpose { get; init; }

    public string? Ground { get; init; }

    public required IReadOnlyList<string> Items { get; init; }

    public required IReadOnlyList<string> Clauses { get; init; }

    public string? PolicyVersion { get; init; }

    public string? Case { get; init; }

    public string? Reason { get; init; }

    public long? Count { get; init; }

    /// <summary>In canonical form.</summary>
    public byte[]? Difference { get; init; }
}

/// <summary>The one place where an entry becomes canonical JSON.</summary>
internal static class EntryJson
{
    /// <summary>Room for nearly every entry.</summary>
    public const int Usual = 1024;

    private const long Version = 1;

    public static void Write(ref CanonicalJson json, EntryId id, long microseconds, Pseudonym? subject, in EntryMembers entry)
    {
        json.Begin();
        json.Member("accessor", entry.Accessor);
        json.Member("as", entry.As);
        json.Member("case", entry.Case);
        json.Member("clauses", entry.Clauses);
        json.Member("count", entry.Count);
        json.Object("difference", entry.Difference);
        json.Member("ground", entry.Ground);
        json.Member("id", id.Value);
        json.Member("items", entry.Items);
        json.Member("kind", entry.Kind.WireName());
        json.Member("policy", entry.PolicyVersion);
        json.Member("purpose", entry.Purpose);
        json.Member("reason", entry.Reason);
        json.Member("recipient", entry.Recipient);
        if (subject is { } pseudonym)
        {
            Span<byte> bytes = stackalloc byte[Pseudonym.Size];
            pseudonym.WriteTo(bytes);
            json.Member("subject", bytes);
        }
        json.Member("time", microseconds);
        json.Member("v", Version);
        json.End();
    }
}
