using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace Azukari.Ui;

/// <summary>
/// Keeps the framework's form keys in memory. As long as nothing of ours outlives a request under them (no sign-in yet),
/// writing them to the home folder in clear, as the framework would, gains nothing.
/// </summary>
internal sealed class MemoryKeyRing : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    private readonly Lock _gate = new();
    private readonly List<XElement> _elements = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_gate) return [.. _elements.Select(e => new XElement(e))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_gate) _elements.Add(new XElement(element));
    }

    public void Configure(KeyManagementOptions options)
    {
        options.XmlRepository ??= this;
        options.XmlEncryptor ??= new NullXmlEncryptor();
    }
}
