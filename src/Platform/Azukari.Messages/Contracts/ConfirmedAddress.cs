using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Messages.Contracts;

/// <summary>
/// Whether somebody's e-mail address is known to be theirs. What the person typed on the web was answered from there, or nothing more is sent to it
/// than the question; who wrote to us wrote from there; what came with the company's own files was in use before. What somebody else typed, from
/// a paper form or as a correction, may be a slip of the pen away from a stranger: until its owner confirms it, by the link sent there or in the portal, nothing else goes there.
/// </summary>
public static class ConfirmedAddress
{
    /// <summary>Who is recorded when an address is confirmed by the link in the letter that went there: whoever reads it.</summary>
    public static Accessor ByLink { get; } = new("address-link");

    /// <summary>How long such a link works.</summary>
    public static TimeSpan LinkLife { get; } = TimeSpan.FromDays(7);

    /// <summary>Whether it is known to be read by somebody, and not by whom: confirmed by that link alone.</summary>
    public static bool IsByLink(HeldItem address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.By.Code == ByLink.Code;
    }

    /// <summary>Whether the person has an address that letters may go to.</summary>
    public static bool Has(SubjectDescription person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.Items.Any(item => item.Item == MessageTemplate.Address && Is(item));
    }

    /// <summary>The address that is held and not confirmed; null where it is confirmed, or there is none.</summary>
    public static HeldItem? Unconfirmed(SubjectDescription person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.Items.FirstOrDefault(item => item.Item == MessageTemplate.Address && !Is(item));
    }

    /// <summary>Whether the address that is held counts as confirmed.</summary>
    public static bool Is(HeldItem address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Channel != Channel.Paper && !address.CorrectedByStaff;
    }
}
