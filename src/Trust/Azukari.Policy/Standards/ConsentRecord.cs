using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azukari.Policy.Document;
using Azukari.Policy.Writing;

namespace Azukari.Policy.Standards;

/// <summary>A consent somebody gave, as it is on record: ids and codes, no personal value.</summary>
public sealed record GivenConsent
{
    /// <summary>The record's id.</summary>
    public required string Id { get; init; }

    /// <summary>The person's id: random, it tells nothing.</summary>
    public required string Subject { get; init; }

    /// <summary>The purpose consented to, or the ground of a provision.</summary>
    public required ClauseId Purpose { get; init; }

    /// <summary>The recipient kind consented to; null for the inside of the company.</summary>
    public RecipientKind? Recipient { get; init; }

    /// <summary>The items consented to; empty means those of the purpose or ground.</summary>
    public required IReadOnlyList<ItemId> Items { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>When it was withdrawn; null while it lives.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Who recorded it, as a code.</summary>
    public required string RecordedBy { get; init; }
}

/// <summary>
/// A consent as a record of ISO/IEC TS 27560:2023 in the JSON-LD form the Data Privacy Vocabularies group publishes for it
/// (<c>dpv-27560:record-2</c>). Says what was consented to under which version, by reference and in words of that version, and whether and
/// when it was withdrawn. Holds no personal value.
/// </summary>
public static class ConsentRecord
{
    /// <summary>The media type of the export.</summary>
    public const string MediaType = "application/ld+json; profile=\"https://w3id.org/dpv/schema/dpv-27560\"";

    private const string Company = "company:controller";
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = PolicyJson.Options.Encoder };

    /// <summary>The record.</summary>
    /// <param name="consent">The consent.</param>
    /// <param name="document">The version the person was shown when consenting: purpose and items are named in its words.</param>
    /// <param name="language">"ja" or "en", for the strings.</param>
    /// <param name="storedIn">The country the data is stored in, ISO 3166 alpha-2.</param>
    public static JsonObject Of(GivenConsent consent, PolicyDocument document, string language, string storedIn)
    {
        var purpose = document.Clauses.FirstOrDefault(clause => clause.Id == consent.Purpose);
        var recipient = consent.Recipient is { } to ? document.FindRecipient(to) : null;
        var record = new JsonObject { ["@context"] = Context() };
        record["dct:conformsTo"] = "dpv-27560:record-2";
        record["dpv:hasIdentifier"] = consent.Id;
        record["dpv:hasDataSubject"] = new JsonObject { ["@type"] = new JsonArray("dpv:DataSubject"), ["dpv:hasIdentifier"] = consent.Subject };
        record["dct:created"] = Time(consent.GivenAt);
        if (consent.WithdrawnAt is { } withdrawn) record["dct:modified"] = Time(withdrawn);
        record["dct:creator"] = Company;
        record["dct:language"] = language == "en" ? "en" : "ja";
        record["dpv:hasNotice"] = new JsonArray(Notice(document));
        record["dpv:hasProcess"] = new JsonArray(Process(consent, document, purpose, recipient, language, storedIn));
        record["dpv:hasEntity"] = Entities(document, recipient, language);
        return record;
    }

    /// <summary>A record on a line of its own, without the line's end: several records are several lines, as a record is exactly one consent.</summary>
    public static string Line(JsonObject record) => record.ToJsonString(Unescaped);


    private static JsonObject Context()
    {
        var context = DpvJson.Context();
        context["dpv-27560"] = "https://w3id.org/dpv/schema/dpv-27560#";
        context["company"] = "urn:azukari:company:";
        context["group"] = "urn:azukari:recipient:";
        return context;
    }

    private static JsonObject Notice(PolicyDocument document) => new()
    {
        ["@type"] = new JsonArray("dpv:ConsentNotice", "dpv:PrivacyNotice"),
        ["dpv:hasIdentifier"] = new StandardNames(document).Version,
        ["dct:identifier"] = "sha256:" + document.Sha256,
        ["dct:date"] = document.Effective.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private static JsonObject Process(
        GivenConsent consent, PolicyDocument document, Clause? purpose, RecipientDeclaration? recipient, string language, string storedIn)
    {
        var outside = recipient is not null && recipient.Sort is not (RecipientSort.Staff or RecipientSort.Self);
        var items = Items(consent, document, purpose);
        return new JsonObject
        {
            ["@type"] = "dpv:Process",
            ["dpv:hasPurpose"] = new JsonArray(Purpose(consent, purpose, language)),
            ["dpv:hasPersonalData"] = new JsonArray([.. items.Select(item => new JsonObject
            {
                ["@type"] = StandardNames.Strings(DpvTerms.ClassesOf(item)), ["skos:broader"] = DpvTerms.Of(item),
                ["dct:identifier"] = item.Id.Value, ["skos:prefLabel"] = item.Label.In(language),
            })]),
            ["dpv:hasProcessing"] = StandardNames.Strings(outside ? ["dpv:Share"] : ["dpv:Use"]),
            ["dpv:hasDataController"] = new JsonArray(Company),
            ["dpv:hasDataSource"] = new JsonArray(new JsonObject { ["@type"] = new JsonArray("dpv:DataSubjectDataSource") }),
            ["dpv:hasStorageCondition"] = new JsonArray([
                new JsonObject { ["@type"] = new JsonArray("dpv:StorageLocation"), ["dpv:hasLocation"] = "loc:" + storedIn },
                .. items.Where(item => item.Retention is not null).Select(item => (item.Retention!.After, item.Retention.Keep)).Distinct()
                    .Select(kept => DpvJson.StorageDuration(new Retention(kept.After, kept.Keep))),
                .. items.Any(item => item.Retention is null) || items.Count == 0 ? new[] { UntilWithdrawn() } : [],
            ]),
            ["dpv:hasJurisdiction"] = new JsonArray("loc:JP"),
            ["dpv:hasRecipient"] = recipient is null ? new JsonArray(Company) : new JsonArray(Group(recipient)),
            ["dpv:hasLegalBasis"] = new JsonArray("dpv:Consent"),
            ["dpv:hasConsentStatus"] = new JsonArray([Status("dpv:ConsentGiven", consent.GivenAt, consent),
                .. consent.WithdrawnAt is { } at ? new[] { Status("dpv:ConsentWithdrawn", at, consent) } : []]),
            ["dpv:hasConsentControl"] = new JsonArray(new JsonObject
            {
                ["@type"] = new JsonArray("dpv:WithdrawConsent"),
                ["dpv:isExercisedAt"] = document.Company.Contact?.Email ?? document.Company.Contact?.TollFree ?? document.Company.Name.In(language),
            }),
        };
    }

    private static List<ItemDeclaration> Items(GivenConsent consent, PolicyDocument document, Clause? purpose)
    {
        IEnumerable<ItemId> named = purpose?.Rule switch
        {
            _ when consent.Items.Count > 0 => consent.Items,
            PurposeRule rule => rule.Grants.SelectMany(grant => grant.Items).Distinct(),
            GroundRule rule => rule.Items,
            _ => [],
        };
        return [.. named.Select(document.FindItem).OfType<ItemDeclaration>()];
    }

    private static JsonObject Purpose(GivenConsent consent, Clause? purpose, string language)
    {
        var node = new JsonObject { ["@type"] = new JsonArray("dpv:Purpose"), ["dct:identifier"] = consent.Purpose.Value };
        node["skos:broader"] = StandardNames.Strings(purpose is null ? ["dpv:Purpose"] : DpvTerms.Of(purpose));
        node["skos:prefLabel"] = purpose?.Heading.In(language) ?? consent.Purpose.Value;
        if (purpose is not null) node["skos:definition"] = purpose.Text.In(language);
        return node;
    }

    /// <summary>How it was expressed. The company records that it was given; the act is the person's.</summary>
    private static JsonObject Status(string status, DateTimeOffset at, GivenConsent consent) => new()
    {
        ["@type"] = new JsonArray(status, "dpv:ExpressedConsent"),
        ["dpv:isIndicatedAtTime"] = Time(at),
        ["dpv:isExercisedAt"] = "recorded by " + consent.RecordedBy,
        ["dpv:hasDuration"] = new JsonObject { ["@type"] = new JsonArray("dpv:EndlessDuration") },
    };

    private static JsonObject UntilWithdrawn() => new()
    {
        ["@type"] = new JsonArray("dpv:StorageDuration"),
        ["dpv:hasDuration"] = new JsonObject { ["@type"] = "dpv:UntilEventDuration", ["rdf:value"] = "withdrawal of the consent" },
    };

    private static JsonObject Entities(PolicyDocument document, RecipientDeclaration? recipient, string language)
    {
        var company = new JsonObject { ["@type"] = new JsonArray("dpv:Organisation", "dpv:DataController"), ["dpv:hasName"] = document.Company.Name.In(language) };
        if (document.Company.Address is { } address) company["dpv:hasAddress"] = address.Text.In(language);
        if (document.Company.Contact is { } contact) company["dpv:hasContact"] = StandardNames.Strings(new[] { contact.Email, contact.TollFree }.OfType<string>());
        var entities = new JsonObject { [Company] = company };
        if (recipient is not null)
        {
            entities[Group(recipient)] = new JsonObject
            {
                ["@type"] = new JsonArray("dpv:Entity"), ["rdfs:subClassOf"] = new JsonArray(DpvTerms.Of(recipient.Sort)), ["skos:prefLabel"] = recipient.Label.In(language),
            };
        }

        return entities;
    }

    private static string Group(RecipientDeclaration recipient) => "group:" + recipient.Id;

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
