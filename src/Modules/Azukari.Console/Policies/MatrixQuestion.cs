using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Policy.Overview;

namespace Azukari.Console.Policies;

/// <summary>What the matrix is asked: everything, or only what touches one item, one kind of people.</summary>
/// <param name="Item">Only accesses to this item; null for all.</param>
/// <param name="Subject">Only accesses about such people; null for all.</param>
public sealed record MatrixQuestion(ItemDeclaration? Item, SubjectDeclaration? Subject)
{
    /// <summary>The question of a query string; words the version does not know ask for nothing.</summary>
    public static MatrixQuestion Of(PolicyDocument document, string? item, string? subject) => new(
        ItemId.TryParse(item, out var wanted) ? document.FindItem(wanted) : null,
        SubjectKind.TryParse(subject, out var kind) ? document.FindSubject(kind) : null);

    /// <summary>Whether everything is asked for.</summary>
    public bool IsAll => Item is null && Subject is null;

    /// <summary>The accesses of a cell the question is about.</summary>
    public IReadOnlyList<PermittedAccess> Of(PolicyOverview overview, ClauseId purpose, RecipientKind recipient) =>
    [
        .. overview.At(purpose, recipient).Where(a => (Item is null || a.Access.Items.Contains(Item.Id)) && (Subject is null || a.Access.Subjects.Contains(Subject.Id))),
    ];

    /// <summary>How many items those accesses reach.</summary>
    public int Count(IEnumerable<PermittedAccess> accesses) =>
        accesses.SelectMany(a => a.Access.Items).Where(i => Item is null || i == Item.Id).Distinct().Count();
}
