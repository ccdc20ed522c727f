using System.Text;
using Azukari.Ledger;
using Azukari.Stores;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

public sealed class ProofFileTests
{
    [Fact]
    public async Task A_proof_goes_through_a_file_and_a_changed_file_proves_nothing()
    {
        await using var world = await LedgerWorld.CreateAsync(StoreEngine.Sqlite);
        await using var ledger = await world.OpenAsync();
        var entries = world.Uses(300);
        await ledger.AppendAsync(entries, Cancel);
        var file = ProofFile.Write((await ledger.ProveInclusionAsync(entries[123].Id, Cancel))!);

        var proof = ProofFile.Read(file);
        Assert.Equal(entries[123], proof.Entry);
        Assert.True(proof.Verify(world.Key.Verifier));
        using var other = LedgerSigningKey.Create(Origin);
        Assert.False(proof.Verify(other.Verifier));

        var holding = 0;
        for (var at = 0; at < file.Length; at++)
        {
            var changed = (byte[])file.Clone();
            changed[at] ^= 1;
            if (Holds(changed, world))
                Assert.Equal(entries[123], ProofFile.Read(changed).Entry); // white space, or the name of a member
            holding += Holds(changed, world) ? 1 : 0;
        }
        Assert.True(holding < file.Length / 10, $"{holding} changes of {file.Length} left the proof standing");
        Assert.Throws<FormatException>(() => ProofFile.Read("{}"u8.ToArray()));
        Assert.Throws<FormatException>(() => ProofFile.Read(Encoding.UTF8.GetBytes(new string(' ', ProofFile.MaxLength + 1))));
    }

    private static bool Holds(byte[] file, LedgerWorld world)
    {
        try
        {
            return ProofFile.Read(file).Verify(world.Key.Verifier);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
