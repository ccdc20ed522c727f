using System.Globalization;
using System.Text;
using Azukari.Ledger;
using Azukari.Ui.Routing;
using Azukari.Vault;

namespace Azukari.Console.Audit;

/// <summary>By what a tally is sorted.</summary>
internal enum AuditSort
{
    /// <summary>The newest entry.</summary>
    Last,

    /// <summary>Who it is.</summary>
    Name,

    /// <summary>How many others it touches.</summary>
    Others,

    /// <summary>Data seen.</summary>
    Seen,

    /// <summary>Refusals.</summary>
    Refused,

    /// <summary>Delicate values shown.</summary>
    Unmasked,

    /// <summary>Files.</summary>
    Exported,
}

/// <summary>What an auditor asks, as an address or a form says it: codes and random ids, never a value.</summary>
internal sealed record AuditQuestion
{
    /// <summary>The times that can be asked for, in days.</summary>
    public static readonly int[] Spans = [1, 7, 30, 90];

    private const int Standard = 7;

    public int Days { get; init; } = Standard;

    /// <summary>What this accessor did, by person; null for all accessors.</summary>
    public string? Accessor { get; init; }

    /// <summary>Who was at this person, by the ledger's own name for them.</summary>
    public Pseudonym? About { get; init; }

    /// <summary>The same, by the id the other pages use.</summary>
    public SubjectId? Subject { get; init; }

    /// <summary>Only rows whose name contains this.</summary>
    public string? Narrow { get; init; }

    public AuditSort Sort { get; init; }

    /// <summary>The other way round: the smallest first.</summary>
    public bool Up { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>Whether rows are people, not accessors.</summary>
    public bool ByPerson => Accessor is not null;

    /// <summary>Whether it is about one person.</summary>
    public bool IsAbout => About is not null || Subject is not null;

    public static AuditQuestion Read(Func<string, string?> given)
    {
        string? Text(string name) => (given(name) ?? "").Normalize(NormalizationForm.FormKC).Trim() is { Length: > 0 and <= 100 } text ? text : null;
        return new AuditQuestion
        {
            Days = int.TryParse(Text("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && Spans.Contains(days) ? days : Standard,
            Accessor = Text("accessor") is { } accessor && LedgerCode.IsCode(accessor) ? accessor : null,
            About = Pseudonym.TryParse(Text("about"), out var about) ? about : null,
            Subject = SubjectId.TryParse(Text("subject"), out var subject) ? subject : null,
            Narrow = Text("narrow"),
            Sort = Enum.TryParse<AuditSort>(Text("sort"), ignoreCase: true, out var sort) && Enum.IsDefined(sort) ? sort : AuditSort.Last,
            Up = Text("up") == "1",
            Page = ListAddress.Page(Text("page"), 10_000),
        };
    }

    /// <summary>The same table sorted by a column; by it already, the other way round.</summary>
    public AuditQuestion By(AuditSort sort) => this with { Sort = sort, Up = sort == Sort ? !Up : sort == AuditSort.Name, Page = 1 };

    /// <summary>The question as an address in the language of the request.</summary>
    public string Address() => ListAddress.Of("/console/audit", Parts());

    /// <summary>The question as names and values, of an address or of a form's hidden fields.</summary>
    public IReadOnlyList<(string Name, string Value)> Parts()
    {
        var parts = new List<(string, string)>();
        void Add(string name, string? value)
        {
            if (value is not null) parts.Add((name, value));
        }

        Add("days", Days == Standard ? null : Days.ToString(CultureInfo.InvariantCulture));
        Add("accessor", Accessor);
        Add("about", About?.ToString());
        Add("subject", Subject?.ToString());
        Add("narrow", Narrow);
        Add("sort", Sort == AuditSort.Last ? null : Sort.ToString().ToLowerInvariant());
        Add("up", Up ? "1" : null);
        Add("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture));
        return parts;
    }
}
