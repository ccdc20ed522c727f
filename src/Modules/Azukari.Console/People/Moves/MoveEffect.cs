using Azukari.Company;
using Azukari.Console.People.Finding;
using Azukari.Console.People.Purposes;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Site.Resources;
using Azukari.Ui.Language;
using Azukari.Vault;

namespace Azukari.Console.People.Moves;

/// <summary>
/// What a move would do, before anybody decides: who moves, from whom to whom, how many come along, how deep they stand afterwards; and why it cannot be.
/// The people are read for the purpose in force, each an access of its own.
/// </summary>
/// <param name="Who">Who moves.</param>
/// <param name="From">Under whom they stand; null at the top, or where nobody is there any more.</param>
/// <param name="To">Under whom they are to stand; null for the top.</param>
/// <param name="Place">Where they stand; null where they have no place.</param>
/// <param name="DepthAfter">How many would stand above them.</param>
/// <param name="Refusal">Why it cannot be done as the tree is now; null when it can.</param>
public sealed record MoveEffect(FoundRow? Who, FoundRow? From, FoundRow? To, TreePlace? Place, int DepthAfter, TreeMoveRefusal? Refusal)
{
    public override string ToString() => nameof(MoveEffect);

    private static readonly ItemId[] Telling = [ItemId.Parse("name"), ItemId.Parse("member-number")];

    internal static async Task<MoveEffect> OfAsync(CompanyCore company, SponsorTree tree, MemberBook members, PurposeInForce chosen, SubjectId member, SubjectId? sponsor, Text<SiteText> words, CancellationToken cancel)
    {
        await tree.CatchUpAsync(cancel);
        var place = tree.PlaceOf(member);
        var above = tree.ParentOf(member);
        var columns = FoundRows.Columns(chosen, company.Trust.Policies.InForce.Document, []);
        async Task<FoundRow?> ReadAsync(SubjectId? one) => one is { } who && await FoundRows.ReadAsync(company, chosen, [who], columns, "tree-move", words, cancel) is [var row] ? row : null;
        return new MoveEffect(await ReadAsync(member), await ReadAsync(above), await ReadAsync(sponsor), place,
            sponsor is { } under ? (tree.Depth(under) ?? 0) + 1 : 0, place is null ? TreeMoveRefusal.NotInTree : await WhyAsync(tree, members, member, above, place, sponsor, cancel));
    }

    /// <summary>A person in a line: name and number, or what there is.</summary>
    public static string Said(FoundRow row) => Telling.Select(row.Values.GetValueOrDefault).OfType<string>().ToList() is { Count: > 0 } told ? string.Join(" · ", told) : row.Subject.ToString();

    private static async Task<TreeMoveRefusal?> WhyAsync(SponsorTree tree, MemberBook members, SubjectId member, SubjectId? above, TreePlace place, SubjectId? sponsor, CancellationToken cancel)
    {
        if (sponsor is not { } under) return place.Depth == 0 ? TreeMoveRefusal.SamePlace : null;
        if (under == member || tree.IsAncestor(member, under)) return TreeMoveRefusal.BelowItself;
        if (under == above) return TreeMoveRefusal.SamePlace;
        return await members.FindAsync(under, cancel) is { Class: MemberClass.Agent, Status: MemberStatus.Active or MemberStatus.Suspended } ? null : TreeMoveRefusal.SponsorNotAgent;
    }
}
