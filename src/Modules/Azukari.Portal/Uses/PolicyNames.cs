using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Site.Policies;
using Azukari.Ui.Language;

namespace Azukari.Portal.Uses;

/// <summary>The policy's codes by the names it prints: of the version in force, else of the newest that has them, else the code itself.</summary>
internal sealed class PolicyNames(PolicyShelf shelf)
{
    private PolicyDocument[] Documents { get; } = [shelf.InForce, .. shelf.OldestFirst.Reverse().Where(document => document != shelf.InForce)];

    /// <summary>The clause as the version has it under which something was done, else as it is now.</summary>
    public Clause? Clause(string? id, string? version = null) => ClauseId.TryParse(id ?? "", out var clause)
        ? Documents.OrderByDescending(d => d.Version.Value == version).Select(d => d.FindClause(clause)).FirstOrDefault(found => found is not null) : null;

    /// <summary>Where the clause is printed on the public site.</summary>
    public string? PageOf(Clause clause) => Documents.FirstOrDefault(d => d.Clauses.Contains(clause)) is { } document
        ? PageLanguage.Path($"/policy/{document.Version.Value}#{clause.Id}", PageLanguage.Current) : null;

    /// <summary>What a purpose is called.</summary>
    public string Purpose(string id) => Clause(id)?.Heading.Here() ?? id;

    /// <summary>Those named, and every purpose of the versions there are, sorted by their ids.</summary>
    public IReadOnlyList<string> AllPurposes(IEnumerable<string> named) =>
        [.. Documents.SelectMany(d => d.Clauses).Where(clause => clause.Rule is PurposeRule).Select(clause => clause.Id.Value).Concat(named).Distinct().Order(StringComparer.Ordinal)];

    public RecipientDeclaration? Recipient(string? code) => RecipientKind.TryParse(code ?? "", out var kind)
        ? Documents.Select(d => d.FindRecipient(kind)).FirstOrDefault(found => found is not null) : null;

    public string Item(string code) => ItemId.TryParse(code, out var item) && Declared(item) is { } declared ? declared.Label.Here() : code;

    public ItemDeclaration? Declared(ItemId item) => Documents.Select(d => d.FindItem(item)).FirstOrDefault(found => found is not null);

    public string Items(IEnumerable<string> codes) => Words.Join(codes.Select(Item));

    public string Kind(SubjectKind kind) => Documents.Select(d => d.FindSubject(kind)).FirstOrDefault(found => found is not null)?.Label.Here() ?? kind.Value;
}
