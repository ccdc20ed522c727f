using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace Azukari.Testing.Canaries;

/// <summary>One canary found: which word, in which encoding, in which file and where.</summary>
public sealed record CanaryFinding(string Word, string Encoding, string File, long Offset)
{
    public override string ToString() => $"{Word} ({Encoding}) in {File} at byte {Offset}";
}

/// <summary>
/// Looks for words in files whatever they are: database pages, write-ahead logs, traces, temporary files. Each word is looked for as
/// UTF-8, UTF-16 (both orders), Shift_JIS, hex (both cases) and base64 (each of the three alignments).
/// </summary>
public sealed class CanaryScan
{
    private const int ChunkBytes = 1 << 20;
    private readonly Dictionary<string, (string Word, string Encoding)> _patterns = new(StringComparer.Ordinal);
    private readonly SearchValues<string> _search;
    private readonly int _longest;

    public CanaryScan(IEnumerable<string> words)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var shiftJis = Encoding.GetEncoding(932, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        foreach (var word in words.Distinct(StringComparer.Ordinal))
        {
            var utf8 = Encoding.UTF8.GetBytes(word);
            Add(word, "UTF-8", utf8);
            Add(word, "UTF-16LE", Encoding.Unicode.GetBytes(word));
            Add(word, "UTF-16BE", Encoding.BigEndianUnicode.GetBytes(word));
            try
            {
                Add(word, "Shift_JIS", shiftJis.GetBytes(word));
            }
            catch (EncoderFallbackException)
            {
                // A character Shift_JIS cannot write cannot leak in it.
            }

            Add(word, "hex", Encoding.ASCII.GetBytes(Convert.ToHexString(utf8)));
            Add(word, "hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8)));
            for (var shift = 0; shift < 3; shift++)
                Add(word, "base64", Encoding.ASCII.GetBytes(Base64Core(utf8, shift)));
        }

        _search = SearchValues.Create([.. _patterns.Keys], StringComparison.Ordinal);
        _longest = _patterns.Keys.Max(pattern => pattern.Length);
    }

    /// <summary>Scans every file below <paramref name="root"/> that <paramref name="excepted"/> does not name.</summary>
    public async Task<(IReadOnlyList<CanaryFinding> Findings, int Files)> ScanFolderAsync(
        string root, Func<string, bool> excepted, CancellationToken cancel)
    {
        var findings = new ConcurrentQueue<CanaryFinding>();
        var files = 0;
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var all = Directory.EnumerateFiles(root, "*", options).Where(file => !excepted(file));
        await Parallel.ForEachAsync(all, cancel, async (file, ct) =>
        {
            try
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                foreach (var finding in await ScanAsync(stream, file, ct)) findings.Enqueue(finding);
                Interlocked.Increment(ref files);
            }
            catch (FileNotFoundException)
            {
                // Removed since it was listed.
            }
        });

        return ([.. findings.OrderBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Offset)], files);
    }

    /// <summary>Scans one stream; at most one finding for each word and encoding.</summary>
    public async Task<IReadOnlyList<CanaryFinding>> ScanAsync(Stream stream, string name, CancellationToken cancel)
    {
        var found = new Dictionary<(string, string), CanaryFinding>();
        var length = ChunkBytes + _longest;
        if (stream.CanSeek) length = (int)Math.Min(length, stream.Length + _longest + 1);
        var (buffer, text) = (new byte[length], new char[length]);
        var kept = 0;
        long start = 0;
        while (true)
        {
            var most = Math.Min(ChunkBytes, length - kept);
            var read = await stream.ReadAtLeastAsync(buffer.AsMemory(kept), most, throwOnEndOfStream: false, cancel);
            var filled = kept + read;
            Search(text.AsSpan(0, Encoding.Latin1.GetChars(buffer, 0, filled, text, 0)), start, name, found);
            if (read < most) return [.. found.Values];
            kept = Math.Min(_longest - 1, filled);
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
            start += filled - kept;
        }
    }

    private void Search(ReadOnlySpan<char> text, long start, string name, Dictionary<(string, string), CanaryFinding> found)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOfAny(_search);
            if (at < 0) return;
            at += from;
            var hit = HitOf(text[at..]);
            found.TryAdd(hit, new CanaryFinding(hit.Word, hit.Encoding, name, start + at));
            from = at + 1;
        }
    }

    private (string Word, string Encoding) HitOf(ReadOnlySpan<char> text)
    {
        foreach (var (pattern, hit) in _patterns)
            if (text.StartsWith(pattern, StringComparison.Ordinal)) return hit;
        throw new InvalidOperationException("The search stops at a pattern.");
    }

    private void Add(string word, string encoding, byte[] bytes)
    {
        if (bytes.Length < 6) throw new ArgumentException($"A canary of {bytes.Length} bytes as {encoding} could be met by chance.");
        _patterns.TryAdd(Encoding.Latin1.GetString(bytes), (word, encoding));
    }

    /// <summary>The characters of a base64 text that depend on these bytes alone, when <paramref name="shift"/> bytes precede them.</summary>
    private static string Base64Core(byte[] bytes, int shift)
    {
        var text = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
        var first = shift == 0 ? 0 : shift + 1;
        var whole = (shift + bytes.Length) % 3 == 0 ? text.Length : text.Length - 1;
        return text[first..whole];
    }
}
