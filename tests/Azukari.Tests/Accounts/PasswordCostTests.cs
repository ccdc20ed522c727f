using System.Buffers.Binary;
using Azukari.Accounts.Identity;
using Azukari.Tests.Site;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Accounts;

/// <summary>Tests hash passwords cheaply; the program as it runs does not.</summary>
public sealed class PasswordCostTests(SiteHost host) : IClassFixture<SiteHost>
{
    [Fact]
    public void A_password_is_hashed_by_PBKDF2_with_SHA512_and_210_000_rounds()
    {
        byte[] hash = Convert.FromBase64String(host.Services.GetRequiredService<Passwords>().Hash("korinji-no-yuuyake-73"));

        Assert.Equal(1, hash[0]); // the form of the framework's hasher that tells what it was made by
        Assert.Equal(2u, BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1))); // HMAC-SHA-512
        Assert.Equal(210_000u, BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)));
    }
}
