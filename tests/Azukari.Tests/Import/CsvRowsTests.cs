using Azukari.Import;
using Azukari.Import.Reading;
using CsCheck;

namespace Azukari.Tests.Import;

public sealed class CsvRowsTests
{
    [Fact]
    public async Task Rows_know_their_lines_across_quoted_line_breaks_and_any_line_end()
    {
        var rows = await ReadAsync("a,b\r\n\"x\r\ny\",2\n\n\"q\"\"r\",\"\"\r3,\"z\nz\nz\"\n4,5");
        Assert.Equal(
            ["1:a|b", "2:x\r\ny|2", "4:", "5:q\"r|", "6:3|z\nz\nz", "9:4|5"],
            rows.Select(Show));
    }

    [Fact]
    public async Task Quotes_inside_an_unquoted_field_are_text() =>
        Assert.Equal(["1:a\"b\"|c"], (await ReadAsync("a\"b\",c\n")).Select(Show));

    [Fact]
    public async Task Text_after_a_quote_costs_one_line() =>
        Assert.Equal(["1:<TextAfterQuote>\"a\"b,c", "2:d|e"], (await ReadAsync("\"a\"b,c\nd,e\n")).Select(Show));

    [Fact]
    public async Task A_quote_that_is_never_closed_costs_one_line_only() =>
        Assert.Equal(["1:<QuoteUnclosed>\"a,b", "2:c|d", "3:e|f"], (await ReadAsync("\"a,b\nc,d\ne,f\n")).Select(Show));

    [Fact]
    public async Task A_quote_closed_by_the_next_rows_quote_costs_one_line_only() =>
        Assert.Equal(["1:<TextAfterQuote>\"a,b", "2:c|d", "3:e|f"], (await ReadAsync("\"a,b\n\"c\",d\ne,f\n")).Select(Show));

    [Fact]
    public async Task A_stray_quote_in_a_large_file_is_found_without_holding_the_file()
    {
        var text = "a,b\n\"c,d\n" + string.Concat(Enumerable.Repeat("0123456789,0123456789\n", 40_000));
        var rows = await ReadAsync(text);
        Assert.Equal("2:<QuoteUnclosed>\"c,d", Show(rows[1]));
        Assert.Equal(40_002, rows.Count);
        Assert.Equal(40_002, rows[^1].Line);
    }

    [Fact]
    public async Task A_row_beyond_the_limit_is_skipped_to_its_end()
    {
        var rows = await ReadAsync("a,b\n" + new string('x', CsvRows.LongestRow * 2) + ",c\nd,e\n");
        Assert.Equal(RowRule.RowTooLong, rows[1].Fault);
        Assert.Equal("3:d|e", Show(rows[2]));
    }

    [Fact]
    public async Task Other_delimiters_are_read() =>
        Assert.Equal(["1:a,b|c"], (await ReadAsync("a,b\tc\n", '\t')).Select(Show));

    [Fact]
    public async Task An_empty_file_has_no_row() => Assert.Empty(await ReadAsync(""));

    [Fact]
    public void Whatever_fields_are_written_are_read_back_however_the_text_arrives()
    {
        var field = Gen.Char["ab,\"\r\n 見本"].Array[0, 8].Select(c => new string(c));
        var rows = field.Array[2, 4].Array[1, 6];
        Gen.Select(rows, Gen.Int[1, 7]).Sample((written, chunk) =>
        {
            var text = string.Concat(written.Select(row => string.Join(',', row.Select(f => $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n"));
            var read = ReadAsync(new TrickleReader(text, chunk)).GetAwaiter().GetResult();
            var line = 1;
            return read.Count == written.Length && read.Zip(written).All(pair =>
            {
                var right = pair.First.Fault is null && pair.First.Line == line && pair.First.Fields.SequenceEqual(pair.Second);
                line += 1 + pair.Second.Sum(f => f.Replace("\r\n", "\n", StringComparison.Ordinal).Count(c => c is '\r' or '\n'));
                return right;
            });
        }, iter: 2_000);
    }

    private static Task<List<CsvRow>> ReadAsync(string text, char delimiter = ',') => ReadAsync(new StringReader(text), delimiter);

    private static async Task<List<CsvRow>> ReadAsync(TextReader text, char delimiter = ',')
    {
        using var rows = new CsvRows(text, delimiter);
        var all = new List<CsvRow>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken) is { } row) all.Add(row);
        return all;
    }

    private static string Show(CsvRow row) => $"{row.Line}:{(row.Fault is { } fault ? $"<{fault}>" : "")}{string.Join('|', row.Fields)}";

    private sealed class TrickleReader(string text, int chunk) : TextReader
    {
        private int _at;

        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(Math.Min(chunk, buffer.Length), text.Length - _at);
            text.AsSpan(_at, count).CopyTo(buffer.Span);
            _at += count;
            return ValueTask.FromResult(count);
        }
    }
}
