using System.Globalization;
using System.Text;
using Azukari.Import.Reading;

namespace Azukari.Import.Rejects;

/// <summary>
/// The rows that were not taken in, beside their source: <c>people.rejects.csv</c>, UTF-8 with a byte order mark (spreadsheets need it), mode 0600. Four columns in front
/// say where and why; then the row as it was, so that it can be mended and imported with the same map. Written as the import goes; a rerun writes it anew,
/// whole; an import without rejects leaves none.
/// </summary>
internal sealed class RejectsFile : IAsyncDisposable
{
    public const string Prefix = "reject.";
    private static readonly string[] Headings = [Prefix + "line", Prefix + "column", Prefix + "rule", Prefix + "reason"];
    private readonly char _delimiter;
    private readonly StreamWriter _writer;

    private RejectsFile(string path, char delimiter)
    {
        Path = path;
        _delimiter = delimiter;
        // Deleted and made anew: a file that is already there keeps its mode, and could be a link to elsewhere.
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _writer = new StreamWriter(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), options);
    }

    public string Path { get; }

    public long Count { get; private set; }

    public static string PathFor(string source) => System.IO.Path.ChangeExtension(source, null) + ".rejects.csv";

    public static async Task<RejectsFile> CreateAsync(string path, IEnumerable<string> header, char delimiter)
    {
        var file = new RejectsFile(path, delimiter);
        await file.WriteLineAsync([.. Headings, .. header.Where(name => !name.StartsWith(Prefix, StringComparison.Ordinal))]);
        return file;
    }

    public async Task WriteAsync(Reject reject, IReadOnlyList<int> columns)
    {
        Count++;
        var fields = reject.Row.Fault is null ? columns.Where(i => i < reject.Row.Fields.Length).Select(i => reject.Hidden.Contains(i) ? "" : reject.Row.Fields[i]) : reject.Row.Fields;
        await WriteLineAsync(
        [
            reject.Row.Line.ToString(CultureInfo.InvariantCulture),
            string.Join("; ", reject.Problems.Select(problem => problem.Column)),
            string.Join("; ", reject.Problems.Select(problem => problem.Rule)),
            string.Join(" ", reject.Problems.Select(problem => problem.Reason)),
            .. fields,
        ]);
    }

    public Task FlushAsync(CancellationToken ct) => _writer.FlushAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        if (Count == 0) File.Delete(Path);
    }

    private Task WriteLineAsync(IEnumerable<string> fields) => _writer.WriteAsync(string.Join(_delimiter, fields.Select(Quote)) + "\r\n");

    private string Quote(string field) =>
        field.Contains(_delimiter, StringComparison.Ordinal) || field.AsSpan().IndexOfAny('"', '\r', '\n') >= 0
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : field;
}

/// <summary>A row that was not taken in.</summary>
/// <param name="Row">The row.</param>
/// <param name="Problems">Why; at least one.</param>
/// <param name="Hidden">Columns that are not copied: they hold a payment card's number.</param>
internal sealed record Reject(CsvRow Row, IReadOnlyList<RowProblem> Problems, IReadOnlyCollection<int> Hidden);
