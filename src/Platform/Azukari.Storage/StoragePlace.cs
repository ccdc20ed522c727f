using Azukari.Stores;

namespace Azukari.Storage;

/// <summary>Where the platform's database is, and what seals its secrets.</summary>
/// <param name="Location">The company's place: <c>platform.db</c> in its folder, or the schema <c>azukari_platform</c> of its database.</param>
/// <param name="Seal">Seals and opens secrets by a key outside the database.</param>
public sealed record StoragePlace(StoreLocation Location, StorageSeal Seal)
{
    /// <summary>The SQLite file's name, without its ending.</summary>
    public const string Name = "platform";

    /// <inheritdoc />
    public override string ToString() => Location.ToString();
}

/// <summary>Seals the secrets that lie in the database, so that who steals it has none of them. The host gives it from its key store.</summary>
/// <param name="Close">Plain bytes and a label to sealed bytes.</param>
/// <param name="Open">Sealed bytes and the same label to plain ones; null when they are not of this seal.</param>
/// <param name="Fingerprint">A keyed hash of 32 bytes, by a label: recognises, but nothing can be guessed from it.</param>
public sealed record StorageSeal(Func<byte[], string, byte[]> Close, Func<byte[], string, byte[]?> Open, Func<byte[], string, byte[]> Fingerprint);
