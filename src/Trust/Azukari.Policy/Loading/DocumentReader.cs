using System.Collections.Immutable;
using Azukari.Policy.Document;

namespace Azukari.Policy.Loading;

/// <summary>Reads a whole document: the declarations first, then the clauses against them.</summary>
internal sealed class DocumentReader(ErrorList errors, string file, string source, string sha256)
{
    private readonly Names<ItemId> _items = new("item", ItemId.TryParse, errors);
    private readonly Names<SubjectKind> _subjects = new("subject kind", SubjectKind.TryParse, errors);
    private readonly Names<RecipientKind> _recipients = new("recipient kind", RecipientKind.TryParse, errors);
    private readonly Names<ClauseId> _clauses = new("clause", ClauseId.TryParse, errors);
    private readonly Names<ClauseId> _purposes = new("purpose", ClauseId.TryParse, errors);

    /// <summary>The document, or null; when errors were added it must not be used.</summary>
    public PolicyDocument? Read(YamlNode root)
    {
        if (Reader.Over(root, "policy", "the policy", errors) is not { } reader)
            return null;
        var policy = reader.Scalar("policy", "the policy's id");
        if (policy is not null && !Identifiers.IsWellFormed(policy, 64, false))
            errors.Add(reader.PositionOf("policy"), $"'{Shown.Text(policy)}' is no policy id", "use a-z, 0-9, joined by '-', beginning with a letter");
        var version = Version(reader);
        var effective = reader.Date("effective", "the effective date");
        var header = new HeaderReader(errors);
        var previous = header.Previous(reader["previous"]);
        if (previous is not null && previous.Version == version)
            errors.Add(previous.Position, $"the version before is '{version}', this version itself", "name the version before");
        var company = header.Company(reader["company"]);
        var items = header.Items(reader["items"], _items);
        var subjects = header.Subjects(reader["subjects"], _subjects);
        var recipients = header.Recipients(reader["recipients"], _recipients);
        var clauseNodes = DeclareClauses(reader);
        if (Reader.Over(reader["sets"], "sets", "the sets", errors) is { } sets)
        {
            _items.DeclareSets(sets["items"]);
            _subjects.DeclareSets(sets["subjects"]);
            _recipients.DeclareSets(sets["recipients"]);
            _purposes.DeclareSets(sets["purposes"]);
        }
        _items.CheckSets();
        _subjects.CheckSets();
        _recipients.CheckSets();
        _purposes.CheckSets();
        var clauseReader = new ClauseReader(errors, new RuleReader(errors, _items, _subjects, _recipients, _purposes, items, company));
        var clauses = clauseNodes.Select(clauseReader.Read).OfType<Clause>().ToImmutableArray();
        var notices = header.Notices(reader["notice"], _clauses);
        if (notices.Length > 0 && previous is null)
            errors.Add(notices[0].Position, "'notice' stands in a version without 'previous'", "name the version before, or leave 'notice' out");
        if (policy is null || version is null || effective is null || company is null)
            return null;
        var document = new PolicyDocument
        {
            File = file, Policy = policy, Version = version.Value, Effective = effective.Value, Previous = previous, Sha256 = sha256, Source = source,
            Company = company, Items = items, Subjects = subjects, Recipients = recipients, Clauses = clauses, Notices = notices,
        };
        // The checks compare clauses with each other: not for a file that has more than there can be.
        if (clauses.Length <= PolicyLoader.MaximumClauses && items.Length <= PolicyLoader.MaximumItems)
            new DocumentChecks(errors, document).Run();
        return document;
    }

    private PolicyVersion? Version(Reader reader)
    {
        if (reader.Scalar("version", "the version") is not { } word)
            return null;
        if (PolicyVersion.TryParse(word, out var version))
            return version;
        errors.Add(reader.PositionOf("version"), $"'{Shown.Text(word)}' is no version", "write it as \"2026-12\"");
        return null;
    }

    /// <summary>The ids first, so that sets and rules may name clauses that stand further down.</summary>
    private List<YamlMap> DeclareClauses(Reader reader)
    {
        var nodes = new List<YamlMap>();
        foreach (var node in reader.Nodes("clauses", "the clauses"))
        {
            if (node is not YamlMap map)
            {
                errors.Add(node.Position, "a clause must be a mapping", "begin it with 'id:'");
                continue;
            }
            nodes.Add(map);
            if (map.Entries.FirstOrDefault(e => e.Key == "id")?.Value is YamlScalar { Value: var id } scalar && _clauses.Declare(id, scalar.Position) is { } declared
                && map.Entries.Any(e => e.Key is "purpose" or "incidental"))
                _purposes.Declare(declared.Value, scalar.Position);
        }
        if (nodes.Count == 0 && reader.Has("clauses"))
            errors.Add(reader.PositionOf("clauses"), "there is no clause", "write at least one");
        if (_clauses.Count > PolicyLoader.MaximumClauses)
            errors.Add(reader.PositionOf("clauses"), $"there are {_clauses.Count} clauses", $"at most {PolicyLoader.MaximumClauses} are possible");
        return nodes.Count > 2 * PolicyLoader.MaximumClauses ? nodes[..(2 * PolicyLoader.MaximumClauses)] : nodes;
    }
}
