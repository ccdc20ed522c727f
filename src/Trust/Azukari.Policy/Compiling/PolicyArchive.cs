using System.Collections.Immutable;
using Azukari.Policy.Coverage;
using Azukari.Policy.Deciding;
using Azukari.Policy.Document;
using Azukari.Policy.Loading;

namespace Azukari.Policy.Compiling;

/// <summary>
/// All versions of one policy, oldest first, and which of them is in force. Immutable and safe to share; publishing a version makes a new archive.
/// Decisions are pure: the same request and facts give the same answer.
/// </summary>
public sealed partial class PolicyArchive
{
    private readonly CompiledPolicy[] _versions;

    private PolicyArchive(IReadOnlyList<PolicyDocument> oldestFirst, VersionIndex inForce, Vocabulary vocabulary)
    {
        Vocabulary = vocabulary;
        _versions = [.. oldestFirst.Select((d, i) => new CompiledPolicy(d, vocabulary, new VersionIndex(i)))];
        for (var i = 0; i < _versions.Length; i++)
            _versions[i].Changed = ChangedSince(i > 0 ? _versions[i - 1] : null, _versions[i]);
        Versions = ImmutableArray.Create(_versions);
        InForce = _versions[inForce.Place];
    }

    /// <summary>All versions, oldest first; versions after the one in force are published but not yet effective.</summary>
    public ImmutableArray<CompiledPolicy> Versions { get; }

    /// <summary>The version in force.</summary>
    public CompiledPolicy InForce { get; }

    /// <summary>The names of all versions.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Builds an archive.</summary>
    /// <param name="oldestFirst">The versions; each but the first names the one before by the hash of its file.</param>
    /// <param name="inForce">The version in force, one of them.</param>
    /// <exception cref="PolicyException">No version, a broken chain, a version twice, an unknown version in force, too many names: the message says which.</exception>
    public static PolicyArchive Build(IReadOnlyList<PolicyDocument> oldestFirst, PolicyVersion inForce)
    {
        if (oldestFirst.Count == 0)
            throw new PolicyException("There is no version of the policy.");
        for (var i = 0; i < oldestFirst.Count; i++)
        {
            var (document, before) = (oldestFirst[i], i > 0 ? oldestFirst[i - 1] : null);
            if (document.Policy != oldestFirst[0].Policy)
                throw new PolicyException($"Version {document.Version} belongs to '{document.Policy}', the others to '{oldestFirst[0].Policy}'.");
            if (oldestFirst.Take(i).Any(d => d.Version == document.Version))
                throw new PolicyException($"Version {document.Version} stands in the archive twice.");
            if (before is null && document.Previous is { } absent)
                throw new PolicyException($"Version {document.Version} names {absent.Version} as the version before, which is missing from the archive.");
            if (before is null)
                continue;
            if (document.Previous?.Version != before.Version)
                throw new PolicyException($"Version {document.Version} must name {before.Version} as the version before{(document.Previous is { } p ? $", it names {p.Version}" : "")}.");
            if (document.Previous.Sha256 != before.Sha256)
                throw new PolicyException($"Version {document.Version} names version {before.Version} by a hash its file does not have: the file of {before.Version} was changed after publication, or the hash is wrong. It is {before.Sha256}.");
            if (document.Effective < before.Effective)
                throw new PolicyException($"Version {document.Version} is effective before version {before.Version}.");
        }
        var vocabulary = new Vocabulary(oldestFirst);
        var current = vocabulary.Find(inForce);
        if (!current.Exists)
            throw new PolicyException($"The archive has no version {inForce} to be in force; it has {string.Join(", ", vocabulary.Versions)}.");
        return new PolicyArchive(oldestFirst, current, vocabulary);
    }

    /// <summary>The version with a name, or null.</summary>
    public CompiledPolicy? Find(PolicyVersion version) => Vocabulary.Find(version) is { Exists: true } index ? _versions[index.Place] : null;

    /// <summary>
    /// Looks the names of a request up. Unknown names are refused here, by type; so are names which the version in force does not have, when decided.
    /// </summary>
    /// <param name="purpose">A purpose, a registered incidental use, a right, or a ground that stands on its own.</param>
    /// <param name="recipient">As whom.</param>
    /// <param name="items">Which items; at least one.</param>
    /// <param name="ground">The ground, where data leaves the company by one.</param>
    /// <returns>The request, or why it is refused: exactly one of them.</returns>
    public Resolution Resolve(ClauseId purpose, RecipientKind recipient, IEnumerable<ItemId> items, ClauseId? ground = null)
    {
        if (Vocabulary.Find(purpose) is not { Exists: true } purposeIndex)
            return new Resolution(UnknownPurposeOrUse(purpose));
        if (Vocabulary.Find(recipient) is not { Exists: true } recipientIndex)
            return new Resolution(new UnknownRecipient(recipient, Generic(RefusalCodes.UnknownRecipient), InForce.Document));
        var groundIndex = default(PurposeIndex);
        if (ground is { } g)
        {
            groundIndex = Vocabulary.Find(g);
            if (!groundIndex.Exists)
                return new Resolution(new UnknownPurpose(g, Generic(RefusalCodes.UnknownPurpose), InForce.Document));
        }
        var set = ItemSet.Empty;
        List<ItemId>? unknown = null;
        foreach (var item in items)
        {
            if (Vocabulary.Find(item) is { Exists: true } index)
                set = set.With(index);
            else
                (unknown ??= []).Add(item);
        }
        if (unknown is not null || set.IsEmpty)
            return new Resolution(new UnknownItem(unknown ?? [], Generic(RefusalCodes.UnknownItem), InForce.Document));
        return new Resolution(new ResolvedRequest(
            this, purposeIndex, recipientIndex, set, groundIndex, Needs(purposeIndex, recipientIndex, groundIndex), CaseOf(purpose)));
    }

    /// <summary>The kind of case a use for this purpose must be bound to in the version in force.</summary>
    public CaseKind CaseOf(ClauseId purpose) => InForce.EntryOf(Vocabulary.Find(purpose))?.Case ?? CaseKind.None;

    /// <summary>A refusal for whoever finds that there is no such person.</summary>
    public Refusal NoSuchSubject() => new NoSuchSubject(Generic(RefusalCodes.NoSuchSubject), InForce.Document);

    /// <summary>A refusal for whoever finds that the person was erased.</summary>
    public Refusal Erased() => new Erased(Generic(RefusalCodes.Erased), InForce.Document);

    /// <summary>The registered views the version in force would never permit, each with the refusal.</summary>
    public IReadOnlyList<StrandedView> Check(IEnumerable<ViewDeclaration> views) => PolicyCoverage.Stranded(this, views);

    internal Clause Generic(string code) =>
        InForce.RefusedBy.TryGetValue(code, out var clause) ? clause : InForce.Document.Clauses[0];

    private Refusal UnknownPurposeOrUse(ClauseId purpose)
    {
        // A use that nobody registered is refused by the clause that registers uses, not as an unknown word.
        var parent = InForce.Document.Clauses.FirstOrDefault(c => c.Rule is IncidentalRule && purpose.Value.StartsWith(c.Id.Value + ".", StringComparison.Ordinal));
        return parent is not null
            ? new IncidentalNotRegistered(purpose, parent, InForce.Document)
            : new UnknownPurpose(purpose, Generic(RefusalCodes.UnknownPurpose), InForce.Document);
    }

    /// <summary>Everything any version could ask for: a version that loosened a condition is compared with those that had it.</summary>
    private ConditionSet Needs(PurposeIndex purpose, RecipientIndex recipient, PurposeIndex ground)
    {
        var needs = ConditionSet.Empty;
        foreach (var version in _versions)
        {
            var terms = version.TermsOf(recipient);
            if (!terms.Declared)
                continue;
            needs = needs.Union(terms.Requires);
            if (terms.Sort == RecipientSort.Entrustee)
                needs = needs.With(Condition.ContractInForce);
            if (version.EntryOf(ground) is { } other)
                needs = needs.Union(other.Conditions);
            if (version.EntryOf(purpose) is not { } entry)
                continue;
            needs = needs.Union(entry.Conditions);
            foreach (var grant in entry.Grants)
            {
                if ((grant.To & recipient.Mask) != 0)
                    needs = needs.Union(grant.When);
            }
        }
        return needs.Without(Condition.Consent);
    }

    internal static bool[] ChangedSince(CompiledPolicy? before, CompiledPolicy after)
    {
        var changed = new bool[after.Vocabulary.Clauses.Length];
        foreach (var clause in after.Document.Clauses)
            changed[after.Vocabulary.RankOf(clause.Id)] = before?.Document.FindClause(clause.Id) is not { } old || !RuleComparison.Same(old.Rule, clause.Rule);
        return changed;
    }
}

/// <summary>What came of looking the names of a request up.</summary>
public readonly struct Resolution
{
    internal Resolution(in ResolvedRequest request) => Request = request;

    internal Resolution(Refusal refusal) => Refusal = refusal;

    /// <summary>The request; only when there is no refusal.</summary>
    public ResolvedRequest Request { get; }

    /// <summary>Why it is refused, or null.</summary>
    public Refusal? Refusal { get; }
}
