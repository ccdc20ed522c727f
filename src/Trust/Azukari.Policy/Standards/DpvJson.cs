using System.Globalization;
using System.Text.Json.Nodes;
using Azukari.Policy.Coverage;
using Azukari.Policy.Document;

namespace Azukari.Policy.Standards;

/// <summary>
/// A version of the policy as processes of the Data Privacy Vocabulary 2 in JSON-LD: who processes which data of whom for what, on which
/// basis, who receives it and how long it is kept. With the views of a program it is the program's record of processing as well. Conditions
/// of a grant have no counterpart in the vocabulary and stand as notes; <see cref="OdrlJson"/> has them as constraints.
/// </summary>
public static class DpvJson
{
    /// <summary>The media type of the export.</summary>
    public const string MediaType = "application/ld+json; profile=\"https://w3id.org/dpv\"";

    /// <summary>The export as UTF-8 text, indented, the same each time.</summary>
    /// <param name="document">The version.</param>
    /// <param name="views">The views of the program that reads under it; empty for the policy alone.</param>
    public static string Write(PolicyDocument document, IReadOnlyList<ViewDeclaration>? views = null)
    {
        var names = new StandardNames(document);
        var processes = new DpvProcesses(document, names);
        JsonArray graph = [];
        var written = processes.Of(views ?? []);
        graph.Add(Notice(document, names, written.Select(process => (string)process["@id"]!)));
        graph.Add(Company(document, names));
        foreach (var item in document.Items) graph.Add(Item(item, names));
        foreach (var kind in document.Subjects)
            graph.Add(new JsonObject { ["@id"] = names.Subject(kind.Id), ["@type"] = "dpv:DataSubject", ["skos:prefLabel"] = StandardNames.Text(kind.Label) });
        foreach (var recipient in document.Recipients)
            graph.Add(new JsonObject { ["@id"] = names.Recipient(recipient.Id), ["@type"] = DpvTerms.Of(recipient.Sort), ["skos:prefLabel"] = StandardNames.Text(recipient.Label) });
        foreach (var process in written) graph.Add(process);
        return StandardNames.Print(new JsonObject { ["@context"] = Context(), ["@graph"] = graph });
    }

    internal static JsonObject Context() => new()
    {
        ["dpv"] = "https://w3id.org/dpv#", ["pd"] = "https://w3id.org/dpv/pd#", ["loc"] = "https://w3id.org/dpv/loc#",
        ["dct"] = "http://purl.org/dc/terms/", ["skos"] = "http://www.w3.org/2004/02/skos/core#",
        ["rdf"] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", ["rdfs"] = "http://www.w3.org/2000/01/rdf-schema#",
    };

    /// <summary>How long an item is kept: a period, and the event it runs from.</summary>
    internal static JsonObject StorageDuration(Retention retention) => new()
    {
        ["@type"] = new JsonArray("dpv:StorageDuration"),
        ["dpv:hasDuration"] = new JsonObject { ["@type"] = "dpv:TemporalDuration", ["rdf:value"] = retention.Keep.ToString() },
        ["skos:note"] = "after " + PolicyWords.Of(retention.After),
    };

    private static JsonObject Notice(PolicyDocument document, StandardNames names, IEnumerable<string> processes)
    {
        var notice = new JsonObject
        {
            ["@id"] = names.Version, ["@type"] = "dpv:PrivacyNotice",
            ["dct:title"] = $"{document.Policy} {document.Version}",
            ["dct:identifier"] = "sha256:" + document.Sha256,
            ["dct:valid"] = document.Effective.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["dpv:hasDataController"] = StandardNames.Reference(names.Company),
            ["dpv:hasRight"] = new JsonArray([.. document.Clauses.Where(clause => clause.Rule is RightRule).Select(clause => new JsonObject
            {
                ["@id"] = names.Clause(clause.Id), ["@type"] = "dpv:DataSubjectRight", ["skos:prefLabel"] = StandardNames.Text(clause.Heading),
            })]),
            ["dpv:hasTechnicalOrganisationalMeasure"] = new JsonArray([.. document.Clauses.Where(clause => clause.Rule is MeasureRule)
                .SelectMany(clause => ((MeasureRule)clause.Rule).Kinds.Select(kind => (clause.Id, kind))).Select(measure => new JsonObject
                {
                    ["@type"] = "dpv:TechnicalOrganisationalMeasure", ["skos:prefLabel"] = PolicyWords.Of(measure.kind),
                    ["dct:source"] = StandardNames.Reference(names.Clause(measure.Id)),
                })]),
            ["dpv:hasProcess"] = StandardNames.References(processes),
        };
        if (document.Previous is { } previous) notice["dct:replaces"] = StandardNames.Reference(names.Previous(previous));
        return notice;
    }

    private static JsonObject Company(PolicyDocument document, StandardNames names)
    {
        var company = new JsonObject { ["@id"] = names.Company, ["@type"] = "dpv:DataController", ["dpv:hasName"] = StandardNames.Text(document.Company.Name) };
        if (document.Company.Address is { } address) company["dpv:hasAddress"] = StandardNames.Text(address.Text);
        if (document.Company.Contact is { } contact)
            company["dpv:hasContact"] = StandardNames.Strings(new[] { contact.Email, contact.TollFree }.OfType<string>());
        if (document.Company.Representative is { } representative)
            company["dpv:hasRepresentative"] = new JsonObject { ["@type"] = "dpv:Representative", ["dpv:hasName"] = StandardNames.Text(representative.Text) };
        return company;
    }

    private static JsonObject Item(ItemDeclaration item, StandardNames names)
    {
        var node = new JsonObject
        {
            ["@id"] = names.Item(item.Id), ["@type"] = StandardNames.Strings(DpvTerms.ClassesOf(item)),
            ["skos:broader"] = StandardNames.Reference(DpvTerms.Of(item)), ["skos:prefLabel"] = StandardNames.Text(item.Label),
        };
        if (item.Retention is { } retention) node["dpv:hasStorageCondition"] = StorageDuration(retention);
        return node;
    }
}
