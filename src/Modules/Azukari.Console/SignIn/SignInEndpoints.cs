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
        [FromForm] string? code, [FromForm(Name = "return")] string? back, HttpContext http, StaffSessions sessions, StaffNow staff, CompanyCore company, ILoggerFactory logging, CancellationToken cancel)
    {
        var opened = await sessions.OpenAsync(code, cancel);
        if (opened is null || await staff.FindAsync(opened.Login, cancel) is null)
            return Results.LocalRedirect(ConsolePath.Here("/console/sign-in") + "?used=1");
        if (company.Trust.HasPolicy) await company.Trust.Vault.RecordInspectionAsync(null, new Accessor(opened.Login), "console-sign-in", cancel);
        SignedIn(logging.CreateLogger("Azukari.Console"), opened.Login);
        StaffHandler.Give(http, opened.Token);
        return Results.LocalRedirect(ReturnPath.Of(back));
    }

    private static async Task<IResult> SignOutAsync([FromForm] string? stay, HttpContext http, StaffSessions sessions, ILoggerFactory logging, CancellationToken cancel)
    {
        var token = StaffHandler.TokenOf(http.Request);
        if (await sessions.FindAsync(token, cancel) is { } login) SignedOut(logging.CreateLogger("Azukari.Console"), login);
        await sessions.EndAsync(token, cancel);
        StaffHandler.Take(http);
        return Results.LocalRedirect(ConsolePath.Here("/console/sign-in") + "?out=1");
    }

    [LoggerMessage(7001, LogLevel.Information, "Operator {Login} signed in to the console")]
    private static partial void SignedIn(ILogger logger, string login);

    [LoggerMessage(7002, LogLevel.Information, "Operator {Login} signed out of the console")]
    private static partial void SignedOut(ILogger logger, string login);
}
