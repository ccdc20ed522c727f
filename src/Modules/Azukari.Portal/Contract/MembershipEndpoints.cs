using Azukari.Accounts.Contracts;
using Azukari.Join.Contracts;
using Azukari.Site.Policies;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Portal.Contract;

/// <summary>The contract document, its receipt, and leaving.</summary>
internal static class MembershipEndpoints
{
    public static void MapMembership(this IEndpointRouteBuilder my)
    {
        my.MapGet("/membership/contract.pdf", static (MemberNow member, MemberContracts contracts, PolicyShelf shelf, CancellationToken cancel) => contracts.PrintAsync(member.Required, shelf, cancel))
            .WithMetadata(new NeedsMemberAttribute());
        my.MapPost("/membership/receive", ReceiveAsync).WithMetadata(new NeedsMemberAttribute());
        my.MapPost("/membership/leave/sure", LeaveAsync).WithMetadata(new NeedsMemberAttribute());
    }

    private static async Task<IResult> ReceiveAsync(MemberNow member, MemberContracts contracts, CancellationToken cancel) =>
        Results.LocalRedirect(PageLanguage.Path("/my/membership", PageLanguage.Current) + (await contracts.ReceiveAsync(member.Required, cancel) ? "?done=received" : ""));

    // With the membership goes the account: what is said afterwards stands on a page for everybody. Who only undid a change of class stays.
    private static async Task<IResult> LeaveAsync(MemberNow member, MemberContracts contracts) =>
        Results.LocalRedirect(PageLanguage.Path(await contracts.LeaveAsync(member.Required, Signed.Member, CancellationToken.None) switch
        {
            LeaveResult.Undone => "/join/undone",
            LeaveResult.ChangedBack => "/my/membership?done=changed-back",
            LeaveResult.Left => "/join/left",
            LeaveResult.NoMember => "/my/membership",
            LeaveResult.Refused => "/my/membership/leave?problem=refused",
        }, PageLanguage.Current));
}
