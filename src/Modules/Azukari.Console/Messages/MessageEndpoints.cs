using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.Shell;
using Azukari.Console.SignIn;
using Azukari.Messages.Contracts;
using Azukari.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Console.Messages;

/// <summary>What staff decide about a message: once more, or never. Both are recorded.</summary>
internal static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder console)
    {
        console.MapPost("/messages/{id}/again", AgainAsync).WithMetadata(May());
        console.MapPost("/messages/{id}/drop", DropAsync).WithMetadata(May());
    }

    private static NeedsDutyAttribute May() => new(Duty.Operations) { Desks = [MessagesSetup.Desk] };

    private static async Task<IResult> AgainAsync(string id, [FromForm] string? state, HttpContext http, MessageDesk desk, CancellationToken cancel) =>
        MessageId.TryParse(id, out var message) ? Back(state, await desk.TryAgainAsync(message, By(http), cancel) ? "again" : "changed") : Results.NotFound();

    private static async Task<IResult> DropAsync(string id, [FromForm] string? state, HttpContext http, MessageDesk desk, CancellationToken cancel) =>
        MessageId.TryParse(id, out var message) ? Back(state, await desk.DropAsync(message, By(http), cancel) ? "dropped" : "changed") : Results.NotFound();

    private static Accessor By(HttpContext http) => new(StaffScheme.LoginOf(http.User)!);

    private static IResult Back(string? state, string done) =>
        Results.LocalRedirect($"{ConsolePath.Here("/console/messages")}?state={MessageWords.Code(MessageWords.Read(state))}&done={done}");
}
