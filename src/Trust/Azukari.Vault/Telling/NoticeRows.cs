using System.Data.Common;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Telling;

/// <summary>Notices as the vault keeps them.</summary>
internal static class NoticeRows
{
    public const string Columns = "id, subject, recipient, acts_as, kind, items, received_at, at";

    public static RecipientNotice Read(DbDataReader r) => new(
        NoticeId.FromBytes(r.Bytes(0)), SubjectId.FromBytes(r.Bytes(1)), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3), (ChangeKind)r.GetInt64(4),
        [.. r.GetString(5).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ItemId.Parse)], Instants.FromMicroseconds(r.GetInt64(6)), Instants.FromMicroseconds(r.GetInt64(7)));

    /// <summary>Settles a notice, once.</summary>
    /// <param name="by">Who told, or acknowledged; null where the recipient received it anew.</param>
    /// <returns>False where it was settled before.</returns>
    public static async Task<bool> SettleAsync(StoreTransaction tx, NoticeId id, string? by, long now, CancellationToken ct) =>
        await tx.ExecuteAsync("UPDATE notices SET settled_at = @now, settled_by = @by WHERE id = @id AND settled_at IS NULL", ct, ("now", now), ("by", by), ("id", id.ToBytes())) == 1;
}
