using Azukari.Vault;

namespace Azukari.Members.Contracts;

/// <summary>
/// How a member who acts or looks is named in the ledger: by the random id, never by the number. Fact sources find the member again by it.
/// </summary>
public static class MemberAccessor
{
    private const string Prefix = "member:";

    /// <summary>The accessor of a member.</summary>
    public static Accessor Of(SubjectId member) => new(Prefix + new Guid(member.ToBytes(), bigEndian: true).ToString("D"));

    /// <summary>The member an accessor names; null where it names staff, a client or the system.</summary>
    public static SubjectId? MemberOf(Accessor accessor) =>
        accessor.Code.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(accessor.Code.AsSpan(Prefix.Length), "D", out var id) && id != Guid.Empty
            ? SubjectId.FromBytes(id.ToByteArray(bigEndian: true)) : null;
}
