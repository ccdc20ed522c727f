using Azukari.Policy.Deciding;
using Azukari.Policy.Document;

namespace Azukari.Policy.Compiling;

/// <summary>Decisions on deleting single items.</summary>
public sealed partial class PolicyArchive
{
    /// <summary>
    /// Decides whether single items of a person may be deleted: not what the version in force requires of such people, since what they are to the company could not go on
    /// without it. It is corrected instead, or goes with the person (APPI 34, 35; the clause that refuses says why it is required).
    /// </summary>
    /// <param name="kind">What the person is now.</param>
    /// <param name="items">Which items. One that no version knows is deleted by nobody and refused by nobody.</param>
    /// <returns>Why not; null when they may be deleted.</returns>
    public Refusal? DecideDeletion(SubjectKind kind, IEnumerable<ItemId> items)
    {
        var now = Vocabulary.Find(kind);
        if (!now.Exists) return null;
        var wanted = Vocabulary.SetOf(items.Where(item => Vocabulary.Find(item).Exists));
        var required = InForce.Collected.Where(rule => (rule.Subjects & now.Mask) != 0).Aggregate(ItemSet.Empty, (set, rule) => set.Union(rule.Required)).Intersect(wanted);
        return required.IsEmpty ? null : new RequiredItemMissing(Vocabulary.NamesOf(required), Generic(RefusalCodes.RequiredItemMissing), InForce.Document, kept: true);
    }

    /// <summary>
    /// Decides whether a document of a person may be deleted: not the last one of an item that <see cref="DecideDeletion"/> refuses; and not a record of dealings between the person and the company,
    /// only because nobody needs it any more: it stays with the books for as long as the policy says. One that is not true, or was got or used unlawfully, is no such record (APPI 34, 35(1)).
    /// </summary>
    /// <param name="kind">What the person is now.</param>
    /// <param name="item">The document's item.</param>
    /// <param name="why">Why it is to be deleted.</param>
    /// <param name="last">Whether no other document of the item is held.</param>
    public Refusal? DecideDocumentDeletion(SubjectKind kind, ItemId item, DeletionReason why, bool last)
    {
        if (last && DecideDeletion(kind, [item]) is { } required) return required;
        if (why != DeletionReason.NotNeeded || InForce.Document.FindItem(item) is not { Category: ItemCategory.Transaction }) return null;
        var collects = InForce.Document.Clauses.FirstOrDefault(clause => clause.Rule is AcquisitionRule rule && rule.Items.Any(need => need.Item == item));
        return new RequiredItemMissing([item], collects ?? Generic(RefusalCodes.RequiredItemMissing), InForce.Document, kept: true);
    }
}
