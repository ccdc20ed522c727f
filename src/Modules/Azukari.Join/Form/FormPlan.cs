using System.Collections.Immutable;
using Azukari.Policy;
using Azukari.Policy.Document;

namespace Azukari.Join.Form;

/// <summary>Groups of fields, in the order of the form.</summary>
public enum FormGroup
{
    Name,
    Address,
    Contact,
    Person,
    Payment,
    Sponsor,
}

/// <summary>An item the form asks for.</summary>
public sealed record PlannedItem(ItemId Item, FormGroup Group, bool Required);

/// <summary>
/// What a kind of member is asked, read from the policy's clause <c>collection.registration</c>: which items, which of them must be given, and
/// for which purposes each group is used. Nothing of it stands in code but the grouping and the settings' choice among optional items.
/// </summary>
public sealed class FormPlan
{
    /// <summary>The clause that says what registration collects.</summary>
    public static readonly ClauseId Collection = ClauseId.Parse("collection.registration");

    private static readonly (string Item, FormGroup Group)[] Known =
    [
        ("name", FormGroup.Name), ("kana", FormGroup.Name), ("address", FormGroup.Address), ("email", FormGroup.Contact), ("mobile", FormGroup.Contact),
        ("phone", FormGroup.Contact), ("fax", FormGroup.Contact), ("date-of-birth", FormGroup.Person), ("gender", FormGroup.Person),
        ("residence-status", FormGroup.Person), ("payment-method", FormGroup.Payment), ("bank-account", FormGroup.Payment), ("sponsor", FormGroup.Sponsor),
    ];

    private FormPlan(PolicyDocument policy, SubjectKind kind, ImmutableArray<PlannedItem> items) => (Policy, Kind, Items) = (policy, kind, items);

    public PolicyDocument Policy { get; }

    public SubjectKind Kind { get; }

    public ImmutableArray<PlannedItem> Items { get; }

    public IEnumerable<FormGroup> Groups => Items.Select(item => item.Group).Distinct();

    /// <summary>The plan for a kind under a version; null where the version registers no such kind over the web.</summary>
    internal static FormPlan? Of(PolicyDocument policy, SubjectKind kind, JoinOptions options, Channel channel)
    {
        if (policy.Clauses.FirstOrDefault(clause => clause.Id == Collection)?.Rule is not AcquisitionRule rule
            || !rule.Subjects.Contains(kind) || !rule.Channels.Contains(channel)) return null;
        var asked = options.AskedOf(kind);
        var collected = rule.Items.Where(item => item.Subjects.IsDefaultOrEmpty || item.Subjects.Contains(kind)).ToDictionary(item => item.Item, item => item.Required);
        var items = Known.Select(known => (Item: ItemId.Parse(known.Item), known.Group))
            .Where(known => collected.TryGetValue(known.Item, out var required) && (required || asked.Contains(known.Item)))
            .Select(known => new PlannedItem(known.Item, known.Group, collected[known.Item]));
        return new FormPlan(policy, kind, [.. items]);
    }

    public PlannedItem? Find(string item) => Items.FirstOrDefault(planned => planned.Item.Value == item);

    /// <summary>The purposes that use an item of the group, of such a person, in the order of the policy.</summary>
    public IEnumerable<Clause> PurposesOf(FormGroup group)
    {
        var items = Items.Where(item => item.Group == group).Select(item => item.Item).ToHashSet();
        return Policy.Clauses.Where(clause => clause.Rule is PurposeRule rule
            && rule.Grants.Any(grant => (grant.Subjects.IsDefaultOrEmpty ? rule.Subjects : grant.Subjects).Contains(Kind) && grant.Items.Any(items.Contains)));
    }
}
