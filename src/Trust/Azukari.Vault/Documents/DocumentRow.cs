using System.Data.Common;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Vault.Keys;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;
using Azukari.Vault.Writing;

namespace Azukari.Vault.Documents;

/// <summary>States of a document's row. Stored by number: never renumber.</summary>
internal enum DocumentState
{
    /// <summary>Chunks are being written; nobody sees it, and it goes when nothing comes for a while.</summary>
    Coming = 0,

    /// <summary>All there: sealed, recorded and shown.</summary>
    Kept = 1,

    /// <summary>Decided to go: unreadable from here on, and removed whatever crashes.</summary>
    Going = 2,
}

/// <summary>A document's row: facts, and the sealed card.</summary>
internal sealed record DocumentRow(
    DocumentId Id, SubjectId Subject, string Item, KeyClass Class, byte[] Series, long Version, DocumentId? ReplacedBy, string Type, long Size, byte[] Card,
    long AcquiredAt, string Channel, string Policy, string Kind, string Accessor, long? Until)
{
    private const string Columns = "id, subject, item, class, series, version, replaced_by, type, size, card, acquired_at, channel, policy, kind, accessor, until";

    public DocumentPlace Place => new(Subject, Id, Item);

    public DocumentFacts Facts => new(Type, Size, Version, AcquiredAt, Channel, Policy, Kind, Accessor);

    /// <summary>As the decision sees it: an item acquired so.</summary>
    public ItemRow ToItem() => new(Item, Version, Class, [], AcquiredAt, Channel, Policy, Kind, Accessor, Until);

    public HeldDocument ToHeld() => new()
    {
        Id = Id,
        Subject = Subject,
        Item = ItemId.Parse(Item),
        Type = DocumentType.TryParse(Type, out var type) ? type : throw new FormatException("A stored document type is none of the list."),
        Size = Size,
        Version = (int)Version,
        ReplacedBy = ReplacedBy,
        AcquiredAt = Instants.FromMicroseconds(AcquiredAt),
        Channel = ItemRows.ChannelOf(Channel),
        PolicyVersion = PolicyVersion.Parse(Policy),
        SubjectKind = SubjectKind.Parse(Kind),
        Accessor = new Accessor(Accessor),
        Until = Until is { } until ? Instants.FromMicroseconds(until) : null,
    };

    /// <summary>The documents a person has, oldest first; one of them where <paramref name="only"/> is given.</summary>
    public static Task<List<DocumentRow>> ReadAsync(StoreSession session, SubjectId subject, DocumentId? only, CancellationToken ct) => only is { } document
        ? session.ListAsync($"SELECT {Columns} FROM documents WHERE id = @id AND subject = @subject AND state = 1", Read, ct, ("id", document.ToBytes()), ("subject", subject.ToBytes()))
        : session.ListAsync($"SELECT {Columns} FROM documents WHERE subject = @subject AND state = 1 ORDER BY acquired_at, id", Read, ct, ("subject", subject.ToBytes()));

    private static DocumentRow Read(DbDataReader r) => new(
        DocumentId.FromBytes(r.Bytes(0)), SubjectId.FromBytes(r.Bytes(1)), r.GetString(2), (KeyClass)r.GetInt64(3), r.Bytes(4), r.GetInt64(5),
        r.BytesOrNull(6) is { } by ? DocumentId.FromBytes(by) : null, r.GetString(7), r.GetInt64(8), r.BytesOrNull(9) ?? [], r.GetInt64(10), r.GetString(11), r.GetString(12), r.GetString(13),
        r.GetString(14), r.LongOrNull(15));
}
