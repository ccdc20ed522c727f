using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.SignIn;
using Azukari.Console.Staff;
using Azukari.Ui.Access;
using Azukari.Ui.Language;
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
        // Whoever may, but has not proved it lately, is asked to and comes back; a form is sent again from its page.
        if (authorizeResult.Forbidden && authorizeResult.AuthorizationFailure?.FailedRequirements.ToList() is { Count: > 0 } failed && failed.TrueForAll(r => r is FreshProof) && context.User.Identity?.IsAuthenticated == true)
        {
            var bare = PageLanguage.Strip(context.Request.Path);
            var reading = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
            var back = reading ? context.Request.Path + context.Request.QueryString : ProofReturn.Of(context.Request);
            var page = bare.StartsWith("/console", StringComparison.OrdinalIgnoreCase) ? "/console/account/confirm" : "/account/confirm";
            context.Response.Redirect($"{PageLanguage.Path(page, PageLanguage.Of(context.Request.Path))}?return={Uri.EscapeDataString(back)}");
            if (!reading) context.Response.StatusCode = StatusCodes.Status303SeeOther;
            return;
        }

        if (authorizeResult.Forbidden && policy.Requirements.OfType<NeedsDutyAttribute>().FirstOrDefault() is { } needed && StaffScheme.LoginOf(context.User) is { } login)
            context.Features.Set(await company.RefuseDutyAsync(new Accessor(login), null, needed.Any, context.RequestAborted) with { Desks = needed.Desks });
        await _rest.HandleAsync(next, context, policy, authorizeResult);
    }
}

/// <summary>Where somebody who sent a form too late comes back to: the page it was on, when the browser says so and it is ours.</summary>
internal static class ProofReturn
{
    public static string Of(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase) ? from.PathAndQuery : "";
}

/// <summary>The names of policies for endpoints that are not pages: <c>duty:audit</c>.</summary>
public static class DutyPolicies
{
    /// <summary>The policy of one duty.</summary>
    public static string Of(Duty duty) => "duty:" + duty.Word();
}
