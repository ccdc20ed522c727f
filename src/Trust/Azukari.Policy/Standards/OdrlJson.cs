using System.Globalization;
using System.Text.Json.Nodes;
using Azukari.Policy.Document;

namespace Azukari.Policy.Standards;

/// <summary>
/// A version of the policy as a policy of ODRL 2.2 (W3C Recommendation, 15 February 2018) in JSON-LD: each grant a permission, each right of the person an obligation
/// of the company. The profile <see cref="Profile"/> adds, as left operands, the conditions of the policy format, the subject kinds, and that
/// use is bound to a case. Whatever is not permitted is prohibited. Two versions in force for one item at once, and restrictions, are acts
/// and not text: they have no place here.
/// </summary>
public static class OdrlJson
{
    /// <summary>The media type of the export.</summary>
    public const string MediaType = "application/ld+json; profile=\"http://www.w3.org/ns/odrl.jsonld\"";

    /// <summary>The profile's name, and the beginning of its terms.</summary>
    public const string Profile = "urn:azukari:odrl";

    /// <summary>The export as UTF-8 text, indented, the same each time.</summary>
    public static string Write(PolicyDocument document)
    {
        var names = new StandardNames(document);
        JsonArray permissions = [], obligations = [];
        foreach (var clause in document.Clauses)
        {
            foreach (var permission in Permissions(document, clause, names)) permissions.Add(permission);
            if (clause.Rule is RightRule right) obligations.Add(Obligation(clause, right, names));
        }

        var policy = new JsonObject
        {
            ["@context"] = new JsonArray("http://www.w3.org/ns/odrl.jsonld", new JsonObject { ["dct"] = "http://purl.org/dc/terms/" }),
            ["@type"] = "Set", ["uid"] = names.Version, ["profile"] = Profile, ["conflict"] = "prohibit",
            ["dct:title"] = $"{document.Policy} {document.Version}",
            ["dct:valid"] = document.Effective.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["dct:publisher"] = names.Company,
        };
        if (permissions.Count > 0) policy["permission"] = permissions;
        if (obligations.Count > 0) policy["obligation"] = obligations;
        return StandardNames.Print(policy);
    }

    private static IEnumerable<JsonObject> Permissions(PolicyDocument document, Clause clause, StandardNames names) => clause.Rule switch
    {
        PurposeRule rule => rule.Grants.SelectMany((grant, at) => Permissions(names, names.Process(clause.Id, at + 1), grant.Items, grant.To,
            document, [For(names, clause.Id), Of(names, grant.Subjects), .. Conditions(grant.When), .. Bound(rule.Case)])),
        JointUsersRule rule => Permissions(names, names.Process(clause.Id), JointItems(document, rule), rule.To, document,
            [.. JointPurposes(document, names), .. rule.Subjects.IsEmpty ? [] : new[] { Of(names, rule.Subjects) }]),
        GroundRule rule => Permissions(names, names.Process(clause.Id), rule.Items, rule.To, document, [For(names, clause.Id), .. Conditions(rule.Requires)]),
        IncidentalRule rule => rule.Uses.Where(use => use.Approved is not null)
            .SelectMany(use => Permissions(names, names.Process(use.Purpose), use.Items, use.To, document, [For(names, use.Purpose)])),
        _ => [],
    };

    /// <summary>
    /// A permission for the recipients that stand alike: what stays inside is used, what leaves is distributed, the person reads; and what a
    /// recipient kind requires by itself is required of nobody else.
    /// </summary>
    private static IEnumerable<JsonObject> Permissions(
        StandardNames names, string id, IEnumerable<ItemId> items, IEnumerable<RecipientKind> to, PolicyDocument document, IReadOnlyList<JsonObject> constraints)
    {
        var targets = items.Distinct().Select(names.Item).ToList();
        var stated = constraints.Select(constraint => (string?)constraint["leftOperand"]).ToHashSet();
        var standings = to.Select(document.FindRecipient).OfType<RecipientDeclaration>().GroupBy(recipient => (Action: Action(recipient.Sort), recipient.Requires));
        foreach (var (at, standing) in standings.Index())
        {
            var own = Conditions(standing.Key.Requires).Where(constraint => !stated.Contains((string?)constraint["leftOperand"]));
            yield return new JsonObject
            {
                ["uid"] = at == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}.{at + 1}"),
                ["target"] = StandardNames.Strings(targets),
                ["action"] = standing.Key.Action,
                ["assigner"] = names.Company,
                ["assignee"] = StandardNames.Strings(standing.Select(recipient => names.Recipient(recipient.Id))),
                ["constraint"] = new JsonArray([.. constraints.Select(constraint => constraint.DeepClone()), .. own]),
            };
        }
    }

    private static string Action(RecipientSort sort) => sort switch
    {
        RecipientSort.Staff => "use",
        RecipientSort.Self => "read",
        _ => "distribute",
    };

    private static JsonObject Obligation(Clause clause, RightRule right, StandardNames names)
    {
        var duty = new JsonObject
        {
            ["uid"] = names.Process(clause.Id),
            ["action"] = right.Of switch
            {
                RightKind.Disclosure => "inform",
                RightKind.Correction => "modify",
                RightKind.Deletion => "delete",
                RightKind.Suspension => Profile + ":suspend",
            },
            ["target"] = StandardNames.Strings(right.Items.Select(names.Item)),
            ["assigner"] = StandardNames.Strings(right.To.Select(names.Recipient)),
            ["assignee"] = names.Company,
        };
        JsonArray constraints = [];
        if (right.IdentityConfirmed) constraints.Add(Condition(Policy.Condition.IdentityConfirmed));
        if (right.Deadline is { } deadline)
            constraints.Add(new JsonObject { ["leftOperand"] = "elapsedTime", ["operator"] = "lteq", ["rightOperand"] = Typed(deadline.ToString(), "xsd:duration") });
        if (constraints.Count > 0) duty["constraint"] = constraints;
        return duty;
    }

    private static IEnumerable<ItemId> JointItems(PolicyDocument document, JointUsersRule rule) =>
        rule.Items.IsEmpty ? document.Clauses.Select(clause => clause.Rule).OfType<JointItemsRule>().SelectMany(joint => joint.Items) : rule.Items;

    private static IEnumerable<JsonObject> JointPurposes(PolicyDocument document, StandardNames names)
    {
        var purposes = document.Clauses.Select(clause => clause.Rule).OfType<JointPurposesRule>().SelectMany(joint => joint.Purposes).Distinct().Select(names.Clause).ToList();
        if (purposes.Count > 0)
            yield return new JsonObject { ["leftOperand"] = "purpose", ["operator"] = "isAnyOf", ["rightOperand"] = StandardNames.References(purposes) };
    }

    private static JsonObject For(StandardNames names, ClauseId purpose) =>
        new() { ["leftOperand"] = "purpose", ["operator"] = "eq", ["rightOperand"] = StandardNames.Reference(names.Clause(purpose)) };

    private static JsonObject Of(StandardNames names, IEnumerable<SubjectKind> kinds) =>
        new() { ["leftOperand"] = Profile + ":subject-kind", ["operator"] = "isAnyOf", ["rightOperand"] = StandardNames.References(kinds.Select(names.Subject)) };

    private static IEnumerable<JsonObject> Conditions(IEnumerable<Condition> conditions) => conditions.Select(Condition);

    private static JsonObject Condition(Condition condition) =>
        new() { ["leftOperand"] = $"{Profile}:{PolicyWords.Of(condition)}", ["operator"] = "eq", ["rightOperand"] = Typed("true", "xsd:boolean") };

    private static IEnumerable<JsonObject> Bound(CaseKind @case) => @case == CaseKind.None
        ? []
        : [new JsonObject { ["leftOperand"] = Profile + ":case", ["operator"] = "eq", ["rightOperand"] = PolicyWords.Of(@case) }];

    private static JsonObject Typed(string value, string type) => new() { ["@value"] = value, ["@type"] = type };
}
