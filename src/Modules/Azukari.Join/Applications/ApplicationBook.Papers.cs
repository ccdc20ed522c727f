using Azukari.Join.Contracts;
using Azukari.Join.CoolingOff;
using Azukari.Storage;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Join.Applications;

/// <summary>The contract document's receipt, undoing a registration, leaving.</summary>
internal sealed partial class ApplicationBook
{
    /// <summary>The accepted application a link to the contract's documents belongs to; null for a link that is none.</summary>
    public async Task<Application?> OfPapersAsync(string? secret, CancellationToken cancel)
    {
        if (Codes.Hash(secret) is not { } hash) return null;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<ApplicationRow>().AsNoTracking().SingleOrDefaultAsync(row => row.PapersHash == hash, cancel) is { } found ? Of(found) : null;
    }

    /// <summary>Notes the day on which the contract document was sent by post; sent once more, the later note counts. Not once it arrived. False where it does not go by post.</summary>
    public async Task<bool> PostAsync(Application application, DateOnly on, Accessor by, CancellationToken cancel)
    {
        int? day = Stored(on);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await ToPost(db).Where(row => row.Code == application.Code).ExecuteUpdateAsync(set => set.SetProperty(row => row.PostedOn, day), cancel) == 0) return false;
        await Vault.NoteAsync(application.Subject, "contract:posted", by, application.Code, cancel);
        return true;
    }

    /// <summary>Notes that the contract document was received, today in Japan: the first of the days within which it can be undone. Only the first time counts.</summary>
    public Task ReceiveAsync(Application application, CancellationToken cancel) => ReceiveAsync(application, JapanTime.Today(clock), ApplicationWords.Web, cancel);

    /// <summary>Notes the day on which the contract document reached the member, as the post tells it. Only the first time counts.</summary>
    public async Task ReceiveAsync(Application application, DateOnly on, Accessor by, CancellationToken cancel)
    {
        var (day, accepted) = (Stored(on), ApplicationState.Accepted.Word());
        await using var db = await databases.CreateDbContextAsync(cancel);
        var first = await db.Set<ApplicationRow>().Where(row => row.Code == application.Code && row.State == accepted && row.ReceivedOn == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ReceivedOn, day), cancel);
        if (first == 1) await Vault.NoteAsync(application.Subject, "contract:received", by, application.Code, cancel);
    }

    /// <summary>Notes the day on which the first goods reached the member; where it is later than the document's, the days run from it. Only the first time counts.</summary>
    public async Task GoodsAsync(Application application, DateOnly on, Accessor by, CancellationToken cancel)
    {
        var (day, accepted) = (Stored(on), ApplicationState.Accepted.Word());
        await using var db = await databases.CreateDbContextAsync(cancel);
        var first = await db.Set<ApplicationRow>().Where(row => row.Code == application.Code && row.State == accepted && row.GoodsOn == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.GoodsOn, day), cancel);
        if (first == 1) await Vault.NoteAsync(application.Subject, "goods:received", by, application.Code, cancel);
    }

    /// <summary>To how many members the contract document has yet to be sent by post (SCTA 37(2)).</summary>
    public async Task<int> ToPostAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await ToPost(db).CountAsync(row => row.PostedOn == null, cancel);
    }

    // Who consented to documents by electronic means, and confirmed it, takes it at the link; everybody else has it on paper.
    private static IQueryable<ApplicationRow> ToPost(AzukariDb db)
    {
        var accepted = ApplicationState.Accepted.Word();
        return db.Set<ApplicationRow>().Where(row => row.State == accepted && row.ElectronicAt == null && row.ReceivedOn == null);
    }

    /// <summary>Whether a notice sent now would undo the registration.</summary>
    public bool IsInTime(Application application) => CoolingOffPeriod.IsInTime(JapanTime.Today(clock), application.ReceivedOn, application.GoodsOn);

    /// <summary>
    /// Ends a membership at the member's wish: within the cooling-off period the registration is undone, later the member leaves. False when it
    /// has ended already. What a crash leaves undone is finished by itself.
    /// </summary>
    public Task<bool> LeaveAsync(Application application, CancellationToken cancel) => LeaveAsync(application, JapanTime.Today(clock), ApplicationWords.Web, cancel);

    /// <summary>As above, by a notice that came to staff.</summary>
    /// <param name="sent">The day the notice was sent: it takes effect then.</param>
    public async Task<bool> LeaveAsync(Application application, DateOnly sent, Accessor by, CancellationToken cancel) => application.State == ApplicationState.Accepted
        && await leaving.LeaveAsync(application.Subject, sent, by, application.Language, null, cancel) is LeaveResult.Undone or LeaveResult.ChangedBack or LeaveResult.Left;
}
