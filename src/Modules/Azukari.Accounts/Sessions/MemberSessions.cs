using System.Text;
using Azukari.Accounts.Storage;
using Azukari.Accounts.Tickets;
using Azukari.Storage;
using Azukari.Ui.Access;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Accounts.Sessions;

/// <summary>A session in use.</summary>
internal sealed record LiveSession(Guid Id, Guid AccountId, SubjectId Subject, DateTimeOffset? ProvedAt);

/// <summary>A session as its owner sees it.</summary>
internal sealed record ListedSession(Guid Id, string Device, string Method, DateTimeOffset CreatedAt, DateTimeOffset SeenAt);

/// <summary>A session just opened.</summary>
/// <param name="Token">What the cookie carries.</param>
/// <param name="IsNewBrowser">Whether the account was in use before, but never in this browser.</param>
internal sealed record OpenedSession(string Token, bool IsNewBrowser)
{
    public override string ToString() => nameof(OpenedSession);
}

/// <summary>
/// Members' sessions. The database holds the SHA-256 of a token of 256 random bits, and no address: device, when, last seen. A session ends after
/// <see cref="Longest"/>, after <see cref="Idle"/> without a request, or at once when it is ended.
/// </summary>
internal sealed class MemberSessions(IDbContextFactory<AzukariDb> databases, StoragePlace place, TimeProvider clock)
{
    /// <summary>The longest a session lasts.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>How long a session lasts without a request.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromDays(7);

    // A request a second would otherwise write a row a second.
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    // How long a browser is remembered as one the member has used.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    /// <summary>Opens a session, always under a new token.</summary>
    /// <param name="browser">The browser's own mark.</param>
    /// <param name="proved">Whether more than a password was given.</param>
    public async Task<OpenedSession> OpenAsync(Account account, string device, string browser, string method, bool proved, CancellationToken cancel)
    {
        var token = TicketOffice.NewSecret();
        var now = clock.GetUtcNow();
        var mark = place.Seal.Fingerprint(Encoding.UTF8.GetBytes(browser), $"browser {account.Id:N}");
        await using var db = await databases.CreateDbContextAsync(cancel);
        var over = now - Remembered;
        await db.Set<MemberSession>().Where(s => s.ExpiresAt < over).ExecuteDeleteAsync(cancel);
        var earlier = await db.Set<MemberSession>().Where(s => s.AccountId == account.Id).Select(s => s.Browser).ToListAsync(cancel);
        db.Add(new MemberSession
        {
            Hash = TicketOffice.HashOf(token)!, Id = Guid.NewGuid(), AccountId = account.Id, Subject = account.Name, CreatedAt = now, SeenAt = now, ExpiresAt = now + Longest,
            Device = device, Browser = mark, Method = method, ProvedAt = proved ? now : null,
        });
        await db.SaveChangesAsync(cancel);
        return new OpenedSession(token, earlier.Count > 0 && !earlier.Exists(e => e.AsSpan().SequenceEqual(mark)));
    }

    /// <summary>The session of a token; null when there is none, it is over, or the account is not in use. Keeps it alive.</summary>
    public async Task<LiveSession?> FindAsync(string? token, CancellationToken cancel)
    {
        if (TicketOffice.HashOf(token) is not { } hash) return null;
        var now = clock.GetUtcNow();
        var (idle, latest) = (now - Idle, LeaptClock.Latest(now));
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await db.Set<MemberSession>().Where(s => s.Hash == hash && s.EndedAt == null && s.ExpiresAt > now && s.SeenAt > idle && s.SeenAt <= latest)
            .Join(db.Set<Account>().Where(a => a.State == AccountState.Active), s => s.AccountId, a => a.Id, (s, _) => new { s.Id, s.AccountId, s.Subject, s.SeenAt, s.ProvedAt })
            .SingleOrDefaultAsync(cancel);
        if (found is null || !SubjectId.TryParse(found.Subject, out var subject)) return null;
        if (now - found.SeenAt >= Grain)
            await db.Set<MemberSession>().Where(s => s.Hash == hash).ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, now), cancel);
        return new LiveSession(found.Id, found.AccountId, subject, found.ProvedAt);
    }

    /// <summary>Notes that whoever has the session has proved who they are, and gives it another token: the one before is worth nothing.</summary>
    public async Task<string?> ProveAsync(Guid id, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Set<MemberSession>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.EndedAt == null, cancel) is not { } session) return null;
        var token = TicketOffice.NewSecret();
        if (await db.Set<MemberSession>().Where(s => s.Hash == session.Hash && s.EndedAt == null).ExecuteDeleteAsync(cancel) != 1) return null;
        db.Add(new MemberSession
        {
            Hash = TicketOffice.HashOf(token)!, Id = session.Id, AccountId = session.AccountId, Subject = session.Subject, CreatedAt = session.CreatedAt, SeenAt = now,
            ExpiresAt = session.ExpiresAt, Device = session.Device, Browser = session.Browser, Method = session.Method, ProvedAt = now,
        });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return token;
    }

    /// <summary>The account's sessions that are not over, the last used first.</summary>
    public async Task<IReadOnlyList<ListedSession>> ListAsync(Guid account, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (idle, latest) = (now - Idle, LeaptClock.Latest(now));
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<MemberSession>().Where(s => s.AccountId == account && s.EndedAt == null && s.ExpiresAt > now && s.SeenAt > idle && s.SeenAt <= latest)
            .OrderByDescending(s => s.SeenAt).Select(s => new ListedSession(s.Id, s.Device, s.Method, s.CreatedAt, s.SeenAt)).ToListAsync(cancel);
    }

    /// <summary>Ends one of an account's sessions.</summary>
    public async Task<bool> EndAsync(Guid account, Guid session, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<MemberSession>().Where(s => s.AccountId == account && s.Id == session && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancel) == 1;
    }

    /// <summary>Ends an account's sessions.</summary>
    /// <param name="except">The one that stays; null ends all.</param>
    public async Task<int> EndAllAsync(Guid account, Guid? except, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<MemberSession>().Where(s => s.AccountId == account && s.EndedAt == null && (except == null || s.Id != except))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancel);
    }
}
