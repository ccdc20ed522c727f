using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Azukari.Company.Backup;

/// <summary>
/// PostgreSQL's own programs, which know every detail of its dumps. The password goes by the environment, never among the arguments, where
/// every user of the machine reads it.
/// </summary>
internal static class PostgresTools
{
    private const string Debian = "/usr/lib/postgresql";

    /// <summary>Dumps schemas as of an exported snapshot into a new file of mode 0600.</summary>
    public static async Task DumpAsync(string connection, string snapshot, IReadOnlyList<string> schemas, string file, CancellationToken cancel)
    {
        await BackupFiles.Create(file).DisposeAsync();
        string[] arguments = ["--format=custom", "--no-owner", "--no-privileges", "--snapshot=" + snapshot, .. schemas.Select(s => "--schema=" + s), "--file=" + file];
        await RunAsync("pg_dump", connection, arguments, cancel);
    }

    /// <summary>Restores a dump, whole or not at all.</summary>
    public static Task RestoreAsync(string connection, string file, CancellationToken cancel) => RunAsync("pg_restore", connection,
        ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--dbname=" + new NpgsqlConnectionStringBuilder(connection).Database, file], cancel);

    private static async Task RunAsync(string program, string connection, string[] arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Find(program), arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        var to = new NpgsqlConnectionStringBuilder(connection);
        start.Environment.Remove(CompanyKeys.PinVariable); // not theirs to know
        start.Environment["PGHOST"] = to.Host;
        start.Environment["PGPORT"] = to.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGDATABASE"] = to.Database;
        start.Environment["PGUSER"] = to.Username;
        if (to.Password is { Length: > 0 } password) start.Environment["PGPASSWORD"] = password;
        start.Environment["PGSSLMODE"] = to.SslMode switch
        {
            SslMode.Disable => "disable", SslMode.Allow => "allow", SslMode.Require => "require", SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", _ => "prefer",
        };
        using var process = Process.Start(start) ?? throw Missing(program);
        try
        {
            var said = process.StandardOutput.ReadToEndAsync(cancel);
            var wrong = await process.StandardError.ReadToEndAsync(cancel);
            await said;
            await process.WaitForExitAsync(cancel);
            // Of what it says only the first line's kind is told: the rest may quote rows.
            if (process.ExitCode != 0)
                throw new BackupException(program, $"PostgreSQL のプログラムが失敗しました（{Reason(wrong)}）。", $"failed ({Reason(wrong)}).");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static string Reason(string errors) => errors.Contains("version mismatch", StringComparison.Ordinal) ? "it is older than the server: install the server's version"
        : errors.Contains("already exists", StringComparison.Ordinal) ? "the schema is there already"
        : errors.Contains("connection", StringComparison.Ordinal) ? "the server cannot be reached or refused the login"
        : errors.Contains("permission denied", StringComparison.Ordinal) ? "the user may not read or create this" : "run it by hand to see why";

    private static string Find(string program)
    {
        var newest = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).Select(d => (Path: Path.Combine(d, "bin", program), Version: int.TryParse(Path.GetFileName(d), out var v) ? v : 0))
                .Where(p => File.Exists(p.Path)).OrderByDescending(p => p.Version).Select(p => p.Path).FirstOrDefault()
            : null;
        return newest ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists) ?? throw Missing(program);
    }

    private static BackupException Missing(string program) => new(program,
        "PostgreSQL の道具がありません。サーバーと同じ版の postgresql-client を入れてください（Debian: apt-get install postgresql-client）。",
        "is not installed. Install the postgresql-client of the server's version (Debian: apt-get install postgresql-client).");
}
