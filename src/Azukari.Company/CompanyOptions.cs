using Azukari.Company.Settings;

namespace Azukari.Company;

/// <summary>
/// Which company to open: a data folder (settings, keys, checkpoints and, without PostgreSQL, the SQLite files).
/// </summary>
public sealed record CompanyOptions
{
    /// <summary>The environment variable with the data folder.</summary>
    public const string DataVariable = "AZUKARI_DATA";

    /// <summary>The environment variable with PostgreSQL's connection string.</summary>
    public const string PostgresVariable = "AZUKARI_POSTGRES";

    private CompanyOptions(string folder, string? postgres)
    {
        Folder = folder;
        Postgres = postgres;
    }

    /// <summary>The data folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>PostgreSQL's connection string where given by option or environment; it wins over the settings. A secret.</summary>
    public string? Postgres { get; }

    /// <summary>The settings file.</summary>
    public string SettingsPath => Path.Combine(Folder, SettingsFile.Name);

    /// <summary>True when the folder holds a company already.</summary>
    public bool Exists => File.Exists(SettingsPath);

    /// <summary>The options of a program: what its command line says, else the environment, else <c>data</c>.</summary>
    public static CompanyOptions From(string? data, string? postgres, Func<string, string?> environment)
    {
        static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
        return new CompanyOptions(
            Path.GetFullPath(Given(data) ?? Given(environment(DataVariable)) ?? "data"),
            Given(postgres) ?? Given(environment(PostgresVariable)));
    }

    /// <summary>Reads and checks the settings of the folder.</summary>
    /// <exception cref="SettingsException">No company there, settings others can read, or a setting that cannot be used.</exception>
    public async Task<CompanySettings> ReadSettingsAsync(CancellationToken cancel)
    {
        if (!Exists)
        {
            throw new SettingsException(
                Folder, "ここに会社のデータはありません。--data で場所を指定するか、azukari sample で見本を作ってください。",
                "holds no company. Name its place with --data, or make the sample with azukari sample.");
        }

        if (PrivateFiles.OthersMayRead(SettingsPath))
        {
            throw new SettingsException(
                SettingsPath, "ほかの利用者から読めます。chmod 600 で閉じてください。", "can be read by other users. Close it with chmod 600.");
        }

        var settings = await SettingsFile.ReadAsync(SettingsPath, cancel);
        return Postgres is null ? settings : settings with { Postgres = Postgres };
    }

    /// <summary>A path of the settings, below the data folder unless absolute.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Folder);

    public override string ToString() => Folder;
}
