using Microsoft.AspNetCore.Authorization;

namespace Azukari.Accounts.Contracts;

/// <summary>
/// A page or endpoint for a signed-in member, who sees what is theirs (<see cref="Signed.MemberOf"/>). Whoever is not signed in is led to the
/// sign-in page and comes back. With <see cref="Azukari.Ui.Access.NeedsFreshProofAttribute"/> beside it, a second factor of the last minutes is
/// asked for as well.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsMemberAttribute : Attribute, IAuthorizeData, IAuthorizationRequirementData
{
    /// <inheritdoc/>
    public string? Policy { get; set; }

    /// <inheritdoc/>
    public string? Roles { get; set; }

    /// <inheritdoc/>
    public string? AuthenticationSchemes { get; set; } = MemberScheme.Name;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [MemberRequirement.Instance];
}

/// <summary>Somebody is signed in as a member.</summary>
internal sealed class MemberRequirement : AuthorizationHandler<MemberRequirement>, IAuthorizationRequirement
{
    public static MemberRequirement Instance { get; } = new();

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, MemberRequirement requirement)
    {
        if (Signed.MemberOf(context.User) is not null) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
