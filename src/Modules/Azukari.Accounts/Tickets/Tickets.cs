using System.Buffers.Text;
using System.Security.Cryptography;
using Azukari.Accounts.Storage;
using Azukari.Storage;
using Azukari.Ui.Access;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Accounts.Tickets;

/// <summary>What a ticket is good for, and how long.</summary>
internal sealed record TicketKind(string Code, TimeSpan Life)
{
    /// <summary>A new account's link to set what one signs in with.</summary>
    public static readonly TicketKind Invitation = new("invitation", TimeSpan.FromDays(7));

    /// <summary>The same in a letter, which takes its days: an invitation like any other but for its time.</summary>
    public static readonly TicketKind Letter = new("invitation", TimeSpan.FromDays(21));

    /// <summary>The link of somebody who forgot a password.</summary>
    public static readonly TicketKind Forgotten = new("forgotten", TimeSpan.FromMinutes(30));

    /// <summary>The link staff give after an identity check.</summary>
    public static readonly TicketKind Recovery = new("recovery", TimeSpan.FromHours(24));

    /// <summary>A sign-in whose password was right and whose second step is due.</summary>
    public static readonly TicketKind SecondStep = new("second-step", TimeSpan.FromMinutes(10));

    /// <summary>A staff account whose invitation was taken and whose second factor is not set up yet.</summary>
    public static readonly TicketKind Enrolment = new("enrolment", TimeSpan.FromMinutes(30));

    /// <summary>A passkey's question for a sign-in.</summary>
    public static readonly TicketKind Assertion = new("assertion", TimeSpan.FromMinutes(6));

    /// <summary>A passkey's question for a new passkey.</summary>
    public static readonly TicketKind Attestation = new("attestation", TimeSpan.FromMinutes(6));

    /// <summary>An authenticator's key that was shown and not confirmed yet.</summary>
    public static readonly TicketKind Authenticator = new("authenticator", TimeSpan.FromMinutes(30));
}

/// <summary>What a ticket says, once used or looked at.</summary>
/// <param name="AccountId">Whose; null for a question anybody may be asked.</param>
/// <param name="State">What was sealed in it.</param>
internal sealed record OpenTicket(string Kind, Guid? AccountId, Guid? Stamp, byte[]? State, DateTimeOffset ExpiresAt, string? Case);

/// <summary>
/// Tokens of 256 random bits, good once and for a while. The database holds their SHA-256, so that who reads it can use none; of two who use
/// one at once, one succeeds.
/// </summary>
internal sealed class TicketOffice(IDbContextFactory<AzukariDb> databases, StoragePlace place, TimeProvider clock)
{
    private const int Bytes = 32;

    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(1);

    /// <summary>Makes a ticket.</summary>
    /// <param name="state">What it carries, sealed at rest.</param>
    /// <param name="replaces">Whether earlier ones of the kind for the account are worth nothing from now on.</param>
    public async Task<string> IssueAsync(
        TicketKind kind, Account? account, string by, CancellationToken cancel, byte[]? state = null, string? caseCode = null, bool replaces = false)
    {
        var token = NewSecret();
        var hash = HashOf(token)!;
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var over = now - KeptAfterEnd;
        await db.Set<Ticket>().Where(t => t.ExpiresAt < over).ExecuteDeleteAsync(cancel);
        if (replaces && account is not null)
        {
            await db.Set<Ticket>().Where(t => t.AccountId == account.Id && t.Kind == kind.Code && t.UsedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.UsedAt, now), cancel);
        }

        db.Add(new Ticket
        {
            Hash = hash, Kind = kind.Code, AccountId = account?.Id, Stamp = account?.Stamp, Sealed = state is null ? null : place.Seal.Close(state, Label(hash)),
            CreatedAt = now, ExpiresAt = now + kind.Life, By = by, Case = caseCode,
        });
        await db.SaveChangesAsync(cancel);
        return token;
    }

    /// <summary>What a token is good for, without using it up; null when it is unknown, used or over.</summary>
    public async Task<OpenTicket?> LookAsync(string? token, CancellationToken cancel, params TicketKind[] kinds)
    {
        if (HashOf(token) is not { } hash) return null;
        var now = clock.GetUtcNow();
        var latest = LeaptClock.Latest(now);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await db.Set<Ticket>().AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash && t.UsedAt == null && t.ExpiresAt > now && t.CreatedAt <= latest, cancel);
        return found is null || kinds.All(k => k.Code != found.Kind) ? null : Opened(found);
    }

    /// <summary>Uses a token up; null when it is unknown, used or over.</summary>
    public async Task<OpenTicket?> UseAsync(string? token, CancellationToken cancel, params TicketKind[] kinds)
    {
        if (await LookAsync(token, cancel, kinds) is not { } ticket) return null;
        var hash = HashOf(token)!;
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Ticket>().Where(t => t.Hash == hash && t.UsedAt == null && t.ExpiresAt > now).ExecuteUpdateAsync(set => set.SetProperty(t => t.UsedAt, now), cancel) == 1
            ? ticket : null;
    }

    /// <summary>Makes everything begun for an account worth nothing.</summary>
    public async Task CancelAsync(Guid account, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<Ticket>().Where(t => t.AccountId == account && t.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(t => t.UsedAt, now), cancel);
    }

    internal static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    // Anything that is not 256 bits in base64url is nobody's, and not looked up.
    internal static byte[]? HashOf(string? secret)
    {
        Span<byte> bytes = stackalloc byte[Bytes + 1];
        return secret is { Length: 43 } && Base64Url.TryDecodeFromChars(secret, bytes, out var written) && written == Bytes ? SHA256.HashData(bytes[..Bytes]) : null;
    }

    private OpenTicket Opened(Ticket ticket) => new(
        ticket.Kind, ticket.AccountId, ticket.Stamp, ticket.Sealed is null ? null : place.Seal.Open(ticket.Sealed, Label(ticket.Hash)), ticket.ExpiresAt, ticket.Case);

    private static string Label(byte[] hash) => "account-ticket " + Convert.ToHexString(hash);
}
