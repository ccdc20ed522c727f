using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Azukari.Policy.Document;

namespace Azukari.Policy.Loading;

/// <summary>Reads the rule of a clause. Purposes, joint use and collection here; the other rules in the other part.</summary>
internal sealed partial class RuleReader(
    ErrorList errors, Names<ItemId> items, Names<SubjectKind> subjects, Names<RecipientKind> recipients, Names<ClauseId> purposes,
    ImmutableArray<ItemDeclaration> declared, Company? company)
{
    /// <summary>The rule under a key of the clause, or null with errors.</summary>
    public ClauseRule? Read(string key, Reader clause, ClauseId id)
    {
        var node = clause[key];
        switch (key)
        {
            case "statement":
                if (!clause.Flag("statement", "'statement'", true))
                    errors.Add(clause.PositionOf(key), "'statement: false' says nothing", "write true or leave it out");
                return new StatementRule(clause.PositionOf(key));
            case "joint-use":
                return Joint(node);
            default:
                if (Reader.Over(node, key, $"the rule '{key}'", errors) is not { } reader)
                    return null;
                return key switch
                {
                    "purpose" => Purpose(reader),
                    "incidental" => Incidental(reader, id),
                    "acquisition" => Acquisition(reader),
                    "entrustment" => Entrustment(reader),
                    "ground" => Ground(reader),
                    "right" => Right(reader),
                    "duty" => Duty(reader),
                    "measure" => new MeasureRule(reader.Words<MeasureKind>("kinds", "kind of measure"), reader.Flag("published", "'published'", false), reader.Position),
                    "revision" => new RevisionRule(
                        reader.Word<RevisionNotice>("notice", "way to announce") ?? RevisionNotice.None,
                        reader.Word<RevisionEffect>("effective", "moment of effect") ?? RevisionEffect.OnPublication, reader.Position),
                    "liability" => new LiabilityRule(reader.Word<LiabilityExclusion>("excludes", "extent of exclusion") ?? LiabilityExclusion.All, reader.Position),
                    _ => throw new InvalidOperationException($"The loader has no reader for the rule '{key}'."),
                };
        }
    }

    private PurposeRule Purpose(Reader reader)
    {
        var about = subjects.List(reader, "subjects", "the subjects");
        var statutory = reader.Scalar("statutory", "the statute", 60);
        if (statutory is not null && !Statute().IsMatch(statutory))
            errors.Add(reader.PositionOf("statutory"), $"'{Shown.Text(statutory)}' is no citation of a law", "write it as \"MNA 9\"");
        var grants = reader.Nodes("grants", "the grants").Select(n => Grant(n, about)).OfType<Grant>().ToImmutableArray();
        return new PurposeRule(
            about, reader.Word<CaseKind>("case", "kind of case") ?? CaseKind.None, reader.Flag("bounded", "'bounded'", true), statutory,
            reader.Flag("pseudonymise", "'pseudonymise'", false), reader.Word<PurposeAim>("aim", "aim"), grants, reader.Position);
    }

    private Grant? Grant(YamlNode node, ImmutableArray<SubjectKind> about)
    {
        if (Reader.Over(node, "grant", "a grant", errors) is not { } reader)
            return null;
        var kinds = reader.Has("subjects") ? subjects.List(reader, "subjects", "the subjects of a grant") : about;
        foreach (var kind in kinds.Where(k => !about.Contains(k)))
            errors.Add(reader.PositionOf("subjects"), $"the grant names '{kind}', which the purpose does not", "add it to the purpose's subjects or take it out here");
        return new Grant(
            recipients.List(reader, "to", "the recipients"), items.List(reader, "items", "the items"), kinds, reader.Conditions("when", "condition"), reader.Position);
    }

    private IncidentalRule Incidental(Reader reader, ClauseId id)
    {
        var parents = purposes.List(reader, "parents", "the parent purposes");
        var uses = ImmutableArray.CreateBuilder<IncidentalUse>();
        foreach (var node in reader.Nodes("uses", "the registered uses"))
        {
            if (Reader.Over(node, "incidental-use", "a registered use", errors) is not { } use)
                continue;
            var word = use.Scalar("id", "the id of the use");
            var parent = purposes.One(use, "parent", "the parent of the use");
            if (parent is { } p && !parents.Contains(p))
                errors.Add(use.PositionOf("parent"), $"'{p}' is not among the parents of this clause", "name one of its parents");
            if (word is null)
                continue;
            if (!ClauseId.TryParse($"{id}.{word}", out var purpose) || word.Contains('.', StringComparison.Ordinal))
                errors.Add(use.PositionOf("id"), $"'{Shown.Text(word)}' is no id of a use", "use a-z, 0-9 and '-', short enough that clause and use together have 64 characters");
            else if (uses.Any(u => u.Id == word))
                errors.Add(use.PositionOf("id"), $"the use '{word}' is registered a second time", "register it once");
            uses.Add(new IncidentalUse(
                word, purpose, parent ?? default, use.Text("label", "the label of the use") ?? new LocalText("-", "-"), recipients.List(use, "to", "the recipients"),
                items.List(use, "items", "the items"), Approved(use["approved"]), use.Position));
        }
        return new IncidentalRule(parents, Role(reader, "approval", "the approver"), uses.ToImmutable(), reader.Position);
    }

    private UseApproval? Approved(YamlNode? node)
    {
        if (Reader.Over(node, "approved", "the approval", errors) is not { } reader)
            return null;
        return Role(reader, "by", "the approver") is { } by && reader.Date("on", "the date of the approval") is { } on ? new UseApproval(by, on) : null;
    }

    private ClauseRule? Joint(YamlNode? node)
    {
        if (node is not YamlMap map)
        {
            errors.Add(node!.Position, "the rule 'joint-use' must be a mapping", "write it with 'items', 'to', 'purposes' or 'manager'");
            return null;
        }
        var (table, key) = map.Entries.Select(e => e.Key).FirstOrDefault(k => k is "items" or "purposes" or "manager") switch
        {
            _ when map.Entries.Any(e => e.Key == "to") => ("joint-users", "to"),
            "items" => ("joint-items", "items"),
            "purposes" => ("joint-purposes", "purposes"),
            "manager" => ("joint-manager", "manager"),
            _ => ("joint-users", "to"),
        };
        var reader = Reader.Over(node, table, $"the rule 'joint-use' with '{key}'", errors)!;
        return table switch
        {
            "joint-items" => new JointItemsRule(items.List(reader, "items", "the items"), reader.Position),
            "joint-purposes" => new JointPurposesRule(purposes.List(reader, "purposes", "the purposes"), reader.Position),
            "joint-manager" => Manager(reader),
            _ => JointUsers(reader),
        };
    }

    private JointUsersRule JointUsers(Reader reader)
    {
        var handledAs = reader.Scalar("handled-as", "'handled-as'");
        if (handledAs is not (null or "entrustment"))
            errors.Add(reader.PositionOf("handled-as"), $"'{Shown.Text(handledAs)}' is no way to handle them", "write entrustment or leave it out");
        var named = ImmutableArray.CreateBuilder<NamedUser>();
        foreach (var node in reader.Nodes("named", "the joint users by name"))
        {
            if (Reader.Over(node, "named-user", "a joint user", errors) is not { } user)
                continue;
            var country = user.Scalar("country", "the country");
            if (country is not null && (country.Length != 2 || !country.All(char.IsAsciiLetterUpper)))
                errors.Add(user.PositionOf("country"), $"'{Shown.Text(country)}' is no country", "write the two letters of ISO 3166: US");
            named.Add(new NamedUser(
                user.Text("name", "the name") ?? new LocalText("-", "-"), country, user.Text("address", "the address"), user.Flag("specimen", "'specimen'", false), user.Position)
            {
                Measures = user.Text("measures", "what is said of the measures"),
            });
        }
        return new JointUsersRule(
            recipients.List(reader, "to", "the recipients"), subjects.List(reader, "subjects", "the subjects"), reader.Flag("open-ended", "'open-ended'", false),
            named.ToImmutable(), handledAs is not null, reader.Position)
        {
            Items = items.List(reader, "items", "the items"),
        };
    }

    private JointManagerRule? Manager(Reader reader)
    {
        if (reader["manager"] is YamlScalar { Value: "company" })
            return company is null ? null : new JointManagerRule(company.Name, company.Address, company.Representative, reader.Position);
        if (Reader.Over(reader["manager"], "manager", "the manager", errors) is not { } manager)
            return null;
        return new JointManagerRule(
            manager.Text("name", "the manager's name") ?? new LocalText("-", "-"), manager.Detail("address", "the manager's address"),
            manager.Detail("representative", "the manager's representative"), reader.Position);
    }

    private AcquisitionRule Acquisition(Reader reader)
    {
        var about = subjects.List(reader, "subjects", "the subjects");
        var acquired = ImmutableArray.CreateBuilder<AcquiredItem>();
        foreach (var node in reader.Nodes("items", "the items"))
        {
            var ids = ImmutableArray.CreateBuilder<ItemId>();
            var required = false;
            var from = about;
            if (node is YamlMap)
            {
                if (Reader.Over(node, "acquired-item", "an item collected", errors) is not { } entry)
                    continue;
                required = entry.Word<Need>("need", "need") == Need.Required;
                foreach (var name in entry.Nodes("item", "the items"))
                    items.AddTo(ids, name, "the items");
                from = Among(about, entry);
            }
            else
            {
                items.AddTo(ids, node, "the items");
            }
            foreach (var id in ids)
            {
                if (acquired.Any(a => a.Item == id && a.Subjects.Any(from.Contains)))
                    errors.Add(node.Position, $"the item '{id}' stands in the list a second time", "name it once for each kind of person");
                else
                    acquired.Add(new AcquiredItem(id, required) { Subjects = from });
            }
        }
        return new AcquisitionRule(
            about, acquired.ToImmutable(), reader.Words<Channel>("channels", "channel"),
            items.List(reader, "consent", "the items that need consent"), items.List(reader, "told-first", "the items that are announced first"), reader.Position);
    }

    private ImmutableArray<SubjectKind> Among(ImmutableArray<SubjectKind> about, Reader entry)
    {
        if (!entry.Has("subjects"))
            return about;
        var kinds = subjects.List(entry, "subjects", "the subjects of an item");
        foreach (var kind in kinds.Where(k => !about.Contains(k)))
            errors.Add(entry.PositionOf("subjects"), $"the item is collected from '{kind}', whom the rule does not name", "add it to the rule's subjects or take it out here");
        return kinds;
    }

    private string? Role(Reader reader, string key, Phrase what)
    {
        if (reader.Scalar(key, what) is not { } word)
            return null;
        if (!Identifiers.IsWellFormed(word, 64, false))
            errors.Add(reader.PositionOf(key), $"'{Shown.Text(word)}' is no role", "write it as privacy-manager");
        return word;
    }

    [GeneratedRegex(@"\A[A-Z][A-Za-z0-9 ]{1,30} [0-9]{1,5}(?:-[0-9]{1,3})*(?:\([0-9]{1,3}\))*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Statute();

    private enum Need
    {
        Optional, Required,
    }
}
