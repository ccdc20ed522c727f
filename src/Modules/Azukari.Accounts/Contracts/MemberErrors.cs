using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Azukari.Accounts.Contracts;

/// <summary>Error pages of members' pages: an address that leads nowhere asks nobody who they are, and yet a member stays among their own pages.</summary>
public static class MemberErrors
{
    /// <summary>Finds out who is signed in where an error page is about to be shown. After the middleware that re-executes, which brings the page's own path.</summary>
    /// <param name="app">The part of the pipeline.</param>
    /// <param name="errors">The path of its error pages.</param>
    public static IApplicationBuilder KnowMemberOnErrors(this IApplicationBuilder app, PathString errors) => app.Use(async (context, next) =>
    {
        // Of a fault of ours nobody is asked: what would answer may be what is away.
        if (context.Request.Path.StartsWithSegments(errors, out var code) && code.Value?.StartsWith("/4", StringComparison.Ordinal) == true
            && Signed.MemberOf(context.User) is null && await context.AuthenticateAsync(MemberScheme.Name) is { Succeeded: true, Principal: { } member })
            context.User = member;
        await next(context);
    });
}
