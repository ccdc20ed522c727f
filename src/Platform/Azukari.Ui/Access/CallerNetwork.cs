using System.Net;

namespace Azukari.Ui.Access;

/// <summary>Whom a limit on attempts counts as one.</summary>
public static class CallerNetwork
{
    /// <summary>The key of the network an address belongs to: an IPv4 address is one of its own, also written as IPv6; of an IPv6 address the first 64 bits are, which one household or server has whole.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return Convert.ToHexString(bytes.Length == 16 ? bytes.AsSpan(0, 8) : bytes);
    }
}
