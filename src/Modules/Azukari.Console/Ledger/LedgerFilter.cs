using System.Globalization;
using Azukari.Console.Resources;
using Azukari.Ledger;
using Azukari.Ui.Components;
using Azukari.Ui.Language;
using Azukari.Ui.Routing;
using Azukari.Vault;
using Microsoft.AspNetCore.Http;

namespace Azukari.Console.Ledger;

/// <summary>What of the ledger is asked for, as an address or a form says it; codes and a random id, never a value.</summary>
public sealed record LedgerFilter
{
    private static readonly TimeSpan Tokyo = TimeSpan.FromHours(9);

    /// <summary>The list of the whole ledger.</summary>
    public const string Whole = "/console/ledger";

    /// <summary>Which list it is of: the whole ledger's, or one person's history, whose address names the person.</summary>
    public string Path { get; init; } = Whole;

    /// <summary>The first day, in Asia/Tokyo.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, itself included.</summary>
    public DateOnly? To { get; init; }

    public EntryKind? Kind { get; init; }

    public string? Purpose { get; init; }

    public string? Clause { get; init; }

    public string? Accessor { get; init; }

    public string? Recipient { get; init; }

    public string? Reason { get; init; }

    /// <summary>About this person, by the id the other pages use.</summary>
    public SubjectId? Subject { get; init; }

    /// <summary>About whom an entry is, by the ledger's own name for them.</summary>
    public Pseudonym? About { get; init; }

    public bool OldestFirst { get; init; }

    /// <summary>What was typed and cannot be used, with what may be; nothing is searched then.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>What was typed, by field, so that it stays there.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether nothing narrows.</summary>
    public bool IsAll => Parts().Count == 0;

    /// <summary>Whether more is asked than time, kind and purpose, or something was mistyped.</summary>
    public bool HasMore => Errors.Count > 0 || !IsCounted || Clause is not null || Recipient is not null || Reason is not null;

    /// <summary>Whether the counts kept a day can tell how many there are.</summary>
    public bool IsCounted => Accessor is null && Subject is null && About is null;

    public static LedgerFilter Read(Func<string, string?> given, Text<ConsoleText> T)
    {
        var errors = new List<FieldError>();
        var typed = new Dictionary<string, string>(StringComparer.Ordinal);
        // Full width is as good as half width.
        string? Text(string name)
        {
            var text = (given(name) ?? "").Normalize(System.Text.NormalizationForm.FormKC).Trim();
            if (text.Length > 100) text = text[..100];
            if (text.Length > 0) typed[name] = text;
            return text.Length == 0 ? null : text;
        }

        string? Code(string name)
        {
            if (Text(name) is not { } text) return null;
            if (LedgerCode.IsCode(text)) return text;
            errors.Add(new FieldError(name, T["Ledger.WrongCode", T[$"Ledger.Field.{name}"]]));
            return null;
        }

        DateOnly? Day(string name)
        {
            if (Text(name) is not { } text) return null;
            if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 9999) return day;
            errors.Add(new FieldError(name, T["Ledger.WrongDay", T[$"Ledger.Field.{name}"]]));
            return null;
        }

        var filter = new LedgerFilter
        {
            From = Day("from"), To = Day("to"), Purpose = Code("purpose"), Clause = Code("clause"), Accessor = Code("accessor"), Recipient = Code("recipient"),
            Reason = Code("reason"), OldestFirst = Text("order") == "oldest",
        };
        if (Text("kind") is { } kind)
        {
            if (EntryKinds.TryParse(kind, out var known)) filter = filter with { Kind = known };
            else errors.Add(new FieldError("kind", T["Ledger.WrongKind"]));
        }

        if (Text("subject") is { } subject)
        {
            if (SubjectId.TryParse(subject, out var id)) filter = filter with { Subject = id };
            else errors.Add(new FieldError("subject", T["Ledger.WrongSubject"]));
        }

        if (Text("about") is { } about)
        {
            if (Pseudonym.TryParse(about, out var pseudonym)) filter = filter with { About = pseudonym };
            else errors.Add(new FieldError("subject", T["Ledger.WrongSubject"]));
        }

        if (filter is { From: { } first, To: { } last } && first > last) errors.Add(new FieldError("to", T["Ledger.WrongOrder"]));
        return filter with { Errors = errors, Typed = typed };
    }

    public static LedgerFilter Read(HttpRequest request, Text<ConsoleText> T) => Read(name => request.Query[name], T);

    /// <summary>The question to the ledger.</summary>
    /// <param name="about">The person's pseudonym, where the filter names a person.</param>
    public LedgerQuery ToQuery(Pseudonym? about, int limit) => Counted() with
    {
        From = From is { } from ? Start(from) : null, To = To is { } to ? Start(to.AddDays(1)) : null, Accessor = Accessor, Subject = about, NewestFirst = !OldestFirst, Limit = limit,
    };

    /// <summary>The same of one person, whom the address of the list names: days, kind, purpose and accessor narrow it, and nothing else.</summary>
    public LedgerFilter OfOne(string path) => new()
    {
        Path = path, From = From, To = To, Kind = Kind, Purpose = Purpose, Accessor = Accessor, OldestFirst = OldestFirst,
        Errors = [.. Errors.Where(error => error.FieldId is "from" or "to" or "kind" or "purpose" or "accessor")], Typed = Typed,
    };

    /// <summary>The same list with nothing narrowed.</summary>
    public LedgerFilter All() => new() { Path = Path };

    /// <summary>The part of the question the daily counts answer.</summary>
    public LedgerQuery Counted() => new() { Kind = Kind, Purpose = Purpose, Clause = Clause, Recipient = Recipient, Reason = Reason };

    /// <summary>The same question as an address, in the language of the request.</summary>
    public string Address(params IEnumerable<(string Name, string? Value)> more)
    {
        var parts = Parts();
        foreach (var (name, value) in more)
            if (value is not null) parts.Add((name, value));
        return ListAddress.Of(Path, parts);
    }

    /// <summary>The question as names and values: of an address, or of a form's hidden fields.</summary>
    public List<(string Name, string Value)> Parts()
    {
        var parts = new List<(string, string)>();
        void Add(string name, string? value)
        {
            if (value is not null) parts.Add((name, value));
        }

        Add("from", From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("to", To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("kind", Kind?.WireName());
        Add("purpose", Purpose);
        Add("clause", Clause);
        Add("accessor", Accessor);
        Add("recipient", Recipient);
        Add("reason", Reason);
        Add("subject", Subject?.ToString());
        Add("about", About?.ToString());
        Add("order", OldestFirst ? "oldest" : null);
        return parts;
    }

    /// <summary>Midnight in Tokyo.</summary>
    public static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Tokyo);

    /// <summary>The day it is in Tokyo.</summary>
    public static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(Tokyo).DateTime);
}
