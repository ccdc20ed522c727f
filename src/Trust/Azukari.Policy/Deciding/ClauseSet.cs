using System.Numerics;
using Azukari.Policy.Compiling;

namespace Azukari.Policy.Deciding;

/// <summary>A set of clauses, sorted by id (ordinally). Enumerates without allocating.</summary>
public readonly struct ClauseSet
{
    private readonly Vocabulary? _vocabulary;
    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    private ClauseSet(Vocabulary? vocabulary, ulong a, ulong b, ulong c, ulong d)
    {
        _vocabulary = vocabulary;
        _a = a;
        _b = b;
        _c = c;
        _d = d;
    }

    /// <summary>How many clauses are in the set.</summary>
    public int Count => BitOperations.PopCount(_a) + BitOperations.PopCount(_b) + BitOperations.PopCount(_c) + BitOperations.PopCount(_d);

    /// <summary>The clauses as an array, sorted.</summary>
    public ClauseId[] ToArray()
    {
        var clauses = new ClauseId[Count];
        var i = 0;
        foreach (var clause in this)
            clauses[i++] = clause;
        return clauses;
    }

    /// <summary>Whether the clause is in the set.</summary>
    public bool Contains(ClauseId clause)
    {
        foreach (var member in this)
        {
            if (member == clause)
                return true;
        }
        return false;
    }

    /// <summary>Whether both sets, of one vocabulary, hold the same clauses.</summary>
    public bool SetEquals(in ClauseSet other) =>
        ReferenceEquals(_vocabulary, other._vocabulary) && _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <summary>Enumerates without allocating.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", ToArray());

    internal static ClauseSet Of(Vocabulary vocabulary) => new(vocabulary, 0, 0, 0, 0);

    internal ClauseSet With(int rank) => (rank >> 6) switch
    {
        0 => new(_vocabulary, _a | (1UL << rank), _b, _c, _d),
        1 => new(_vocabulary, _a, _b | (1UL << (rank - 64)), _c, _d),
        2 => new(_vocabulary, _a, _b, _c | (1UL << (rank - 128)), _d),
        _ => new(_vocabulary, _a, _b, _c, _d | (1UL << (rank - 192))),
    };

    internal ClauseSet Union(in ClauseSet other) => new(_vocabulary ?? other._vocabulary, _a | other._a, _b | other._b, _c | other._c, _d | other._d);

    internal ClauseSet Intersect(in ClauseSet other) => new(_vocabulary ?? other._vocabulary, _a & other._a, _b & other._b, _c & other._c, _d & other._d);

    private int NextAfter(int rank)
    {
        for (var next = rank + 1; next < 256;)
        {
            var word = (next >> 6) switch { 0 => _a, 1 => _b, 2 => _c, _ => _d } >> (next & 63);
            if (word != 0)
                return next + BitOperations.TrailingZeroCount(word);
            next = (next | 63) + 1;
        }
        return -1;
    }

    /// <summary>Enumerates the set.</summary>
    public struct Enumerator
    {
        private readonly ClauseSet _set;
        private int _rank;

        internal Enumerator(in ClauseSet set)
        {
            _set = set;
            _rank = -1;
        }

        /// <summary>The clause.</summary>
        public readonly ClauseId Current => _set._vocabulary!.ClauseAt(_rank);

        /// <summary>Moves on.</summary>
        public bool MoveNext()
        {
            _rank = _set.NextAfter(_rank);
            return _rank >= 0;
        }

        /// <summary>The rank of the clause in the vocabulary.</summary>
        internal readonly int Rank => _rank;
    }
}
