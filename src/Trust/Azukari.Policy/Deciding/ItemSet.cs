using System.Collections;
using System.Numerics;

namespace Azukari.Policy;

/// <summary>The place of an item in an archive's vocabulary. The default value is no item. Stable while versions are only appended.</summary>
public readonly record struct ItemIndex
{
    private readonly byte _ordinal;

    internal ItemIndex(int bit) => _ordinal = checked((byte)(bit + 1));

    /// <summary>Whether this is an item at all.</summary>
    public bool Exists => _ordinal != 0;

    /// <summary>The bit, from 0 to 127.</summary>
    internal int Bit => _ordinal - 1;
}

/// <summary>
/// A set of items of one archive's vocabulary: 128 bits. Names are had from <see cref="Compiling.Vocabulary"/>. Enumerates without allocating. Sets of
/// different policies must not be mixed.
/// </summary>
public readonly record struct ItemSet : IEnumerable<ItemIndex>
{
    private readonly ulong _low;
    private readonly ulong _high;

    private ItemSet(ulong low, ulong high)
    {
        _low = low;
        _high = high;
    }

    /// <summary>No item.</summary>
    public static ItemSet Empty => default;

    /// <summary>Whether the set is empty.</summary>
    public bool IsEmpty => (_low | _high) == 0;

    /// <summary>How many items are in the set, 0 to 128.</summary>
    public int Count => BitOperations.PopCount(_low) + BitOperations.PopCount(_high);

    /// <summary>The set of one item; empty for no item.</summary>
    public static ItemSet Of(ItemIndex item) => Empty.With(item);

    /// <summary>Whether the item is in the set.</summary>
    public bool Contains(ItemIndex item) =>
        item.Exists && (item.Bit < 64 ? (_low & (1UL << item.Bit)) != 0 : (_high & (1UL << (item.Bit - 64))) != 0);

    /// <summary>Whether every item of the other set is in this one.</summary>
    public bool ContainsAll(ItemSet other) => (other._low & ~_low) == 0 && (other._high & ~_high) == 0;

    /// <summary>Whether any item is in both sets.</summary>
    public bool Overlaps(ItemSet other) => ((other._low & _low) | (other._high & _high)) != 0;

    /// <summary>This set and one item more.</summary>
    public ItemSet With(ItemIndex item) => !item.Exists ? this
        : item.Bit < 64 ? new(_low | (1UL << item.Bit), _high) : new(_low, _high | (1UL << (item.Bit - 64)));

    /// <summary>The items in either set.</summary>
    public ItemSet Union(ItemSet other) => new(_low | other._low, _high | other._high);

    /// <summary>The items in both sets.</summary>
    public ItemSet Intersect(ItemSet other) => new(_low & other._low, _high & other._high);

    /// <summary>The items of this set which are not in the other.</summary>
    public ItemSet Except(ItemSet other) => new(_low & ~other._low, _high & ~other._high);

    /// <summary>Enumerates without allocating, in the order of the vocabulary.</summary>
    public Enumerator GetEnumerator() => new(_low, _high);

    IEnumerator<ItemIndex> IEnumerable<ItemIndex>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The number of items; names need the vocabulary.</summary>
    public override string ToString() => $"{Count} items";

    /// <summary>Enumerates the set.</summary>
    public struct Enumerator : IEnumerator<ItemIndex>
    {
        private ulong _low;
        private ulong _high;

        internal Enumerator(ulong low, ulong high)
        {
            _low = low;
            _high = high;
            Current = default;
        }

        /// <inheritdoc/>
        public ItemIndex Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            if (_low != 0)
            {
                Current = new ItemIndex(BitOperations.TrailingZeroCount(_low));
                _low &= _low - 1;
                return true;
            }
            if (_high == 0)
                return false;
            Current = new ItemIndex(64 + BitOperations.TrailingZeroCount(_high));
            _high &= _high - 1;
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
