using Azukari.Accounts.Faces;
using Azukari.Accounts.Identity;
using Azukari.Accounts.SignIn;
using Azukari.Accounts.Storage;
using Azukari.Accounts.Tickets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SignInResult = Azukari.Accounts.SignIn.SignInResult;

namespace Azukari.Accounts.Endpoints;

/// <summary>The forms of who is not signed in yet. Each answers by a redirect; what was wrong is a code in the address, never what was typed.</summary>
internal static class SignInEndpoints
{
    /// <param name="group">Under the face's sign-in pages.</param>
    /// <param name="below">Their path within the group, such as <c>/sign-in</c>.</param>
    public static void MapSignIn(this IEndpointRouteBuilder group, string below)
    {
        group.MapPost(below + "/question", QuestionAsync).AllowAnonymous();
        group.MapPost(below + "/passkey", PasskeyAsync).AllowAnonymous();
        group.MapPost(below + "/code", CodeAsync).AllowAnonymous();
        group.MapPost("/invitation/{token}/question", OfferAsync).AllowAnonymous();
        group.MapPost("/invitation/{token}", InvitationAsync).AllowAnonymous();
    }

    /// <summary>Staff's number and password; members' have a form of their page, which keeps what was typed.</summary>
    public static void MapStaffNumber(this IEndpointRouteBuilder console) => console.MapPost("/sign-in/number", NumberAsync).AllowAnonymous();

    private static async Task<IResult> QuestionAsync(HttpContext http, Passkeys passkeys, AddressLimit limit, CancellationToken cancel) =>
        limit.Take(http) ? Question(await passkeys.AskAsync(http, cancel)) : Results.StatusCode(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> PasskeyAsync(
        [FromForm] string? ticket, [FromForm] string? credential, [FromForm(Name = "return")] string? back, HttpContext http, FaceChoice faces, Passkeys passkeys, AddressLimit limit, CancellationToken cancel)
    {
        var face = faces.Of(http);
        if (!limit.Take(http)) return Results.StatusCode(StatusCodes.Status429TooManyRequests); // in the words of the error page: there is nothing typed to keep
        if (await passkeys.AnsweredAsync(face.Kind, ticket, credential, http, cancel) is not { } account) return To(face.SignIn, "passkey", back);
        return await EnterAsync(face, http, account, "passkey", proved: true, back, cancel);
    }

    private static async Task<IResult> NumberAsync(
        [FromForm] string? number, [FromForm] string? password, [FromForm(Name = "return")] string? back, HttpContext http, StaffFace face, SignInDesk desk, AddressLimit limit, CancellationToken cancel)
    {
        if (!limit.Take(http)) return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        return await desk.PasswordAsync(AccountKind.Staff, number, password, cancel) switch
        {
            SignInResult.SecondStep step => Second(http, face, step.Ticket, back),
            _ => To(face.SignIn, "wrong", back),
        };
    }

    private static async Task<IResult> CodeAsync(
        [FromForm] string? code, [FromForm] string? recovery, [FromForm(Name = "return")] string? back, HttpContext http, FaceChoice faces, SignInDesk desk, AddressLimit limit, CancellationToken cancel)
    {
        var face = faces.Of(http);
        if (!limit.Take(http)) return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        switch (await desk.CodeAsync(face.Kind, StepCookie.Of(http), code, recovery, cancel))
        {
            case SignInResult.Done done:
                StepCookie.Take(http);
                return await EnterAsync(face, http, done.Account, done.Method, proved: true, back, cancel);
            case SignInResult.Locked:
                StepCookie.Take(http);
                return To(face.SignIn, "locked", back);
            default:
                return To(face.SignIn + "/code", "code", back);
        }
    }

    private static async Task<IResult> OfferAsync(string token, HttpContext http, FaceChoice faces, Credentials credentials, Passkeys passkeys, AddressLimit limit, CancellationToken cancel)
    {
        var face = faces.Of(http);
        if (!limit.Take(http)) return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        return await credentials.LinkedAsync(face, token, cancel) is ({ Kind: not "forgotten" }, { } account) ? Question(await passkeys.OfferAsync(account, face.LabelOf(account), http, cancel)) : Results.NotFound();
    }

    private static async Task<IResult> InvitationAsync(
        string token, [FromForm] string? password, [FromForm] string? authenticator, [FromForm] string? code, [FromForm] string? ticket, [FromForm] string? credential,
        HttpContext http, FaceChoice faces, Credentials credentials, Passkeys passkeys, TicketOffice tickets, AddressLimit limit, CancellationToken cancel)
    {
        var face = faces.Of(http);
        var page = $"{face.Invitation}/{token}";
        if (!limit.Take(http)) return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        if (await credentials.LinkedAsync(face, token, cancel) is not ({ } link, { } account)) return To(page, null, null);
        if (!string.IsNullOrEmpty(credential) && link.Kind != TicketKind.Forgotten.Code)
        {
            if (await passkeys.MadeAsync(account, ticket, credential, http, cancel) is not { } made) return To(page, "passkey", null);
            if (await credentials.TakeLinkAsync(face, http, token, cancel) is not { } taken) return To(page, null, null);
            await credentials.AddPasskeyAsync(face, http, taken, made, cancel);
            await credentials.ActivateAsync(taken, cancel);
            return await EnterAsync(face, http, taken, "passkey", proved: true, null, cancel);
        }

        if (await credentials.AsksPasskeyAsync(link, account, cancel)) return To(page, null, null);
        if (!PasswordStrength.Of(password ?? "", account.Name).IsEnough) return To(page, "weak", null, PasswordStrength.Of(password ?? "", account.Name));
        (byte[] Key, long Step)? app = null;
        if (face.Kind == AccountKind.Staff && (app = await credentials.AuthenticatorAsync(account, authenticator, code, cancel)) is null) return To(page, "code", null);
        if (await credentials.TakeLinkAsync(face, http, token, cancel) is not { } owner) return To(page, null, null);
        await credentials.SetPasswordAsync(face, http, owner, password!, cancel);
        if (app is { } set) await credentials.EnrolAsync(face, http, owner, set.Key, set.Step, cancel);
        await credentials.ActivateAsync(owner, cancel);
        // A link by mail does not take the place of a second factor.
        owner = (await credentials.FindAsync(owner.Id, cancel))!;
        if (app is null && owner.TotpKey is not null)
            return Second(http, face, await tickets.IssueAsync(TicketKind.SecondStep, owner, owner.Kind.ToString(), cancel), null);
        return await EnterAsync(face, http, owner, app is null ? "password" : "password-code", proved: app is not null, app is null ? null : Face.Here(face.Root + "/recovery-codes"), cancel);
    }

    internal static ContentHttpResult Question(PasskeyQuestion question) =>
        TypedResults.Content($$"""{"ticket":"{{question.Ticket}}","options":{{question.Options}}}""", "application/json");

    internal static RedirectHttpResult To(string page, string? wrong, string? back, Strength? strength = null)
    {
        var query = (wrong is null ? "" : "&wrong=" + wrong) + (strength is null ? "" : $"&why={string.Join('.', strength.Reasons)}") + (string.IsNullOrEmpty(back) ? "" : "&return=" + Uri.EscapeDataString(back));
        return TypedResults.LocalRedirect(Face.Here(page) + (query.Length == 0 ? "" : "?" + query[1..]), permanent: false, preserveMethod: false);
    }

    private static RedirectHttpResult Second(HttpContext http, Face face, string ticket, string? back)
    {
        StepCookie.Give(http, ticket);
        return To(face.SignIn + "/code", null, back);
    }

    private static async Task<IResult> EnterAsync(Face face, HttpContext http, Account account, string method, bool proved, string? back, CancellationToken cancel)
    {
        await face.OpenAsync(http, account, method, proved, cancel);
        return Results.LocalRedirect(face.Back(back));
    }
}
