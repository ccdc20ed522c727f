using System.Text.Json.Nodes;
using Azukari.Policy.Coverage;
using Azukari.Policy.Document;

namespace Azukari.Policy.Standards;

/// <summary>The processes of a version, one for each thing a clause lets be done, and one for each view of a program.</summary>
internal sealed class DpvProcesses(PolicyDocument document, StandardNames names)
{
    public IReadOnlyList<JsonObject> Of(IReadOnlyList<ViewDeclaration> views) =>
        [.. document.Clauses.SelectMany(Of), .. views.Select(Of)];

    private IEnumerable<JsonObject> Of(Clause clause) => clause.Rule switch
    {
        PurposeRule rule => rule.Grants.Select((grant, at) => Grant(clause, rule, grant, at + 1)),
        AcquisitionRule rule => [Acquisition(clause, rule)],
        JointUsersRule rule => [Joint(clause, rule)],
        GroundRule rule => [Ground(clause, rule)],
        IncidentalRule rule => rule.Uses.Where(use => use.Approved is not null).Select(use => Incidental(clause, use)),
        _ => [],
    };

    private JsonObject Grant(Clause clause, PurposeRule rule, Grant grant, int number)
    {
        var outside = grant.To.Any(to => document.FindRecipient(to)?.Sort is not (RecipientSort.Staff or RecipientSort.Self));
        var process = Process(names.Process(clause.Id, number), clause, grant.Items, grant.Subjects, grant.To,
            outside ? ["dpv:Use", "dpv:Share"] : ["dpv:Use"],
            rule.Statutory is { } statute ? Basis("dpv:LegalObligation", statute)
                : grant.When.Contains(Condition.Consent) ? Basis("dpv:Consent", null) : Basis("dpv:LegalBasis", Law(clause)));
        process["dpv:hasPurpose"] = new JsonArray(Purpose(clause));
        Notes(process, grant.When);
        return process;
    }

    private JsonObject Acquisition(Clause clause, AcquisitionRule rule)
    {
        var process = Process(names.Process(clause.Id), clause, rule.Items.Select(item => item.Item).Distinct(), rule.Subjects, [], ["dpv:Collect", "dpv:Store"],
            Basis("dpv:LegalBasis", Law(clause)));
        process["dpv:hasDataSource"] = new JsonArray([.. rule.Channels.Select(channel => new JsonObject
        {
            ["@type"] = "dpv:DataSource", ["skos:prefLabel"] = PolicyWords.Of(channel),
        })]);
        return process;
    }

    private JsonObject Joint(Clause clause, JointUsersRule rule)
    {
        var items = rule.Items.IsEmpty ? document.Clauses.Select(c => c.Rule).OfType<JointItemsRule>().SelectMany(r => r.Items) : rule.Items;
        var process = Process(names.Process(clause.Id), clause, items.Distinct(), rule.Subjects, rule.To, ["dpv:Use", "dpv:Share"], Basis("dpv:LegalBasis", Law(clause)));
        process["dpv:hasJointDataControllers"] = StandardNames.References(rule.To.Select(names.Recipient));
        var purposes = document.Clauses.Select(c => c.Rule).OfType<JointPurposesRule>().SelectMany(r => r.Purposes).ToHashSet();
        process["dpv:hasPurpose"] = new JsonArray([.. document.Clauses.Where(c => purposes.Contains(c.Id)).Select(Purpose)]);
        return process;
    }

    private JsonObject Ground(Clause clause, GroundRule rule)
    {
        var process = Process(names.Process(clause.Id), clause, rule.Items, [], rule.To, ["dpv:Share"],
            Basis(DpvTerms.OfGround(rule.Article, rule.Requires.Contains(Condition.Consent)), rule.Article is { } article ? "APPI " + article : Law(clause)));
        process["dpv:hasPurpose"] = new JsonArray(Purpose(clause));
        Notes(process, rule.Requires);
        return process;
    }

    private JsonObject Incidental(Clause clause, IncidentalUse use)
    {
        var process = Process(names.Process(use.Purpose), clause, use.Items, [], use.To, ["dpv:Use"], Basis("dpv:LegalBasis", Law(clause)));
        process["dct:title"] = StandardNames.Text(use.Label);
        process["dct:isPartOf"] = StandardNames.Reference(names.Clause(use.Parent));
        return process;
    }

    private JsonObject Of(ViewDeclaration view)
    {
        var clause = document.Clauses.FirstOrDefault(c => c.Id == view.Purpose);
        var process = new JsonObject
        {
            ["@id"] = $"{names.Version}:view:{view.Id}", ["@type"] = "dpv:Process", ["dct:identifier"] = view.Id,
            ["dct:isPartOf"] = StandardNames.Reference(names.Clause(view.Purpose)),
            ["dpv:hasDataController"] = StandardNames.Reference(names.Company),
            ["dpv:hasPersonalData"] = StandardNames.References(view.Items.Select(names.Item)),
            ["dpv:hasRecipient"] = StandardNames.References([names.Recipient(view.Recipient)]),
            ["dpv:hasProcessing"] = StandardNames.References(["dpv:Use"]),
        };
        if (clause is not null) process["dpv:hasPurpose"] = new JsonArray(Purpose(clause));
        return process;
    }

    private JsonObject Process(string id, Clause clause, IEnumerable<ItemId> items, IEnumerable<SubjectKind> subjects, IEnumerable<RecipientKind> recipients,
        string[] processing, JsonObject basis)
    {
        var process = new JsonObject
        {
            ["@id"] = id, ["@type"] = "dpv:Process", ["dct:title"] = StandardNames.Text(clause.Heading),
            ["dct:source"] = StandardNames.Reference(names.Clause(clause.Id)),
            ["dpv:hasDataController"] = StandardNames.Reference(names.Company),
            ["dpv:hasPersonalData"] = StandardNames.References(items.Select(names.Item)),
            ["dpv:hasDataSubject"] = StandardNames.References(subjects.Select(names.Subject)),
            ["dpv:hasProcessing"] = StandardNames.References(processing),
            ["dpv:hasRecipient"] = StandardNames.References(recipients.Select(names.Recipient)),
            ["dpv:hasLegalBasis"] = basis,
        };
        return process;
    }

    private JsonObject Purpose(Clause clause) => new()
    {
        ["@id"] = names.Clause(clause.Id), ["@type"] = "dpv:Purpose", ["skos:broader"] = StandardNames.References(DpvTerms.Of(clause)),
        ["skos:prefLabel"] = StandardNames.Text(clause.Heading), ["skos:definition"] = StandardNames.Text(clause.Text),
    };

    private static JsonObject Basis(string term, string? law)
    {
        var basis = new JsonObject { ["@type"] = "dpv:LegalBasis", ["skos:broader"] = StandardNames.Reference(term) };
        if (law is not null) basis["skos:prefLabel"] = law;
        return basis;
    }

    private static string? Law(Clause clause) => clause.Law.IsEmpty ? null : string.Join(", ", clause.Law);

    private static void Notes(JsonObject process, ConditionSet conditions)
    {
        if (!conditions.IsEmpty) process["skos:note"] = StandardNames.Strings(conditions.Select(condition => "requires " + PolicyWords.Of(condition)));
    }
}
