using System.Net;
using Azukari.Company.Settings;
using Microsoft.AspNetCore.HttpOverrides;

namespace Azukari.Web.Proxies;

/// <summary>
/// The proxies in front of the host that are believed about who calls and whether over TLS: addresses and networks of the setting
/// <c>Proxy:Trusted</c>. None by default; what anybody else says in such headers is not looked at.
/// </summary>
internal static class TrustedProxies
{
    public const string Setting = "Proxy:Trusted";

    // The framework's own switch believes everybody.
    private const string BelieveEverybody = "ForwardedHeaders_Enabled";

    public static void AddTrustedProxies(this WebApplicationBuilder builder)
    {
        builder.Configuration[BelieveEverybody] = "false";
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IConfiguration>(Read);
    }

    /// <summary>Comes first of all: whatever follows asks who calls and how.</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        if (Listed(app.Configuration).Length > 0) app.UseForwardedHeaders();
    }

    /// <summary>Reads the setting.</summary>
    /// <exception cref="SettingsException">It lists what is no address or network, or everybody.</exception>
    internal static void Read(ForwardedHeadersOptions options, IConfiguration configuration)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // As many steps back as there are trusted proxies in a row: what stands before the last of them is anybody's to write.
        options.ForwardLimit = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var text in Listed(configuration))
        {
            if (IPAddress.TryParse(text, out var address)) options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0) options.KnownIPNetworks.Add(network);
            else
            {
                throw new SettingsException(Setting,
                    "プロキシのアドレス（10.0.0.5）かネットワーク（10.0.0.0/24）を書いてください。すべてのアドレスを信じることはできません。",
                    "Has to list addresses of proxies (10.0.0.5) or networks (10.0.0.0/24); not every address can be believed.");
            }
        }
    }

    private static string[] Listed(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        return [.. (section.Value ?? "").Split(',').Concat(section.GetChildren().Select(child => child.Value ?? "")).Select(text => text.Trim()).Where(text => text.Length > 0)];
    }
}
