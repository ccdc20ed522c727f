namespace Azukari.Vault;

/// <summary>What an expiry did.</summary>
/// <param name="People">How many people something of ended.</param>
/// <param name="Items">How many items ended.</param>
/// <param name="StatutoryRecords">How many names kept after an erasure ended.</param>
public sealed record ExpireResult(long People, long Items, long StatutoryRecords)
{
    /// <summary>How many documents ended, all versions counted.</summary>
    public long Documents { get; init; }
}
