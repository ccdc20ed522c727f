using System.Text;
using System.Text.Json;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>Writes a ledger as newline-delimited JSON. The first member of a line says what it is.</summary>
internal static class LedgerExport
{
    public static async Task WriteAsync(StoreSession session, LedgerVerifierKey key, Stream output, CancellationToken ct)
    {
        var stored = new StoredLedger(session);
        var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        await using (writer.ConfigureAwait(false))
        {
            var (size, _) = await stored.TreeAsync(ct).ConfigureAwait(false);
            var unsealed = await session.ScalarAsync<long>("SELECT count(*) FROM unsealed", ct).ConfigureAwait(false);
            await writer.WriteLineAsync($"{{\"ledger\":1,\"origin\":{Quote(key.Name)},\"key\":{Quote(key.Text)},\"sealed\":{size},\"unsealed\":{unsealed}}}").ConfigureAwait(false);
            foreach (var row in await stored.WritersAsync(ct).ConfigureAwait(false))
                await writer.WriteLineAsync($"{{\"writer\":{row.Number},\"id\":\"{row.Id}\",\"seq\":{row.Seq},\"head\":\"{Hexa(row.Head)}\",\"sealedSeq\":{row.SealedSeq},\"sealedHead\":\"{Hexa(row.SealedHead)}\"}}").ConfigureAwait(false);
            await SealedAsync(stored, writer, ct).ConfigureAwait(false);
            for (var after = long.MinValue; await stored.UnsealedAsync(after, ct).ConfigureAwait(false) is { Count: > 0 } chunk; after = chunk[^1].Arrival)
                foreach (var (_, entry) in chunk)
                    await writer.WriteLineAsync($"{{\"waiting\":{Body(entry)}}}").ConfigureAwait(false);
            await writer.WriteLineAsync("{\"end\":true}").ConfigureAwait(false);
        }
    }

    private static async Task SealedAsync(StoredLedger stored, StreamWriter writer, CancellationToken ct)
    {
        var notes = new Queue<(long Size, string Note)>(await stored.CheckpointsAsync(-1, ct).ConfigureAwait(false));
        async Task NotesAsync(long size)
        {
            while (notes.TryPeek(out var note) && note.Size <= size)
            {
                notes.Dequeue();
                await writer.WriteLineAsync($"{{\"checkpoint\":{Quote(note.Note)}}}").ConfigureAwait(false);
                if (notes.Count == 0)
                    notes = new(await stored.CheckpointsAsync(note.Size, ct).ConfigureAwait(false));
            }
        }
        for (var from = long.MinValue; await stored.SealedAsync(from, StoredLedger.Chunk, ct).ConfigureAwait(false) is { Count: > 0 } chunk; from = chunk[^1].Position!.Value + 1)
            foreach (var entry in chunk)
            {
                await writer.WriteLineAsync($"{{\"position\":{entry.Position},\"row\":{Body(entry)}}}").ConfigureAwait(false);
                await NotesAsync(entry.Position!.Value + 1).ConfigureAwait(false);
            }
        await NotesAsync(long.MaxValue).ConfigureAwait(false);
    }

    private static string Body(StoredEntry entry) =>
        $"{{\"writer\":{entry.Writer},\"seq\":{entry.Seq},\"salt\":\"{Hexa(entry.Salt)}\",\"link\":\"{Hexa(entry.Link)}\",\"entry\":{Encoding.UTF8.GetString(entry.Json)}}}";

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static string Hexa(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

/// <summary>Reads an export line by line into a verification.</summary>
internal static class ExportReader
{
    public static async Task<LedgerReport> VerifyAsync(string file, LedgerVerifierKey key, CheckpointMerge merge, CancellationToken ct)
    {
        var verification = new Verification(key);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var (line, sealedDone, ended) = (0L, false, false);
        (long Sealed, long Unsealed) promised = default, seen = default;
        async Task SealedDoneAsync()
        {
            if (sealedDone)
                return;
            sealedDone = true;
            await merge.FeedAsync(verification, end: true).ConfigureAwait(false);
            verification.EndOfSealed();
        }
        while (await reader.ReadLineAsync(ct).ConfigureAwait(false) is { } text)
        {
            line++;
            try
            {
                using var json = JsonDocument.Parse(text);
                var root = json.RootElement;
                var first = root.EnumerateObject().First();
                if (line == 1 && first.Name != "ledger")
                    throw new FormatException("no header");
                switch (first.Name)
                {
                    case "ledger":
                        promised = (root.GetProperty("sealed").GetInt64(), root.GetProperty("unsealed").GetInt64());
                        break;
                    case "writer":
                        verification.Writer(Writer(root));
                        break;
                    case "position":
                        seen.Sealed++;
                        verification.Sealed(Entry(root.GetProperty("row"), first.Value.GetInt64()));
                        await merge.FeedAsync(verification).ConfigureAwait(false);
                        break;
                    case "checkpoint":
                        verification.CheckpointNote(first.Value.GetString() ?? "", "the export");
                        break;
                    case "waiting":
                        await SealedDoneAsync().ConfigureAwait(false);
                        seen.Unsealed++;
                        verification.Unsealed(Entry(first.Value, null));
                        break;
                    case "end":
                        ended = true;
                        break;
                    default:
                        throw new FormatException("a line of unknown kind");
                }
            }
            catch (Exception error) when (error is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException)
            {
                throw new FormatException($"{file}, line {line}: this is no line of a ledger's export.", error);
            }
        }
        await SealedDoneAsync().ConfigureAwait(false);
        if (!ended || seen != promised)
            verification.Report(new LedgerFinding(verification.Tree.Size, null, null, null,
                new Wrong($"the export is not whole: it announces {promised.Sealed} sealed and {promised.Unsealed} unsealed entries and holds {seen.Sealed} and {seen.Unsealed}.", $"書き出しが揃っていません。封じた記録 {promised.Sealed} 件と封じる前の {promised.Unsealed} 件のはずが、{seen.Sealed} 件と {seen.Unsealed} 件です。")));
        return verification.Finish();
    }

    private static StoredWriter Writer(JsonElement row) => new(
        row.GetProperty("writer").GetInt64(), WriterId.FromBytes(Bytes(row, "id")), row.GetProperty("seq").GetInt64(), Bytes(row, "head"),
        row.GetProperty("sealedSeq").GetInt64(), Bytes(row, "sealedHead"));

    private static StoredEntry Entry(JsonElement row, long? position) => new(
        position, row.GetProperty("writer").GetInt64(), row.GetProperty("seq").GetInt64(), Bytes(row, "salt"), Bytes(row, "link"),
        Encoding.UTF8.GetBytes(row.GetProperty("entry").GetRawText()));

    private static byte[] Bytes(JsonElement row, string name) => Convert.FromHexString(row.GetProperty(name).GetString() ?? "");
}
