using System.Globalization;
using Azukari.Company.Settings;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Vault;
using Npgsql;

namespace Azukari.Company.Backup;

/// <summary>One part that was backed up.</summary>
/// <param name="Part">Which.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Manifest">What it holds.</param>
/// <param name="Removed">Older backups of this part removed, because only so many are kept.</param>
public sealed record BackupMade(BackupPart Part, string Folder, BackupManifest Manifest, int Removed);

/// <summary>
/// Backs a running company up, each part to a place of its own. The parts are copied in the order data, keys, ledger; on PostgreSQL as of
/// one snapshot. So every person in the data has keys in the keys, and every published policy stands in the ledger.
/// </summary>
public static class BackupRun
{
    private const string Partial = ".partial";

    /// <summary>Makes the backups, and records each in the ledger.</summary>
    /// <param name="places">A folder for each part wanted; no two the same.</param>
    /// <param name="keep">How many backups of a part stay in its folder, this one included; 0 for all.</param>
    /// <exception cref="BackupException">Places that may not be shared, or a program that is missing. Nothing that looks like a backup is left.</exception>
    public static async Task<IReadOnlyList<BackupMade>> MakeAsync(
        CompanyCore company, IReadOnlyDictionary<BackupPart, string> places, int keep, Accessor by, TimeProvider clock, CancellationToken cancel)
    {
        Check(company, places);
        var made = new List<BackupMade>();
        var drafts = new List<string>();
        var name = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        try
        {
            await using var snapshot = company.Location is PostgresDatabase database ? await Snapshot.OpenAsync(database.ConnectionString, company, cancel) : null;
            foreach (var part in BackupParts.All.Where(places.ContainsKey))
            {
                var folder = Path.Combine(Path.GetFullPath(places[part]), $"azukari-{part.Word()}-{name}");
                if (Directory.Exists(folder) || Directory.Exists(folder + Partial))
                    throw new BackupException(folder, "同じ秒のバックアップがもうあります。もう一度実行してください。", "a backup of this second is there already. Run it again.");
                PrivateFiles.CreateFolder(folder + Partial);
                drafts.Add(folder + Partial);
                var manifest = part is BackupPart.Keys
                    ? await company.Trust.Keys.WithoutRotationAsync(() => CopyAsync(company, part, folder + Partial, snapshot, clock, cancel), cancel)
                    : await CopyAsync(company, part, folder + Partial, snapshot, clock, cancel);
                Directory.Move(folder + Partial, folder); // only now it looks like a backup
                made.Add(new BackupMade(part, folder, manifest, 0));
            }
        }
        catch
        {
            foreach (var draft in drafts.Where(Directory.Exists)) Directory.Delete(draft, recursive: true);
            throw;
        }

        for (var i = 0; i < made.Count; i++)
        {
            await company.Trust.Keys.RecordAsync(EntryKind.BackedUp, made[i].Part.Word(), made[i].Manifest.Counts.Values.DefaultIfEmpty(0).Max(), by, cancel);
            made[i] = made[i] with { Removed = Prune(made[i], keep) };
        }

        return made;
    }

    private static void Check(CompanyCore company, IReadOnlyDictionary<BackupPart, string> places)
    {
        foreach (var (part, place) in places)
        {
            foreach (var (other, there) in places)
            {
                if (part != other && IsWithin(there, place))
                {
                    throw new BackupException(place, "データ・鍵・台帳は、それぞれ別の場所に控えます。二つを同じ場所に置くと、盗んだ人が読めます。",
                        "data, keys and ledger go to a place each: whoever takes two of them together can read.");
                }
            }

            if (IsWithin(place, company.Options.Folder))
                throw new BackupException(place, "データフォルダの外を指定してください。", "lies in the data folder: name a place outside it, best on another disk.");
        }
    }

    private static bool IsWithin(string path, string folder) =>
        (Path.GetFullPath(path) + Path.DirectorySeparatorChar).StartsWith(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static async Task<BackupManifest> CopyAsync(CompanyCore company, BackupPart part, string folder, Snapshot? snapshot, TimeProvider clock, CancellationToken cancel)
    {
        var taken = snapshot?.TakenAt ?? clock.GetUtcNow();
        // A checkpoint file newer than the ledger beside it would say that entries are missing: so it is copied first.
        if (part is BackupPart.Ledger && snapshot is null) await CopyCheckpointsAsync(company, folder, cancel);
        if (part is BackupPart.Ledger && snapshot is not null) await BackupFiles.WriteAsync(Path.Combine(folder, CheckpointFile.FileName), snapshot.Checkpoints, cancel);
        IReadOnlyDictionary<string, long> counts;
        if (snapshot is not null)
        {
            await PostgresTools.DumpAsync(snapshot.ConnectionString, snapshot.Id, [.. await snapshot.PresentAsync(part.Stores().Select(PostgresDatabase.SchemaOf), cancel)], Path.Combine(folder, part.Word() + ".dump"), cancel);
            counts = await BackupCounts.OfAsync(part, sql => snapshot.CountAsync(sql, cancel), store => PostgresDatabase.SchemaOf(store) + ".");
        }
        else
        {
            foreach (var store in part.Stores().Where(store => File.Exists(Path.Combine(company.Options.Folder, store + ".db"))))
                await SqliteCopy.CopyAsync(Path.Combine(company.Options.Folder, store + ".db"), Path.Combine(folder, store + ".db"), cancel);
            counts = await BackupCounts.OfAsync(part, sql => SqliteCopy.CountAsync(Path.Combine(folder, part.Stores()[0] + ".db"), sql, cancel), _ => "");
        }

        if (part is BackupPart.Data) await BackupFiles.CopyAsync(company.Options.SettingsPath, Path.Combine(folder, SettingsFile.Name), cancel);
        if (part is BackupPart.Keys)
        {
            // The list last: erasures after the copies are in it, and are done again when they are restored.
            var keys = company.Options.Resolve(company.Settings.Keys);
            foreach (var file in (string[])[LedgerSigningKey.FileName, LedgerSigningKey.PublicFileName, "erasures.list"])
                if (File.Exists(Path.Combine(keys, file))) await BackupFiles.CopyAsync(Path.Combine(keys, file), Path.Combine(folder, file), cancel);
        }

        return await BackupManifest.SealAsync(folder, new BackupManifest
        {
            Part = part.Word(),
            Engine = snapshot is null ? "sqlite" : "postgres",
            Origin = company.SigningKey.Verifier.Name,
            TakenAt = taken,
            Counts = counts,
            MasterVersions = part is BackupPart.Keys ? [.. (await company.Trust.Keys.VersionsAsync(cancel)).Where(v => v.Keys > 0).Select(v => v.Version)] : [],
            Files = [],
        }, company.SigningKey, cancel);
    }

    private static async Task CopyCheckpointsAsync(CompanyCore company, string folder, CancellationToken cancel)
    {
        var file = CheckpointFile.In(company.Options.Resolve(company.Settings.Checkpoints));
        if (File.Exists(file)) await BackupFiles.CopyAsync(file, Path.Combine(folder, CheckpointFile.FileName), cancel);
    }

    private static int Prune(BackupMade made, int keep)
    {
        if (keep <= 0) return 0;
        var old = Directory.GetDirectories(Path.GetDirectoryName(made.Folder)!, $"azukari-{made.Part.Word()}-*Z").Order(StringComparer.Ordinal).SkipLast(keep).ToList();
        foreach (var folder in old) Directory.Delete(folder, recursive: true);
        return old.Count;
    }

    /// <summary>One moment of a PostgreSQL database, seen by every dump.</summary>
    private sealed class Snapshot : IAsyncDisposable
    {
        private readonly NpgsqlConnection _connection;

        private Snapshot(string connectionString, NpgsqlConnection connection) => (ConnectionString, _connection) = (connectionString, connection);

        public string ConnectionString { get; }

        public string Id { get; private set; } = "";

        public byte[] Checkpoints { get; private set; } = [];

        public DateTimeOffset TakenAt { get; private set; }

        public static async Task<Snapshot> OpenAsync(string connectionString, CompanyCore company, CancellationToken cancel)
        {
            var file = CheckpointFile.In(company.Options.Resolve(company.Settings.Checkpoints));
            var checkpoints = File.Exists(file) ? await File.ReadAllBytesAsync(file, cancel) : []; // before the snapshot: not newer than the ledger in it
            var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
            var snapshot = new Snapshot(connectionString, connection) { Checkpoints = checkpoints };
            try
            {
                await connection.OpenAsync(cancel);
                await snapshot.ScalarAsync("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", cancel);
                snapshot.Id = (string)(await snapshot.ScalarAsync("SELECT pg_export_snapshot()", cancel))!;
                snapshot.TakenAt = new DateTimeOffset((DateTime)(await snapshot.ScalarAsync("SELECT now()", cancel))!);
                return snapshot;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }

        public async Task<long> CountAsync(string sql, CancellationToken cancel) => Convert.ToInt64(await ScalarAsync(sql, cancel) ?? 0L, CultureInfo.InvariantCulture);

        public async Task<IEnumerable<string>> PresentAsync(IEnumerable<string> schemas, CancellationToken cancel)
        {
            var present = new List<string>();
            foreach (var schema in schemas)
                if (await CountAsync($"SELECT count(*) FROM pg_namespace WHERE nspname = '{schema}'", cancel) > 0) present.Add(schema);
            return present;
        }

        public ValueTask DisposeAsync() => _connection.DisposeAsync();

        private async Task<object?> ScalarAsync(string sql, CancellationToken cancel)
        {
            await using var command = new NpgsqlCommand(sql, _connection);
            return await command.ExecuteScalarAsync(cancel) is { } value and not DBNull ? value : null;
        }
    }
}

/// <summary>What a backup counts, so that a restoration can be held against it.</summary>
internal static class BackupCounts
{
    private static readonly Dictionary<BackupPart, (string Name, string Store, string Sql)[]> Queries = new()
    {
        [BackupPart.Data] = [("people", "vault", "SELECT count(*) FROM {0}subjects WHERE state = 0"), ("documents", "vault", "SELECT count(*) FROM {0}documents")],
        [BackupPart.Keys] = [("keys", "keys", "SELECT count(*) FROM {0}subject_keys"), ("erasures", "keys", "SELECT count(*) FROM {0}erasures")],
        [BackupPart.Ledger] = [("entries", "ledger", "SELECT size FROM {0}tree WHERE id = 1")],
    };

    public static async Task<IReadOnlyDictionary<string, long>> OfAsync(BackupPart part, Func<string, Task<long>> count, Func<string, string> prefix)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, store, sql) in Queries[part]) counts[name] = await count(string.Format(CultureInfo.InvariantCulture, sql, prefix(store)));
        return counts;
    }
}
