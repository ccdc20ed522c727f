using Azukari.Vault;

namespace Azukari.Join.Sponsors;

/// <summary>An agent's referral code: random, so that the link tells neither number nor name.</summary>
internal sealed class ReferralRow
{
    public required string Code { get; init; }

    public required SubjectId Subject { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
