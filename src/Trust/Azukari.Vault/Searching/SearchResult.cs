using Azukari.Ledger;
using Azukari.Policy.Deciding;

namespace Azukari.Vault;

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
}

/// <summary>The policy refuses such a search as a whole, or the item cannot be searched.</summary>
public sealed record SearchRefused : SearchResult
{
    internal SearchRefused(EntryId entry, Refusal? refusal, Values.ValueError? error) : base(entry) => (Refusal, Error) = (refusal, error);

    /// <summary>The typed reason; null when the term was no term.</summary>
    public Refusal? Refusal { get; }

    /// <summary>What is wrong with the term (never repeating it); null when the policy refused.</summary>
    public Values.ValueError? Error { get; }
}
