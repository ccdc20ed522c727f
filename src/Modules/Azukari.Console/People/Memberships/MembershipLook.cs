using Azukari.Company;
using Azukari.Console.People.Finding;
using Azukari.Console.People.Looking;
using Azukari.Console.People.Moves;
using Azukari.Console.People.Purposes;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Policy.Deciding;
using Azukari.Site.Resources;
using Azukari.Ui.Language;
using Azukari.Ui.Routing;
using Azukari.Vault;
using Microsoft.AspNetCore.Http;

namespace Azukari.Console.People.Memberships;

/// <summary>
/// A look at somebody's membership for the purpose in force: it needs what they are a member as, and tells who they are as far as the purpose does. One access,
/// recorded as any other.
/// </summary>
/// <param name="Membership">How it stands; null where there is none, or the purpose does not reach it.</param>
/// <param name="Who">Name and number, or what there is.</param>
/// <param name="Place">Where they stand in the tree; null where nowhere.</param>
/// <param name="Refusal">Why it is not shown; null when it is.</param>
/// <param name="Entry">The ledger entry of the refusal.</param>
internal sealed record MembershipLook(Membership? Membership, string Who, TreePlace? Place, Refusal? Refusal = null, EntryId? Entry = null)
{
    public static async Task<MembershipLook> AtAsync(
        CompanyCore company, MemberBook book, SponsorTree tree, PurposeInForce chosen, SubjectId subject, Text<SiteText> words, CancellationToken cancel)
    {
        var columns = FoundRows.Columns(chosen, company.Trust.Policies.InForce.Document, []);
        var row = await FoundRows.ReadAsync(company, chosen, [subject], columns, "membership", words, cancel) is [var read] ? read : null;
        // Where the class is withheld it is asked for alone, so that the refusal is in the ledger, with its clause.
        if (row is not { ShowsMembership: true } && await company.Trust.Vault.ReadAsync(subject, [Sections.Class], chosen.Context("membership"), cancel) is RefusedAccess<ItemValues> refused)
            return new MembershipLook(null, "", null, refused.Refusal, refused.EntryId);
        await tree.CatchUpAsync(cancel);
        return new MembershipLook(await book.FindAsync(subject, cancel), row is null ? "" : MoveEffect.Said(row), tree.PlaceOf(subject));
    }

    /// <summary>Answers as a look went: forbidden where it was refused, not there where there is nothing.</summary>
    public static void Answer(HttpResponse response, MembershipLook? look)
    {
        if (look?.Refusal is { } refusal and not (NoSuchSubject or Erased)) response.StatusCode = StatusCodes.Status403Forbidden;
        else if (look?.Membership is null) response.NotHere();
    }

    public override string ToString() => nameof(MembershipLook);
}
