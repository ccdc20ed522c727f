using Azukari.Company;
using Azukari.Company.Operating;
using Azukari.Company.Settings;
using Azukari.Console.SignIn;
using Azukari.Vault;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace Azukari.Console.Duties;

/// <summary>Whether the signed-in operator has one of the duties a page asks for, by the settings as they are.</summary>
internal sealed class DutyAuthorization(CompanyCore company) : AuthorizationHandler<NeedsDutyAttribute>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsDutyAttribute requirement)
    {
        if (StaffScheme.LoginOf(context.User) is { } login && company.Operators.TryGetValue(login, out var known)
            && (requirement.Any.Count == 0 || requirement.Any.Any(known.Duties.Contains)))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>Writes a refused duty into the ledger, and keeps it for the page that says which duty is missing.</summary>
internal sealed class DutyRefusals(CompanyCore company) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _rest = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden && policy.Requirements.OfType<NeedsDutyAttribute>().FirstOrDefault() is { } needed && StaffScheme.LoginOf(context.User) is { } login)
            context.Features.Set(await company.CheckDutyAsync(new Accessor(login), null, needed.Any, context.RequestAborted) ?? new DutyRefused(login, needed.Any, null));
        await _rest.HandleAsync(next, context, policy, authorizeResult);
    }
}

/// <summary>The names of policies for endpoints that are not pages: <c>duty:audit</c>.</summary>
public static class DutyPolicies
{
    /// <summary>The policy of one duty.</summary>
    public static string Of(Duty duty) => "duty:" + duty.Word();
}
