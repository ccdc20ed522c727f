using System.Buffers.Text;
using Azukari.Accounts.Faces;
using Azukari.Accounts.Identity;
using Azukari.Accounts.SignIn;
using Azukari.Accounts.Storage;
using Azukari.Ui.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SignInResult = Azukari.Accounts.SignIn.SignInResult;

namespace Azukari.Accounts.Endpoints;

/// <summary>The forms of one's own account: what one signs in with, sessions, proving it again.</summary>
internal static class AccountEndpoints
{
    /// <param name="group">The group of the face's account pages.</param>
    /// <param name="whom">The metadata that says whom they are for.</param>
    public static void MapAccount(this IEndpointRouteBuilder group, object whom)
    {
        group.MapPost("/confirm/question", static async (HttpContext http, Passkeys passkeys, CancellationToken cancel) => SignInEndpoints.Question(await passkeys.AskAsync(http, cancel))).WithMetadata(whom);
        group.MapPost("/confirm/passkey", ConfirmPasskeyAsync).WithMetadata(whom);
        group.MapPost("/confirm/password", ConfirmPasswordAsync).WithMetadata(whom);
        group.MapPost("/confirm", ConfirmAsync).WithMetadata(whom);
        group.MapPost("/passkeys/question", OfferAsync).WithMetadata(whom);
        group.MapPost("/passkeys", AddPasskeyAsync).WithMetadata(whom);
        group.MapPost("/passkeys/remove", RemovePasskeyAsync).WithMetadata(whom);
        group.MapPost("/password", PasswordAsync).WithMetadata(whom);
        group.MapPost("/two-step/off", TwoStepOffAsync).WithMetadata(whom);
        group.MapPost("/sessions/end", EndAsync).WithMetadata(whom);
    }

    /// <summary>
    /// Whether whoever is signed in may change what the account signs in with: proved by a second factor in the last minutes, or, while there is
    /// none, signed in that lately.
    /// </summary>
    public static async Task<bool> MayChangeAsync(Face face, HttpContext http, Account account, TimeProvider clock, CancellationToken cancel)
    {
        if (FreshProof.Has(http.User)) return true;
        if (await face.HasSecondFactorAsync(account, cancel)) return false;
        var session = (await face.SessionsAsync(account, cancel)).FirstOrDefault(s => s.Id == face.SessionOf(http));
        return session is not null && clock.GetUtcNow() - session.CreatedAt <= FreshProof.Life;
    }

    private static Task<IResult> OfferAsync(HttpContext http, FaceChoice faces, Passkeys passkeys, TimeProvider clock, CancellationToken cancel) =>
        ChangeAsync(faces.Of(http), http, clock, async (face, account) => (IResult)SignInEndpoints.Question(await passkeys.OfferAsync(account, face.LabelOf(account), http, cancel)), cancel, StatusCodes.Status403Forbidden);

    private static Task<IResult> AddPasskeyAsync([FromForm] string? ticket, [FromForm] string? credential, [FromForm(Name = "return")] string? back, HttpContext http, FaceChoice faces, Passkeys passkeys, Credentials credentials, TimeProvider clock,
        CancellationToken cancel) => ChangeAsync(faces.Of(http), http, clock, async (face, account) =>
        {
            if (await passkeys.MadeAsync(account, ticket, credential, http, cancel) is not { } made)
                return SignInEndpoints.To(string.IsNullOrEmpty(back) ? face.Root : face.Root + "/two-step", "passkey", back);
            await credentials.AddPasskeyAsync(face, http, account, made, cancel);
            if (!FreshProof.Has(http.User)) await face.ProveAsync(http, cancel); // the device has just verified them
            return string.IsNullOrEmpty(back) ? Done(face, "passkey-added") : Results.LocalRedirect(face.Back(back));
        }, cancel);

    private static Task<IResult> RemovePasskeyAsync([FromForm] string? id, HttpContext http, FaceChoice faces, AccountBook book, Credentials credentials, TimeProvider clock, CancellationToken cancel) => ChangeAsync(faces.Of(http), http, clock, async (face, account) =>
        {
            var keys = await book.PasskeysAsync(account.Id, cancel);
            var key = keys.FirstOrDefault(k => Base64Url.EncodeToString(k.CredentialId) == id);
            if (key is null) return Done(face, null);
            // The last thing one signs in with stays; and staff never have a password alone.
            if (keys.Count == 1 && (account.PasswordHash is null || (face.Kind == AccountKind.Staff && account.TotpKey is null))) return SignInEndpoints.To(face.Root, "last", null);
            await credentials.RemovePasskeyAsync(face, http, account, key.CredentialId, cancel);
            return Done(face, "passkey-removed");
        }, cancel);

    private static Task<IResult> PasswordAsync([FromForm] string? password, HttpContext http, FaceChoice faces, Credentials credentials, TimeProvider clock, CancellationToken cancel) => ChangeAsync(faces.Of(http), http, clock, async (face, account) =>
        {
            var strength = PasswordStrength.Of(password ?? "", account.Name);
            if (!strength.IsEnough) return SignInEndpoints.To(face.Root, "weak", null, strength);
            await credentials.SetPasswordAsync(face, http, account, password!, cancel);
            return Done(face, "password");
        }, cancel);

    private static Task<IResult> TwoStepOffAsync(HttpContext http, FaceChoice faces, Credentials credentials, AccountBook book, TimeProvider clock, CancellationToken cancel) => ChangeAsync(faces.Of(http), http, clock, async (face, account) =>
        {
            if (face.Kind == AccountKind.Staff && (await book.PasskeysAsync(account.Id, cancel)).Count == 0) return SignInEndpoints.To(face.Root, "last", null);
            await credentials.RemoveAuthenticatorAsync(face, http, account, cancel);
            return Done(face, "two-step-off");
        }, cancel);

    private static async Task<IResult> EndAsync([FromForm] string? session, HttpContext http, FaceChoice faces, CancellationToken cancel)
    {
        var face = faces.Of(http);
        if (await face.AccountAsync(http, cancel) is not { } account) return Results.LocalRedirect(Face.Here(face.SignIn));
        if (session == "others") await face.EndOthersAsync(http, account, cancel);
        else if (Guid.TryParseExact(session, "N", out var id)) await face.EndAsync(account, id, cancel);
        return Done(face, "ended");
    }

    private static async Task<IResult> ConfirmPasskeyAsync([FromForm] string? ticket, [FromForm] string? credential, [FromForm(Name = "return")] string? back, HttpContext http, FaceChoice faces, Passkeys passkeys,
        CancellationToken cancel)
    {
        var face = faces.Of(http);
        if (await face.AccountAsync(http, cancel) is not { } account || (await passkeys.AnsweredAsync(face.Kind, ticket, credential, http, cancel))?.Id != account.Id)
            return SignInEndpoints.To(face.Root + "/confirm", "passkey", back);
        await face.ProveAsync(http, cancel);
        return Results.LocalRedirect(face.Back(back));
    }

    private static async Task<IResult> ConfirmPasswordAsync(
        [FromForm] string? password, [FromForm(Name = "return")] string? back, HttpContext http, FaceChoice faces, SignInDesk desk, AddressLimit limit, CancellationToken cancel)
    {
        var face = faces.Of(http);
        if (!limit.Take(http)) return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        if (await face.AccountAsync(http, cancel) is not { } account) return Results.LocalRedirect(Face.Here(face.SignIn));
        // Where there is a second factor, and for staff, a password proves nothing new.
        if (face.Kind == AccountKind.Staff || await face.HasSecondFactorAsync(account, cancel)) return SignInEndpoints.To(face.Root + "/confirm", null, back);
        var result = await desk.ProvePasswordAsync(account, password, cancel);
        if (result is not SignInResult.Done) return SignInEndpoints.To(face.Root + "/confirm", result is SignInResult.Locked ? "locked" : "password", back);
        await face.ProveAsync(http, cancel);
        return Results.LocalRedirect(face.Back(back));
    }

    private static async Task<IResult> ConfirmAsync([FromForm] string? code, [FromForm] string? recovery, [FromForm(Name = "return")] string? back, HttpContext http, FaceChoice faces, SignInDesk desk,
        AddressLimit limit, CancellationToken cancel)
    {
        var face = faces.Of(http);
        if (!limit.Take(http)) return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        if (await face.AccountAsync(http, cancel) is not { } account) return Results.LocalRedirect(Face.Here(face.SignIn));
        var result = await desk.ProveAsync(account, code, recovery, cancel);
        if (result is not SignInResult.Done) return SignInEndpoints.To(face.Root + "/confirm", result is SignInResult.Locked ? "locked" : "code", back);
        await face.ProveAsync(http, cancel);
        return Results.LocalRedirect(face.Back(back));
    }

    private static async Task<IResult> ChangeAsync(Face face, HttpContext http, TimeProvider clock, Func<Face, Account, Task<IResult>> change, CancellationToken cancel, int? otherwise = null)
    {
        if (await face.AccountAsync(http, cancel) is not { } account) return Results.LocalRedirect(Face.Here(face.SignIn));
        if (!await MayChangeAsync(face, http, account, clock, cancel))
            return otherwise is { } status ? Results.StatusCode(status) : SignInEndpoints.To(face.Root + "/confirm", null, Face.Here(face.Root));
        return await change(face, account);
    }

    private static IResult Done(Face face, string? what) => Results.LocalRedirect(Face.Here(face.Root) + (what is null ? "" : "?done=" + what));
}
