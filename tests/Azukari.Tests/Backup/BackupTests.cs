using Azukari.Company;
using Azukari.Company.Sample;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Cli;
using Azukari.Vault;
using Npgsql;

namespace Azukari.Tests.Backup;

/// <summary>Backing up and restoring by the command line, as an operator does, on both engines.</summary>
public sealed class BackupTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task A_company_comes_back_whole_from_its_three_backups_in_an_empty_place(StoreEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, people: 40);
        var shelf = new Shelf();
        var subject = (await desk.SubjectsAsync("agent"))[0];
        var read = (await desk.AccessAsync(subject, "name")).Exits(0).Out;

        var made = (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
        Assert.Contains("people 40", made.Out, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(shelf.Root, "*", SearchOption.AllDirectories), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Modes.Of(file)));
        Assert.DoesNotContain(Directory.GetFiles(shelf.Root, "*", SearchOption.AllDirectories), file => file.Contains("master", StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(shelf.Root, "data"), "*", SearchOption.AllDirectories), file => Path.GetFileName(file) is "keys.db" or "keys.dump");
        await using (var live = await CompanyCore.OpenAsync(desk.Options, TimeProvider.System, Cancel))
            foreach (var part in new[] { "data", "keys", "ledger" }) Assert.Equal(1, await CountAsync(live, EntryKind.BackedUp, part));
        await using var place = await RestoredPlace.MakeAsync(engine);
        var back = (await place.Azukari.RunAsync(shelf.Restore(desk, "--yes"))).Exits(0);

        Assert.Contains("40 people", back.Out, StringComparison.Ordinal);
        Assert.Contains("verified", back.Out, StringComparison.Ordinal);
        Assert.Equal(read.Split('\n')[0], (await place.Azukari.RunAsync("access", "--purpose", "purpose.member.2", "--as", "staff.shipping", "--items", "name", "--case", "order-7001", subject)).Exits(0).Out.Split('\n')[0]);
        (await place.Azukari.RunAsync("ledger", "verify")).Exits(0);
        await using var company = await CompanyCore.OpenAsync(place.Options, TimeProvider.System, Cancel);
        Assert.Equal(1, await CountAsync(company, EntryKind.Restored, "restore"));
    }

    [Theory, EngineData]
    public async Task Who_was_erased_after_the_backup_is_erased_again_before_anything_is_served(StoreEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, people: 20);
        var shelf = new Shelf();
        var people = await desk.SubjectsAsync("agent");
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
        (await desk.Azukari.RunAsync("erase", "--yes", people[0])).Exits(0);
        // Data and keys from before; the list of erasures that lies beside the keys now.
        await using var place = await RestoredPlace.MakeAsync(engine);

        var back = (await place.Azukari.RunAsync(shelf.Restore(desk, "--yes", "--erasures", Path.Combine(desk.Data, "keys", "erasures.list")))).Exits(0);

        Assert.Contains("1 people, erased since the backup", back.Out, StringComparison.Ordinal);
        Assert.Contains("refused", (await place.Azukari.RunAsync("access", "--purpose", "purpose.member.2", "--as", "staff.shipping", "--items", "name", "--case", "order-1", people[0])).Exits(3).Err, StringComparison.OrdinalIgnoreCase);
        (await place.Azukari.RunAsync("access", "--purpose", "purpose.member.2", "--as", "staff.shipping", "--items", "name", "--case", "order-1", people[1])).Exits(0);
    }

    [Theory, EngineData]
    public async Task A_newer_ledger_brings_the_erasure_back_and_names_the_acts_the_data_lost(StoreEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, people: 20);
        var shelf = new Shelf();
        var people = await desk.SubjectsAsync("agent");
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
        (await desk.Azukari.RunAsync("erase", "--yes", people[0])).Exits(0);
        (await desk.Azukari.RunAsync("restrict", "--all", people[1])).Exits(0);
        await Task.Delay(TimeSpan.FromSeconds(1.1), Cancel); // a backup is named by its second
        (await desk.Azukari.RunAsync("backup", "--ledger-to", Path.Combine(shelf.Root, "ledger"))).Exits(0);
        await using var place = await RestoredPlace.MakeAsync(engine);

        var back = (await place.Azukari.RunAsync(shelf.Restore(desk, "--yes"))).Exits(1);

        Assert.Contains("1 people, erased since the backup", back.Out, StringComparison.Ordinal);
        Assert.Contains("1 × restricted, after the data's moment", back.Out, StringComparison.Ordinal);
        (await place.Azukari.RunAsync("access", "--purpose", "purpose.member.2", "--as", "staff.shipping", "--items", "name", "--case", "order-1", people[0])).Exits(3);
    }

    [Theory, EngineData]
    public async Task A_ledger_that_would_go_back_behind_a_checkpoint_is_restored_only_when_that_is_said(StoreEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, people: 10);
        var shelf = new Shelf();
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
        (await desk.AccessAsync((await desk.SubjectsAsync("agent"))[0], "name")).Exits(0);
        var kept = Path.Combine(desk.Data, "checkpoints", "ledger-checkpoints.txt");
        await using var place = await RestoredPlace.MakeAsync(engine);

        var stopped = (await place.Azukari.RunAsync(shelf.Restore(desk, "--yes", "--checkpoint", kept))).Exits(2);
        Assert.Contains("entries that a checkpoint vouches for", stopped.Err, StringComparison.Ordinal);
        Assert.False(place.Options.Exists);
        var accepted = (await place.Azukari.RunAsync(shelf.Restore(desk, "--yes", "--accept-loss", "--checkpoint", kept))).Exits(1);
        Assert.Contains("ledger entries that a checkpoint vouched for", accepted.Out, StringComparison.Ordinal);
        (await place.Azukari.RunAsync("ledger", "verify")).Exits(0);
    }

    [Theory, EngineData]
    public async Task A_backup_beside_live_writes_opens_whole_with_nobody_without_keys(StoreEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, people: 120);
        var shelf = new Shelf();
        var policy = desk.Made.Versions[^1];
        await using (var company = await CompanyCore.OpenAsync(desk.Options, TimeProvider.System, Cancel))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var acquired = 0;
            var newcomers = SpecimenPeople.All(700).Where(person => person.AcquiredOn >= SpecimenPeople.SecondPolicy).ToList();
            var people = await company.Trust.Vault.SubjectsAsync(ct: Cancel).Take(60).ToListAsync(Cancel);
            Task[] load = [.. Enumerable.Range(0, 4).Select(n => Task.Run(async () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    if (await company.Trust.Vault.AcquireAsync(Someone(policy, newcomers[((n * 31) + i) % newcomers.Count]), new Accessor("tester"), Cancel) is Acquired) Interlocked.Increment(ref acquired);
                    if (i % 7 == n) await company.Trust.Vault.EraseAsync(people[(n * 15) + (i / 7 % 15)], new Accessor("tester"), ct: Cancel);
                }
            }, Cancel))];
            while (Volatile.Read(ref acquired) < 40) await Task.Delay(TimeSpan.FromMilliseconds(20), Cancel);
            (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
            await stop.CancelAsync();
            await Task.WhenAll(load);
        }

        await using var place = await RestoredPlace.MakeAsync(engine);
        var back = await place.Azukari.RunAsync(shelf.Restore(desk, "--yes"));
        Assert.True(back.Exit is 0 or 1, back.Err); // 1 where an act fell between the data's moment and the ledger's
        Assert.Contains("verified", back.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("without keys", back.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("do not open", back.Out, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task The_drill_restores_checks_and_leaves_nothing_but_its_entry(StoreEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, people: 20);
        var shelf = new Shelf();
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
        var drills = Directory.GetDirectories(Path.GetTempPath(), "azukari-drill-*").Length;
        var databases = await DatabasesAsync(desk);

        var done = (await desk.Azukari.RunAsync(["restore", "--drill", .. shelf.From()])).Exits(0);

        Assert.Contains("the drill is done, and its copy removed", done.Out, StringComparison.Ordinal);
        Assert.True(Directory.GetDirectories(Path.GetTempPath(), "azukari-drill-*").Length <= drills);
        Assert.Equal(databases, await DatabasesAsync(desk));
        await using var company = await CompanyCore.OpenAsync(desk.Options, TimeProvider.System, Cancel);
        Assert.Equal(1, await CountAsync(company, EntryKind.Restored, "drill"));
    }

    [Fact]
    public async Task A_backup_cut_short_or_changed_is_none()
    {
        await using var desk = await Desk.OpenAsync(StoreEngine.Sqlite, people: 5);
        var shelf = new Shelf();
        await using var place = await RestoredPlace.MakeAsync(StoreEngine.Sqlite);
        // Cut short: the second file can't be read, in the middle of the run.
        var platform = Path.Combine(desk.Data, "platform.db");
        var sound = File.Exists(platform) ? await File.ReadAllBytesAsync(platform, Cancel) : null;
        await File.WriteAllTextAsync(platform, string.Concat(Enumerable.Repeat("no database at all, but a file of that name. ", 200)), Cancel);
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(2);
        Assert.Empty(Directory.GetFiles(shelf.Root, "*", SearchOption.AllDirectories));
        File.Delete(platform);
        if (sound is not null) await File.WriteAllBytesAsync(platform, sound, Cancel);
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
        var data = Directory.GetDirectories(Path.Combine(shelf.Root, "data")).Single();

        // As a kill leaves it: under its other name, without a manifest.
        var partial = Path.Combine(shelf.Root, "data", "azukari-data-29990101T000000Z.partial");
        Directory.CreateDirectory(partial);
        File.Copy(Path.Combine(data, "vault.db"), Path.Combine(partial, "vault.db"));
        (await place.Azukari.RunAsync(shelf.Restore(desk, "--yes"))).Exits(0); // took the finished one
        Assert.Contains("holds no finished backup", (await place.Azukari.RunAsync(["restore", "--yes", "--data-from", partial, .. shelf.From()[2..]])).Exits(2).Err, StringComparison.Ordinal);

        await using var second = await RestoredPlace.MakeAsync(StoreEngine.Sqlite);
        var manifest = await File.ReadAllTextAsync(Path.Combine(data, "manifest.json"), Cancel);
        await File.WriteAllTextAsync(Path.Combine(data, "manifest.json"), manifest.Replace("\"people\": 5", "\"people\": 4", StringComparison.Ordinal), Cancel);
        Assert.Contains("is not signed by the ledger's key", (await second.Azukari.RunAsync(shelf.Restore(desk, "--yes"))).Exits(2).Err, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(data, "manifest.json"), manifest, Cancel);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(data, "vault.db"), Cancel);
        bytes[^100] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(data, "vault.db"), bytes, Cancel);
        Assert.Contains("is not what was written", (await second.Azukari.RunAsync(shelf.Restore(desk, "--yes"))).Exits(2).Err, StringComparison.Ordinal);
        Assert.False(second.Options.Exists);
        Assert.Empty(Directory.Exists(second.Data) ? Directory.GetFiles(second.Data, "*", SearchOption.AllDirectories) : []);
    }

    [Theory, EngineData]
    public async Task A_restoration_that_fails_leaves_nothing_and_nothing_is_overwritten(StoreEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, people: 5);
        var shelf = new Shelf();
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
        Assert.Contains("is not empty", (await desk.Azukari.RunAsync(shelf.Restore(desk, "--yes"))).Exits(2).Err, StringComparison.Ordinal);
        await using var place = await RestoredPlace.MakeAsync(engine);
        var stranger = Path.Combine(TestRun.NewFolder("stranger"), "master.json");
        Azukari.Vault.Keys.FileMasterKeys.Open(stranger, TimeProvider.System, above: 7).Dispose();

        var wrong = (await place.Azukari.RunAsync(["restore", "--yes", .. shelf.From(), "--master", stranger])).Exits(2);

        Assert.Contains("master key version 1", wrong.Err, StringComparison.Ordinal);
        Assert.False(place.Options.Exists);
        Assert.DoesNotContain(Directory.GetFiles(place.Data, "*", SearchOption.AllDirectories), file => file.EndsWith(".db", StringComparison.Ordinal) || file.EndsWith(".key", StringComparison.Ordinal));
        Assert.Contains("the master key is missing", (await place.Azukari.RunAsync(["restore", "--yes", .. shelf.From()])).Exits(2).Err, StringComparison.Ordinal);
        (await place.Azukari.RunAsync(shelf.Restore(desk, "--yes"))).Exits(0); // and then it can be done
        Assert.Contains("is not empty", (await place.Azukari.RunAsync(shelf.Restore(desk, "--yes"))).Exits(2).Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Places_are_apart_duties_are_asked_for_and_only_so_many_are_kept()
    {
        await using var desk = await Desk.OpenAsync(StoreEngine.Sqlite, people: 5);
        var shelf = new Shelf();
        var here = Path.Combine(shelf.Root, "one");
        Assert.Contains("a place each", (await desk.Azukari.RunAsync("backup", "--data-to", here, "--keys-to", Path.Combine(here, "keys"))).Exits(2).Err, StringComparison.Ordinal);
        Assert.Contains("lies in the data folder", (await desk.Azukari.RunAsync("backup", "--data-to", Path.Combine(desk.Data, "copies"))).Exits(2).Err, StringComparison.Ordinal);
        Assert.Contains("is needed", (await desk.Azukari.RunAsync("backup")).Exits(2).Err, StringComparison.Ordinal);
        foreach (var line in new[] { shelf.Backup(), ["keys", "status"], ["keys", "backup", Path.Combine(shelf.Root, "master.json")], ["keys", "move", "--backup", Path.Combine(shelf.Root, "master.json")] })
            Assert.Contains("duty-not-held", (await new CommandLine(desk.Data, login: "mihon-shipping").RunAsync(line)).Exits(3).Err, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(shelf.Root, "data")));

        for (var n = 0; n < 3; n++)
        {
            var clock = new TestClock(DateTimeOffset.UnixEpoch.AddDays(20_000 + n));
            (await new CommandLine(desk.Data) { Clock = clock }.RunAsync("backup", "--keys-to", Path.Combine(shelf.Root, "keys"), "--keep", "2")).Exits(0);
        }

        Assert.Equal(2, Directory.GetDirectories(Path.Combine(shelf.Root, "keys")).Length);
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
        var clerk = new CommandLine(Path.Combine(shelf.Root, "elsewhere"), login: "mihon-shipping");
        Assert.Contains("duty operations", (await clerk.RunAsync(shelf.Restore(desk, "--yes"))).Exits(3).Err, StringComparison.Ordinal);
        (await desk.Azukari.RunAsync("keys", "backup", Path.Combine(shelf.Root, "master.json"))).Exits(0);
        Assert.Contains("available", (await desk.Azukari.RunAsync("keys", "status")).Exits(0).Out, StringComparison.Ordinal);
    }

    private static Acquisition Someone(PolicyVersion version, SpecimenPerson person) => new()
    {
        SubjectKind = SubjectKind.Parse(person.Kind),
        Channel = PolicyWords.TryParse(person.Channel, out Channel channel) ? channel : throw new InvalidOperationException(person.Channel),
        PolicyVersion = version,
        Values = SpecimenValues.Of(person),
    };

    private static async Task<long> CountAsync(CompanyCore company, EntryKind kind, string reason)
    {
        var count = 0L;
        await foreach (var record in company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = kind }, Cancel))
            if (record.Entry.Reason == reason) count++;
        return count;
    }

    private static async Task<long> DatabasesAsync(Desk desk)
    {
        if (desk.Postgres is null) return 0;
        await using var connection = new NpgsqlConnection(desk.Postgres + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_database WHERE datname LIKE 'azukari_drill_%'", connection);
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }
}

/// <summary>The three places backups go to.</summary>
internal sealed class Shelf
{
    public string Root { get; } = TestRun.NewFolder("shelf");

    public string[] Backup() => ["backup", "--data-to", Path.Combine(Root, "data"), "--keys-to", Path.Combine(Root, "keys"), "--ledger-to", Path.Combine(Root, "ledger")];

    public string[] From() => ["--data-from", Path.Combine(Root, "data"), "--keys-from", Path.Combine(Root, "keys"), "--ledger-from", Path.Combine(Root, "ledger")];

    public string[] Restore(Desk desk, params string[] more) => ["restore", .. From(), "--master", Path.Combine(desk.Data, "keys", "master.json"), .. more];
}

/// <summary>An empty machine: a folder that is not there yet and, on PostgreSQL, an empty database.</summary>
internal sealed class RestoredPlace : IAsyncDisposable
{
    private readonly TestPlace _place;

    private RestoredPlace(TestPlace place)
    {
        _place = place;
        Data = Path.Combine(place.Folder, "restored");
        Postgres = (place.Location as PostgresDatabase)?.ConnectionString;
        Azukari = new CommandLine(Data, Postgres);
    }

    public string Data { get; }

    public string? Postgres { get; }

    public CommandLine Azukari { get; }

    public CompanyOptions Options => CompanyOptions.From(Data, Postgres, _ => null);

    public static async Task<RestoredPlace> MakeAsync(StoreEngine engine) => new(await TestStores.CreateAsync(engine));

    public ValueTask DisposeAsync() => _place.DisposeAsync();
}
