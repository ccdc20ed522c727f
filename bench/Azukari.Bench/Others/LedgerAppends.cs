using System.Threading.Channels;
using Azukari.Bench.Measuring;
using Azukari.Bench.World;
using Azukari.Ledger;

namespace Azukari.Bench.Others;

/// <summary>
/// Durable appends by many callers, against the same bytes appended to a plain file. What is divided by is the plain reading: each call writes
/// and syncs, one after the other. Beside it stand the same with all callers syncing at once, and a file writer that groups as the ledger
/// does: what is left between that one and the ledger is chain, tree and index.
/// </summary>
internal static class LedgerAppends
{
    private const int CallersAtOnce = 256;

    public static async Task<List<Result>> MeasureAsync(BenchWorld world, IReadOnlyCollection<Key> wanted, BenchOptions options, CancellationToken cancel)
    {
        if (wanted.FirstOrDefault(key => key.Name == "ledger.append_vs_file") is not { } key) return [];
        var entry = Entry(1);
        var line = entry.ToCanonicalJson();
        await using var serial = new PlainFile(Path.Combine(world.Place.Folder, "serial.log"));
        await using var atOnce = new PlainFile(Path.Combine(world.Place.Folder, "at-once.log"));
        await using var grouped = new GroupedFile(Path.Combine(world.Place.Folder, "grouped.log"));
        var rates = await Contest.RunAsync(
        [
            new Contestant("ledger_per_s", time => AppendAsync(world, time, cancel)),
            new Contestant("file_per_s", time => Callers.RunAsync(CallersAtOnce, time, _ => serial.AppendInTurnAsync(line))),
            new Contestant("file_at_once_per_s", time => Callers.RunAsync(CallersAtOnce, time, _ => atOnce.AppendAsync(line))),
            new Contestant("grouped_file_per_s", time => Callers.RunAsync(CallersAtOnce, time, _ => grouped.AppendAsync(line))),
        ], options);
        return
        [
            new Result(key, rates["ledger_per_s"] / rates["file_per_s"], new Dictionary<string, double>(rates)
            {
                ["ratio_to_at_once"] = rates["ledger_per_s"] / rates["file_at_once_per_s"], ["ratio_to_grouped"] = rates["ledger_per_s"] / rates["grouped_file_per_s"],
                ["entry_bytes"] = line.Length, ["fsync_us"] = world.Place.SyncMicroseconds,
            }),
        ];
    }

    private static async Task<Rate> AppendAsync(BenchWorld world, TimeSpan time, CancellationToken cancel)
    {
        await world.RequireDurableAsync(cancel);
        var before = await world.EntriesAsync(cancel);
        var rate = await Callers.RunAsync(CallersAtOnce, time, async dice => await world.Core.Ledger.AppendAsync(Entry(dice.Next(1_000_000))));
        var written = await world.EntriesAsync(cancel) - before;
        if (written != rate.Calls) throw new MeasurementException($"{rate.Calls:N0} appends left {written:N0} entries in the ledger.");
        await world.SettleAsync(cancel);
        return rate;
    }

    private static LedgerEntry Entry(int number) => LedgerEntry.Now(TimeProvider.System, EntryKind.Used) with
    {
        Subject = Pseudonym.FromBytes(Specimens.Id(number).ToBytes()),
        Accessor = BenchWorld.By.Code,
        As = BenchWorld.Shipping.As.Value,
        Purpose = BenchWorld.Shipping.Purpose.Value,
        Items = ["address", "mobile", "name"],
        Clauses = [BenchWorld.Shipping.Purpose.Value],
        PolicyVersion = "2026-10",
        Case = BenchWorld.Shipping.Case,
    };

    private class PlainFile(string file) : IAsyncDisposable
    {
        private readonly SemaphoreSlim _turn = new(1, 1);
        private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _handle = File.OpenHandle(file, FileMode.Create, FileAccess.Write);
        private long _end;

        public async ValueTask AppendAsync(byte[] line)
        {
            await Task.Yield();
            RandomAccess.Write(_handle, line, Interlocked.Add(ref _end, line.Length) - line.Length);
            RandomAccess.FlushToDisk(_handle);
        }

        public async ValueTask AppendInTurnAsync(byte[] line)
        {
            await _turn.WaitAsync();
            try
            {
                await AppendAsync(line);
            }
            finally
            {
                _turn.Release();
            }
        }

        public virtual ValueTask DisposeAsync()
        {
            _handle.Dispose();
            _turn.Dispose();
            File.Delete(file);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class GroupedFile : IAsyncDisposable
    {
        private readonly Channel<(byte[] Line, TaskCompletionSource Done)> _queue = Channel.CreateUnbounded<(byte[], TaskCompletionSource)>();
        private readonly string _file;
        private readonly Task _writer;

        public GroupedFile(string file)
        {
            _file = file;
            _writer = Task.Run(WriteAsync);
        }

        public async ValueTask AppendAsync(byte[] line)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _queue.Writer.WriteAsync((line, done));
            await done.Task;
        }

        public async ValueTask DisposeAsync()
        {
            _queue.Writer.Complete();
            await _writer;
            File.Delete(_file);
        }

        private async Task WriteAsync()
        {
            using var handle = File.OpenHandle(_file, FileMode.Create, FileAccess.Write);
            var end = 0L;
            var batch = new List<(byte[] Line, TaskCompletionSource Done)>();
            while (await _queue.Reader.WaitToReadAsync())
            {
                batch.Clear();
                while (batch.Count < 1024 && _queue.Reader.TryRead(out var next)) batch.Add(next);
                RandomAccess.Write(handle, batch.ConvertAll(each => (ReadOnlyMemory<byte>)each.Line), end);
                end += batch.Sum(each => (long)each.Line.Length);
                RandomAccess.FlushToDisk(handle);
                foreach (var (_, done) in batch) done.SetResult();
            }
        }
    }
}
