using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Console.Shell;

/// <summary>
/// What another module tells a person before staff change or delete an item of theirs; registered as a singleton. Before, since a change of the address
/// takes away the only way to reach them; where it cannot be told, nothing is changed.
/// </summary>
/// <param name="Item">Which item.</param>
/// <param name="Before">By ids alone: whose, by whom, in which case.</param>
public sealed record ChangeWarning(ItemId Item, Func<IServiceProvider, SubjectId, Accessor, string, CancellationToken, Task> Before);
