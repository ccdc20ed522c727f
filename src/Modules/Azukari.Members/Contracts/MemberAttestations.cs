using Azukari.Company;
using Azukari.Members.Storage;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Members.Contracts;

/// <summary>
/// The pledges members make, after the yearly training, to treat other members' data as the law asks (agent.duty). One counts for as long as
/// the policy in force says, and for the version it was made under or a later one that keeps the same duty.
/// </summary>
public sealed class MemberAttestations
{
    private readonly IDbContextFactory<AzukariDb> _databases;
    private readonly CompanyCore _company;
    private readonly MemberBook _book;
    private readonly TimeProvider _clock;

    internal MemberAttestations(IDbContextFactory<AzukariDb> databases, CompanyCore company, MemberBook book, TimeProvider clock) =>
        (_databases, _company, _book, _clock) = (databases, company, book, clock);

    /// <summary>Records a pledge, made now under the text of a version. Refused to who is no registered member of a class the duty is about.</summary>
    /// <param name="shown">The version whose text was pledged to; the one in force, as no other binds.</param>
    public async Task<MemberResult> RecordAsync(SubjectId member, PolicyVersion shown, MemberActing acting, CancellationToken cancel = default)
    {
        if (await _book.FindAsync(member, cancel) is not { } membership) return new MemberRefused(MemberRefusal.NoMembership);
        if (membership.Status != MemberStatus.Active || shown != _company.Trust.Policies.InForce.Version || Duty() is not { } duty || !duty.Who.Contains(membership.Class.Kind()))
            return new MemberRefused(MemberRefusal.WrongStatus);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var now = _clock.GetUtcNow();
        db.Add(new AttestationRow { Subject = member, At = now, Policy = shown.Value, Case = acting.Case });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (Uniqueness.IsBroken(error))
        {
            return new MemberDone(membership); // made this very moment already
        }

        if (await _company.Trust.Vault.NoteAsync(member, "attested:agent.duty", acting.By, acting.Case, cancel) is ActUnknown) return new MemberRefused(MemberRefusal.NoSuchPerson);
        await transaction.CommitAsync(cancel);
        return new MemberDone(membership);
    }

    /// <summary>Until when the member's latest pledge counts; null where none counts now.</summary>
    public async Task<DateTimeOffset?> UntilAsync(SubjectId member, CancellationToken cancel = default)
    {
        if (Duty() is not { Every: { } every }) return null;
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var latest = await db.Set<AttestationRow>().AsNoTracking().Where(attestation => attestation.Subject == member).OrderByDescending(attestation => attestation.At).FirstOrDefaultAsync(cancel);
        if (latest is null) return null;
        var until = every.After(latest.At.ToOffset(TimeSpan.FromHours(9)));
        return until > _clock.GetUtcNow() ? until : null;
    }

    // The duty that opens the up-line view, by the version in force.
    private DutyRule? Duty() => _company.Trust.Policies.InForce.Document.Clauses.Select(clause => clause.Rule).OfType<DutyRule>().FirstOrDefault(duty => duty.Gates.Contains(Upline));

    private static readonly RecipientKind Upline = RecipientKind.Parse("upline");
}
