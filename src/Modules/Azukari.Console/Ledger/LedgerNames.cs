using Azukari.Company;
using Azukari.Console.Resources;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Site.Policies;
using Azukari.Ui.Components;
using Azukari.Ui.Language;

namespace Azukari.Console.Ledger;

/// <summary>The ledger's codes by the names the policy prints: of the version in force, else of the newest that has them, else the code itself.</summary>
public sealed class LedgerNames(CompanyCore company, Text<ConsoleText> T)
{
    /// <summary>The versions, the one in force first, then from the newest.</summary>
    private PolicyDocument[] Documents { get; } = company.Trust.HasPolicy
        ? [company.Trust.Policies.InForce.Document, .. company.Trust.Policies.Versions.Reverse().Select(version => version.Document).Where(d => d != company.Trust.Policies.InForce.Document)] : [];

    public string Kind(EntryKind kind) => T[$"EntryKind.{kind.WireName()}"];

    public static Tone ToneOf(EntryKind kind) => kind switch
    {
        EntryKind.Refused => Tone.Bad,
        EntryKind.Provided or EntryKind.Shared or EntryKind.Exported => Tone.Attention,
        EntryKind.Used or EntryKind.Searched or EntryKind.Inspected => Tone.Info,
        _ => Tone.Neutral,
    };

    /// <summary>The clause as the version has it under which the entry was made, else as it is now.</summary>
    public Clause? Clause(string id, string? version = null) => ClauseId.TryParse(id, out var clause)
        ? Documents.OrderByDescending(d => d.Version.Value == version).Select(d => d.FindClause(clause)).FirstOrDefault(found => found is not null) : null;

    /// <summary>The version a clause's text above was taken from.</summary>
    public string? VersionOf(Clause clause) => Documents.FirstOrDefault(d => d.Clauses.Contains(clause))?.Version.Value;

    public string Purpose(string id) => Clause(id) is { } clause ? $"{clause.Number} {clause.Heading.Here()}".Trim() : id;

    public string Recipient(string code) => RecipientKind.TryParse(code, out var kind) && Documents.Select(d => d.FindRecipient(kind)).FirstOrDefault(f => f is not null) is { } found ? found.Label.Here() : code;

    public string Item(string code) => ItemId.TryParse(code, out var item) && Documents.Select(d => d.FindItem(item)).FirstOrDefault(f => f is not null) is { } found ? found.Label.Here() : code;

    public string Subject(string code) => SubjectKind.TryParse(code, out var kind) && Documents.Select(d => d.FindSubject(kind)).FirstOrDefault(f => f is not null) is { } found ? found.Label.Here() : code;

    public string Items(LedgerEntry entry) => Words.Join(entry.Items.Select(Item));

    /// <summary>The purposes that can be asked for, as printed.</summary>
    public IReadOnlyList<(string Id, string Name)> Purposes => Listed(clause => clause.Rule is PurposeRule or GroundRule);

    /// <summary>Every clause of every version, once.</summary>
    public IReadOnlyList<(string Id, string Name)> Clauses => Listed(_ => true);

    private List<(string Id, string Name)> Listed(Func<Clause, bool> which) =>
        [.. Documents.SelectMany(d => d.Clauses).Where(which).DistinctBy(c => c.Id).Select(c => (c.Id.Value, $"{c.Number} {c.Heading.Here()}".Trim()))];
}
