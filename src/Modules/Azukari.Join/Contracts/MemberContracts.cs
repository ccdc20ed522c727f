using Azukari.Company;
using Azukari.Join.Applications;
using Azukari.Join.Leaving;
using Azukari.Join.Public;
using Azukari.Members.Contracts;
using Azukari.Papers.Contracts;
using Azukari.Site.Policies;
using Azukari.Ui.Language;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.AspNetCore.Http;

namespace Azukari.Join.Contracts;

/// <summary>What became of somebody's wish to leave.</summary>
public enum LeaveResult
{
    /// <summary>The registration is undone (cooling-off).</summary>
    Undone,

    /// <summary>The change of class is undone (cooling-off): the membership goes on as what it was.</summary>
    ChangedBack,

    /// <summary>The membership has ended.</summary>
    Left,

    /// <summary>There is no membership to end.</summary>
    NoMember,

    /// <summary>The policy refuses it; nothing changed.</summary>
    Refused,
}

/// <summary>A member's contract, as it was made by this program: facts, no value.</summary>
/// <param name="Code">The application it comes from.</param>
/// <param name="ReceivedOn">The day its document was received; null before.</param>
/// <param name="LastDay">The last day of the cooling-off period; null while the document was not received.</param>
/// <param name="InTime">Whether a notice sent now would undo the registration.</param>
/// <param name="IsElectronic">Whether its document is given by electronic means, with confirmed consent.</param>
/// <param name="Before">What the member was before this contract, and becomes again where it is undone; null where undoing it ends the membership.</param>
public sealed record MemberContract(string Code, DateOnly? ReceivedOn, DateOnly? LastDay, bool InTime, bool IsElectronic, MemberClass? Before = null);

/// <summary>Members' contracts and their end, for the members' own pages.</summary>
public sealed class MemberContracts
{
    private readonly ApplicationBook _applications;
    private readonly LeavingBook _leaving;
    private readonly Referrals _referrals;
    private readonly CompanyCore _company;
    private readonly PaperPress _press;
    private readonly TimeProvider _clock;

    internal MemberContracts(ApplicationBook applications, LeavingBook leaving, Referrals referrals, CompanyCore company, PaperPress press, TimeProvider clock) =>
        (_applications, _leaving, _referrals, _company, _press, _clock) = (applications, leaving, referrals, company, press, clock);

    /// <summary>The contract of a member; null for who became one before this program, by import for instance, and for who is none any more.</summary>
    public async Task<MemberContract?> FindAsync(SubjectId member, CancellationToken cancel) => await AcceptedAsync(member, cancel) is { } found
        ? new MemberContract(found.Code, found.ReceivedOn, found.LastDay, _applications.IsInTime(found), found.ElectronicAt is not null, found.Before) : null;

    /// <summary>Notes that the member receives the contract document now, by electronic means: the first day of the cooling-off period. Only the first time counts.</summary>
    /// <returns>False where it is given on paper, or there is none.</returns>
    public async Task<bool> ReceiveAsync(SubjectId member, CancellationToken cancel)
    {
        if (await AcceptedAsync(member, cancel) is not { ElectronicAt: not null } application) return false;
        await _applications.ReceiveAsync(application, cancel);
        return true;
    }

    /// <summary>The contract document as PDF, in the language of the request; not found before it was received, and where the policy refuses it.</summary>
    public async Task<IResult> PrintAsync(SubjectId member, PolicyShelf shelf, CancellationToken cancel)
    {
        if (await AcceptedAsync(member, cancel) is not { ReceivedOn: { } received } application) return Results.NotFound();
        var context = new AccessContext { Accessor = ApplicationWords.Web, As = ApplicationWords.Desk, Purpose = ApplicationWords.Purpose, Case = application.Code };
        return await ContractPapers.PrintAsync(application, received, context, _referrals, _company, shelf, _press, cancel);
    }

    /// <summary>Ends the membership at the member's wish, sent now: within the cooling-off period the registration, or the change of class, is undone. Repeating it changes nothing.</summary>
    public Task<LeaveResult> LeaveAsync(SubjectId member, Accessor by, CancellationToken cancel) =>
        _leaving.LeaveAsync(member, JapanTime.Today(_clock), by, PageLanguage.Current.TwoLetterISOLanguageName, null, cancel);

    private async Task<Application?> AcceptedAsync(SubjectId member, CancellationToken cancel) =>
        await _applications.FindAsync(member, cancel) is { State: ApplicationState.Accepted } found ? found : null;
}
