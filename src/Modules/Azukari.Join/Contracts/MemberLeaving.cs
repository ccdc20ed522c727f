using Azukari.Join.Applications;
using Azukari.Join.Leaving;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Join.Contracts;

/// <summary>How a member told staff that they leave.</summary>
public enum LeavingWay
{
    /// <summary>By letter: it takes effect on the day of its postmark (SCTA 40).</summary>
    Letter,

    /// <summary>By telephone.</summary>
    Phone,

    /// <summary>By e-mail or another message: it takes effect when sent.</summary>
    Message,
}

/// <summary>A notice of leaving that came to staff.</summary>
/// <param name="Way">How it came.</param>
/// <param name="Case">The case it belongs to, a code.</param>
public sealed record LeavingNotice(LeavingWay Way, string Case)
{
    /// <summary>As the ledger and the member's own history have it: <c>leaving:letter</c>.</summary>
    public string Code => "leaving:" + Word(Way);

    /// <summary><c>letter</c>, <c>phone</c> or <c>message</c>.</summary>
    public static string Word(LeavingWay way) => way switch
    {
        LeavingWay.Letter => "letter",
        LeavingWay.Phone => "phone",
        LeavingWay.Message => "message",
    };

    /// <summary>The way of a word; null for any other.</summary>
    public static LeavingWay? WayOf(string? word) => Enum.GetValues<LeavingWay>().Cast<LeavingWay?>().FirstOrDefault(way => Word(way!.Value) == word);
}

/// <summary>
/// Notices of leaving that come to staff, of whoever is a member: who joined here, and who came by import and has neither application nor account. The console and the command line ask this,
/// as the member's own page asks <see cref="MemberContracts"/>: one leaving, written first, then carried out whatever crashes.
/// </summary>
public sealed class MemberLeaving
{
    private readonly LeavingBook _leaving;
    private readonly IDbContextFactory<AzukariDb> _databases;

    internal MemberLeaving(LeavingBook leaving, IDbContextFactory<AzukariDb> databases) => (_leaving, _databases) = (leaving, databases);

    /// <summary>What a notice sent on a day would come to, as things are now. Nothing is done.</summary>
    /// <param name="sent">The day it was sent, in Japan.</param>
    public Task<LeaveResult> ForeseeAsync(SubjectId member, DateOnly sent, CancellationToken cancel) => _leaving.ForeseeAsync(member, sent, cancel);

    /// <summary>Ends the membership, or undoes registration or change of class where it was sent in time. Repeating it changes nothing.</summary>
    /// <param name="sent">The day it was sent, in Japan: it takes effect then.</param>
    /// <param name="by">Who of the staff does it.</param>
    public async Task<LeaveResult> LeaveAsync(SubjectId member, DateOnly sent, LeavingNotice notice, Accessor by, CancellationToken cancel)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        // The letter that confirms it is in the language the member applied in; of whoever came otherwise nobody knows.
        var language = await db.Set<ApplicationRow>().AsNoTracking().Where(row => row.Subject == member).OrderByDescending(row => row.SubmittedAt).Select(row => row.Language).FirstOrDefaultAsync(cancel);
        return await _leaving.LeaveAsync(member, sent, by, language ?? "ja", notice, cancel);
    }
}
