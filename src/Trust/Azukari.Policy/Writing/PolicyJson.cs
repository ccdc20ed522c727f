using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Azukari.Policy.Document;

namespace Azukari.Policy.Writing;

/// <summary>
/// The machine-readable form of a version: the keys of the policy file, lists expanded, in the order of the file, the same bytes each time. UTF-8,
/// indented by two spaces.
/// </summary>
public static class PolicyJson
{
    internal static JsonWriterOptions Options { get; } = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The document as JSON.</summary>
    public static string Write(PolicyDocument document)
    {
        using var stream = new MemoryStream();
        Write(document, stream);
        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>Writes the document as UTF-8 JSON to a stream, which stays open.</summary>
    public static void Write(PolicyDocument document, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteString("policy", document.Policy);
        json.WriteString("version", document.Version.Value);
        json.WriteString("effective", Date(document.Effective));
        json.WriteString("sha256", document.Sha256);
        if (document.Previous is { } previous)
        {
            json.WriteStartObject("previous");
            json.WriteString("version", previous.Version.Value);
            json.WriteString("sha256", previous.Sha256);
            json.WriteEndObject();
        }
        Company(json, document.Company);
        Declarations(json, document);
        json.WriteStartArray("clauses");
        foreach (var clause in document.Clauses)
            Clause(json, clause);
        json.WriteEndArray();
        Notices(json, document);
        json.WriteEndObject();
    }

    private static void Company(Utf8JsonWriter json, Company company)
    {
        json.WriteStartObject("company");
        RuleJson.Text(json, "name", company.Name);
        RuleJson.Detail(json, "address", company.Address);
        RuleJson.Detail(json, "representative", company.Representative);
        if (company.Contact is { } contact)
        {
            json.WriteStartObject("contact");
            RuleJson.Optional(json, "toll-free", contact.TollFree);
            RuleJson.Optional(json, "email", contact.Email);
            if (contact.Hours is { } hours)
            {
                json.WriteStartObject("hours");
                RuleJson.List(json, "days", hours.Days.Select(d => d.ToString()[..3].ToLowerInvariant()));
                json.WriteString("from", hours.From.ToString("HH:mm", CultureInfo.InvariantCulture));
                json.WriteString("to", hours.To.ToString("HH:mm", CultureInfo.InvariantCulture));
                json.WriteString("zone", hours.Zone);
                json.WriteBoolean("closed-on-holidays", hours.ClosedOnHolidays);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Declarations(Utf8JsonWriter json, PolicyDocument document)
    {
        json.WriteStartObject("items");
        foreach (var item in document.Items)
        {
            json.WriteStartObject(item.Id.Value);
            RuleJson.Text(json, "label", item.Label);
            json.WriteString("category", PolicyWords.Of(item.Category));
            json.WriteString("shape", item.Shape);
            json.WriteString("held", item.Held);
            json.WriteString("class", PolicyWords.Of(item.Class));
            if (item.Retention is { } retention)
            {
                json.WriteStartObject("retention");
                json.WriteString("after", PolicyWords.Of(retention.After));
                json.WriteString("keep", retention.Keep.ToString());
                json.WriteEndObject();
            }
            json.WriteString("search", PolicyWords.Of(item.Search));
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartObject("subjects");
        foreach (var subject in document.Subjects)
        {
            json.WriteStartObject(subject.Id.Value);
            RuleJson.Text(json, "label", subject.Label);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartObject("recipients");
        foreach (var recipient in document.Recipients)
        {
            json.WriteStartObject(recipient.Id.Value);
            RuleJson.Text(json, "label", recipient.Label);
            json.WriteString("sort", PolicyWords.Of(recipient.Sort));
            json.WriteBoolean("abroad", recipient.Abroad);
            RuleJson.List(json, "requires", recipient.Requires.Select(PolicyWords.Of));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Clause(Utf8JsonWriter json, Clause clause)
    {
        json.WriteStartObject();
        json.WriteString("id", clause.Id.Value);
        json.WriteString("number", clause.Number);
        RuleJson.Text(json, "section", clause.Section);
        RuleJson.Text(json, "heading", clause.Heading);
        RuleJson.Text(json, "text", clause.Text);
        RuleJson.List(json, "law", clause.Law);
        if (!clause.Dpv.IsEmpty)
            RuleJson.List(json, "dpv", clause.Dpv);
        RuleJson.List(json, "refuses", clause.Refuses);
        RuleJson.Text(json, "note", clause.Note);
        json.WritePropertyName(RuleJson.KeyOf(clause.Rule));
        RuleJson.Write(json, clause.Rule);
        json.WriteEndObject();
    }

    private static void Notices(Utf8JsonWriter json, PolicyDocument document)
    {
        if (document.Notices.IsEmpty)
            return;
        json.WriteStartArray("notice");
        foreach (var notice in document.Notices)
        {
            json.WriteStartObject();
            RuleJson.List(json, "clauses", notice.Clauses);
            json.WriteString("how", PolicyWords.Of(notice.How));
            if (notice.On is { } on)
                json.WriteString("on", Date(on));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
