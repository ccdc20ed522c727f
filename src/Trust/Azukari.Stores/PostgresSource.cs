using Npgsql;

namespace Azukari.Stores;

/// <summary>Connections to one PostgreSQL server, or to whichever of several is the primary.</summary>
public static class PostgresSource
{
    /// <summary>
    /// A source of connections. Where the settings name several hosts, only the primary will do, also for reading: a standby may lack what
    /// was just acknowledged. It is looked for anew each second, so a new primary is found as soon as it is elected.
    /// </summary>
    /// <param name="settings">The connection string's parts; which kind of host to use is decided here.</param>
    /// <param name="readOnly">Whether a standby will do where there is no primary.</param>
    /// <exception cref="ArgumentException">The settings cannot be used together.</exception>
    public static NpgsqlDataSource Create(NpgsqlConnectionStringBuilder settings, bool readOnly = false)
    {
        if (settings.Host?.Contains(',', StringComparison.Ordinal) != true)
            return Builder(settings).Build();
        var several = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        several.Remove("Target Session Attributes");
        if (!settings.ContainsKey("Host Recheck Seconds") || settings.HostRecheckSeconds == 10)
            several.HostRecheckSeconds = 1;
        return Builder(several).BuildMultiHost().WithTargetSession(readOnly ? TargetSessionAttributes.PreferPrimary : TargetSessionAttributes.Primary);
    }

    // The library knows PostgreSQL's own types, and we use no others: asking each server for its list is the slowest part of opening a store.
    private static NpgsqlDataSourceBuilder Builder(NpgsqlConnectionStringBuilder settings) =>
        new NpgsqlDataSourceBuilder(settings.ConnectionString).ConfigureTypeLoading(types => types.EnableTypeLoading(false));
}
