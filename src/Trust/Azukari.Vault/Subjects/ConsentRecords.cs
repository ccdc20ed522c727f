using System.Text.Json.Nodes;
using Azukari.Policy.Compiling;
using Azukari.Policy.Standards;

namespace Azukari.Vault;

/// <summary>A person's consents in the form of ISO/IEC TS 27560:2023.</summary>
public static class ConsentRecords
{
    /// <summary>One record a consent, live or withdrawn, in the order they were given; each in the words of the version it was given under.</summary>
    /// <param name="person">What the vault says of the person. Whoever shows it has recorded an inspection, or is the person.</param>
    /// <param name="policies">The versions.</param>
    /// <param name="language">"ja" or "en".</param>
    /// <param name="storedIn">The country the data is stored in, ISO 3166 alpha-2.</param>
    public static IEnumerable<JsonObject> Of(SubjectDescription person, PolicyArchive policies, string language, string storedIn) =>
        from consent in person.Consents
        let document = (policies.Find(consent.PolicyVersion) ?? policies.InForce).Document
        select ConsentRecord.Of(new GivenConsent
        {
            Id = consent.Id.ToString(), Subject = person.Subject.ToString(), Purpose = consent.Grant.Purpose, Recipient = consent.Grant.Recipient,
            Items = consent.Grant.Items, GivenAt = consent.GivenAt, WithdrawnAt = consent.WithdrawnAt, RecordedBy = consent.By.Code,
        }, document, language, storedIn);
}
