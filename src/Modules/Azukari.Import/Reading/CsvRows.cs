using System.Buffers;

namespace Azukari.Import.Reading;

/// <summary>One row of a CSV file.</summary>
/// <param name="Line">The line of the file it begins on, from 1; a row with quoted line breaks spans several.</param>
/// <param name="Fields">Its fields; of a row with a fault, the first line as it stands.</param>
/// <param name="Fault">What is wrong with its form; null when nothing is.</param>
internal sealed record CsvRow(long Line, string[] Fields, RowRule? Fault)
{
    public bool IsBlank => Array.TrueForAll(Fields, string.IsNullOrWhiteSpace);

    /// <summary>The line only: fields are personal.</summary>
    public override string ToString() => $"row at line {Line}";
}

/// <summary>
/// Reads CSV (RFC 4180, any line end, any delimiter) as a stream, knowing on which line each row begins. A malformed row costs one line:
/// reading goes on with the next, so that one stray quote cannot swallow the rest of the file. A row has at most <see cref="LongestRow"/> characters.
/// </summary>
internal sealed class CsvRows(TextReader reader, char delimiter) : IDisposable
{
    public const int LongestRow = 1 << 18;
    private readonly List<string> _fields = [];
    private char[] _window = ArrayPool<char>.Shared.Rent(1 << 16);
    private int _start;
    private int _end;
    private bool _final;
    private bool _skipping;

    /// <summary>The line the next row begins on.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The next row, or null at the end of the file.</summary>
    public async ValueTask<CsvRow?> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            if (_skipping && !await SkipLineAsync(ct)) return null;
            if (_start == _end && !await FillAsync(ct)) return null;
            var parsed = Parse(out var used, out var lines, out var fault);
            if (parsed || fault is not null)
            {
                // A fault in a row of several lines is most likely a quote that was never closed: only its first line is lost.
                if (fault is not null) used = FirstLine(_window.AsSpan(_start, _end - _start), out lines);
                var row = new CsvRow(Line, fault is null ? [.. _fields] : [new string(_window.AsSpan(_start, used).TrimEnd("\r\n"))], fault);
                Advance(used, lines);
                return row;
            }

            if (_end - _start >= LongestRow)
            {
                var first = FirstLine(_window.AsSpan(_start, _end - _start), out lines);
                var row = lines > 0
                    ? new CsvRow(Line, [new string(_window.AsSpan(_start, first).TrimEnd("\r\n"))], RowRule.QuoteUnclosed)
                    : new CsvRow(Line, [new string(_window, _start, 1000)], RowRule.RowTooLong);
                _skipping = lines == 0;
                Advance(first, lines);
                return row;
            }

            await FillAsync(ct);
        }
    }

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_window, clearArray: true);
        _window = [];
    }

    // True with a whole row; false with a fault, or without one when the window ends before the row does.
    private bool Parse(out int used, out int lines, out RowRule? fault)
    {
        var text = _window.AsSpan(_start, _end - _start);
        _fields.Clear();
        used = lines = 0;
        fault = null;
        while (true)
        {
            if (used < text.Length && text[used] == '"')
            {
                if (!Quoted(text, ref used, ref lines, ref fault)) return false;
            }
            else
            {
                var length = text[used..].IndexOfAny(delimiter, '\r', '\n');
                if (length < 0 && !_final) return false;
                if (length < 0) length = text.Length - used;
                _fields.Add(new string(text.Slice(used, length)));
                used += length;
            }

            if (used == text.Length) return _final;
            if (text[used] == delimiter)
            {
                used++;
                if (used == text.Length && !_final) return false;
                continue;
            }

            if (text[used] == '\r' && used + 1 == text.Length && !_final) return false;
            used += text[used] == '\r' && used + 1 < text.Length && text[used + 1] == '\n' ? 2 : 1;
            lines++;
            return true;
        }
    }

    private bool Quoted(ReadOnlySpan<char> text, ref int used, ref int lines, ref RowRule? fault)
    {
        var field = new System.Text.StringBuilder();
        used++;
        while (true)
        {
            var length = text[used..].IndexOf('"');
            if (length < 0)
            {
                fault = _final ? RowRule.QuoteUnclosed : null;
                return false;
            }

            field.Append(text.Slice(used, length));
            used += length + 1;
            if (used == text.Length && !_final) return false;
            if (used < text.Length && text[used] == '"')
            {
                field.Append('"');
                used++;
                continue;
            }

            if (used < text.Length && text[used] != delimiter && text[used] is not ('\r' or '\n'))
            {
                fault = RowRule.TextAfterQuote;
                return false;
            }

            var value = field.ToString();
            lines += Lines(value);
            _fields.Add(value);
            return true;
        }
    }

    private async ValueTask<bool> SkipLineAsync(CancellationToken ct)
    {
        while (true)
        {
            var first = FirstLine(_window.AsSpan(_start, _end - _start), out var lines);
            Advance(first, lines);
            if (lines > 0)
            {
                _skipping = false;
                return true;
            }

            if (!await FillAsync(ct)) return false;
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        if (_final) return false;
        if (_start > 0)
        {
            _window.AsSpan(_start, _end - _start).CopyTo(_window);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _window.Length)
        {
            var larger = ArrayPool<char>.Shared.Rent(_window.Length * 2);
            _window.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<char>.Shared.Return(_window, clearArray: true);
            _window = larger;
        }

        var read = await reader.ReadAsync(_window.AsMemory(_end), ct);
        _end += read;
        _final = read == 0;
        return read > 0 || _end > _start;
    }

    private void Advance(int used, int lines)
    {
        _start += used;
        Line += lines;
    }

    // The characters of the first line with its end; no lines when the text has no end of line.
    private static int FirstLine(ReadOnlySpan<char> text, out int lines)
    {
        var end = text.IndexOfAny('\r', '\n');
        lines = end < 0 ? 0 : 1;
        if (end < 0) return text.Length;
        return end + (text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1);
    }

    private static int Lines(ReadOnlySpan<char> text)
    {
        var lines = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))) lines++;
        }

        return lines;
    }
}
