using System.Globalization;
using Azukari.Accounts.Contracts;
using Azukari.Members.Contracts;
using Azukari.Vault;

namespace Azukari.Portal.Downline;

/// <summary>The line of whoever is signed in, looked up once a request.</summary>
internal sealed class LineNow(MemberNow member, SponsorTree tree, MemberAttestations attestations)
{
    /// <summary>The pages are for agents whose membership lasts.</summary>
    public static bool MayOpen(Membership? membership) => membership is { Class: MemberClass.Agent, Status: MemberStatus.Active };

    public SubjectId Me => member.Required;

    /// <summary>The membership; null for who has no page here.</summary>
    public Membership? Membership { get; private set; }

    public TreePlace? Place { get; private set; }

    /// <summary>Until when this year's pledge counts; null where none does.</summary>
    public DateTimeOffset? PledgedUntil { get; private set; }

    /// <summary>False for who has no line to see.</summary>
    public async Task<bool> OpenAsync(CancellationToken cancel)
    {
        if (await member.MembershipAsync(cancel) is not { } membership || !MayOpen(membership)) return false;
        await tree.CatchUpAsync(cancel);
        if (tree.PlaceOf(Me) is not { } place) return false;
        (Membership, Place, PledgedUntil) = (membership, place, await attestations.UntilAsync(Me, cancel));
        return true;
    }

    /// <summary>A place of the line by the code of an address; null for any other, whether it exists or not.</summary>
    public TreePlace? Below(string? code) =>
        long.TryParse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) ? tree.PlaceBelow(Me, id) : null;

    /// <summary>How an address names a place: by its random id.</summary>
    public static string Code(TreePlace place) => place.Place.ToString("x", CultureInfo.InvariantCulture);
}
