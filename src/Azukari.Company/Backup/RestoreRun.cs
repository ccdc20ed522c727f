using Azukari.Company.Settings;
using Azukari.Ledger;
using Azukari.Vault;

namespace Azukari.Company.Backup;

/// <summary>
/// Restores a company from backups into an empty place: everything is checked before it is copied, erasures since are done again before
/// anything is served, and the settings are written last, so that a restoration cut short is no company.
/// </summary>
public static class RestoreRun
{
    private const int PeopleLookedAt = 5000;

    private static readonly EntryKind[] ActsOnData =
    [
        EntryKind.Acquired, EntryKind.Consented, EntryKind.Withdrawn, EntryKind.Acknowledged, EntryKind.Corrected, EntryKind.Restricted, EntryKind.Unrestricted, EntryKind.Expired, EntryKind.Published,
    ];

    /// <summary>Restores for good.</summary>
    /// <param name="target">An empty data folder and, for PostgreSQL, a database without our schemas.</param>
    /// <param name="by">Who restores; needs the duty <c>operations</c> in the restored settings.</param>
    /// <exception cref="BackupException">Something is missing, damaged or in the way; nothing was left behind.</exception>
    public static Task<RestoreReport> RestoreAsync(CompanyOptions target, RestoreSources sources, Accessor by, TimeProvider clock, CancellationToken cancel) =>
        RunAsync(target, sources, by, clock, drill: null, cancel);

    /// <summary>Does the same in a place of its own that is removed afterwards.</summary>
    /// <param name="live">The company the backups are of, where it is still there: its master keys serve when none are named.</param>
    public static async Task<RestoreReport> DrillAsync(CompanyOptions live, RestoreSources sources, Accessor by, TimeProvider clock, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("azukari-drill-").FullName;
        await using var scratch = await ScratchDatabase.MakeAsync(live, cancel);
        try
        {
            return await RunAsync(CompanyOptions.From(Path.Combine(folder, "data"), scratch?.ConnectionString, _ => null), sources, by, clock, live, cancel);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<RestoreReport> RunAsync(CompanyOptions target, RestoreSources sources, Accessor by, TimeProvider clock, CompanyOptions? drill, CancellationToken cancel)
    {
        var set = await BackupSet.ReadAsync(sources, cancel);
        var settings = await set.SettingsAsync(target, drill is not null, cancel);
        if (!settings.Operators.TryGetValue(by.Code, out var known) || !known.Duties.Contains(Duty.Operations))
        {
            throw new BackupException(by.Code, "バックアップの設定では、このログインに職務 operations がありません。", "does not have the duty operations in the backup's settings.") { Refused = true };
        }

        await using var place = new RestorePlace(target, settings);
        await place.CheckEmptyAsync(set.Engine, cancel);
        var lost = await place.EntriesLostAsync(set, sources, cancel);
        if (lost > 0 && !sources.AcceptLoss)
        {
            throw new BackupException(set.LedgerFolder,
                $"控えのチェックポイントが保証する記録のうち {lost:N0} 件が、このバックアップの台帳にありません。新しい台帳のバックアップを使うか、失われたことを認めるなら --accept-loss を付けてください。",
                $"lacks {lost:N0} entries that a checkpoint vouches for: the ledger would go back. Use a newer backup of the ledger, or say --accept-loss where the loss is known and accepted.");
        }

        await place.FillAsync(set, sources, drill, lost > 0, clock, cancel);
        RestoreReport report;
        await using (var company = await CompanyCore.OpenAsync(target, settings, clock, cancel))
        {
            await company.Trust.Keys.RecordAsync(EntryKind.Restored, drill is null ? "restore" : "drill", set.Data.Counts.GetValueOrDefault("people"), by, cancel);
            await company.Trust.Ledger.SealAsync(cancel);
            var sound = await company.Trust.Keys.SoundAsync(PeopleLookedAt, cancel);
            report = new RestoreReport
            {
                Manifests = [set.Data, set.Keys, set.Ledger],
                ErasedAgain = Math.Max(0, set.Data.Counts.GetValueOrDefault("people") - sound.People),
                Soundness = sound,
                Ledger = await LedgerVerifier.VerifyAsync(company.Location, new VerifyOptions { Key = set.Verifier, CheckpointFiles = [CheckpointFile.In(target.Resolve(settings.Checkpoints))] }, cancel),
                EntriesLost = lost,
                ActsLost = await ActsAfterAsync(company, set.Data.TakenAt, cancel),
            };
        }

        await SettingsFile.WriteAsync(target.SettingsPath, settings with { Postgres = set.KeepsConnection ? settings.Postgres : null }, cancel);
        place.Keep();
        return report;
    }

    private static async Task<IReadOnlyDictionary<EntryKind, long>> ActsAfterAsync(CompanyCore company, DateTimeOffset moment, CancellationToken cancel)
    {
        var lost = new SortedDictionary<EntryKind, long>();
        await foreach (var record in company.Trust.Ledger.QueryAsync(new LedgerQuery { From = moment }, cancel))
            if (ActsOnData.Contains(record.Entry.Kind)) lost[record.Entry.Kind] = lost.GetValueOrDefault(record.Entry.Kind) + 1;
        return lost;
    }
}
