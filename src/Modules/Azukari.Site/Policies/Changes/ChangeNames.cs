using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Policy.Difference;
using Azukari.Policy.Document;
using Azukari.Ui.Language;

namespace Azukari.Site.Policies.Changes;

/// <summary>The names of what a difference speaks of, from the later version or, for what is gone, the earlier.</summary>
public sealed class ChangeNames(PolicyDocument before, PolicyDocument after)
{
    /// <summary>A purpose, right, ground or incidental use: number and heading, or the use's label.</summary>
    public string Purpose(ClauseId purpose)
    {
        if ((after.FindClause(purpose) ?? before.FindClause(purpose)) is { } clause) return $"{clause.Number} {clause.Heading.Here()}".Trim();
        return Registers().FirstOrDefault(r => r.Rule.Uses.Any(u => u.Purpose == purpose)) is { Clause: { } register } && Use(purpose) is { } use
            ? $"{register.Number} {use.Label.Here()}".Trim()
            : purpose.ToString();
    }

    /// <summary>The id of the clause a purpose belongs to: its own, or for an incidental use the clause that registers it.</summary>
    public string Anchor(ClauseId purpose)
    {
        if ((after.FindClause(purpose) ?? before.FindClause(purpose)) is not null) return purpose.ToString();
        return Registers().FirstOrDefault(r => r.Rule.Uses.Any(u => u.Purpose == purpose)).Clause?.Id.ToString() ?? purpose.ToString();
    }

    /// <summary>Where a clause stands, to sort by: the order of the later version, what is gone last; an incidental use stands with its register.</summary>
    public int Place(ClauseId clause)
    {
        string anchor = Anchor(clause);
        return after.Clauses.Select((c, i) => c.Id.ToString() == anchor ? i : int.MaxValue).Append(int.MaxValue).Min();
    }

    /// <summary>Items as a list in a sentence.</summary>
    public string Items(IEnumerable<ItemId> items) => Words.Join(ItemLabels(items));

    /// <summary>The labels of items.</summary>
    public IEnumerable<string> ItemLabels(IEnumerable<ItemId> items) => items.Select(i => (after.FindItem(i) ?? before.FindItem(i))?.Label.Here() ?? i.ToString());

    /// <summary>A recipient's label.</summary>
    public string Recipient(RecipientKind kind) => (after.FindRecipient(kind) ?? before.FindRecipient(kind))?.Label.Here() ?? kind.ToString();

    /// <summary>The label of a kind of people.</summary>
    public string Subject(SubjectKind kind) => (after.FindSubject(kind) ?? before.FindSubject(kind))?.Label.Here() ?? kind.ToString();

    /// <summary>A joint user's name, with the country where it is told.</summary>
    public static string Named(NamedUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (user.Country is null) return user.Name.Here();
        string country = Countries.Name(user.Country);
        return PageLanguage.IsEnglish ? $"{user.Name.Here()} ({country})" : $"{user.Name.Here()}（{country}）";
    }

    /// <summary>Whether an access concerns everybody it could: all kinds of people of its purpose or incidental use, all members for joint use, anybody for a ground.</summary>
    public bool IsEverybody(AccessChange access)
    {
        ArgumentNullException.ThrowIfNull(access);
        if (access.Exit == Exit.JointUse) return true;
        ClauseId purpose = Use(access.Purpose)?.Parent ?? access.Purpose;
        // Of the earlier version where there is one: what the later adds to it is worth saying.
        return (before.FindClause(purpose) ?? after.FindClause(purpose))?.Rule switch
        {
            PurposeRule rule => rule.Subjects.ToHashSet().SetEquals(access.Subjects),
            _ => access.Subjects.Length == after.Subjects.Length || access.Subjects.Length == before.Subjects.Length,
        };
    }

    private IncidentalUse? Use(ClauseId purpose) => Registers().SelectMany(r => r.Rule.Uses).FirstOrDefault(u => u.Purpose == purpose);

    private IEnumerable<(Clause Clause, IncidentalRule Rule)> Registers() =>
        after.Clauses.Concat(before.Clauses).Where(c => c.Rule is IncidentalRule).Select(c => (c, (IncidentalRule)c.Rule));
}
