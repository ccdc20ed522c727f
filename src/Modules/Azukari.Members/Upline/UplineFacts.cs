using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Members.Upline;

/// <summary>
/// Whether the member who looks stands above the person in the tree at this moment and is of higher rank, and has attested to an agent's duties
/// within the year (joint.upline, agent.duty). Known only of accessors that name a member. A higher class stands above a lower one, and among
/// agents the higher rank; of two who are equal neither does.
/// </summary>
internal sealed class UplineFacts(MemberBook book, SponsorTree tree, MemberAttestations attestations) : IFactSource
{
    public async ValueTask<FactAnswer> AskAsync(Condition condition, SubjectId? subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct) => condition switch
    {
        Condition.AncestorOfHigherRank when MemberAccessor.MemberOf(context.Accessor) is { } viewer && subject is { } member => await StandsAboveAsync(viewer, member, ct),
        Condition.Attestation when MemberAccessor.MemberOf(context.Accessor) is { } viewer => await HasAttestedAsync(viewer, ct),
        _ => FactAnswer.Unknown,
    };

    private async Task<FactAnswer> StandsAboveAsync(SubjectId viewer, SubjectId member, CancellationToken ct)
    {
        if (!await tree.IsAncestorNowAsync(viewer, member, ct)) return FactAnswer.False;
        var both = await book.FindAsync([viewer, member], ct);
        if (!both.TryGetValue(viewer, out var above) || above.Status != MemberStatus.Active) return FactAnswer.False;
        if (!both.TryGetValue(member, out var below) || below.Status.HasEnded()) return FactAnswer.False;
        return above.IsAbove(below) ? FactAnswer.True : FactAnswer.False;
    }

    private async Task<FactAnswer> HasAttestedAsync(SubjectId viewer, CancellationToken ct) =>
        await attestations.UntilAsync(viewer, ct) is not null ? FactAnswer.True : FactAnswer.False;
}
