using System.Diagnostics;

namespace Azukari.Values;

/// <summary>How much of a value was typed.</summary>
public enum SearchMatch
{
    /// <summary>As values of the shape are mostly looked up: names by the beginning of their reading or as written, everything else whole.</summary>
    Usual,

    /// <summary>The whole value, nothing more and nothing less.</summary>
    Whole,

    /// <summary>The beginning of the value, or all of it.</summary>
    Beginning,

    /// <summary>Of an address, its prefecture. It narrows what others find and finds nobody by itself: nothing of it is in an index.</summary>
    Area,
}

/// <summary>
/// What to look for: the term the blind index holds, and what the opened value has to be beyond that. Prints nothing of what it holds.
/// </summary>
[DebuggerDisplay("[SearchQuery]")]
public readonly struct SearchQuery
{
    private readonly Func<StoredValue, bool>? _fits;

    internal SearchQuery(SearchTerm? term, Func<StoredValue, bool>? fits = null) => (Term, _fits) = (term, fits);

    /// <summary>The term in the index; null where the index knows nothing of it, and the query only narrows.</summary>
    public SearchTerm? Term { get; }

    /// <summary>Whether a value, opened, is what was looked for as far as the term does not say.</summary>
    public bool Fits(StoredValue stored) => _fits?.Invoke(stored) ?? true;

    /// <summary>A redaction.</summary>
    public override string ToString() => "[SearchQuery]";
}
