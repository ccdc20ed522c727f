using System.Text.Json;
using Azukari.Company.Settings;
using Azukari.Vault;

namespace Azukari.Company.Sample;

/// <summary>
/// Says of a data folder that nobody in it is real: a file beside the settings, written when a sample was made, by whichever program. A host in Development
/// makes accounts and clients to try it with; no other folder gets any.
/// </summary>
public static class SampleMark
{
    /// <summary>The file's name in the data folder.</summary>
    public const string FileName = "sample-company.json";

    /// <summary>What was made in a folder; null where the company in it is no sample.</summary>
    public static async Task<SampleMade?> ReadAsync(string folder, CancellationToken cancel)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file)) return null;
        try
        {
            var mark = JsonSerializer.Deserialize<Mark>(await File.ReadAllBytesAsync(file, cancel));
            return mark is null ? null : new SampleMade(mark.People, SubjectId.TryParse(mark.Tour, out var tour) ? tour : null, []);
        }
        catch (JsonException)
        {
            return null; // cut short: then nothing says that it is a sample
        }
    }

    internal static Task WriteAsync(string folder, SampleMade made, CancellationToken cancel) =>
        PrivateFiles.WriteAsync(Path.Combine(folder, FileName), JsonSerializer.Serialize(new Mark(made.People, made.Tour?.ToString())) + "\n", cancel);

    private sealed record Mark(int People, string? Tour);
}
