using System.Globalization;
using Azukari.Company.Settings;
using Azukari.Ledger;
using Npgsql;

namespace Azukari.Company.Backup;

/// <summary>The place backups are restored into. What was put there goes again, unless it is said to keep it.</summary>
internal sealed class RestorePlace(CompanyOptions target, CompanySettings settings) : IAsyncDisposable
{
    private static readonly string[] Schemas = ["azukari_vault", "azukari_platform", "azukari_keys", "azukari_ledger", "azukari_index"];
    private readonly List<string> _files = [];
    private readonly List<(string From, string To)> _moved = [];
    private bool _schemas;
    private bool _keep;

    private string KeysFolder => target.Resolve(settings.Keys);

    private string Checkpoints => CheckpointFile.In(target.Resolve(settings.Checkpoints));

    private string Master => Path.Combine(KeysFolder, "master.json");

    private string Erasures => Path.Combine(KeysFolder, "erasures.list");

    public void Keep() => _keep = true;

    /// <exception cref="BackupException">Something is there that would be overwritten.</exception>
    public async Task CheckEmptyAsync(string engine, CancellationToken cancel)
    {
        if (target.Exists || (Directory.Exists(target.Folder) && Directory.EnumerateFiles(target.Folder).Any()))
            throw new BackupException(target.Folder, "空ではありません。上書きはしません。空のフォルダを --data で指定してください。", "is not empty, and nothing is ever overwritten. Name an empty folder with --data.");
        if (engine != "postgres") return;
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(settings.Postgres) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_namespace WHERE nspname = ANY(@schemas)", connection);
        command.Parameters.AddWithValue("schemas", Schemas);
        if (await command.ExecuteScalarAsync(cancel) is > 0L)
            throw new BackupException($"{connection.Host}:{connection.Port}/{connection.Database}", "すでに azukari のスキーマがあります。空のデータベースを指定してください。", "holds schemas of Azukari already. Name an empty database.");
    }

    /// <summary>How many entries the newest checkpoint known vouches for beyond what the backup's ledger holds.</summary>
    public async Task<long> EntriesLostAsync(BackupSet set, RestoreSources sources, CancellationToken cancel)
    {
        var most = 0L;
        foreach (var file in new[] { Checkpoints, sources.Checkpoints })
        {
            if (file is null || !File.Exists(file)) continue;
            await foreach (var (_, checkpoint) in CheckpointFile.ReadAsync(file, cancel))
                if (checkpoint is not null && checkpoint.IsSignedBy(set.Verifier)) most = Math.Max(most, checkpoint.Size);
        }

        return Math.Max(0, most - set.Ledger.Counts.GetValueOrDefault("entries"));
    }

    public async Task FillAsync(BackupSet set, RestoreSources sources, CompanyOptions? drill, bool behind, TimeProvider clock, CancellationToken cancel)
    {
        foreach (var folder in new[] { target.Folder, KeysFolder, Path.GetDirectoryName(Checkpoints)! }) PrivateFiles.CreateFolder(folder);
        await MasterAsync(sources, drill, cancel);
        foreach (var name in new[] { LedgerSigningKey.FileName, LedgerSigningKey.PublicFileName }) await SigningAsync(Path.Combine(set.KeysFolder, name), Path.Combine(KeysFolder, name), cancel);
        await ErasuresAsync([Path.Combine(set.KeysFolder, "erasures.list"), sources.Erasures, .. drill is null ? Array.Empty<string?>() : [LiveErasures(drill)]], cancel);
        if (behind && File.Exists(Checkpoints))
        {
            var aside = Path.Combine(Path.GetDirectoryName(Checkpoints)!, "ledger-checkpoints." + clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + ".evidence.txt");
            File.Move(Checkpoints, aside);
            _moved.Add((aside, Checkpoints));
        }

        if (!File.Exists(Checkpoints) && File.Exists(Path.Combine(set.LedgerFolder, CheckpointFile.FileName))) await CopyAsync(Path.Combine(set.LedgerFolder, CheckpointFile.FileName), Checkpoints, cancel);
        foreach (var (part, folder) in new[] { (BackupPart.Data, set.DataFolder), (BackupPart.Keys, set.KeysFolder), (BackupPart.Ledger, set.LedgerFolder) })
        {
            if (set.Engine == "postgres")
            {
                _schemas = true;
                await PostgresTools.RestoreAsync(settings.Postgres!, Path.Combine(folder, part.Word() + ".dump"), cancel);
                continue;
            }

            foreach (var store in part.Stores())
                if (File.Exists(Path.Combine(folder, store + ".db"))) await CopyAsync(Path.Combine(folder, store + ".db"), Path.Combine(target.Folder, store + ".db"), cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_keep) return;
        foreach (var file in _files.SelectMany(f => new[] { f, f + "-wal", f + "-shm" })) File.Delete(file);
        foreach (var (from, to) in _moved) File.Move(from, to, overwrite: true);
        if (_files.Count > 0 && settings.Postgres is null) File.Delete(Path.Combine(target.Folder, "index.db"));
        if (!_schemas) return;
        NpgsqlConnection.ClearAllPools();
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(settings.Postgres) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        foreach (var schema in Schemas)
        {
            await using var command = new NpgsqlCommand($"DROP SCHEMA IF EXISTS {schema} CASCADE", connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static string? LiveErasures(CompanyOptions live)
    {
        if (!live.Exists) return null;
        var list = Path.Combine(live.Folder, "keys", "erasures.list");
        return File.Exists(list) ? list : null;
    }

    private async Task MasterAsync(RestoreSources sources, CompanyOptions? drill, CancellationToken cancel)
    {
        if (settings.Pkcs11 is not null || File.Exists(Master)) return; // in the HSM, or where it belongs
        var from = sources.Master ?? (drill is { Exists: true } ? CompanyCore.MasterKeyFile(drill, await drill.ReadSettingsAsync(cancel)) : null);
        if (from is null || !File.Exists(from))
            throw new BackupException(Master, "マスター鍵がありません。控えを --master で指定してください。", "the master key is missing: name its backup with --master.");
        await CopyAsync(from, Master, cancel);
    }

    private async Task SigningAsync(string from, string to, CancellationToken cancel)
    {
        if (!File.Exists(to)) await CopyAsync(from, to, cancel);
        else if (await File.ReadAllTextAsync(from, cancel) != await File.ReadAllTextAsync(to, cancel))
            throw new BackupException(to, "別の台帳の署名鍵があります。上書きはしません。", "is another ledger's signing key, and is not overwritten.");
    }

    /// <summary>Every line of every list: an erasure that any of them knows is done again.</summary>
    private async Task ErasuresAsync(IEnumerable<string?> lists, CancellationToken cancel)
    {
        var known = File.Exists(Erasures) ? (await File.ReadAllLinesAsync(Erasures, cancel)).ToHashSet(StringComparer.Ordinal) : [];
        var more = new List<string>();
        foreach (var list in lists)
            if (list is not null && File.Exists(list)) more.AddRange((await File.ReadAllLinesAsync(list, cancel)).Where(known.Add));
        if (more.Count == 0) return;
        if (!File.Exists(Erasures))
        {
            await BackupFiles.Create(Erasures).DisposeAsync();
            _files.Add(Erasures);
        }

        if (await EndsTornAsync(Erasures, cancel)) more.Insert(0, ""); // a line a crash cut off must not swallow the next
        await File.AppendAllLinesAsync(Erasures, more, cancel); // stays, whatever becomes of the restoration: a list of erasures only grows
    }

    private static async Task<bool> EndsTornAsync(string file, CancellationToken cancel) => await File.ReadAllBytesAsync(file, cancel) is [.., not (byte)'\n'];

    private async Task CopyAsync(string from, string to, CancellationToken cancel)
    {
        _files.Add(to);
        await BackupFiles.CopyAsync(from, to, cancel);
    }
}
