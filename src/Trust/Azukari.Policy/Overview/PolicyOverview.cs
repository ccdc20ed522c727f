using System.Collections.Immutable;
using Azukari.Policy.Compiling;
using Azukari.Policy.Coverage;
using Azukari.Policy.Deciding;
using Azukari.Policy.Difference;
using Azukari.Policy.Document;

namespace Azukari.Policy.Overview;

/// <summary>An access a version permits, and by which of its clauses.</summary>
/// <param name="Access">Purpose, recipient, items, kinds of people, terms.</param>
/// <param name="Clauses">All clauses it is decided by, sorted.</param>
public sealed record PermittedAccess(AccessChange Access, ImmutableArray<ClauseId> Clauses);

/// <summary>What one version permits, whole: the source of the matrix purpose × recipient. Read off the masks the decisions use.</summary>
public sealed class PolicyOverview
{
    private readonly PolicyArchive _alone;
    private readonly ILookup<(ClauseId, RecipientKind), PermittedAccess> _cells;

    private PolicyOverview(PolicyArchive alone)
    {
        _alone = alone;
        Accesses = [.. PolicyDiff.Group(alone.Vocabulary, AccessTable.Of(alone.InForce)).Select(access => new PermittedAccess(access, ClausesOf(access)))];
        _cells = Accesses.ToLookup(a => (a.Access.Purpose, a.Access.Recipient));
    }

    /// <summary>The version.</summary>
    public PolicyDocument Document => _alone.InForce.Document;

    /// <summary>Every access, in the order of the purposes and recipients of the document.</summary>
    public ImmutableArray<PermittedAccess> Accesses { get; }

    /// <summary>The overview of a document by itself, whatever its place among the versions.</summary>
    /// <exception cref="Loading.PolicyException">It cannot be compiled.</exception>
    public static PolicyOverview Of(PolicyDocument document)
    {
        var alone = document with { Previous = null };
        return new PolicyOverview(PolicyArchive.Build([alone], alone.Version));
    }

    /// <summary>What a recipient may use for a purpose, on a ground or by a right; empty when nothing.</summary>
    public IEnumerable<PermittedAccess> At(ClauseId purpose, RecipientKind recipient) => _cells[(purpose, recipient)];

    /// <summary>The clauses a view is decided by, for any kind of person, sorted; empty when no clause permits it.</summary>
    public ImmutableArray<ClauseId> ClausesOf(ViewDeclaration view) => [.. _alone.ClausesOf(view)];

    /// <summary>Why this version refuses a view, whatever the facts; null when it permits it.</summary>
    public Refusal? Why(ViewDeclaration view) => _alone.Why(view.Purpose, view.Recipient, view.Items, view.Ground);

    private ImmutableArray<ClauseId> ClausesOf(AccessChange access)
    {
        // A ground that must keep to a purpose is asked for beside one; its own clause speaks for it here.
        ImmutableArray<ClauseId> clauses = [.. _alone.ClausesOf(new ViewDeclaration("overview", access.Purpose, access.Recipient, access.Items))];
        if (!clauses.IsEmpty)
            return clauses;
        var entry = _alone.InForce.EntryOf(_alone.Vocabulary.Find(access.Purpose));
        return entry is null ? [] : [_alone.InForce.ClauseAt(entry.Clause).Id];
    }
}
