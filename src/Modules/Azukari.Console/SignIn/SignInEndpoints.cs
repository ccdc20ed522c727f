using Azukari.Company;
using Azukari.Console.Duties;
using Azukari.Console.Shell;
using Azukari.Console.Staff;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Azukari.Console.SignIn;

/// <summary>Signing in and out: each a form sent, so that no preview of a link and no picture on a page does either.</summary>
internal static partial class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder console)
    {
        console.MapPost("/sign-in", SignInAsync).AllowAnonymous();
        // A form belongs to who opened it, so who signs out is recognised first.
        console.MapPost("/sign-out", SignOutAsync).WithMetadata(new NeedsDutyAttribute());
    }

    private static async Task<IResult> SignInAsync(
        [FromForm] string? code, [FromForm(Name = "return")] string? back, HttpContext http, StaffSessions sessions, StaffNow staff, CompanyCore company, ILoggerFactory logging, IEnumerable<StaffFactor> factors, LinkAlone alone, CancellationToken cancel)
    {
        var half = !alone.IsEnough && factors.Any();
        if (await sessions.WhoAsync(code, cancel) is { } who)
            foreach (var factor in factors) half |= await factor.Has(http.RequestServices, who, cancel);
        var opened = await sessions.OpenAsync(code, cancel, half);
        if (opened is null || await staff.FindAsync(opened.Login, cancel) is null)
            return await RefuseAsync(code, sessions, company, logging, cancel);
        if (company.Trust.HasPolicy) await company.Trust.Vault.RecordInspectionAsync(null, new Accessor(opened.Login), "console-sign-in", cancel);
        SignedIn(logging.CreateLogger("Azukari.Console"), opened.Login);
        StaffHandler.Give(http, opened.Token);
        return Results.LocalRedirect(ReturnPath.Of(back));
    }

    // A link that comes again may have been seen by somebody else: whose it was finds that in the ledger.
    private static async Task<IResult> RefuseAsync(string? code, StaffSessions sessions, CompanyCore company, ILoggerFactory logging, CancellationToken cancel)
    {
        if (await sessions.WhoseAsync(code, cancel) is { } login)
        {
            await company.RefuseLinkAsync(new Accessor(login), cancel);
            LinkRefused(logging.CreateLogger("Azukari.Console"), login);
        }
        else
        {
            UnknownLink(logging.CreateLogger("Azukari.Console"));
        }

        return Results.LocalRedirect(ConsolePath.Here("/console/sign-in") + "?used=1");
    }

    // The session ends whether or not that can be recorded.
    private static async Task<IResult> SignOutAsync([FromForm] string? stay, HttpContext http, StaffSessions sessions, CompanyCore company, ILoggerFactory logging, CancellationToken cancel)
    {
        var token = StaffHandler.TokenOf(http.Request);
        var login = await sessions.FindAsync(token, cancel);
        await sessions.EndAsync(token, cancel);
        StaffHandler.Take(http);
        if (login is not null)
        {
            SignedOut(logging.CreateLogger("Azukari.Console"), login);
            if (company.Trust.HasPolicy) await company.Trust.Vault.RecordInspectionAsync(null, new Accessor(login), "console-sign-out", cancel);
        }

        return Results.LocalRedirect(ConsolePath.Here("/console/sign-in") + "?out=1");
    }

    [LoggerMessage(7001, LogLevel.Information, "Operator {Login} signed in to the console")]
    private static partial void SignedIn(ILogger logger, string login);

    [LoggerMessage(7002, LogLevel.Information, "Operator {Login} signed out of the console")]
    private static partial void SignedOut(ILogger logger, string login);

    [LoggerMessage(7003, LogLevel.Warning, "A sign-in link of operator {Login} was tried that is used or over")]
    private static partial void LinkRefused(ILogger logger, string login);

    [LoggerMessage(7004, LogLevel.Warning, "A sign-in link was tried that nobody made")]
    private static partial void UnknownLink(ILogger logger);
}
