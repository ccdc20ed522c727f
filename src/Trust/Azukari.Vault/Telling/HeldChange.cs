using Azukari.Ledger;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Telling;

/// <summary>A change of a person's data whose recipients have not been looked up yet: it is written with the change itself, so that no crash forgets them.</summary>
internal sealed record HeldChange(Guid Id, SubjectId Subject, ChangeKind Kind, IReadOnlyList<string> Items, string? Purpose, string? Recipient, DateTimeOffset At)
{
    // An entry durable before the change, so of what was before, may bear a time that another machine's clock says.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>The changes among what an act records: what somebody may have received before, and is to be told of.</summary>
    public static IReadOnlyList<HeldChange> Of(SubjectId subject, IReadOnlyList<LedgerEntry> entries)
    {
        List<HeldChange>? found = null;
        foreach (var entry in entries)
        {
            ChangeKind? kind = entry.Kind switch
            {
                EntryKind.Corrected => ChangeKind.Corrected,
                EntryKind.Erased => entry.Items.Count == 0 ? ChangeKind.Erased : ChangeKind.Deleted,
                EntryKind.Withdrawn when entry.Recipient is not null => ChangeKind.Withdrawn, // without a recipient it covered staff only
                _ => null,
            };
            if (kind is not { } known) continue;
            (found ??= []).Add(new HeldChange(Guid.NewGuid(), subject, known, entry.Items, entry.Purpose, entry.Recipient, known == ChangeKind.Erased ? Day(entry.Time) : entry.Time));
        }

        return found ?? [];
    }

    /// <summary>Which of the items somebody received by an entry are changed; none where it was received after, or otherwise than this is about.</summary>
    public IEnumerable<string> Touched(LedgerEntry left) => Kind switch
    {
        ChangeKind.Erased => left.Items,
        ChangeKind.Withdrawn when left.As != Recipient || left.Purpose != Purpose => [],
        _ => left.Time > At + Skew ? [] : left.Items.Intersect(Items, StringComparer.Ordinal),
    };

    /// <summary>The time as a notice keeps it: of somebody erased only the day in Japan, since the ledger has the moment beside the pseudonym.</summary>
    public DateTimeOffset Kept(DateTimeOffset time) => Kind == ChangeKind.Erased ? Day(time) : time;

    public object?[] Row() => [Id.ToByteArray(bigEndian: true), Subject.ToBytes(), (long)Kind, string.Join(' ', Items), Purpose, Recipient, At.ToMicroseconds()];

    private static DateTimeOffset Day(DateTimeOffset time) => new(time.ToOffset(TimeSpan.FromHours(9)).Date, TimeSpan.FromHours(9));
}
