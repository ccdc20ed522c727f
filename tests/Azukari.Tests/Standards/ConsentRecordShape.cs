using System.Globalization;
using System.Text.Json.Nodes;

namespace Azukari.Tests.Standards;

/// <summary>
/// What the Data Privacy Vocabularies group's published form of ISO/IEC TS 27560:2023 (<c>dpv-27560:record-2</c>) says a consent record MUST have.
/// </summary>
internal static class ConsentRecordShape
{
    private static readonly HashSet<string> Sources = ["dpv:DataSubjectDataSource", "dpv:DataControllerDataSource", "dpv:ThirdPartySource"];
    private static readonly HashSet<string> Durations = ["dpv:TemporalDuration", "dpv:UntilTimeDuration", "dpv:FixedOccurencesDuration", "dpv:UntilEventDuration"];

    public static IReadOnlyList<string> Problems(JsonObject record)
    {
        var problems = new List<string>();
        void Must(bool holds, string rule)
        {
            if (!holds) problems.Add(rule);
        }

        Must((string?)record["dct:conformsTo"] == "dpv-27560:record-2", "schema version");
        Must((string?)record["@context"]?["dpv-27560"] == "https://w3id.org/dpv/schema/dpv-27560#", "the prefix of the schema version");
        Must(Text(record["dpv:hasIdentifier"]), "record identifier");
        Must(record["dpv:hasDataSubject"] is JsonObject subject && Text(subject["dpv:hasIdentifier"]), "data subject identifier");
        Must(Time(record["dct:created"]), "creation date");
        Must(record["dct:modified"] is null || Time(record["dct:modified"]), "modification date");
        Must((string?)record["dct:language"] is { Length: 2 } language && language.All(char.IsAsciiLetterLower), "language of two lower-case letters");
        var entities = record["dpv:hasEntity"] as JsonObject ?? [];
        Must(entities.ContainsKey((string?)record["dct:creator"] ?? ""), "the creator is an entity of the record");
        Must(record["dpv:hasNotice"] is JsonArray notices && notices.Count > 0 && notices.All(notice => Text(notice?["dpv:hasIdentifier"])), "a notice with an identifier");
        Must(record["dpv:hasProcess"] is JsonArray { Count: > 0 }, "an array of processes");
        foreach (var process in (record["dpv:hasProcess"] as JsonArray ?? []).Select(process => process!.AsObject()))
        {
            var purposes = Terms(process["dpv:hasPurpose"]);
            Must(purposes.Count > 0 && purposes.All(purpose => purpose is JsonObject node && Names(node["skos:broader"], "purpose") && Text(node["skos:prefLabel"])), "purposes of the taxonomy with labels");
            var data = Terms(process["dpv:hasPersonalData"]);
            Must(data.Count > 0 && data.All(one => one is JsonObject node && Types(node).Overlaps(["dpv:PersonalData", "dpv:SensitivePersonalData", "dpv:SpecialCategoryPersonalData"])
                && Names(node["skos:broader"], "data")), "personal data of the taxonomy with its type");
            Must(Names(process["dpv:hasProcessing"], "processing"), "processing operations of the taxonomy");
            Must(Keys(process["dpv:hasDataController"], entities) && Terms(process["dpv:hasDataController"]).Count > 0, "data controllers that are entities of the record");
            Must(Terms(process["dpv:hasDataSource"]).Count > 0 && Terms(process["dpv:hasDataSource"]).All(source => source is JsonObject node && Types(node).Overlaps(Sources)), "data sources");
            var storage = Terms(process["dpv:hasStorageCondition"]).OfType<JsonObject>().ToList();
            Must(storage.Any(s => Types(s).Contains("dpv:StorageLocation") && Text(s["dpv:hasLocation"])), "a storage location");
            Must(storage.Any(s => Types(s).Contains("dpv:StorageDuration")), "a storage duration");
            Must(storage.Where(s => Types(s).Contains("dpv:StorageDuration")).All(s => s["dpv:hasDuration"] is JsonObject duration
                && Durations.Contains((string?)duration["@type"] ?? "") && Text(duration["rdf:value"])), "durations with a type and a value");
            Must(process["dpv:hasRecipient"] is JsonArray && Keys(process["dpv:hasRecipient"], entities), "recipients that are entities of the record");
            Must(Names(process["dpv:hasLegalBasis"], "basis"), "a legal basis of the taxonomy");
            Must(Terms(process["dpv:hasJurisdiction"]).Count > 0, "a jurisdiction");
            Must(Terms(process["dpv:hasConsentControl"]).OfType<JsonObject>().Any(control => Types(control).Contains("dpv:WithdrawConsent") && Text(control["dpv:isExercisedAt"])), "a way to withdraw");
            var statuses = Terms(process["dpv:hasConsentStatus"]).OfType<JsonObject>().ToList();
            Must(statuses.Count > 0 && process["dpv:hasProcess"] is null, "a consent status, and no process inside");
            Must(statuses.All(status => Types(status).Any(type => type.Contains("Consent", StringComparison.Ordinal) && Vocabulary.Terms["class"].Contains(type))
                && Time(status["dpv:isIndicatedAtTime"]) && Text(status["dpv:isExercisedAt"])), "statuses of the taxonomy with time and place");
        }

        Must(entities.All(entity => Text(entity.Value?["dpv:hasName"]) || (entity.Value?["rdfs:subClassOf"] is not null && Text(entity.Value["skos:prefLabel"]))), "entities named, or groups labelled");
        return problems;
    }

    private static List<JsonNode?> Terms(JsonNode? node) => node is JsonArray list ? [.. list] : [];

    private static bool Names(JsonNode? node, string sort) => node switch
    {
        JsonArray { Count: > 0 } list => list.All(one => one is JsonValue && Vocabulary.Terms[sort].Contains((string?)one)),
        JsonValue value => Vocabulary.Terms[sort].Contains((string?)value),
        _ => false,
    };

    private static bool Keys(JsonNode? node, JsonObject entities) => Terms(node).All(key => key is JsonValue && entities.ContainsKey((string?)key ?? ""));

    private static HashSet<string> Types(JsonObject node) => [.. Terms(node["@type"]).Select(type => (string?)type ?? "")];

    private static bool Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0;

    private static bool Time(JsonNode? node) => Text(node) && DateTimeOffset.TryParse((string?)node, CultureInfo.InvariantCulture, out _);
}
