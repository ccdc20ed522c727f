using Azukari.Company.Settings;
using Azukari.Ledger;

namespace Azukari.Company.Backup;

/// <summary>Three backups that belong together, read and checked.</summary>
internal sealed class BackupSet
{
    public required string DataFolder { get; init; }

    public required string KeysFolder { get; init; }

    public required string LedgerFolder { get; init; }

    public required BackupManifest Data { get; init; }

    public required BackupManifest Keys { get; init; }

    public required BackupManifest Ledger { get; init; }

    /// <summary>The public half of the ledger's key.</summary>
    public required LedgerVerifierKey Verifier { get; init; }

    public string Engine => Data.Engine;

    /// <summary>Whether the settings name the database themselves, rather than the environment or the command line.</summary>
    public bool KeepsConnection { get; private set; }

    /// <exception cref="BackupException">A part is missing, damaged, of another company, or too old for the others.</exception>
    public static async Task<BackupSet> ReadAsync(RestoreSources sources, CancellationToken cancel)
    {
        var (data, keys, ledger) = (
            Newest(Path.GetFullPath(sources.Data), BackupPart.Data), Newest(Path.GetFullPath(sources.Keys), BackupPart.Keys), Newest(Path.GetFullPath(sources.Ledger), BackupPart.Ledger));
        var pub = Path.Combine(keys, LedgerSigningKey.PublicFileName);
        if (!File.Exists(pub)) throw new BackupException(keys, "鍵のバックアップに台帳の公開鍵がありません。", "lacks the ledger's public key: it is no backup of keys.");
        var verifier = await LedgerVerifierKey.LoadAsync(pub, cancel);
        var set = new BackupSet
        {
            DataFolder = data, KeysFolder = keys, LedgerFolder = ledger, Verifier = verifier,
            Data = await ReadAsync(data, BackupPart.Data, verifier, cancel), Keys = await ReadAsync(keys, BackupPart.Keys, verifier, cancel), Ledger = await ReadAsync(ledger, BackupPart.Ledger, verifier, cancel),
        };
        if (set.Keys.Engine != set.Engine || set.Ledger.Engine != set.Engine)
            throw new BackupException(keys, "SQLite と PostgreSQL のバックアップは混ぜられません。", "is of another engine than the data: SQLite and PostgreSQL can't be mixed.");
        foreach (var (folder, manifest) in new[] { (keys, set.Keys), (ledger, set.Ledger) })
        {
            // What the data refers to is in keys and ledger of the same moment or a later one.
            if (manifest.TakenAt < set.Data.TakenAt && !sources.AcceptLoss)
            {
                throw new BackupException(folder,
                    $"データのバックアップ（{set.Data.TakenAt:u}）より前のものです（{manifest.TakenAt:u}）。その間に預かった人は読めず、台帳も足りません。新しいものを使うか、認めるなら --accept-loss を付けてください。",
                    $"is from before the data ({manifest.TakenAt:u}, the data {set.Data.TakenAt:u}): who came in between could not be read, or the ledger would lack entries. Use a newer one, or say --accept-loss where that is accepted.");
            }
        }

        return set;
    }

    /// <summary>The backup's settings, for the place they are restored to.</summary>
    public async Task<CompanySettings> SettingsAsync(CompanyOptions target, bool drill, CancellationToken cancel)
    {
        var settings = await SettingsFile.ReadAsync(Path.Combine(DataFolder, SettingsFile.Name), cancel);
        KeepsConnection = settings.Postgres is not null;
        settings = settings with { Postgres = target.Postgres ?? settings.Postgres };
        if (Engine == "postgres" && settings.Postgres is null)
            throw new BackupException(DataFolder, "PostgreSQL のバックアップです。AZUKARI_POSTGRES か --postgres で空のデータベースを指定してください。", "is of PostgreSQL: name an empty database with AZUKARI_POSTGRES or --postgres.");
        if (Engine == "sqlite") settings = settings with { Postgres = null };
        return drill ? settings with { Keys = "keys", Checkpoints = "checkpoints" } : settings;
    }

    private static string Newest(string place, BackupPart part)
    {
        if (File.Exists(Path.Combine(place, BackupManifest.FileName))) return place;
        var found = Directory.Exists(place) ? Directory.GetDirectories(place, $"azukari-{part.Word()}-*Z").Where(d => File.Exists(Path.Combine(d, BackupManifest.FileName))).Order(StringComparer.Ordinal).LastOrDefault() : null;
        return found ?? throw new BackupException(place, $"{part.Word()} のバックアップがありません。", $"holds no finished backup of {part.Word()}.");
    }

    private static async Task<BackupManifest> ReadAsync(string folder, BackupPart part, LedgerVerifierKey verifier, CancellationToken cancel)
    {
        var manifest = await BackupManifest.ReadAsync(folder, verifier, cancel);
        return manifest.Part == part.Word() && manifest.Origin == verifier.Name ? manifest
            : throw new BackupException(folder, $"{part.Word()} ではなく {manifest.Part} のバックアップです。", $"is a backup of {manifest.Part}, not of {part.Word()}.");
    }
}
