using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using CsCheck;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

/// <summary>Bytes flipped in the file itself, wherever they fall: either the verifier says so, or nothing that is read has changed.</summary>
public sealed class FlippedFileTests
{
    [Fact]
    public async Task A_byte_flipped_anywhere_in_the_file_is_found_or_changes_nothing_read()
    {
        await using var world = await LedgerWorld.CreateAsync(StoreEngine.Sqlite);
        var subject = Pseudonym.New();
        await using (var ledger = await world.OpenAsync())
            for (var i = 0; i < 12; i++)
            {
                await ledger.AppendAsync([world.Use(subject), world.Use(Pseudonym.New()), world.Use()], Cancel);
                if (i % 4 == 0)
                    await ledger.SealAsync(Cancel);
            }
        await world.CloseStoresAsync();
        var folder = (SqliteFolder)world.Place.Location;
        var original = await File.ReadAllBytesAsync(folder.FileOf("ledger"), Cancel);
        var expected = await ReadAsync(folder, subject);
        Assert.Equal(36 + 12, expected.Count);
        var found = 0;

        // Half of the flips go anywhere, pages' free space included; half to bytes that say something.
        int[] used = [.. Enumerable.Range(0, original.Length).Where(at => original[at] != 0)];
        var place = Gen.OneOf(Gen.Int[0, original.Length - 1], Gen.Int[0, used.Length - 1].Select(n => used[n]));

        await place.Select(Gen.Int[0, 7]).SampleAsync(async flip =>
        {
            var copy = new SqliteFolder(Path.Combine(TestRun.NewFolder("flipped"), "stores"));
            Directory.CreateDirectory(copy.FullPath);
            var changed = (byte[])original.Clone();
            changed[flip.Item1] ^= (byte)(1 << flip.Item2);
            await File.WriteAllBytesAsync(copy.FileOf("ledger"), changed, Cancel);
            if (await PassesAsync(world, copy))
                Assert.Equal(expected, await ReadAsync(copy, subject));
            else
                Interlocked.Increment(ref found);
            TestRun.DropFolder(Path.GetDirectoryName(copy.FullPath)!);
        }, iter: 250, threads: 2);

        Assert.True(found > 75, $"only {found} of 250 flips were found");
    }

    private static async Task<bool> PassesAsync(LedgerWorld world, SqliteFolder folder)
    {
        try
        {
            return await LedgerVerifier.VerifyAsync(folder, new VerifyOptions { Key = world.Key.Verifier }, Cancel) is { Ok: true, Search: SearchCheck.Agrees };
        }
        catch (StoreException)
        {
            return false; // not even a store of this program any more
        }
    }

    private static async Task<List<LedgerRecord>> ReadAsync(SqliteFolder folder, Pseudonym subject)
    {
        await using var store = await Store.OpenReadOnlyAsync(folder, LedgerSchema.Definition, TimeProvider.System, Cancel);
        var reader = new LedgerReader(store);
        var all = await reader.QueryAsync(new LedgerQuery(), Cancel).ToListAsync(Cancel);
        all.AddRange(await reader.HistoryAsync(subject, null, int.MaxValue, Cancel).ToListAsync(Cancel));
        return all;
    }
}
