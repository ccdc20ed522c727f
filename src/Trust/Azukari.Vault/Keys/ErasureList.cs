using System.Globalization;
using System.Text;

namespace Azukari.Vault.Keys;

/// <summary>A person (class -1), or one class of a person's keys up to a serial, destroyed at a time in microseconds.</summary>
internal readonly record struct Erasure(SubjectId Subject, long Class, long Serial, long At)
{
    public const long WholePerson = -1;
}

/// <summary>
/// The append-only file beside the keys that says who was erased, one line each: <c>subject class serial microseconds</c>. It outlives
/// a restored copy of any store, because it is not one; keep it with the newest backup always. It holds random ids and nothing else.
/// </summary>
internal sealed class ErasureList(string? path)
{
    private readonly Lock _gate = new();

    /// <summary>Appends and syncs.</summary>
    public void Append(IEnumerable<Erasure> erasures)
    {
        if (path is null) return;
        var lines = new StringBuilder();
        foreach (var e in erasures)
            lines.Append(CultureInfo.InvariantCulture, $"{e.Subject} {e.Class} {e.Serial} {e.At}\n");
        if (lines.Length == 0) return;
        lock (_gate) DurableFile.Append(path, Encoding.ASCII.GetBytes(lines.ToString()));
    }

    /// <summary>All lines that are whole; a torn last line was never acknowledged to anybody.</summary>
    public IReadOnlyList<Erasure> Read()
    {
        if (path is null || !File.Exists(path)) return [];
        var erasures = new List<Erasure>();
        foreach (var line in File.ReadLines(path, Encoding.ASCII))
        {
            var parts = line.Split(' ');
            if (parts.Length == 4 && SubjectId.TryParse(parts[0], out var subject) && Number(parts[1], out var keyClass) &&
                Number(parts[2], out var serial) && Number(parts[3], out var at))
                erasures.Add(new Erasure(subject, keyClass, serial, at));
        }

        return erasures;
    }

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
