using System.Collections;
using System.Collections.Immutable;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Values;

namespace Azukari.Vault;

/// <summary>
/// Values released by one decision, by item. An item that was asked for and is not held is there with null. Prints no value. Whoever
/// holds it is using personal data: use it and let go.
/// </summary>
public sealed class ItemValues : IEnumerable<KeyValuePair<ItemId, StoredValue?>>
{
    private readonly ItemId[] _items;
    private readonly StoredValue?[] _values;

    /// <param name="items">Each once.</param>
    /// <param name="values">In the order of the items.</param>
    internal ItemValues(ItemId[] items, StoredValue?[] values) => (_items, _values) = (items, values);

    /// <summary>How many items were asked for.</summary>
    public int Count => _items.Length;

    /// <summary>The items asked for.</summary>
    public IEnumerable<ItemId> Keys => _items.AsEnumerable();

    /// <summary>The value, or null where none is held.</summary>
    /// <exception cref="KeyNotFoundException">The item was not asked for.</exception>
    public StoredValue? this[ItemId item]
    {
        get
        {
            for (var i = 0; i < _items.Length; i++)
                if (_items[i] == item) return _values[i];
            throw new KeyNotFoundException($"The item {item} was not asked for.");
        }
    }

    /// <summary>The value as its type, or null where none is held.</summary>
    /// <exception cref="KeyNotFoundException">The item was not asked for.</exception>
    /// <exception cref="FormatException">The item is held in another shape.</exception>
    public TValue? Get<TValue>(ItemId item) where TValue : class, IValue<TValue> => this[item] is { } stored ? TValue.FromStored(stored) : null;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<ItemId, StoredValue?>> GetEnumerator()
    {
        for (var i = 0; i < _items.Length; i++) yield return new(_items[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The number of items only.</summary>
    public override string ToString() => $"ItemValues[{Count}]";
}

/// <summary>The answer to an access: the values and what permitted them, or the refusal. Both are in the ledger already.</summary>
/// <typeparam name="T">What is released.</typeparam>
public abstract record AccessResult<T>
{
    private protected AccessResult(SubjectId subject, EntryId entry)
    {
        Subject = subject;
        EntryId = entry;
    }

    /// <summary>About whom.</summary>
    public SubjectId Subject { get; }

    /// <summary>The ledger entry, durable since before this result existed.</summary>
    public EntryId EntryId { get; }

    /// <summary>Ids only.</summary>
    public sealed override string ToString() => $"{(this is Granted<T> ? "Granted" : "Refused")}[{Subject}, {EntryId}]";
}

/// <summary>Permitted: the values, and what permitted them.</summary>
public sealed record Granted<T> : AccessResult<T>
{
    internal Granted(SubjectId subject, EntryId entry, T values, PolicyVersion version, ImmutableArray<ClauseId> clauses, Obligations obligations)
        : base(subject, entry) =>
        (Values, PolicyVersion, Clauses, Obligations) = (values, version, clauses, obligations);

    /// <summary>The values.</summary>
    public T Values { get; }

    /// <summary>The version in force that permitted it.</summary>
    public PolicyVersion PolicyVersion { get; }

    /// <summary>The clauses that permitted it, sorted.</summary>
    public ImmutableArray<ClauseId> Clauses { get; }

    /// <summary>What whoever shows or sends the values must do with them.</summary>
    public Obligations Obligations { get; }
}

/// <summary>Refused: nothing was released.</summary>
public sealed record RefusedAccess<T> : AccessResult<T>
{
    internal RefusedAccess(SubjectId subject, EntryId entry, Refusal refusal) : base(subject, entry) => Refusal = refusal;

    /// <summary>The typed reason, with its clause.</summary>
    public Refusal Refusal { get; }
}
