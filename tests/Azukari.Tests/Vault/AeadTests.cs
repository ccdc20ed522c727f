using System.Security.Cryptography;
using Azukari.Vault.Keys;

namespace Azukari.Tests.Vault;

/// <summary>The cipher by OpenSSL directly and by the framework's class: the same bytes, the same refusals.</summary>
public sealed class AeadTests
{
    [Fact]
    public void On_this_machine_openssl_is_called_directly() => Assert.Equal(OperatingSystem.IsLinux(), EvpLibrary.Instance is not null);

    [Theory, InlineData(true, true), InlineData(true, false), InlineData(false, true), InlineData(false, false)]
    public void What_one_seals_the_other_opens(bool sealDirectly, bool openDirectly)
    {
        var key = RandomNumberGenerator.GetBytes(Aead.KeySize);
        using var sealing = With(key, sealDirectly);
        using var opening = With(key, openDirectly);
        foreach (var length in (int[])[0, 1, 15, 16, 17, 255, 4096, 100_000])
        {
            foreach (var about in (int[])[0, 1, 29, 500])
            {
                var (plain, associated) = (RandomNumberGenerator.GetBytes(length), RandomNumberGenerator.GetBytes(about));
                var opened = new byte[length];
                opening.Open(sealing.Seal(plain, associated), associated, opened);
                Assert.Equal(plain, opened);
            }
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Whatever_was_altered_does_not_open_and_leaves_nothing(bool direct)
    {
        var key = RandomNumberGenerator.GetBytes(Aead.KeySize);
        byte[] plain = [1, 2, 3, 4, 5], associated = [9, 8, 7];
        using var cipher = With(key, direct);
        using var other = With(RandomNumberGenerator.GetBytes(Aead.KeySize), direct);
        var whole = cipher.Seal(plain, associated);
        for (var at = 0; at < whole.Length; at++)
        {
            var altered = (byte[])whole.Clone();
            altered[at] ^= 1;
            Refuses(cipher, altered, associated);
        }

        Refuses(cipher, whole, [9, 8, 6]);
        Refuses(cipher, whole, []);
        Refuses(other, whole, associated);
        Assert.Throws<AuthenticationTagMismatchException>(() => cipher.Open(whole.AsSpan(0, Aead.Overhead - 1), associated, []));
        var opened = new byte[plain.Length];
        cipher.Open(whole, associated, opened); // and goes on working
        Assert.Equal(plain, opened);

        void Refuses(Aead with, byte[] @sealed, byte[] about)
        {
            byte[] room = [7, 7, 7, 7, 7];
            Assert.Throws<AuthenticationTagMismatchException>(() => with.Open(@sealed, about, room));
            Assert.Equal(new byte[5], room);
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_context_used_for_one_key_after_another_mixes_none(bool direct)
    {
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, i =>
        {
            byte[] plain = [(byte)i, 1], opened = new byte[2];
            var (key, later) = (RandomNumberGenerator.GetBytes(Aead.KeySize), RandomNumberGenerator.GetBytes(Aead.KeySize));
            byte[] whole;
            using (var cipher = With(key, direct)) whole = cipher.Seal(plain, [3]);
            using (var next = With(later, direct))
            using (var meanwhile = With(key, direct))
            {
                Assert.Throws<AuthenticationTagMismatchException>(() => next.Open(whole, [3], opened));
                meanwhile.Open(whole, [3], opened);
            }

            Assert.Equal(plain, opened);
        });
    }

    [Theory, InlineData(true), InlineData(false)]
    public void After_its_end_it_serves_nobody(bool direct)
    {
        var cipher = With(new byte[Aead.KeySize], direct);
        cipher.Dispose();
        cipher.Dispose();
        Assert.Throws<ObjectDisposedException>(() => cipher.Seal([1], []));
        Assert.Throws<CryptographicException>(() => With(new byte[31], direct));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_kept_cipher_disposed_of_while_threads_are_inside_it_harms_none(bool direct)
    {
        for (var round = 0; round < 20; round++)
        {
            var cipher = new Aead(new byte[Aead.KeySize], direct ? EvpLibrary.Instance : null, kept: true);
            var inside = Task.Run(() =>
            {
                var @sealed = new byte[64 + Aead.Overhead];
                try
                {
                    while (true) cipher.Seal(new byte[64], [], @sealed);
                }
                catch (ObjectDisposedException)
                {
                    return true;
                }
            }, TestContext.Current.CancellationToken);
            await Task.Delay(1, TestContext.Current.CancellationToken);
            cipher.Dispose();
            Assert.True(await inside);
        }
    }

    private static Aead With(byte[] key, bool direct) => new(key, direct ? EvpLibrary.Instance : null);
}
