using System.Security.Cryptography;
using Azukari.Api.Clients;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Azukari.Api.Tokens;

/// <summary>
/// The keys tokens are sealed and signed by: made once, kept sealed in the platform's database, the same on every node and after a restart.
/// Keys that no longer open (the key store was replaced) are made anew; the tokens of before end with them.
/// </summary>
internal sealed class TokenKeys(IServiceProvider services, TimeProvider clock) : IConfigureOptions<OpenIddictServerOptions>
{
    public void Configure(OpenIddictServerOptions options)
    {
        options.EncryptionCredentials.Add(new EncryptingCredentials(
            new SymmetricSecurityKey(Key("encryption", () => RandomNumberGenerator.GetBytes(32))), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
        var signing = ECDsa.Create();
        signing.ImportPkcs8PrivateKey(Key("signing", NewSigningKey), out _);
        options.SigningCredentials.Add(new SigningCredentials(new ECDsaSecurityKey(signing), SecurityAlgorithms.EcdsaSha256));
    }

    private byte[] Key(string kind, Func<byte[]> make)
    {
        var seal = services.GetRequiredService<StoragePlace>().Seal;
        while (true)
        {
            using var db = services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContext();
            var row = db.Set<TokenKey>().Find(kind);
            if (row is not null && seal.Open(row.Sealed, LabelOf(kind)) is { } key) return key;
            if (row is not null)
            {
                db.Remove(row);
                db.SaveChanges();
            }

            var made = make();
            db.Add(new TokenKey { Kind = kind, CreatedAt = clock.GetUtcNow(), Sealed = seal.Close(made, LabelOf(kind)) });
            try
            {
                db.SaveChanges();
                return made;
            }
            catch (DbUpdateException)
            {
                // Another node made one at the same moment: that one counts.
                using var again = services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContext();
                if (!again.Set<TokenKey>().Any(k => k.Kind == kind)) throw;
            }
        }
    }

    private static byte[] NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    private static string LabelOf(string kind) => $"token-key {kind}";
}
