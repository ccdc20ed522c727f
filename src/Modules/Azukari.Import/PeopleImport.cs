using System.Diagnostics;
using Azukari.Import.Maps;
using Azukari.Import.Reading;
using Azukari.Import.Rejects;
using Azukari.Vault;

namespace Azukari.Import;

/// <summary>
/// Takes a company's CSV file into the vault. Each row is an acquisition under the map's channel and policy version; who is there already is found by the
/// identifying item and corrected where the row differs; the same row changes nothing. So an import that was killed is simply run again: there is no journal
/// that could disagree with the vault (docs/import.md).
/// </summary>
public static class PeopleImport
{
    /// <summary>Runs an import in memory that doesn't grow with values: a batch or two of rows, and some 50 bytes for each row's identifier.</summary>
    /// <param name="options">What to import.</param>
    /// <param name="core">The vault to import into; a policy must be in force.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="ct">Stops between batches; what was taken in stays, and running again goes on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is out of its bounds.</exception>
    public static async Task<ImportOutcome> RunAsync(ImportOptions options, TrustCore core, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Batch, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Batch, 5000, nameof(options));
        ImportMapLoad load;
        FileStream source;
        try
        {
            load = await ImportMapLoader.LoadFileAsync(options.Map, core.Policies, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CannotRead(options.Map, e);
        }

        if (load.Map is not { } map) return new ImportUnusable(load.Problems);
        try
        {
            source = new FileStream(options.File, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.None,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CannotRead(options.File, e);
        }

        await using (source) return await RunAsync(options, core, map, source, progress, ct);
    }

    private static async Task<ImportOutcome> RunAsync(ImportOptions options, TrustCore core, ImportMap map, FileStream source, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        var name = Path.GetFileName(options.File);
        if (await EncodingDetection.DetectAsync(source, map.Encoding, ct) is not { } detected)
            return new ImportUnusable([new ImportProblem(name, 1, 1, "", new("ファイルがUTF-16です", "the file is UTF-16"), new("UTF-8で保存してください", "save it as UTF-8"))]);

        source.Position = detected.Mark;
        using var text = new StreamReader(source, detected.Encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16, leaveOpen: true);
        using var rows = new CsvRows(text, map.Delimiter);
        if (await rows.ReadAsync(ct) is not { Fault: null } header)
            return new ImportUnusable([new ImportProblem(name, 1, 1, "", new("見出しの行がありません", "the file has no header"), new("1行目に列の見出しを書いてください", "begin with a line of headings"))]);
        var problems = new List<ImportProblem>();
        if (BoundMap.Bind(map, header.Fields, name, problems) is not { } bound) return new ImportUnusable(problems);

        await using var rejects = options.DryRun ? null : await RejectsFile.CreateAsync(RejectsFile.PathFor(options.File), bound.Headings, map.Delimiter);
        var run = new ImportRun(options, core, bound, rejects);
        var started = Stopwatch.GetTimestamp();
        await run.TakeInAsync(rows, () => progress?.Report(new ImportProgress(rows.Line, source.Position, source.Length, run.Counts)), ct);
        return run.Report(detected.Name == ImportEncoding.Utf8 ? "utf-8" : "shift_jis", Stopwatch.GetElapsedTime(started));
    }

    private static ImportUnusable CannotRead(string path, Exception e) => new(
    [
        e is FileNotFoundException or DirectoryNotFoundException
            ? new ImportProblem(path, 1, 1, "", new("ファイルがありません", "there is no such file"), new("場所を確かめてください", "check the path"))
            : new ImportProblem(path, 1, 1, "", new("ファイルを開けません", "the file cannot be opened"),
                new("読む権限があるか、ほかの取り込みが使っていないかを確かめてください", "check that you may read it and that no other import is using it")),
    ]);
}
