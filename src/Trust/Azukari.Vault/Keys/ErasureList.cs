using System.Globalization;
using System.Text;

namespace Azukari.Vault.Keys;

/// <summary>A person (class -1), a document (class -2, its id in the person's place), or one class of a person's keys up to a serial, destroyed at a time in microseconds.</summary>
internal readonly record struct Erasure(SubjectId Subject, long Class, long Serial, long At)
{
    public const long WholePerson = -1;
    public const long Document = -2;
}

/// <summary>
/// The append-only file beside the keys that says who was erased, one line each: <c>subject class serial microseconds</c>. It outlives
/// a restored copy of any store, because it is not one; keep it with the newest backup always. It holds random ids and nothing else.
/// </summary>
internal sealed class ErasureList(string? path, TimeProvider clock)
{
    private const int Tries = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Appends and syncs. Processes take turns: a line overwritten by another's would bring a person back.</summary>
    public async Task AppendAsync(IEnumerable<Erasure> erasures, CancellationToken ct)
    {
        if (path is null) return;
        var lines = new StringBuilder();
        foreach (var e in erasures)
            lines.Append(CultureInfo.InvariantCulture, $"{e.Subject} {e.Class} {e.Serial} {e.At}\n");
        if (lines.Length == 0) return;
        await AloneAsync(() =>
        {
            if (EndsTorn(path)) lines.Insert(0, '\n'); // a line that a crash cut off must not swallow the one behind it
            DurableFile.Append(path, Encoding.ASCII.GetBytes(lines.ToString()));
        }, ct);
    }

    /// <summary>All lines that are whole; a torn last line was never acknowledged to anybody.</summary>
    public async Task<IReadOnlyList<Erasure>> ReadAsync(CancellationToken ct)
    {
        if (path is null || !File.Exists(path)) return [];
        var erasures = new List<Erasure>();
        await AloneAsync(() => erasures.AddRange(File.ReadLines(path, Encoding.ASCII).Select(Parse).OfType<Erasure>()), ct);
        return erasures;
    }

    private async Task AloneAsync(Action work, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path!))!);
        for (var tries = 1; ; tries++)
        {
            using (var turn = DurableFile.TryLock(path + ".lock"))
            {
                if (turn is not null)
                {
                    work();
                    return;
                }
            }

            if (tries == Tries) throw new IOException($"Another process holds {path}.lock. An erasure that was decided is finished when the vault next opens; or try again.");
            await Task.Delay(Pause, clock, ct);
        }
    }

    private static bool EndsTorn(string path)
    {
        if (!File.Exists(path)) return false;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        if (file.Length == 0) return false;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    private static Erasure? Parse(string line)
    {
        var parts = line.Split(' ');
        return parts.Length == 4 && SubjectId.TryParse(parts[0], out var subject) && Number(parts[1], out var keyClass) && Number(parts[2], out var serial) && Number(parts[3], out var at)
            ? new Erasure(subject, keyClass, serial, at) : null;
    }

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
