using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Api.Clients;

/// <summary>A machine client, as the host holds it while a token of it is in use. Immutable.</summary>
/// <param name="Id">Its id: the accessor of what it does, in the ledger.</param>
/// <param name="As">The kind of recipient it always acts as.</param>
/// <param name="To">Who receives what it reads, by the code of the contract; null inside the company.</param>
/// <param name="Purposes">The purposes it may name; none when empty.</param>
/// <param name="Scopes">What it may call.</param>
public sealed record ApiClient(string Id, RecipientKind As, string? To, IReadOnlySet<ClauseId> Purposes, IReadOnlySet<string> Scopes)
{
    /// <summary>Who acts.</summary>
    public Accessor Accessor { get; } = new(Id);

    /// <summary>Whether it may act as the person.</summary>
    public bool ActsForPeople => Scopes.Contains(ApiScope.Self);

    /// <summary>Whether it is given values, so that more is open to it when a person consents to more.</summary>
    public bool Reads => Scopes.Contains(ApiScope.Access) || Scopes.Contains(ApiScope.Documents);

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
