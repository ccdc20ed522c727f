using System.Collections.Immutable;
using Azukari.Policy.Deciding;

namespace Azukari.Policy.Coverage;

/// <summary>A view: what the program may read at once, for which purpose and as whom. The set of views is the register of processing.</summary>
/// <param name="Id">A stable name: <c>orders.parcel-label</c>.</param>
/// <param name="Purpose">The purpose.</param>
/// <param name="Recipient">As whom it is read.</param>
/// <param name="Items">The items.</param>
/// <param name="Ground">The ground, where the view serves something that leaves the company by one.</param>
public sealed record ViewDeclaration(string Id, ClauseId Purpose, RecipientKind Recipient, ImmutableArray<ItemId> Items, ClauseId? Ground = null);

/// <summary>A view that no clause of the version in force permits, and why.</summary>
public sealed record StrandedView(ViewDeclaration View, Refusal Refusal);
