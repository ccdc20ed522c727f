using System.Globalization;
using System.Text;
using Azukari.Accounts.Contracts;
using Azukari.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azukari.Portal.Uses;

/// <summary>The files of the member's proofs.</summary>
internal static class UseEndpoints
{
    public static void MapUses(this IEndpointRouteBuilder my)
    {
        my.MapGet("/uses/{id}/proof.json", ProofAsync).WithMetadata(new NeedsMemberAttribute());
        my.MapGet("/uses/" + LedgerSigningKey.PublicFileName, Key).WithMetadata(new NeedsMemberAttribute());
    }

    /// <summary>The proof of an entry, to the person it is about and to nobody else: to others there is none.</summary>
    private static async Task<IResult> ProofAsync(string id, MemberNow member, OwnHistory history, CancellationToken cancel) =>
        await history.ProveAsync(member.Required, id, cancel) is { } proof
            ? Results.File(ProofFile.Write(proof), "application/json", $"ledger-proof-{proof.Position.ToString(CultureInfo.InvariantCulture)}.json") : Results.NotFound();

    private static IResult Key(OwnHistory history) => Results.File(Encoding.ASCII.GetBytes(history.VerifierKey + "\n"), "text/plain", LedgerSigningKey.PublicFileName);
}
