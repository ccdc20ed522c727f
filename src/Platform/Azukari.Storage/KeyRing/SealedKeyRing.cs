using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Azukari.Storage.KeyRing;

/// <summary>
/// Keeps the keys of cookies and forms in the platform's database, shared by all nodes and kept over restarts. Each is sealed whole, so that a
/// stolen copy of the database makes no cookie. A key that no longer opens (the key store was replaced) is left out: who was signed in signs
/// in again.
/// </summary>
/// <param name="services">Asked for database and seal when a key is needed: the ring is composed before the company is opened.</param>
/// <param name="clock">When a key was made.</param>
internal sealed class SealedKeyRing(IServiceProvider services, TimeProvider clock) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    private StorageSeal Seal => services.GetRequiredService<StoragePlace>().Seal;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContext();
        var seal = Seal;
        return [.. db.Set<RingKey>().AsNoTracking().OrderBy(key => key.CreatedAt).AsEnumerable()
            .Select(key => seal.Open(key.Sealed, LabelOf(key.Id))).OfType<byte[]>()
            .Select(xml => XElement.Parse(Encoding.UTF8.GetString(xml)))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var xml = Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));
        using var db = services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContext();
        db.Add(new RingKey { Id = id, CreatedAt = clock.GetUtcNow(), Sealed = Seal.Close(xml, LabelOf(id)) });
        db.SaveChanges();
    }

    public void Configure(KeyManagementOptions options)
    {
        options.XmlRepository = this;
        options.XmlEncryptor = new NullXmlEncryptor(); // sealed whole, above
    }

    private static string LabelOf(Guid id) => $"ring-key {id:N}";
}
