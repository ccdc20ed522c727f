using Azukari.Policy;
using Azukari.Values;

namespace Azukari.Vault;

/// <summary>How a value that a module keeps came about: what decisions rest on.</summary>
/// <param name="AcquiredAt">When.</param>
/// <param name="Channel">Through which channel.</param>
/// <param name="PolicyVersion">Under which version.</param>
/// <param name="SubjectKind">As what kind of subject.</param>
/// <param name="By">By whom.</param>
public sealed record ModuleFacts(DateTimeOffset AcquiredAt, Channel Channel, PolicyVersion PolicyVersion, SubjectKind SubjectKind, Accessor By);

/// <summary>An item of a person that a module keeps, or knows how to make of what the vault keeps. Prints no value.</summary>
public abstract record ModuleItem
{
    private ModuleItem(ItemId item) => Item = item;

    /// <summary>Which item.</summary>
    public ItemId Item { get; }

    /// <summary>The item only.</summary>
    public sealed override string ToString() => $"{GetType().Name}[{Item}]";

    /// <summary>A value the module keeps itself.</summary>
    public sealed record Kept(ItemId Of, StoredValue Value, ModuleFacts Facts) : ModuleItem(Of);

    /// <summary>
    /// What another item says, of the same person or of another one: opened inside the vault, made into the value, and released with the decision
    /// about this person, never to the module. Nothing where that item is not held any more.
    /// </summary>
    /// <param name="From">Whose item.</param>
    /// <param name="Source">Which item of theirs, one the vault holds.</param>
    /// <param name="Make">Makes the value; null where none follows.</param>
    /// <param name="Facts">How it came about; as the source did when null.</param>
    public sealed record Told(ItemId Of, SubjectId From, ItemId Source, Func<StoredValue, StoredValue?> Make, ModuleFacts? Facts = null) : ModuleItem(Of);
}

/// <summary>
/// The items a module keeps of people (<c>held: members</c> in a policy). They pass the vault's gate like its own: decided, recorded, released.
/// What a module does not know of a person is not held. A source that fails fails the access: nothing is released.
/// </summary>
public interface IHeldItems
{
    /// <summary>The module's name, as the policy says it.</summary>
    string Module { get; }

    /// <summary>What the module keeps of some people, of the items asked for.</summary>
    ValueTask<IReadOnlyDictionary<SubjectId, IReadOnlyList<ModuleItem>>> ReadAsync(IReadOnlyCollection<SubjectId> subjects, IReadOnlyCollection<ItemId> items, CancellationToken ct);

    /// <summary>Removes everything by which the people can be found in the module: they are erased. Repeating it changes nothing.</summary>
    Task ForgetAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct);

    /// <summary>Removes items whose retention has ended; gives those that were there. Repeating it changes nothing.</summary>
    Task<IReadOnlyList<ItemId>> ExpireAsync(SubjectId subject, IReadOnlyCollection<ItemId> items, CancellationToken ct);
}
