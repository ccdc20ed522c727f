using Azukari.Company.Settings;

namespace Azukari.Company.Sample;

/// <summary>Where the sample's policy files are.</summary>
public static class SamplePolicies
{
    /// <summary>The policy files of a folder, oldest first (their names are their versions); by default those that came with the program.</summary>
    /// <exception cref="SettingsException">There are none.</exception>
    public static IReadOnlyList<string> Find(string? folder = null)
    {
        folder ??= Path.Combine(AppContext.BaseDirectory, "policies", "seacret-direct-japan");
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal)] : [];
        return files.Length > 0
            ? files
            : throw new SettingsException(folder, "方針のファイル（*.yaml）がありません。", "holds no policy files (*.yaml).");
    }
}
