using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Messages.Contracts;

/// <summary>
/// Whether somebody's e-mail address is known to be theirs. What the person typed on the web was answered from there, or nothing more is sent to it
/// than the question; who wrote to us wrote from there; what came with the company's own files was in use before; what customer service corrects is
/// given by somebody whose identity was checked, who says that the one before is wrong. What staff copied from a paper form may be a slip of the pen away from a
/// stranger: until its owner confirms it in the portal, no letter goes there.
/// </summary>
public static class ConfirmedAddress
{
    /// <summary>Whether the person has an address that letters may go to.</summary>
    public static bool Has(SubjectDescription person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.Items.Any(item => item.Item == MessageTemplate.Address && Is(item));
    }

    /// <summary>Whether the address that is held counts as confirmed.</summary>
    internal static bool Is(HeldItem address) => address.Channel != Channel.Paper || address.Version > 1;
}
