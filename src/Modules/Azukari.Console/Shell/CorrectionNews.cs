using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Console.Shell;

/// <summary>What another module does once staff has corrected an item; registered as a singleton. The correction stands whatever comes of it.</summary>
/// <param name="Item">Which item.</param>
/// <param name="Do">By ids alone: whose, by whom, in which case.</param>
public sealed record CorrectionNews(ItemId Item, Func<IServiceProvider, SubjectId, Accessor, string, CancellationToken, Task> Do);
