using Azukari.Policy.Document;

namespace Azukari.Policy.Loading;

/// <summary>What only the whole document shows: rules that could never be decided, promises two clauses make differently.</summary>
internal sealed class DocumentChecks(ErrorList errors, PolicyDocument document)
{
    private readonly HashSet<ItemId> _individual = [.. document.Items.Where(i => i.Category == ItemCategory.IndividualNumber).Select(i => i.Id)];
    private readonly Dictionary<RecipientKind, RecipientSort> _sorts = document.Recipients.GroupBy(r => r.Id).ToDictionary(g => g.Key, g => g.First().Sort);

    public void Run()
    {
        EachReasonOnce();
        foreach (var clause in document.Clauses)
        {
            switch (clause.Rule)
            {
                case PurposeRule purpose:
                    Purpose(clause, purpose);
                    break;
                case IncidentalRule incidental:
                    Incidental(clause, incidental);
                    break;
                case JointItemsRule joint:
                    NoIndividualNumber(clause, joint.Items, joint.Position, "jointly used");
                    break;
                case JointUsersRule users:
                    JointUsers(clause, users);
                    break;
                case EntrustmentRule entrustment:
                    Sorts(clause, entrustment.To, entrustment.Position, "an entrustment", RecipientSort.Entrustee);
                    break;
                case GroundRule ground:
                    NoIndividualNumber(clause, ground.Items, ground.Position, "given on a ground");
                    Sorts(clause, ground.To, ground.Position, "a ground", RecipientSort.JointUser, RecipientSort.Entrustee, RecipientSort.Adviser, RecipientSort.Authority, RecipientSort.ThirdParty);
                    break;
                case RightRule right:
                    NoIndividualNumber(clause, right.Items, right.Position, "reached by a right");
                    Sorts(clause, right.To, right.Position, "a right", RecipientSort.Self);
                    break;
                case AcquisitionRule acquisition:
                    foreach (var item in acquisition.Consent.Concat(acquisition.ToldFirst).Where(i => acquisition.Items.All(a => a.Item != i)))
                        errors.Add(acquisition.Position, clause.Id, $"'{item}' is not among the items collected here", "add it to 'items' or take it out");
                    break;
                default:
                    break;
            }
        }
        OneOfAKind();
    }

    private void EachReasonOnce()
    {
        foreach (var named in document.Clauses.SelectMany(c => c.Refuses.Select(code => (Code: code, Clause: c))).GroupBy(n => n.Code))
        {
            foreach (var (code, clause) in named.Skip(1))
                errors.Add(clause.Position, clause.Id, $"the refusal '{code}' is named here and in '{named.First().Clause.Id}'", "name it in one clause");
        }
        var missing = RefusalCodes.All.Except(document.Clauses.SelectMany(c => c.Refuses)).ToArray();
        if (missing.Length > 0)
            errors.Add(new SourcePosition(1, 1), $"no clause names the refusals {string.Join(", ", missing)}", "name each under 'refuses' of the clause that a refused person is shown");
    }

    private void Purpose(Clause clause, PurposeRule purpose)
    {
        foreach (var grant in purpose.Grants)
        {
            RecipientSort[] allowed = purpose.Statutory is null
                ? [RecipientSort.Staff, RecipientSort.Self, RecipientSort.Entrustee]
                : [RecipientSort.Staff, RecipientSort.Entrustee, RecipientSort.Authority];
            Sorts(clause, grant.To, grant.Position, "a grant of this purpose", allowed);
            if (purpose.Statutory is null)
                NoIndividualNumber(clause, grant.Items, grant.Position, "used for a purpose that names no statute");
        }
    }

    private void Incidental(Clause clause, IncidentalRule incidental)
    {
        foreach (var parent in incidental.Parents.Where(p => document.FindClause(p)?.Rule is IncidentalRule))
            errors.Add(incidental.Position, clause.Id, $"the parent '{parent}' is incidental itself", "name purposes that stand on their own");
        foreach (var use in incidental.Uses)
        {
            NoIndividualNumber(clause, use.Items, use.Position, "used incidentally");
            Sorts(clause, use.To, use.Position, "an incidental use", RecipientSort.Staff, RecipientSort.Entrustee);
            if (document.FindClause(use.Parent)?.Rule is PurposeRule parent)
            {
                foreach (var item in use.Items.Where(i => !parent.Grants.Any(g => g.Items.Contains(i))))
                    errors.Add(use.Position, clause.Id, $"the item '{item}' is beyond the parent '{use.Parent}'", "keep to the items the parent grants");
            }
            if (incidental.Approval is { } approver && use.Approved is { } approved && approved.By != approver)
                errors.Add(use.Position, clause.Id, $"the use was approved by '{approved.By}'", $"only '{approver}' approves uses of this clause");
            if (document.FindClause(use.Purpose) is not null)
                errors.Add(use.Position, clause.Id, $"a clause has the id '{use.Purpose}' too", "give the use another id");
        }
    }

    private void JointUsers(Clause clause, JointUsersRule users)
    {
        foreach (var item in users.Items.Where(i => !document.Clauses.Any(c => c.Rule is JointItemsRule joint && joint.Items.Contains(i))))
            errors.Add(users.Position, clause.Id, $"'{item}' is not jointly used", "add it to the clause on the jointly used items or take it out here");
        if (users.HandledAsEntrustment)
            Sorts(clause, users.To, users.Position, "a clause handled as entrustment", RecipientSort.Entrustee);
        else
            Sorts(clause, users.To, users.Position, "a clause on joint users", RecipientSort.JointUser);
    }

    private void OneOfAKind()
    {
        foreach (var managers in document.Clauses.Where(c => c.Rule is JointManagerRule or RevisionRule).GroupBy(c => c.Rule.GetType()))
        {
            foreach (var clause in managers.Skip(1))
                errors.Add(clause.Rule.Position, clause.Id, $"'{managers.First().Id}' rules the same", "one clause says it");
        }
    }

    private void NoIndividualNumber(Clause clause, IEnumerable<ItemId> items, SourcePosition at, Phrase how)
    {
        foreach (var item in items.Where(_individual.Contains))
            errors.Add(at, clause.Id, $"the Individual Number '{item}' is {how}", "only a purpose with 'statutory' may name it");
    }

    private void Sorts(Clause clause, IEnumerable<RecipientKind> to, SourcePosition at, Phrase where, params RecipientSort[] allowed)
    {
        foreach (var recipient in to)
        {
            if (_sorts.TryGetValue(recipient, out var sort) && !allowed.Contains(sort))
                errors.Add(at, clause.Id, $"'{recipient}' is of sort {PolicyWords.Of(sort)} and cannot stand in {where}", Mend(sort, allowed));
        }
    }

    private static Phrase Mend(RecipientSort sort, RecipientSort[] allowed) => sort switch
    {
        RecipientSort.JointUser => "a joint user receives under a joint-use clause or a ground",
        RecipientSort.Adviser or RecipientSort.Authority or RecipientSort.ThirdParty => "whoever is outside receives under a ground",
        _ => $"possible are {string.Join(", ", allowed.Select(PolicyWords.Of))}",
    };
}
