namespace Azukari.Ledger;

/// <summary>
/// Where an entry stands in the order of time: by its time, then by its position; those waiting to be sealed stand behind the sealed ones of
/// the same moment, by arrival. Sealing gives positions in the order of arrival, so it moves no entry past another.
/// </summary>
internal readonly record struct EntryPlace(long Time, bool Waiting, long Number) : IComparable<EntryPlace>
{
    public static EntryPlace Least => new(long.MinValue, false, long.MinValue);

    public static EntryPlace Greatest => new(long.MaxValue, true, long.MaxValue);

    public int CompareTo(EntryPlace other) => (Time, Waiting, Number).CompareTo((other.Time, other.Waiting, other.Number));

    /// <summary>The place among sealed entries from which on, in either direction, sealed entries lie beyond this one.</summary>
    public (long Time, long Position) AmongSealed => Waiting ? (Time, long.MaxValue) : (Time, Number);
}

/// <summary>An entry met by a search, and where it stands.</summary>
internal readonly record struct Met(EntryPlace Place, LedgerEntry Entry)
{
    public LedgerRecord Record => new(Entry, Place.Waiting ? null : Place.Number);
}
