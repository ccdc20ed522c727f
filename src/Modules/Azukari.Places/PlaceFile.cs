using System.IO.Compression;
using System.Text;

namespace Azukari.Places;

/// <summary>
/// Reads a table of places: UTF-8, one row a line, cells parted by tabs, the column names in the first line; lines before it that begin with
/// <c>#</c> are remarks, <c># date: …</c> among them the table's date. Plain or compressed with gzip. At most 2,000,000 rows and 200 characters a cell.
/// </summary>
internal sealed class PlaceFile
{
    private const int MostRows = 2_000_000;
    private const int LongestCell = 200;
    private readonly string _file;

    private PlaceFile(string file) => _file = file;

    public string? Date { get; private set; }

    /// <summary>The rows of the table, each handed over with its line; a row's array is used again for the next.</summary>
    /// <exception cref="PlaceFileException">The file cannot be read as such a table.</exception>
    public static PlaceFile Read(string file, Func<Stream> open, string[] columns, Action<PlaceFile, int, string[]> row)
    {
        var table = new PlaceFile(file);
        try
        {
            using var stream = open();
            using var plain = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
            using var reader = new StreamReader(plain, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            table.Read(reader, columns, row);
            return table;
        }
        catch (Exception fault) when (fault is InvalidDataException or DecoderFallbackException)
        {
            throw table.Wrong(0, "UTF-8の表として読めません。文字コードと圧縮の形式(gzip)を確かめてください。", "cannot be read as UTF-8 text (compressed with gzip where its name ends with .gz).");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw table.Wrong(0, "開けません。読む権限があるか確かめてください。", "cannot be opened. Check that this program may read it.");
        }
    }

    public PlaceFileException Wrong(int line, string japanese, string english) => new(_file, line, japanese, english);

    private void Read(StreamReader reader, string[] columns, Action<PlaceFile, int, string[]> row)
    {
        var cells = new string[columns.Length];
        var ranges = new Range[columns.Length + 1];
        var number = 0;
        var rows = 0;
        var headed = false;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (!headed && line.StartsWith('#'))
            {
                if (line.StartsWith("# date:", StringComparison.OrdinalIgnoreCase)) Date = line["# date:".Length..].Trim();
                continue;
            }

            if (!headed)
            {
                headed = line == string.Join('\t', columns);
                if (!headed) throw Wrong(number, $"最初の行は列の名前({string.Join("、", columns)})をタブで区切ったものです。", $"the first line has to name the columns, parted by tabs: {string.Join(", ", columns)}.");
                continue;
            }

            if (line.Length == 0) continue;
            if (++rows > MostRows) throw Wrong(number, $"行が多すぎます({MostRows:N0}行まで)。", $"has more than {MostRows:N0} rows.");
            if (line.AsSpan().Split(ranges, '\t') != columns.Length) throw Wrong(number, $"列が{columns.Length}つではありません。", $"has to have {columns.Length} cells, parted by tabs.");
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = line[ranges[i]].Trim();
                if (cells[i].Length > LongestCell) throw Wrong(number, $"{columns[i]} が長すぎます({LongestCell}文字まで)。", $"{columns[i]} is longer than {LongestCell} characters.");
            }

            row(this, number, cells);
        }

        if (!headed || rows == 0) throw Wrong(0, "行がありません。", "has no rows.");
    }
}
