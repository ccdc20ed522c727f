namespace Azukari.Portal.Information;

/// <summary>What was done with an item by others so far.</summary>
/// <param name="Times">How often it was used, shared or provided.</param>
/// <param name="Last">When last; null where never.</param>
/// <param name="Outside">Who outside the company's desks received it: the company where its record names one, and its kind.</param>
public sealed record ItemRecord(long Times, DateTimeOffset? Last, IReadOnlyList<string> Outside);
