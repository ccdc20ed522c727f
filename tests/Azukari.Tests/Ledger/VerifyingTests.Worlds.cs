using Azukari.Ledger;
using Azukari.Stores;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

// Ledgers to tamper with, and what is done to them.
public sealed partial class VerifyingTests
{
    /// <summary>Two writers, seven hundred sealed entries interleaved, three checkpoints or more, and twenty waiting ones by the second.</summary>
    private static async Task<LedgerWorld> FilledAsync(StoreEngine engine) => await LedgerWorld.CopyAsync(await Originals[engine].Value);

    private static async Task<LedgerWorld> FillAsync(StoreEngine engine)
    {
        var world = await LedgerWorld.CreateAsync(engine);
        var (one, two) = (await world.OpenAsync(), await world.OpenAsync());
        for (var i = 0; i < Sealed; i += 7)
        {
            world.Clock.Advance(TimeSpan.FromMilliseconds(3));
            await one.AppendAsync([.. Enumerable.Range(0, 3).Select(_ => world.Use(Pseudonym.New()))], Cancel);
            await two.AppendAsync([.. Enumerable.Range(0, 4).Select(_ => world.Use(Pseudonym.New()))], Cancel);
            if (i is 140 or 350 or 490)
                await one.SealAsync(Cancel);
        }
        await one.DisposeAsync();
        await two.AppendAsync([.. Enumerable.Range(0, Waiting).Select(_ => world.Use(Pseudonym.New()))], Cancel);
        await two.AbandonAsync();
        await world.CloseStoresAsync();
        world.SealedOfSecond = Sealed / 7 * 4;
        return world;
    }

    /// <summary>Cuts the ledger back to its checkpoint before last; with <paramref name="heads"/> the writers' records as well.</summary>
    private static async Task<long> RollBackAsync(StoreSession session, bool heads, CancellationToken ct)
    {
        var sizes = await session.ListAsync("SELECT size FROM checkpoints ORDER BY size DESC LIMIT 2", r => r.GetInt64(0), ct);
        var size = sizes[1];
        var leaves = await session.ListAsync("SELECT salt, entry FROM sealed WHERE position < @s ORDER BY position", r => LedgerHash.Leaf(r.Bytes(0), r.Bytes(1)), ct, ("s", size));
        var range = new CompactRange();
        var tiles = new SortedDictionary<(int, long), List<byte>>();
        foreach (var leaf in leaves)
            range.Append(leaf, (level, index, hash) =>
            {
                if (level % 8 != 0)
                    return;
                if (!tiles.TryGetValue((level / 8, index / 256), out var tile))
                    tiles[(level / 8, index / 256)] = tile = [];
                tile.AddRange(hash);
            });
        await session.ExecuteAsync("DELETE FROM checkpoints WHERE size > @s", ct, ("s", size));
        await session.ExecuteAsync("DELETE FROM sealed WHERE position >= @s", ct, ("s", size));
        await session.ExecuteAsync("DELETE FROM unsealed", ct);
        await session.ExecuteAsync("DELETE FROM tiles", ct);
        foreach (var ((level, number), tile) in tiles)
            await session.ExecuteAsync("INSERT INTO tiles (level, number, hashes) VALUES (@l, @n, @h)", ct, ("l", (long)level), ("n", number), ("h", tile.ToArray()));
        await session.ExecuteAsync("UPDATE tree SET size = @s, edge = @e", ct, ("s", size), ("e", range.Save()));
        if (heads)
            foreach (var writer in new[] { 1L, 2L })
                await session.ExecuteAsync(
                    """
                    UPDATE writers SET
                        seq = (SELECT max(seq) FROM sealed WHERE writer = @w), sealed_seq = (SELECT max(seq) FROM sealed WHERE writer = @w),
                        head = (SELECT link FROM sealed WHERE writer = @w ORDER BY seq DESC LIMIT 1),
                        sealed_head = (SELECT link FROM sealed WHERE writer = @w ORDER BY seq DESC LIMIT 1)
                    WHERE number = @w
                    """, ct, ("w", writer));
        return size;
    }

    private static async Task AssertFirstAsync(LedgerWorld world, long position)
    {
        foreach (var withFile in new[] { true, false })
        {
            var report = await world.VerifyAsync(withFile);
            if (report.Ok && !withFile)
                continue; // what only the file can tell
            Assert.True(position == report.First?.Position, string.Join("\n", report.Findings));
            Assert.All(report.Findings, finding => Assert.Matches("^(記録|書き手) .*: .*[ぁ-ん].*。$", finding.Say("ja")));
            Assert.True(report.First?.Until is null || report.First.Until >= position);
            Assert.Contains(position.ToString(System.Globalization.CultureInfo.InvariantCulture), report.First!.ToString(), StringComparison.Ordinal);
        }
    }
}
