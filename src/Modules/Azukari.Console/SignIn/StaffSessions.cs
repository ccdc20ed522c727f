using System.Buffers.Text;
using System.Security.Cryptography;
using Azukari.Console.People;
using Azukari.Storage;
using Azukari.Ui.Access;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Console.SignIn;

/// <summary>
/// Links that sign somebody in once, and the sessions that come of them. Codes and tokens are 256 random bits; the database holds their SHA-256
/// only, so that who reads it cannot sign in. A session ends after <see cref="Longest"/>, after <see cref="Idle"/> without a request, or when
/// it is ended.
/// </summary>
public sealed class StaffSessions(IDbContextFactory<AzukariDb> databases, TimeProvider clock)
{
    /// <summary>How long a link can be used.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromMinutes(10);

    /// <summary>The longest a session lasts, however busy.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(8);

    /// <summary>How long a session lasts without a request.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    // A request a second would otherwise write a row a second.
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(1);
    private const string Link = "link";
    private const int Bytes = 32;

    /// <summary>Makes a link's code for an operator, to be used once within <see cref="LinkLife"/>. Links and sessions long over are removed.</summary>
    public async Task<string> NewLinkAsync(string login, CancellationToken cancel)
    {
        var code = NewSecret();
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var over = now - KeptAfterEnd;
        await db.Set<StaffLink>().Where(l => l.ExpiresAt < over).ExecuteDeleteAsync(cancel);
        await db.Set<StaffSession>().Where(s => s.ExpiresAt < over).ExecuteDeleteAsync(cancel);
        db.Add(new StaffLink { Hash = HashOf(code)!, Login = login, CreatedAt = now, ExpiresAt = now + LinkLife });
        await db.SaveChangesAsync(cancel);
        return code;
    }

    /// <summary>Whom a code would sign in; null when it is unknown, used or over. Does not use it up.</summary>
    public async Task<string?> WhoAsync(string? code, CancellationToken cancel)
    {
        if (HashOf(code) is not { } hash) return null;
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var latest = LeaptClock.Latest(now);
        return await db.Set<StaffLink>().Where(l => l.Hash == hash && l.UsedAt == null && l.ExpiresAt > now && l.CreatedAt <= latest).Select(l => l.Login).SingleOrDefaultAsync(cancel);
    }

    /// <summary>Whose a code was, used or over though it is; null for one nobody made, or made over a day ago.</summary>
    internal async Task<string?> WhoseAsync(string? code, CancellationToken cancel)
    {
        if (HashOf(code) is not { } hash) return null;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<StaffLink>().Where(l => l.Hash == hash).Select(l => l.Login).SingleOrDefaultAsync(cancel);
    }

    /// <summary>Uses a code up and opens a session; of two who try at once, one succeeds.</summary>
    /// <param name="half">Whether a second factor is due, or has to be set up, before the session is good for anything else.</param>
    /// <returns>The token for the cookie and the login; null when the code is unknown, used or over.</returns>
    internal async Task<NewSession?> OpenAsync(string? code, CancellationToken cancel, bool half = false)
    {
        if (HashOf(code) is not { } hash || await WhoAsync(code, cancel) is not { } login) return null;
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Set<StaffLink>().Where(l => l.Hash == hash && l.UsedAt == null && l.ExpiresAt > now).ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancel) != 1)
            return null;
        return new NewSession(await OpenForAsync(login, Link, null, cancel, proved: !half), login);
    }

    /// <summary>Opens a session for somebody who has proved who they are by two factors, and gives the token for the cookie.</summary>
    /// <param name="method">How, a code.</param>
    /// <param name="device">The kind of browser and system, a code.</param>
    /// <param name="proved">Whether they have: a session by a link, where a second factor is due, is not.</param>
    public async Task<string> OpenForAsync(string login, string method, string? device, CancellationToken cancel, bool proved = true)
    {
        var token = NewSecret();
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        db.Add(new StaffSession
        {
            Hash = HashOf(token)!, Login = login, CreatedAt = now, SeenAt = now, ExpiresAt = now + Longest, Id = Guid.NewGuid(), Method = method, Device = device, ProvedAt = proved ? now : null,
        });
        await db.SaveChangesAsync(cancel);
        return token;
    }

    /// <summary>Notes that whoever has the session has proved who they are again: another session takes its place, under another token, ending when it would have.</summary>
    public async Task<string?> ProveAsync(string? token, CancellationToken cancel)
    {
        if (HashOf(token) is not { } hash) return null;
        var now = clock.GetUtcNow();
        var latest = LeaptClock.Latest(now);
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Set<StaffSession>().AsNoTracking().SingleOrDefaultAsync(s => s.Hash == hash && s.EndedAt == null && s.ExpiresAt > now && s.SeenAt <= latest, cancel) is not { } old) return null;
        if (await db.Set<StaffSession>().Where(s => s.Hash == hash && s.EndedAt == null).ExecuteDeleteAsync(cancel) != 1) return null;
        var fresh = NewSecret();
        db.Add(new StaffSession
        {
            Hash = HashOf(fresh)!, Login = old.Login, CreatedAt = old.CreatedAt, SeenAt = now, ExpiresAt = old.ExpiresAt, Id = old.Id ?? Guid.NewGuid(), Method = old.Method, Device = old.Device, ProvedAt = now,
        });
        await db.SaveChangesAsync(cancel);
        // What belongs to the session goes with it: the purpose in force, and what was found for it.
        var next = HashOf(fresh)!;
        await db.Set<ChosenPurpose>().Where(c => c.Session == hash).ExecuteUpdateAsync(set => set.SetProperty(c => c.Session, next), cancel);
        await db.Set<FoundPeople>().Where(f => f.Session == hash).ExecuteUpdateAsync(set => set.SetProperty(f => f.Session, next), cancel);
        await transaction.CommitAsync(cancel);
        return fresh;
    }

    /// <summary>Somebody's sessions that are not over, the last used first.</summary>
    public async Task<IReadOnlyList<ListedStaffSession>> ListAsync(string login, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (idle, latest) = (now - Idle, LeaptClock.Latest(now));
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<StaffSession>().Where(s => s.Login == login && s.Id != null && s.EndedAt == null && s.ExpiresAt > now && s.SeenAt > idle && s.SeenAt <= latest)
            .OrderByDescending(s => s.SeenAt).Select(s => new ListedStaffSession(s.Id!.Value, s.Device, s.Method, s.CreatedAt, s.SeenAt)).ToListAsync(cancel);
    }

    /// <summary>Ends one of somebody's sessions, from their list.</summary>
    public async Task<bool> EndOneAsync(string login, Guid session, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<StaffSession>().Where(s => s.Login == login && s.Id == session && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancel) == 1;
    }

    /// <summary>Who has a session with this token; null when there is none, or it is over. Keeps it alive.</summary>
    internal async Task<string?> FindAsync(string? token, CancellationToken cancel) => (await FindSessionAsync(token, cancel))?.Login;

    /// <summary>The session with this token; null when there is none, or it is over. Keeps it alive.</summary>
    internal async Task<LiveStaffSession?> FindSessionAsync(string? token, CancellationToken cancel)
    {
        if (HashOf(token) is not { } hash) return null;
        var now = clock.GetUtcNow();
        var (idle, latest) = (now - Idle, LeaptClock.Latest(now));
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await db.Set<StaffSession>().Where(s => s.Hash == hash && s.EndedAt == null && s.ExpiresAt > now && s.SeenAt > idle && s.SeenAt <= latest)
            .Select(s => new { s.Login, s.SeenAt, s.Id, s.ProvedAt, s.Method, s.CreatedAt }).SingleOrDefaultAsync(cancel);
        if (found is null) return null;
        if (now - found.SeenAt >= Grain)
            await db.Set<StaffSession>().Where(s => s.Hash == hash).ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, now), cancel);
        return new LiveStaffSession(found.Login, found.Id, found.ProvedAt, found is { Method: Link, ProvedAt: null }, found.CreatedAt);
    }

    /// <summary>Ends the session of a token, such as the one a browser had before somebody signs in with it anew.</summary>
    public Task EndTokenAsync(string? token, CancellationToken cancel) => EndAsync(token, cancel);

    /// <summary>Ends a session; its token is worth nothing from then on. Ending it again does nothing.</summary>
    internal async Task EndAsync(string? token, CancellationToken cancel)
    {
        if (HashOf(token) is not { } hash) return;
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<StaffSession>().Where(s => s.Hash == hash && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancel);
    }

    /// <summary>Ends every session of an operator, for instance because a machine was lost, and every link that would open another.</summary>
    /// <returns>How many sessions were ended.</returns>
    public async Task<int> EndAllAsync(string login, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<StaffLink>().Where(l => l.Login == login && l.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancel);
        return await db.Set<StaffSession>().Where(s => s.Login == login && s.EndedAt == null && s.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancel);
    }

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The key of what is kept for one session; null for no session's token.</summary>
    internal static byte[]? KeyOf(string? token) => HashOf(token);

    // Anything that is not 256 bits in base64url is nobody's code, and not looked up.
    private static byte[]? HashOf(string? secret)
    {
        Span<byte> bytes = stackalloc byte[Bytes + 1];
        return secret is { Length: 43 } && Base64Url.TryDecodeFromChars(secret, bytes, out int written) && written == Bytes ? SHA256.HashData(bytes[..Bytes]) : null;
    }
}

/// <summary>A session in use.</summary>
/// <param name="Login">Whose.</param>
/// <param name="Id">What it is ended by.</param>
/// <param name="ProvedAt">When they last proved who they are.</param>
/// <param name="IsHalf">Whether it was opened by a link and a second factor is due, or has to be set up.</param>
/// <param name="CreatedAt">When it was opened.</param>
internal sealed record LiveStaffSession(string Login, Guid? Id, DateTimeOffset? ProvedAt, bool IsHalf, DateTimeOffset CreatedAt);

/// <summary>A session as its owner sees it: no address is kept.</summary>
/// <param name="Id">What it is ended by.</param>
/// <param name="Device">The kind of browser and system, a code; null where a link was used.</param>
/// <param name="Method">How it was opened, a code.</param>
public sealed record ListedStaffSession(Guid Id, string? Device, string? Method, DateTimeOffset CreatedAt, DateTimeOffset SeenAt);

/// <summary>A session just opened.</summary>
/// <param name="Token">What the cookie carries.</param>
/// <param name="Login">Whose it is.</param>
internal sealed record NewSession(string Token, string Login)
{
    public override string ToString() => Login;
}
