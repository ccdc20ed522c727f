using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Values;

namespace Azukari.Vault;

/// <summary>What is looked for in one item. Prints nothing of what was typed.</summary>
/// <param name="Item">In which item.</param>
/// <param name="Value">What was typed, in any style the item's shape takes.</param>
/// <param name="Match">How much of the value it is.</param>
public sealed record SearchCriterion(ItemId Item, string Value, SearchMatch Match = SearchMatch.Usual)
{
    /// <summary>The item only.</summary>
    public override string ToString() => $"SearchCriterion[{Item}]";
}

/// <summary>The answer to a search, recorded also when it finds nothing. The term is in no ledger, log or message.</summary>
public abstract record SearchResult
{
    private protected SearchResult(EntryId entry) => EntryId = entry;

    /// <summary>The ledger entry of the search.</summary>
    public EntryId EntryId { get; }
}

/// <summary>The people found who may be found by this accessor for this purpose.</summary>
public sealed record SearchFound : SearchResult
{
    internal SearchFound(EntryId entry, IReadOnlyList<SubjectId> hits, bool capped) : base(entry) => (Hits, Capped) = (hits, capped);

    /// <summary>The people, at most the cap.</summary>
    public IReadOnlyList<SubjectId> Hits { get; }

    /// <summary>Whether there may be more than the cap let through.</summary>
    public bool Capped { get; }

    /// <summary>The same people in each of the orders asked for. An order says which of two comes first, and no value.</summary>
    public IReadOnlyList<IReadOnlyList<SubjectId>> Orders { get; internal init; } = [];
}

/// <summary>The policy refuses such a search as a whole, or the item cannot be searched.</summary>
public sealed record SearchRefused : SearchResult
{
    internal SearchRefused(EntryId entry, Refusal? refusal, Values.ValueError? error, ItemId item) : base(entry) => (Refusal, Error, Item) = (refusal, error, item);

    /// <summary>The item whose term was none; of a refusal, the first of those searched in.</summary>
    public ItemId Item { get; }

    /// <summary>The typed reason; null when the term was no term.</summary>
    public Refusal? Refusal { get; }

    /// <summary>What is wrong with the term (never repeating it); null when the policy refused.</summary>
    public Values.ValueError? Error { get; }
}
