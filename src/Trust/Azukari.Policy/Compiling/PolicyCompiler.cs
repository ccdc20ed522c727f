using Azukari.Policy.Document;

namespace Azukari.Policy.Compiling;

/// <summary>Turns the rules of a document into masks. Nothing is decided here; the order of clauses leaves no trace.</summary>
internal sealed class PolicyCompiler(CompiledPolicy target)
{
    private readonly PolicyDocument _document = target.Document;
    private readonly Vocabulary _vocabulary = target.Vocabulary;

    public void Compile()
    {
        target.Declared = _vocabulary.SetOf(_document.Items.Select(i => i.Id));
        target.IndividualNumbers = _vocabulary.SetOf(_document.Items.Where(i => i.Category == ItemCategory.IndividualNumber).Select(i => i.Id));
        target.SpecialCare = _vocabulary.SetOf(_document.Items.Where(i => i.Category == ItemCategory.SpecialCare).Select(i => i.Id));
        target.Recipients = new RecipientTerms[_vocabulary.Recipients.Length];
        target.RefusedBy = _document.Clauses.SelectMany(c => c.Refuses.Select(code => (code, c))).ToDictionary(p => p.code, p => p.c, StringComparer.Ordinal);
        target.Notices = new NoticeKind?[_vocabulary.Clauses.Length];
        foreach (var notice in _document.Notices)
        {
            foreach (var clause in notice.Clauses)
                target.Notices[_vocabulary.RankOf(clause)] = notice.How;
        }
        target.Entries = new Entry?[_vocabulary.Purposes.Length];
        foreach (var clause in _document.Clauses)
            Rule(clause, _vocabulary.RankOf(clause.Id));
        target.JointItems = [.. target.JointItems.OrderBy(j => j.Clause)];
        target.JointUsers = [.. target.Entries.OfType<Entry>().Where(e => e.Kind == EntryKind.JointUsers).OrderBy(e => e.Clause)];
        target.JointPurposes = [.. target.JointPurposes.OrderBy(j => j.Clause)];
        target.Entrustments = [.. target.Entrustments.OrderBy(e => e.Clause)];
        target.Gates = [.. target.Gates.OrderBy(g => g.Clause)];
        target.Collected = [.. target.Collected.OrderBy(c => c.Clause)];
        Recipients();
    }

    private void Rule(Clause clause, int rank)
    {
        switch (clause.Rule)
        {
            case PurposeRule purpose:
                Set(clause.Id, new Entry(EntryKind.Purpose, rank)
                {
                    Subjects = _vocabulary.MaskOf(purpose.Subjects), Case = purpose.Case, Statutory = purpose.Statutory is not null,
                    ByLaw = purpose.Statutory is not null, Pseudonymise = purpose.Pseudonymise, JointName = _vocabulary.Find(clause.Id),
                    Grants = [.. purpose.Grants.Select(g => new CompiledGrant(
                        _vocabulary.MaskOf(g.To), _vocabulary.SetOf(g.Items), _vocabulary.MaskOf(g.Subjects), g.When))],
                });
                break;
            case IncidentalRule incidental:
                Set(clause.Id, new Entry(EntryKind.IncidentalClause, rank));
                foreach (var use in incidental.Uses)
                    Set(use.Purpose, Incidental(clause, use, rank));
                break;
            case JointItemsRule joint:
                target.JointItems = [.. target.JointItems, new JointItems(rank, _vocabulary.SetOf(joint.Items))];
                break;
            case JointPurposesRule joint:
                target.JointPurposes = [.. target.JointPurposes, new JointPurposes(rank, [.. joint.Purposes.Select(_vocabulary.Find)])];
                break;
            case JointUsersRule { HandledAsEntrustment: true } users:
                target.CalledJointUsers = [.. target.CalledJointUsers, new EntrustmentTerms(rank, _vocabulary.MaskOf(users.To), false, true)];
                Set(clause.Id, new Entry(EntryKind.Entrustment, rank) { To = _vocabulary.MaskOf(users.To) });
                break;
            case JointUsersRule users:
                Set(clause.Id, new Entry(EntryKind.JointUsers, rank)
                {
                    To = _vocabulary.MaskOf(users.To), Subjects = users.Subjects.IsEmpty ? ulong.MaxValue : _vocabulary.MaskOf(users.Subjects),
                    Items = _vocabulary.SetOf(users.Items),
                });
                break;
            case EntrustmentRule entrustment:
                target.Entrustments =
                [
                    .. target.Entrustments,
                    new EntrustmentTerms(rank, _vocabulary.MaskOf(entrustment.To),
                        entrustment.Covers.Contains(EntrustmentCover.IndividualNumber), entrustment.Covers.Contains(EntrustmentCover.PersonalData)),
                ];
                Set(clause.Id, new Entry(EntryKind.Entrustment, rank) { To = _vocabulary.MaskOf(entrustment.To) });
                break;
            case GroundRule ground:
                Set(clause.Id, new Entry(EntryKind.Ground, rank)
                {
                    To = _vocabulary.MaskOf(ground.To), Items = _vocabulary.SetOf(ground.Items), Conditions = ground.Requires,
                    WithinPurpose = ground.WithinPurpose, Review = ground.Review, ByLaw = IsByLaw(ground),
                });
                break;
            case RightRule right:
                Set(clause.Id, new Entry(EntryKind.Right, rank)
                {
                    To = _vocabulary.MaskOf(right.To), Items = _vocabulary.SetOf(right.Items).Except(target.IndividualNumbers), ByLaw = true,
                    Conditions = right.IdentityConfirmed ? ConditionSet.Of(Condition.IdentityConfirmed) : ConditionSet.Empty,
                    WarnsOfCancellation = right.WarnsOfCancellation, TellsOthers = right.Of != RightKind.Disclosure,
                });
                break;
            case DutyRule duty:
                target.Gates = [.. target.Gates, new DutyGate(rank, _vocabulary.MaskOf(duty.Gates))];
                break;
            case AcquisitionRule acquisition:
                target.Collected = [.. target.Collected, .. acquisition.Subjects.Select(kind => Collect(acquisition, kind, rank))];
                break;
            default:
                break;
        }
    }

    /// <summary>An exception of APPI 27(1) or 18(3) that does not rest on the person's will; a ground resting on consent is stopped like any use.</summary>
    private static bool IsByLaw(GroundRule ground) =>
        ground.Article is { } article && (article.StartsWith("27(1)(", StringComparison.Ordinal) || article.StartsWith("18(3)(", StringComparison.Ordinal))
        && !ground.Requires.Contains(Condition.Consent);

    /// <summary>An incidental use keeps the parent's grants' items, subjects and conditions, cut to its own items, for its own recipients.</summary>
    private Entry Incidental(Clause clause, IncidentalUse use, int rank)
    {
        var to = _vocabulary.MaskOf(use.To);
        var items = _vocabulary.SetOf(use.Items).Except(target.IndividualNumbers);
        var parent = _document.FindClause(use.Parent)?.Rule as PurposeRule;
        return new Entry(EntryKind.IncidentalUse, rank)
        {
            Parent = parent is null ? -1 : _vocabulary.RankOf(use.Parent), Subjects = parent is null ? 0 : _vocabulary.MaskOf(parent.Subjects),
            Case = parent?.Case ?? CaseKind.None, Approved = use.Approved is not null, Pseudonymise = parent?.Pseudonymise ?? false,
            JointName = _vocabulary.Find(clause.Id),
            Grants = parent is null ? [] : [.. parent.Grants
                .Select(g => new CompiledGrant(to, _vocabulary.SetOf(g.Items).Intersect(items), _vocabulary.MaskOf(g.Subjects), g.When)).Where(g => !g.Items.IsEmpty)],
        };
    }

    /// <summary>What is collected from people of one kind: what must be given may differ from kind to kind.</summary>
    private Collected Collect(AcquisitionRule rule, SubjectKind kind, int rank)
    {
        var items = rule.Items.Where(i => i.Subjects.Contains(kind)).ToArray();
        var all = _vocabulary.SetOf(items.Select(i => i.Item));
        return new Collected(
            rank, _vocabulary.MaskOf([kind]), all, _vocabulary.SetOf(items.Where(i => i.Required).Select(i => i.Item)),
            _vocabulary.SetOf(rule.Consent).Intersect(all), _vocabulary.SetOf(rule.ToldFirst).Intersect(all),
            rule.Channels.Aggregate(0u, (mask, channel) => mask | (1u << (int)channel)));
    }

    private void Recipients()
    {
        foreach (var recipient in _document.Recipients)
        {
            var index = _vocabulary.Find(recipient.Id);
            var requires = recipient.Requires;
            if (recipient.Abroad && recipient.Sort != RecipientSort.Staff)
                requires = requires.With(Condition.CountryInformation);
            if (target.Gates.Any(g => (g.Gates & index.Mask) != 0))
                requires = requires.With(Condition.Attestation);
            target.Recipients[index.Bit] = new RecipientTerms(true, recipient.Sort, recipient.Abroad, requires);
        }
    }

    private void Set(ClauseId name, Entry entry) => target.Entries[_vocabulary.Find(name).Place] = entry;
}
