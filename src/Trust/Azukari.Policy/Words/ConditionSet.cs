using System.Collections;
using System.Numerics;

namespace Azukari.Policy;

/// <summary>A set of conditions. Enumerates in the order of the list, without allocating.</summary>
public readonly record struct ConditionSet : IEnumerable<Condition>
{
    private readonly uint _bits;

    private ConditionSet(uint bits) => _bits = bits;

    /// <summary>No condition.</summary>
    public static ConditionSet Empty => default;

    /// <summary>Whether no condition is in the set.</summary>
    public bool IsEmpty => _bits == 0;

    /// <summary>How many conditions are in the set.</summary>
    public int Count => BitOperations.PopCount(_bits);

    /// <summary>A set of the conditions given.</summary>
    public static ConditionSet Of(params ReadOnlySpan<Condition> conditions)
    {
        var bits = 0u;
        foreach (var condition in conditions)
            bits |= 1u << (int)condition;
        return new ConditionSet(bits);
    }

    /// <summary>Whether the condition is in the set.</summary>
    public bool Contains(Condition condition) => (_bits & (1u << (int)condition)) != 0;

    /// <summary>Whether every condition of the other set is in this one.</summary>
    public bool ContainsAll(ConditionSet other) => (other._bits & ~_bits) == 0;

    /// <summary>This set and one condition more.</summary>
    public ConditionSet With(Condition condition) => new(_bits | (1u << (int)condition));

    /// <summary>This set without one condition.</summary>
    public ConditionSet Without(Condition condition) => new(_bits & ~(1u << (int)condition));

    /// <summary>The conditions in either set.</summary>
    public ConditionSet Union(ConditionSet other) => new(_bits | other._bits);

    /// <summary>The conditions in both sets.</summary>
    public ConditionSet Intersect(ConditionSet other) => new(_bits & other._bits);

    /// <summary>The conditions of this set which are not in the other.</summary>
    public ConditionSet Except(ConditionSet other) => new(_bits & ~other._bits);

    /// <summary>The next subset of a whole, in an order that begins with the empty set and comes back to it after the last.</summary>
    internal ConditionSet NextWithin(ConditionSet whole) => new((_bits - whole._bits) & whole._bits);

    /// <summary>The first condition of the set, in the order of the list.</summary>
    /// <exception cref="InvalidOperationException">The set is empty.</exception>
    public Condition First => _bits != 0 ? (Condition)BitOperations.TrailingZeroCount(_bits) : throw new InvalidOperationException("The set is empty.");

    /// <summary>Enumerates without allocating.</summary>
    public Enumerator GetEnumerator() => new(_bits);

    IEnumerator<Condition> IEnumerable<Condition>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", this.Select(PolicyWords.Of));

    /// <summary>Enumerates the set.</summary>
    public struct Enumerator : IEnumerator<Condition>
    {
        private uint _rest;

        internal Enumerator(uint bits)
        {
            _rest = bits;
            Current = default;
        }

        /// <inheritdoc/>
        public Condition Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            if (_rest == 0)
                return false;
            Current = (Condition)BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }

        /// <inheritdoc/>
        public readonly void Reset() => throw new NotSupportedException();

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
