using Azukari.Company;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Messages.Sending;

/// <summary>The site's address as it stands in messages: of the settings, else where this host listens.</summary>
internal sealed class SiteAddress(CompanyCore company, IServiceProvider services)
{
    public Uri Current => company.Settings.Messages?.Site ?? Listening() ?? new Uri("http://localhost:5080");

    private Uri? Listening()
    {
        var first = services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        return first is not null && Uri.TryCreate(first.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal), UriKind.Absolute, out var address) ? address : null;
    }
}
