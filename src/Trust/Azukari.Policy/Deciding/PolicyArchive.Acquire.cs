using Azukari.Policy.Deciding;
using Azukari.Policy.Document;

namespace Azukari.Policy.Compiling;

/// <summary>Decisions on what is collected.</summary>
public sealed partial class PolicyArchive
{
    /// <summary>
    /// Decides whether items may be acquired from a person. Both the version that was shown and the version in force must collect every item, from such
    /// people, by that channel; an Individual Number only where the version shown has a statutory purpose for it; special-care items, and those a clause
    /// names, only with consent in the same act. Required items are those of the version shown. All or nothing.
    /// </summary>
    public AcquisitionDecision DecideAcquisition(in AcquisitionRequest request)
    {
        var shown = Vocabulary.Find(request.VersionShown);
        if (!shown.Exists || shown.Place > InForce.Index.Place)
            return new AcquisitionDecision(new UnknownVersion(request.VersionShown, Generic(RefusalCodes.UnknownVersion), InForce.Document));
        var kind = Vocabulary.Find(request.Kind);
        if (!kind.Exists)
            return new AcquisitionDecision(new UnknownSubjectKind(Generic(RefusalCodes.UnknownSubjectKind), InForce.Document));
        var unknown = request.Items.Where(i => !Vocabulary.Find(i.Item).Exists).Select(i => i.Item).ToArray();
        if (unknown.Length > 0 || request.Items.Count == 0)
            return new AcquisitionDecision(new UnknownItem(unknown, Generic(RefusalCodes.UnknownItem), InForce.Document));
        var items = Vocabulary.SetOf(request.Items.Select(i => i.Item));
        var consented = Vocabulary.SetOf(request.Items.Where(i => i.Consented).Select(i => i.Item));
        var version = _versions[shown.Place];
        if (WhyNotCollected(version, request, kind, items, consented) is { } refusal)
            return new AcquisitionDecision(refusal);
        if (version != InForce && WhyNotCollected(InForce, request, kind, items, consented) is { } narrowed)
            return new AcquisitionDecision(narrowed);
        var clauses = ClauseSet.Of(Vocabulary);
        foreach (var rule in Engaged(InForce, kind, request.Channel, items))
            clauses = clauses.With(rule.Clause);
        return new AcquisitionDecision(clauses);
    }

    private Refusal? WhyNotCollected(CompiledPolicy version, in AcquisitionRequest request, SubjectIndex kind, ItemSet items, ItemSet consented)
    {
        var document = InForce.Document;
        var ofKind = version.Collected.Where(c => (c.Subjects & kind.Mask) != 0).ToArray();
        if (ofKind.Length == 0)
            return new KindNotCollected(request.Kind, Own(version, null) ?? Generic(RefusalCodes.KindNotCollected), document);
        var collected = ofKind.Aggregate(ItemSet.Empty, (set, c) => set.Union(c.Items));
        if (!collected.ContainsAll(items))
            return new ItemNotCollected(Vocabulary.NamesOf(items.Except(collected)), Generic(RefusalCodes.ItemNotCollected), document);
        var engaged = Engaged(version, kind, request.Channel, items);
        var byChannel = engaged.Aggregate(ItemSet.Empty, (set, c) => set.Union(c.Items));
        if (!byChannel.ContainsAll(items))
        {
            var missed = items.Except(byChannel);
            return new ChannelNotDeclared(request.Channel, Vocabulary.NamesOf(missed),
                Own(version, ofKind.First(c => c.Items.Overlaps(missed)).Clause) ?? Generic(RefusalCodes.ChannelNotDeclared), document);
        }
        var numbers = items.Intersect(version.IndividualNumbers.Union(InForce.IndividualNumbers));
        if (!Statutory(version).ContainsAll(numbers))
            return new IndividualNumberReserved(Generic(RefusalCodes.IndividualNumberReserved), document);
        var delicate = items.Intersect(version.SpecialCare.Union(InForce.SpecialCare).Union(engaged.Aggregate(ItemSet.Empty, (set, c) => set.Union(c.Consent))));
        if (!consented.ContainsAll(delicate))
            return new SpecialCareWithoutConsent(Vocabulary.NamesOf(delicate.Except(consented)), Generic(RefusalCodes.SpecialCareWithoutConsent), document);
        foreach (var rule in engaged)
        {
            if (rule.ToldFirst.Overlaps(items) && !request.ToldOfRecording)
                return new ConditionNotMet(Condition.ToldOfRecording, Own(version, rule.Clause) ?? Generic(RefusalCodes.ConditionNotMet), document);
            // What was collected before an act under a later version need not be given again.
            if (!request.Addition && version.Version == request.VersionShown && !items.ContainsAll(rule.Required))
                return new RequiredItemMissing(Vocabulary.NamesOf(rule.Required.Except(items)), Generic(RefusalCodes.RequiredItemMissing), document);
        }
        return null;
    }

    private static Collected[] Engaged(CompiledPolicy version, SubjectIndex kind, Channel channel, ItemSet items) =>
        [.. version.Collected.Where(c => (c.Subjects & kind.Mask) != 0 && c.Items.Overlaps(items) && (c.Channels & (1u << (int)channel)) != 0)];

    private static ItemSet Statutory(CompiledPolicy version) =>
        version.Entries.Where(e => e is { Kind: EntryKind.Purpose, Statutory: true })
            .SelectMany(e => e!.Grants).Aggregate(ItemSet.Empty, (set, grant) => set.Union(grant.Items));

    private Clause? Own(CompiledPolicy version, int? rank) =>
        rank is { } r ? InForce.Document.FindClause(version.Vocabulary.ClauseAt(r)) : null;
}
