using System.Text;
using System.Text.Json;
using Azukari.Policy.Document;
using Azukari.Policy.Writing;

namespace Azukari.Policy.Linting;

/// <summary>Findings as JSON: <c>{ "file", "version", "findings": [ { "code", "severity", "article", "clause", "line", "column", "message", "mend" } ] }</c>.</summary>
public static class LintJson
{
    /// <summary>The findings of a document, in "en" or, for anything else, Japanese. A finding about the policy as a whole has a null clause.</summary>
    public static string Write(PolicyDocument document, IEnumerable<Finding> findings, string language)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, PolicyJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("file", document.File);
            json.WriteString("version", document.Version.Value);
            json.WriteStartArray("findings");
            foreach (var finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("code", finding.Code);
                json.WriteString("severity", PolicyWords.Of(finding.Severity));
                json.WriteString("article", finding.Article);
                if (finding.Clause is { } clause)
                    json.WriteString("clause", clause.Value);
                else
                    json.WriteNull("clause");
                json.WriteNumber("line", finding.Position.Line);
                json.WriteNumber("column", finding.Position.Column);
                json.WriteString("message", finding.Message.In(language));
                json.WriteString("mend", finding.Mend.In(language));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
