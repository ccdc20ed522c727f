using System.Runtime.CompilerServices;
using System.Text;

namespace Azukari.Ledger;

/// <summary>Checkpoints outside the database: one file of signed notes, each followed by an empty line, only ever appended to.</summary>
public static class CheckpointFile
{
    /// <summary>The file in a checkpoint folder.</summary>
    public const string FileName = "ledger-checkpoints.txt";

    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The file of a folder.</summary>
    public static string In(string folder) => Path.Combine(folder, FileName);

    /// <summary>
    /// Reads one by one the notes the file holds when the first is asked for; what is appended meanwhile is left out. What is no note comes out
    /// as text with no checkpoint; a torn last note is left out.
    /// </summary>
    public static async IAsyncEnumerable<(string Text, Checkpoint? Checkpoint)> ReadAsync(string file, [EnumeratorCancellation] CancellationToken ct = default)
    {
        // Each byte read as one character, so that the characters read so far are a place in the file.
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.Latin1);
        var left = reader.BaseStream.Length;
        var note = new StringBuilder();
        var parts = 0;
        while (left > 0 && await reader.ReadLineAsync(ct).ConfigureAwait(false) is { } bytes)
        {
            left -= bytes.Length + 1;
            if (left < 0)
                break; // the line's end was written since
            var line = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));
            if (line.Length > 0)
            {
                note.Append(line).Append('\n');
                continue;
            }
            if (note.Length == 0)
                continue;
            if (++parts == 1)
            {
                note.Append('\n'); // between a note's text and its signatures
                continue;
            }
            yield return (note.ToString(), Checkpoint.TryParse(note.ToString(), out var checkpoint) ? checkpoint : null);
            note.Clear();
            parts = 0;
        }
    }

    /// <summary>The last whole note; null where there is no file or no note.</summary>
    internal static async Task<Checkpoint?> LastAsync(string folder, CancellationToken ct)
    {
        var file = In(folder);
        if (!File.Exists(file))
            return null;
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        await using (stream.ConfigureAwait(false))
        {
            stream.Seek(-Math.Min(stream.Length, 8192), SeekOrigin.End);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var blocks = (await reader.ReadToEndAsync(ct).ConfigureAwait(false)).Split("\n\n");
            for (var i = blocks.Length - 2; i >= 1; i--)
                if (Checkpoint.TryParse(blocks[i - 1] + "\n\n" + blocks[i] + "\n", out var last))
                    return last;
            return null;
        }
    }

    internal static async Task AppendAsync(string folder, Checkpoint checkpoint, TimeProvider clock, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else if (!Directory.Exists(folder))
            Directory.CreateDirectory(folder, FolderMode);
        // Writers take turns by a file of their own: a lock on the notes themselves would turn away whoever reads them meanwhile,
        // and a verification that reads them for an hour would hold up the sealing.
        var turn = await TurnAsync(In(folder) + ".lock", clock, ct).ConfigureAwait(false);
        await using (turn.ConfigureAwait(false))
        {
            var stream = new FileStream(In(folder), Options(FileShare.ReadWrite));
            await using (stream.ConfigureAwait(false))
            {
                CutTornEnd(stream);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(checkpoint.Note + "\n"), ct).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }
        }
    }

    private static async Task<FileStream> TurnAsync(string file, TimeProvider clock, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(file, Options(FileShare.None));
            }
            catch (IOException) when (attempt < 200)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), clock, ct).ConfigureAwait(false); // another process is appending
            }
        }
    }

    private static FileStreamOptions Options(FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    // A crash in the middle of a write leaves half a note at the end: it goes, so that what follows can be read.
    private static void CutTornEnd(FileStream stream)
    {
        var from = Math.Max(0, stream.Length - 8192);
        stream.Seek(from, SeekOrigin.Begin);
        var tail = new byte[stream.Length - from];
        stream.ReadExactly(tail);
        var keep = tail.Length;
        while (keep > 0 && !EndsWithNote(tail.AsSpan(0, keep)))
            keep = tail.AsSpan(0, keep - 1).LastIndexOf("\n\n"u8) is var at and >= 0 && at + 2 < keep ? at + 2 : 0;
        if (keep == 0 && from > 0)
            keep = tail.Length; // nothing that reads as a note: not ours to repair
        stream.SetLength(from + keep);
        stream.Seek(0, SeekOrigin.End);
    }

    private static bool EndsWithNote(ReadOnlySpan<byte> text)
    {
        if (!text.EndsWith("\n\n"u8))
            return false;
        var signatures = text[..^2].LastIndexOf("\n\n"u8);
        return signatures >= 0 && text[(signatures + 2)..].StartsWith("\u2014 "u8);
    }
}
