using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

public sealed class ExportTests
{
    [Theory, EngineData]
    public async Task An_export_verifies_with_and_without_the_checkpoint_file(StoreEngine engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        var file = await ExportAsync(world);

        foreach (var files in new string[][] { [], [file + ".checkpoints"] })
        {
            var report = await LedgerVerifier.VerifyExportAsync(file, new VerifyOptions { Key = world.Key.Verifier, CheckpointFiles = files }, Cancel);
            Assert.True(report.Ok, report.First?.ToString());
            Assert.Equal((30, 4, 30), (report.Sealed, report.Unsealed, report.Vouched));
        }
    }

    [Fact]
    public async Task A_changed_missing_moved_or_cut_line_of_an_export_is_found()
    {
        await using var world = await LedgerWorld.CreateAsync(StoreEngine.Sqlite);
        var file = await ExportAsync(world);
        var lines = await File.ReadAllLinesAsync(file, Cancel);
        var at = Array.FindIndex(lines, line => line.StartsWith("{\"position\":12,", StringComparison.Ordinal));

        Assert.Equal(12, (await VerifyAsync([.. lines[..at], lines[at].Replace("op.shipping-1", "op.shipping-2", StringComparison.Ordinal), .. lines[(at + 1)..]])).First?.Position);
        Assert.Equal(12, (await VerifyAsync([.. lines[..at], .. lines[(at + 1)..]])).First?.Position);
        Assert.Equal(12, (await VerifyAsync([.. lines[..at], lines[at + 1], lines[at], .. lines[(at + 2)..]])).First?.Position);
        Assert.Equal(13, (await VerifyAsync(lines[..(at + 1)])).First?.Position);
        Assert.False((await VerifyAsync(lines[..^1])).Ok);
        Assert.False((await VerifyAsync([.. lines[..^2], lines[^1]])).Ok);
        await Assert.ThrowsAsync<FormatException>(() => VerifyAsync(["not an export"]));
        await Assert.ThrowsAsync<FormatException>(() => VerifyAsync(lines[1..]));

        async Task<LedgerReport> VerifyAsync(string[] changed)
        {
            await File.WriteAllLinesAsync(file, changed, Cancel);
            return await LedgerVerifier.VerifyExportAsync(file, new VerifyOptions { Key = world.Key.Verifier }, Cancel);
        }
    }

    private static async Task<string> ExportAsync(LedgerWorld world)
    {
        await using var ledger = await world.OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            await ledger.AppendAsync(world.Uses(10), Cancel);
            await ledger.SealAsync(Cancel);
        }
        await ledger.AppendAsync(world.Uses(4), Cancel);
        var file = Path.Combine(world.Place.Folder, "ledger.ndjson");
        await using (var stream = File.Create(file))
            await ledger.ExportAsync(stream, Cancel);
        File.Copy(CheckpointFile.In(world.Checkpoints), file + ".checkpoints"); // closing seals on
        return file;
    }
}
