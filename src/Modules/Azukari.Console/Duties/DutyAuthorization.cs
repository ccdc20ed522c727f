using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.SignIn;
using Azukari.Console.Staff;
using Azukari.Vault;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace Azukari.Console.Duties;

/// <summary>Whether who is signed in has one of the duties or desks a page asks for, as things are now.</summary>
internal sealed class DutyAuthorization(StaffNow staff) : AuthorizationHandler<NeedsDutyAttribute>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsDutyAttribute requirement)
    {
        if (await staff.OfAsync(context.User, CancellationToken.None) is { } person && requirement.IsMetBy(person)) context.Succeed(requirement);
    }
}

/// <summary>Writes a refused duty into the ledger, and keeps it for the page that says which duty is missing.</summary>
internal sealed class DutyRefusals(CompanyCore company) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _rest = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden && policy.Requirements.OfType<NeedsDutyAttribute>().FirstOrDefault() is { } needed && StaffScheme.LoginOf(context.User) is { } login)
            context.Features.Set(await company.RefuseDutyAsync(new Accessor(login), null, needed.Any, context.RequestAborted) with { Desks = needed.Desks });
        await _rest.HandleAsync(next, context, policy, authorizeResult);
    }
}

/// <summary>The names of policies for endpoints that are not pages: <c>duty:audit</c>.</summary>
public static class DutyPolicies
{
    /// <summary>The policy of one duty.</summary>
    public static string Of(Duty duty) => "duty:" + duty.Word();
}
