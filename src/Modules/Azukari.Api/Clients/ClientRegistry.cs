using System.Buffers.Text;
using System.Security.Cryptography;
using Azukari.Policy;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace Azukari.Api.Clients;

/// <summary>A client as it is listed: everything but its secret, which nobody can read again.</summary>
public sealed record ClientListing(
    string Id, string Recipient, string? To, IReadOnlyList<string> Purposes, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? SecretChangedAt);

/// <summary>What a change of a client changed.</summary>
/// <param name="Purposes">Whether its purposes are others now.</param>
/// <param name="Scopes">Whether its scopes are.</param>
/// <param name="Secret">Its new secret, which nobody can read again; null where it kept the one it had.</param>
public sealed record ChangedClient(bool Purposes, bool Scopes, string? Secret);

/// <summary>
/// Registers machine clients. A change acts at once on every node: whoever removes a client or gives it another secret has ended its tokens
/// when the task completes.
/// </summary>
public sealed class ClientRegistry(AzukariDb db, IOpenIddictApplicationManager applications, IOpenIddictTokenManager tokens, TimeProvider clock)
{
    /// <summary>How many bytes of randomness a secret has.</summary>
    public const int SecretSize = 32;

    /// <summary>Registers a client and gives its secret, which is kept only as a hash. Null when the id is taken.</summary>
    /// <param name="client">Whoever calls has checked it against the policy.</param>
    /// <param name="by">The operator's login.</param>
    public async Task<string?> AddAsync(ApiClient client, string by, CancellationToken cancel)
    {
        if (await db.Set<ClientRow>().AnyAsync(row => row.Id == client.Id, cancel)) return null;
        var secret = NewSecret();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Add(new ClientRow
        {
            Id = client.Id,
            Recipient = client.As.Value,
            To = client.To,
            Purposes = Joined(client.Purposes),
            Scopes = Joined(client.Scopes),
            CreatedAt = clock.GetUtcNow(),
            CreatedBy = by,
        });
        var application = new OpenIddictApplicationDescriptor
        {
            ClientId = client.Id,
            ClientSecret = secret,
            ClientType = OpenIddictConstants.ClientTypes.Confidential,
            Permissions = { OpenIddictConstants.Permissions.Endpoints.Token, OpenIddictConstants.Permissions.GrantTypes.ClientCredentials },
        };
        foreach (var scope in client.Scopes) application.Permissions.Add(OpenIddictConstants.Permissions.Prefixes.Scope + scope);
        await applications.CreateAsync(application, cancel);
        await RaiseAsync(cancel);
        await transaction.CommitAsync(cancel);
        return secret;
    }

    /// <summary>All clients, by id.</summary>
    public async Task<IReadOnlyList<ClientListing>> ListAsync(CancellationToken cancel) =>
        [.. (await db.Set<ClientRow>().AsNoTracking().OrderBy(row => row.Id).ToListAsync(cancel)).Select(row => new ClientListing(
            row.Id, row.Recipient, row.To, Words(row.Purposes), Words(row.Scopes), row.CreatedAt, row.CreatedBy, row.SecretChangedAt))];

    /// <summary>Gives a client another secret and ends its tokens. Null when there is no such client.</summary>
    public async Task<string?> ChangeSecretAsync(string id, CancellationToken cancel) => (await ChangeAsync(id, null, null, newSecret: true, cancel))?.Secret;

    /// <summary>
    /// Gives a client other purposes, other scopes, another secret, or several of these in one step. What it may no longer do ends at once on every node; its tokens end where scopes or secret change, so that
    /// the next ones say what is right.
    /// </summary>
    /// <param name="id">The client.</param>
    /// <param name="purposes">All it may name from now on; null leaves them. Whoever calls has checked them against the policy.</param>
    /// <param name="scopes">All it may call from now on; null leaves them.</param>
    /// <param name="newSecret">Whether the secret changes.</param>
    /// <param name="cancel">Before the change is committed.</param>
    /// <returns>What was changed, with the new secret where there is one; null when there is no such client.</returns>
    public async Task<ChangedClient?> ChangeAsync(string id, IReadOnlySet<ClauseId>? purposes, IReadOnlySet<string>? scopes, bool newSecret, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Set<ClientRow>().FindAsync([id], cancel) is not { } row || await applications.FindByClientIdAsync(id, cancel) is not { } application) return null;
        var before = Of(row);
        var (otherPurposes, otherScopes) = (purposes is not null && !purposes.SetEquals(before.Purposes), scopes is not null && !scopes.SetEquals(before.Scopes));
        var secret = newSecret ? NewSecret() : null;
        if (otherPurposes) row.Purposes = Joined(purposes!);
        if (otherScopes)
        {
            row.Scopes = Joined(scopes!);
            var described = new OpenIddictApplicationDescriptor();
            await applications.PopulateAsync(described, application, cancel);
            described.Permissions.RemoveWhere(permission => permission.StartsWith(OpenIddictConstants.Permissions.Prefixes.Scope, StringComparison.Ordinal));
            foreach (var scope in scopes!) described.Permissions.Add(OpenIddictConstants.Permissions.Prefixes.Scope + scope);
            await applications.PopulateAsync(application, described, cancel);
            await applications.UpdateAsync(application, cancel);
        }

        if (secret is not null)
        {
            row.SecretChangedAt = clock.GetUtcNow();
            await applications.UpdateAsync(application, secret, cancel);
        }

        if (otherScopes || secret is not null) await tokens.RevokeByApplicationIdAsync((await applications.GetIdAsync(application, cancel))!, cancel);
        if (otherPurposes || otherScopes || secret is not null) await RaiseAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new ChangedClient(otherPurposes, otherScopes, secret);
    }

    /// <summary>Removes a client with its tokens. False when there is no such client.</summary>
    public async Task<bool> RemoveAsync(string id, CancellationToken cancel)
    {
        if (await db.Set<ClientRow>().FindAsync([id], cancel) is not { } row) return false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Remove(row);
        if (await applications.FindByClientIdAsync(id, cancel) is { } application) await applications.DeleteAsync(application, cancel);
        await RaiseAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    internal static ApiClient Of(ClientRow row) => new(
        row.Id, RecipientKind.Parse(row.Recipient), row.To, Words(row.Purposes).Select(ClauseId.Parse).ToHashSet(), Words(row.Scopes).ToHashSet(StringComparer.Ordinal));

    // A row that is there in every database once anything was changed: two that change at once follow each other on it.
    private async Task RaiseAsync(CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        if (await db.Set<ClientMark>().ExecuteUpdateAsync(set => set.SetProperty(mark => mark.Generation, mark => mark.Generation + 1), cancel) > 0) return;
        db.Add(new ClientMark { Id = ClientMark.Only, Generation = 1 });
        await db.SaveChangesAsync(cancel);
    }

    private static string Joined(IEnumerable<ClauseId> purposes) => string.Join(' ', purposes.Order().Select(purpose => purpose.Value));

    private static string Joined(IEnumerable<string> scopes) => string.Join(' ', scopes.Order(StringComparer.Ordinal));

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretSize));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
