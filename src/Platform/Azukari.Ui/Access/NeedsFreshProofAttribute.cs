using System.Globalization;
using Microsoft.AspNetCore.Authorization;

namespace Azukari.Ui.Access;

/// <summary>
/// A page or endpoint that asks whoever is signed in to have proved who they are with a second factor (a passkey, or an authenticator's code) in
/// the last minutes: exports, a person's rights, and whatever one signs in with. Beside the attribute that says whom the page is for. Whoever
/// has not is led to the page that asks, and comes back.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsFreshProofAttribute : Attribute, IAuthorizationRequirementData
{
    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [FreshProof.Instance];
}

/// <summary>The requirement of <see cref="NeedsFreshProofAttribute"/>: held by a claim that is made anew with each request.</summary>
public sealed class FreshProof : AuthorizationHandler<FreshProof>, IAuthorizationRequirement
{
    /// <summary>How long a proof is fresh.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>The claim: how many seconds ago it was proved.</summary>
    public const string Claim = "proved-seconds-ago";

    /// <summary>The one requirement.</summary>
    public static FreshProof Instance { get; } = new();

    /// <summary>The claim's value for a proof of some time ago; null for one never given, and for one given by a clock that ran ahead.</summary>
    public static string? ValueOf(DateTimeOffset? provedAt, DateTimeOffset now) =>
        provedAt is { } at && at <= LeaptClock.Latest(now) ? Math.Max(0, (long)(now - at).TotalSeconds).ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>Whether whoever is signed in has proved it lately.</summary>
    public static bool Has(System.Security.Claims.ClaimsPrincipal? user) => user?.FindFirst(Claim)?.Value is { } text
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= Life.TotalSeconds;

    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, FreshProof requirement)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Has(context.User)) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
