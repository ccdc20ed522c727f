namespace Azukari.Company.Settings;

/// <summary>
/// A setting that cannot be used. The message names the setting (as a path inside <c>azukari.json</c>, or the environment variable) and what
/// is allowed, in both languages; it never repeats a secret.
/// </summary>
public sealed class SettingsException : Exception
{
    public SettingsException(string setting, string ja, string en, Exception? inner = null) : base($"{setting}: {en}", inner)
    {
        Setting = setting;
        Japanese = $"{setting}: {ja}";
    }

    /// <summary>Which setting, for instance <c>azukari.json: operators.taro.roles[1]</c>.</summary>
    public string Setting { get; }

    /// <summary>The message in Japanese; <see cref="Exception.Message"/> is the English one.</summary>
    public string Japanese { get; }
}
