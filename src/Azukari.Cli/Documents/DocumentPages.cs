using System.Globalization;
using System.Text.Json;
using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Cli.Documents;

/// <summary>What the commands about documents print.</summary>
internal static class DocumentPages
{
    public static IEnumerable<(string, string)> Facts(Screen screen, CompanyCore company, HeldDocument document)
    {
        var label = company.Trust.Policies.InForce.Document.FindItem(document.Item)?.Label.In(screen.LanguageTag);
        yield return (screen.Say("項目", "item"), label is null ? document.Item.Value : $"{label} ({document.Item})");
        yield return (screen.Say("種類", "type"), document.Type.MediaType);
        yield return (screen.Say("大きさ", "size"), $"{document.Size.ToString("N0", CultureInfo.InvariantCulture)} {screen.Say("バイト", "bytes")}");
        yield return (screen.Say("取得", "acquired"), $"{Moments.DayInTokyo(document.AcquiredAt)}  {PolicyWords.Of(document.Channel)}  {document.PolicyVersion}");
        yield return (screen.Say("版", "version"), document.Version.ToString(CultureInfo.InvariantCulture));
        yield return (screen.Say("保存期限", "kept until"), document.Until is { } until ? Moments.DayInTokyo(until) : "-");
    }

    public static void List(Screen screen, CompanyCore company, IReadOnlyList<NamedDocument> documents, bool withNames)
    {
        var policy = company.Trust.Policies.InForce.Document;
        string[] head = screen.Language == Language.Japanese
            ? ["文書", "項目", "種類", "大きさ", "取得日", "経路", "版", "保存期限"]
            : ["document", "item", "type", "size", "acquired", "channel", "version", "kept until"];
        screen.Lines(TextTable.Lines(withNames ? [.. head, screen.Say("ファイル名", "file name")] : head, [.. documents.Select(named =>
        {
            var d = named.Document;
            string[] row =
            [
                d.Id.ToString(), policy.FindItem(d.Item)?.Label.In(screen.LanguageTag) ?? d.Item.Value, d.Type.Extension[1..], d.Size.ToString("N0", CultureInfo.InvariantCulture),
                Moments.DayInTokyo(d.AcquiredAt), PolicyWords.Of(d.Channel), d.Version.ToString(CultureInfo.InvariantCulture) + (d.ReplacedBy is null ? "" : screen.Say("（旧）", " (old)")),
                d.Until is { } until ? Moments.DayInTokyo(until) : "-",
            ];
            return (IReadOnlyList<string>)(withNames ? [.. row, named.FileName ?? "-"] : row);
        })]));
    }

    public static void Write(Utf8JsonWriter json, NamedDocument named, bool withNames)
    {
        var d = named.Document;
        json.WriteStartObject();
        json.WriteString("document", d.Id.ToString());
        json.WriteString("item", d.Item.Value);
        json.WriteString("type", d.Type.MediaType);
        json.WriteNumber("size", d.Size);
        json.WriteNumber("version", d.Version);
        if (d.ReplacedBy is { } by) json.WriteString("replacedBy", by.ToString());
        json.WriteString("acquired", d.AcquiredAt);
        json.WriteString("channel", PolicyWords.Of(d.Channel));
        json.WriteString("policy", d.PolicyVersion.ToString());
        json.WriteString("as", d.SubjectKind.Value);
        if (d.Until is { } until) json.WriteString("until", until);
        if (withNames && named.FileName is { } name) json.WriteString("fileName", name);
        json.WriteEndObject();
    }

    public static ExitCode Nobody(Screen screen, bool erased)
    {
        if (erased) screen.Error("この人は消去されています。", "this person was erased.");
        else screen.Error("この人はいません。", "there is no such person.");
        return ExitCode.NotFound;
    }
}
