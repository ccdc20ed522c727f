using Azukari.Company;
using Azukari.Console.Policies;
using Azukari.Console.SignIn;
using Azukari.Console.Staff;
using Azukari.Policy;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Console.People.Purposes;

/// <summary>
/// Which purpose is in force in which session. It ends with the session, with the role, and with the version that offered it: all looked up anew
/// at each request, so nothing is read for a purpose that is no longer theirs.
/// </summary>
internal sealed class PurposeDesk(IDbContextFactory<AzukariDb> databases, CompanyCore company, PolicyOverviews versions, StaffNow staff, TimeProvider clock)
{
    /// <summary>What the policy in force offers to somebody's roles.</summary>
    public IReadOnlyList<OfferedPurpose> OffersFor(StaffMember person) => !versions.Any ? [] :
    [
        .. versions.InForce.Recipients.Where(recipient => person.Roles.Contains(recipient.Id.Value)).SelectMany(recipient => OfferedPurpose.To(recipient.Id, versions.Of(versions.InForce))),
    ];

    /// <summary>The purpose in force in the request's session; null when there is none.</summary>
    public async Task<PurposeInForce?> FindAsync(HttpContext http)
    {
        if (http.Features.Get<Found>() is { } before) return before.Purpose;
        var found = await LookAsync(http);
        http.Features.Set(new Found(found));
        return found;
    }

    /// <summary>Puts a purpose into force in the request's session. A role not held is refused, and in the ledger.</summary>
    public async Task<Choice> ChooseAsync(HttpContext http, string? key, string? typedCase, CancellationToken cancel)
    {
        if (key?.Split('~') is not [var roleText, var purposeText] || !RecipientKind.TryParse(roleText, out var role) || !ClauseId.TryParse(purposeText, out var purpose)
            || StaffSessions.KeyOf(StaffHandler.TokenOf(http.Request)) is not { } session || await staff.OfAsync(http.User, cancel) is not { } person)
            return new Choice.NotOffered();
        if (!person.Roles.Contains(role.Value))
        {
            if (company.Trust.HasPolicy) await company.RefuseRoleAsync(new AccessContext { Accessor = person.Accessor, As = role, Purpose = purpose }, null, cancel);
            return new Choice.NotOffered();
        }

        if (OffersFor(person).FirstOrDefault(o => o.Role == role && o.Purpose == purpose) is not { } offer) return new Choice.NotOffered();
        var bound = offer.Case == CaseKind.None ? null : CaseCode.Read(typedCase, offer.Case);
        if (offer.Case != CaseKind.None && bound is null) return new Choice.CaseWrong(offer.Case);
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var over = now - StaffSessions.Longest;
        await db.Set<ChosenPurpose>().Where(c => c.ChosenAt < over).ExecuteDeleteAsync(cancel);
        await db.Set<ChosenPurpose>().Where(c => c.Session == session).ExecuteDeleteAsync(cancel);
        db.Add(new ChosenPurpose { Session = session, Login = person.Login, Role = role.Value, Purpose = purpose.Value, Case = bound, ChosenAt = now });
        await db.SaveChangesAsync(cancel);
        return new Choice.Made();
    }

    /// <summary>
    /// Whether there is something for somebody to choose. Who is offered nothing has no business with people: that they tried is refused, and in the
    /// ledger, once the page of somebody or the search for somebody is asked for.
    /// </summary>
    /// <param name="subject">About whom, where it is about one person.</param>
    public async Task<bool> IsOfferedAsync(HttpContext http, SubjectId? subject)
    {
        if (await staff.OfAsync(http.User, http.RequestAborted) is not { } person || OffersFor(person).Count > 0) return true;
        if (company.Trust.HasPolicy) await company.Trust.Vault.RecordRefusalAsync(subject, person.Accessor, company.LeastPrivilege, "no-purpose", http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return false;
    }

    /// <summary>Takes the purpose out of force; from then on the session sees nobody.</summary>
    public async Task EndAsync(HttpContext http, CancellationToken cancel)
    {
        if (StaffSessions.KeyOf(StaffHandler.TokenOf(http.Request)) is not { } session) return;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<ChosenPurpose>().Where(c => c.Session == session).ExecuteDeleteAsync(cancel);
    }

    private async Task<PurposeInForce?> LookAsync(HttpContext http)
    {
        var cancel = http.RequestAborted;
        if (!versions.Any || StaffSessions.KeyOf(StaffHandler.TokenOf(http.Request)) is not { } session || await staff.OfAsync(http.User, cancel) is not { } person) return null;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Set<ChosenPurpose>().AsNoTracking().SingleOrDefaultAsync(c => c.Session == session, cancel) is not { } chosen || chosen.Login != person.Login) return null;
        var offer = OffersFor(person).FirstOrDefault(o => o.Role.Value == chosen.Role && o.Purpose.Value == chosen.Purpose);
        return offer is null || (offer.Case != CaseKind.None && chosen.Case is null) ? null : new PurposeInForce(person, offer, chosen.Case, chosen.ChosenAt);
    }

    private sealed record Found(PurposeInForce? Purpose);
}
