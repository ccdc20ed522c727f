using System.Text.Json.Nodes;

namespace Azukari.Tests.Standards;

/// <summary>
/// What the ODRL Information Model 2.2 asks of a policy, as far as a document can break it: section 2.1 (policy), 2.4 (constraint), 2.6 (rule), 2.7
/// (compact policies are expanded to atomic rules first). Section numbers are the recommendation's.
/// </summary>
internal static class OdrlShape
{
    private static readonly HashSet<string> Types = ["Policy", "Set", "Offer", "Agreement", "Assertion", "Request", "Ticket", "Privacy"];
    private static readonly HashSet<string> Conflicts = ["perm", "prohibit", "invalid"];
    private static readonly HashSet<string> Operators = ["eq", "gt", "gteq", "hasPart", "isA", "isAllOf", "isAnyOf", "isNoneOf", "isPartOf", "lt", "lteq", "neq"];
    private static readonly HashSet<string> Several = ["isAllOf", "isAnyOf", "isNoneOf"];
    private static readonly HashSet<string> LeftOperands = ["purpose", "recipient", "elapsedTime", "dateTime", "count", "event", "delayPeriod", "industry"];
    private static readonly HashSet<string> Actions = ["use", "transfer", "read", "distribute", "inform", "modify", "delete", "anonymize", "obtainConsent", "reviewPolicy"];

    public static IReadOnlyList<string> Problems(JsonObject policy)
    {
        var problems = new List<string>();
        void Must(bool holds, string rule)
        {
            if (!holds) problems.Add(rule);
        }

        Must(Contexts(policy).Contains("http://www.w3.org/ns/odrl.jsonld"), "the context is not ODRL's");
        Must(Types.Contains((string?)policy["@type"] ?? ""), "2.1: the type is none");
        Must(Iri(policy["uid"]), "2.1: a policy has one uid, an IRI");
        Must(policy["conflict"] is null || Conflicts.Contains((string?)policy["conflict"] ?? ""), "2.10: no such conflict strategy");
        Must(policy["profile"] is null || Iri(policy["profile"]), "2.1.1: a profile is an IRI");
        var rules = new[] { "permission", "prohibition", "obligation" }.SelectMany(kind => List(policy[kind]).Select(rule => (kind, rule: rule!.AsObject()))).ToList();
        Must(rules.Count > 0, "2.1: a policy has at least one rule");
        var uids = rules.Select(rule => (string?)rule.rule["uid"]).OfType<string>().ToList();
        Must(uids.Distinct().Count() == uids.Count, "2.6: a rule's uid is its own");
        foreach (var (kind, rule) in rules.SelectMany(rule => Atomic(rule.rule).Select(atom => (rule.kind, atom))))
        {
            var name = (string?)rule["uid"] ?? kind;
            Must(rule["action"] is JsonValue action && (Actions.Contains((string)action!) || Profiled(policy, action)), $"2.6 {name}: one action, of ODRL's or of the profile");
            Must(kind == "obligation" || Iri(rule["target"]), $"2.6 {name}: a {kind} has one target");
            Must(rule["assignee"] is null || Iri(rule["assignee"]), $"2.3 {name}: an assignee is a party");
            Must(rule["assigner"] is null || Iri(rule["assigner"]), $"2.3 {name}: an assigner is a party");
            foreach (var constraint in List(rule["constraint"]).Select(constraint => constraint!.AsObject()))
            {
                Must(constraint["leftOperand"] is JsonValue left && (LeftOperands.Contains((string)left!) || Profiled(policy, left)), $"2.5.1 {name}: a left operand of ODRL's or of the profile");
                Must(Operators.Contains((string?)constraint["operator"] ?? ""), $"2.5.1 {name}: no such operator");
                Must(constraint["rightOperand"] is not null ^ constraint["rightOperandReference"] is not null, $"2.5.1 {name}: one right operand or a reference to it");
                Must(constraint["rightOperand"] is not JsonArray || Several.Contains((string?)constraint["operator"] ?? ""), $"2.5.1 {name}: several right operands only for an operator of sets");
            }
        }

        return problems;
    }

    /// <summary>2.7: a rule with several actions, targets, assigners or assignees stands for one rule of each.</summary>
    public static IEnumerable<JsonObject> Atomic(JsonObject rule)
    {
        IEnumerable<JsonObject> atoms = [rule.DeepClone().AsObject()];
        foreach (var key in new[] { "action", "target", "assigner", "assignee" })
        {
            if (rule[key] is not JsonArray several) continue;
            atoms = [.. atoms.SelectMany(atom => several.Select(one =>
            {
                var copy = atom.DeepClone().AsObject();
                copy[key] = one!.DeepClone();
                return copy;
            }))];
        }

        return atoms;
    }

    private static IEnumerable<string?> Contexts(JsonObject policy) => List(policy["@context"]).OfType<JsonValue>().Select(context => (string?)context);

    private static List<JsonNode?> List(JsonNode? node) => node switch { null => [], JsonArray list => [.. list], _ => [node] };

    private static bool Iri(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && Uri.TryCreate(text, UriKind.Absolute, out _);

    private static bool Profiled(JsonObject policy, JsonNode term) => policy["profile"] is { } profile && ((string)term!).StartsWith((string)profile! + ":", StringComparison.Ordinal);
}
