using Azukari.Policy;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Writing;

/// <summary>The rows acts write, in one shape for all of them.</summary>
internal static class ItemRows
{
    public static RowShape Insert { get; } = new("items", "subject:b item:t version:l class:l sealed:b acquired_at:l channel:t policy:t kind:t accessor:t until:l");

    public static RowShape Consents { get; } = new("consents", "subject:b id:b purpose:t recipient:t items:t policy:t given_at:l accessor:t");

    public static RowShape Reindex { get; } = new("reindex", "subject:b item:t version:l",
        "ON CONFLICT (subject, item) DO UPDATE SET version = excluded.version");

    public static object?[] Consent(SubjectId subject, Guid id, ConsentGrant grant, PolicyVersion version, DateTimeOffset at, Accessor by) =>
        [subject.ToBytes(), id.ToByteArray(bigEndian: true), grant.Purpose.Value, grant.Recipient?.Value, Join(grant.Items), version.Value, at.ToMicroseconds(), by.Code];

    public static string Join(IEnumerable<ItemId> items) => string.Join(' ', items.Select(i => i.Value).Distinct().Order(StringComparer.Ordinal));

    public static string Word(Channel channel) => PolicyWords.Of(channel);

    public static Channel ChannelOf(string word) => PolicyWords.TryParse<Channel>(word, out var channel) ? channel : throw new FormatException("A stored channel is none of the list.");
}
