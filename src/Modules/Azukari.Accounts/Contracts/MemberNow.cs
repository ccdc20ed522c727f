using Azukari.Members.Contracts;
using Azukari.Vault;
using Microsoft.AspNetCore.Http;

namespace Azukari.Accounts.Contracts;

/// <summary>Whoever is signed in, and how their membership stands; looked up once a request, of which it is.</summary>
public sealed class MemberNow(IHttpContextAccessor http, MemberBook book)
{
    private Task<Membership?>? _membership;

    /// <summary>Who is signed in; null on an error page that shows without.</summary>
    public SubjectId? Id => Signed.MemberOf(http.HttpContext?.User);

    /// <summary>Who is signed in, on a page only they can open.</summary>
    /// <exception cref="InvalidOperationException">Nobody is: the page forgot to ask.</exception>
    public SubjectId Required => Id ?? throw new InvalidOperationException("A page of the portal was shown to nobody in particular.");

    /// <summary>Their membership; null when they have none (yet, or not any more).</summary>
    public Task<Membership?> MembershipAsync(CancellationToken cancel) => _membership ??= Id is { } id ? book.FindAsync(id, cancel) : Task.FromResult<Membership?>(null);
}
