using Azukari.Company;
using Azukari.Join.Sponsors;
using Azukari.Members.Contracts;
using Azukari.Storage;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Join.Contracts;

/// <summary>A sponsor as somebody who wants to join may know them: by an opaque id and a public nickname, nothing of the person.</summary>
public sealed record PublicSponsor(SubjectId Subject, SponsorNickname Nickname);

/// <summary>Agents' referral links, and finding a sponsor by one or by a member number.</summary>
public sealed class Referrals
{
    private const int Length = 10;
    private readonly IDbContextFactory<AzukariDb> _databases;
    private readonly CompanyCore _company;
    private readonly MemberBook _members;
    private readonly TimeProvider _clock;

    internal Referrals(IDbContextFactory<AzukariDb> databases, CompanyCore company, MemberBook members, TimeProvider clock) =>
        (_databases, _company, _members, _clock) = (databases, company, members, clock);

    /// <summary>The nickname an agent is confirmed by.</summary>
    public SponsorNickname NicknameOf(SubjectId agent) => SponsorNickname.Of(_company.Seal.Fingerprint(agent.ToBytes(), "sponsor nickname"));

    /// <summary>The path of an agent's referral link, made when first asked for; null for whoever is no active agent.</summary>
    public async Task<string?> LinkOfAsync(SubjectId agent, CancellationToken cancel)
    {
        if (!await IsSponsorAsync(agent, cancel)) return null;
        await using var db = await _databases.CreateDbContextAsync(cancel);
        if (await CodeOfAsync(db, agent, cancel) is { } known) return "/join?ref=" + known;
        db.Add(new ReferralRow { Code = Codes.Random(Length), Subject = agent, CreatedAt = _clock.GetUtcNow() });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear(); // another request made it first
        }

        return await CodeOfAsync(db, agent, cancel) is { } made ? "/join?ref=" + made : null;
    }

    /// <summary>The sponsor of a referral code; null for a code that is none, or whose agent sponsors nobody any more.</summary>
    public async Task<PublicSponsor?> FindAsync(string? code, CancellationToken cancel)
    {
        if (code is not { Length: Length }) return null;
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var row = await db.Set<ReferralRow>().AsNoTracking().SingleOrDefaultAsync(referral => referral.Code == code, cancel);
        return row is not null && await IsSponsorAsync(row.Subject, cancel) ? new PublicSponsor(row.Subject, NicknameOf(row.Subject)) : null;
    }

    /// <summary>The sponsor of a member number; null where no active agent has it.</summary>
    public async Task<PublicSponsor?> FindAsync(MemberNumber number, CancellationToken cancel) =>
        await _members.FindByNumberAsync(number, cancel) is { Class: MemberClass.Agent, Status: MemberStatus.Active } found
            ? new PublicSponsor(found.Subject, NicknameOf(found.Subject)) : null;

    /// <summary>The sponsor of an id; null for whoever is no active agent.</summary>
    public async Task<PublicSponsor?> FindAsync(SubjectId agent, CancellationToken cancel) => await IsSponsorAsync(agent, cancel) ? new PublicSponsor(agent, NicknameOf(agent)) : null;

    private async Task<bool> IsSponsorAsync(SubjectId agent, CancellationToken cancel) =>
        await _members.FindAsync(agent, cancel) is { Class: MemberClass.Agent, Status: MemberStatus.Active };

    private static Task<string?> CodeOfAsync(AzukariDb db, SubjectId agent, CancellationToken cancel) =>
        db.Set<ReferralRow>().AsNoTracking().Where(referral => referral.Subject == agent).Select(referral => referral.Code).SingleOrDefaultAsync(cancel);
}
