using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Vault.Reading;

namespace Azukari.Vault.Recording;

/// <summary>Ledger entries as the vault makes them: codes only.</summary>
internal static class Entries
{
    /// <summary>What is appended to the reason code where the accessor vouched for the person's identity.</summary>
    private const string IdentityConfirmed = "identity-confirmed";

    /// <summary>An access that was permitted.</summary>
    public static LedgerEntry Permitted(TimeProvider clock, EntryKind kind, byte[]? pseudonym, AccessContext context, IReadOnlyList<ItemId> items,
        PolicyVersion version, in Decision decision, bool afterRefusal) =>
        Of(clock, kind, pseudonym, context, items, version) with
        {
            Clauses = Names(decision.Clauses.ToArray()),
            Reason = ReasonOf(context, afterRefusal),
        };

    /// <summary>The reason code of a permitted access, with what is flagged.</summary>
    public static string? ReasonOf(AccessContext context, bool afterRefusal) =>
        With(With(context.Reason, context.IdentityConfirmed ? IdentityConfirmed : null), afterRefusal ? AfterRefusal.Code : null);

    /// <summary>An access that was refused; the reason is the refusal's code.</summary>
    public static LedgerEntry Refused(TimeProvider clock, byte[]? pseudonym, AccessContext context, IReadOnlyList<ItemId> items, PolicyVersion version, Refusal refusal) =>
        Of(clock, EntryKind.Refused, pseudonym, context, items, version) with { Clauses = [refusal.Clause.Value], Reason = refusal.Code };

    /// <summary>A look at what is recorded about a person, for a purpose that lets its caller know of such items.</summary>
    public static LedgerEntry Inspected(TimeProvider clock, byte[]? pseudonym, AccessContext context, IReadOnlyList<ItemId> items, PolicyVersion version, string what) =>
        Of(clock, EntryKind.Inspected, pseudonym, context, items, version) with { Reason = what };

    /// <summary>An access the host refused before the policy was asked.</summary>
    public static LedgerEntry RefusedByHost(TimeProvider clock, byte[]? pseudonym, AccessContext context, PolicyVersion version, ClauseId clause, string reason) =>
        Of(clock, EntryKind.Refused, pseudonym, context, [], version) with { Clauses = [clause.Value], Reason = reason };

    /// <summary>An act the host refused before anything was asked.</summary>
    public static LedgerEntry RefusedByHost(TimeProvider clock, byte[]? pseudonym, Accessor by, PolicyVersion version, ClauseId clause, string reason) =>
        Act(clock, EntryKind.Refused, pseudonym, by, version, clauses: [clause], reason: reason);

    /// <summary>An act on a person's data.</summary>
    public static LedgerEntry Act(TimeProvider clock, EntryKind kind, byte[]? pseudonym, Accessor by, PolicyVersion version, IEnumerable<ItemId>? items = null,
        IEnumerable<ClauseId>? clauses = null, string? reason = null) =>
        LedgerEntry.Now(clock, kind) with
        {
            Subject = Of(pseudonym),
            Accessor = by.Code,
            PolicyVersion = version.Value,
            Items = items is null ? [] : Names(items),
            Clauses = clauses is null ? [] : [.. clauses.Select(c => c.Value)],
            Reason = reason,
        };

    /// <summary>By which kind of entry data that left is recorded.</summary>
    public static EntryKind KindOf(Exit exit) => exit switch
    {
        Exit.None => EntryKind.Used,
        Exit.Disclosure => EntryKind.Disclosed,
        Exit.JointUse => EntryKind.Shared,
        Exit.Entrustment or Exit.Provision => EntryKind.Provided,
    };

    public static Pseudonym? Of(byte[]? pseudonym) => pseudonym is null ? null : Pseudonym.FromBytes(pseudonym);

    public static string[] Names(IEnumerable<ItemId> items) => [.. items.Select(i => i.Value).Distinct().Order(StringComparer.Ordinal)];

    private static LedgerEntry Of(TimeProvider clock, EntryKind kind, byte[]? pseudonym, AccessContext context, IReadOnlyList<ItemId> items, PolicyVersion version) =>
        LedgerEntry.Now(clock, kind) with
        {
            Subject = Of(pseudonym),
            Accessor = context.Accessor.Code,
            As = context.As.Value,
            Recipient = context.To,
            Purpose = context.Purpose.Value,
            Ground = context.Ground?.Value,
            Items = Names(items),
            PolicyVersion = version.Value,
            Case = context.Case,
            Reason = context.Reason,
        };

    private static string[] Names(ClauseId[] clauses) => Array.ConvertAll(clauses, c => c.Value);

    private static string? With(string? reason, string? flag)
    {
        if (reason is null || flag is null) return reason ?? flag;
        var room = LedgerCode.MaxLength - flag.Length - 1;
        return $"{(reason.Length > room ? reason[..room] : reason)}+{flag}";
    }
}
