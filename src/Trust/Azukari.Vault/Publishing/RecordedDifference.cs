using System.Security.Cryptography;
using System.Text.Json;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Policy.Difference;
using Azukari.Policy.Document;
using Azukari.Vault.Publishing;

namespace Azukari.Vault;

/// <summary>A publication as the ledger has it.</summary>
/// <param name="Version">The version.</param>
/// <param name="Entry">The entry of its publication.</param>
/// <param name="PublishedAt">When.</param>
/// <param name="Difference">What it changed; null for the first version, and for what was published before differences were recorded.</param>
/// <param name="Agrees">Whether the published documents differ as it says; null where nothing is recorded.</param>
public sealed record RecordedPublication(PolicyVersion Version, EntryId Entry, DateTimeOffset PublishedAt, VersionDifference? Difference, bool? Agrees);

/// <summary>The difference of two versions in the codes of a ledger entry. The same two documents give the same bytes.</summary>
public static class RecordedDifference
{
    /// <summary>What changed: accesses by purpose, recipient and items, clauses with the hashes of their texts.</summary>
    public static VersionDifference Of(PolicyDocument before, PolicyDocument after)
    {
        var difference = PolicyDiff.Compare(before, after);
        return new VersionDifference
        {
            Since = before.Version.Value,
            Gained = [.. difference.Gained.Select(Of)],
            Lost = [.. difference.Lost.Select(Of)],
            OtherTerms = [.. difference.Conditions.Select(c => Of(c.Purpose, c.Recipient, c.Exit, c.Items, c.Subjects))],
            Clauses = [.. difference.Clauses.Select(Of)],
        };
    }

    /// <summary>
    /// The hash of what a clause says: the first 192 bits of SHA-256, in groups of eight digits as the ledger's codes hold them, over a JSON array of strings: number, heading, text and note, each
    /// in Japanese and English.
    /// </summary>
    public static string TextHash(Clause clause) => PolicySeal.Of(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<string?[]>(
        [clause.Number, clause.Heading.Ja, clause.Heading.En, clause.Text.Ja, clause.Text.En, clause.Note?.Ja, clause.Note?.En])));

    private static VersionAccess Of(AccessChange change) => Of(change.Purpose, change.Recipient, change.Exit, change.Items, change.Subjects);

    private static VersionAccess Of(ClauseId purpose, RecipientKind recipient, Exit exit, IEnumerable<ItemId> items, IEnumerable<SubjectKind> subjects) => new(
        purpose.Value, recipient.Value, exit == Exit.None ? null : PolicyWords.Of(exit), [.. items.Select(item => item.Value)], [.. subjects.Select(subject => subject.Value)]);

    private static VersionClause Of(ClauseChange change) => new(
        change.Clause.Value, [.. Changed(change)], change.Before is { } before ? TextHash(before) : null, change.After is { } after ? TextHash(after) : null);

    private static IEnumerable<string> Changed(ClauseChange change)
    {
        if (change.RuleChanged) yield return "rule";
        if (change.TextChanged) yield return "text";
    }
}
