using Azukari.Policy.Deciding;

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
        return required.IsEmpty ? null : new RequiredItemMissing(Vocabulary.NamesOf(required), Generic(RefusalCodes.RequiredItemMissing), InForce.Document);
    }
}
