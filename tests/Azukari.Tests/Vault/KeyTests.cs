using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Hsm;
using Azukari.Vault;
using Azukari.Vault.Keys;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

[Collection(OneAtATime.Name)]
public sealed class KeyTests
{
    [Theory, EngineData("file"), EngineData("pkcs11")]
    public async Task Rotating_with_a_backup_destroys_the_old_master_key_and_everybody_stays_readable(StoreEngine engine, string provider)
    {
        var (world, core) = await OpenAsync(engine, provider);
        await using var _ = world;
        var people = (await core.Vault.AcquireManyAsync([.. Enumerable.Range(0, 300).Select(__ => world.Person())], Op, Cancel)).Cast<Acquired>().ToList();
        var before = (await HistoryAsync(core, people[7].SubjectId))[0].Subject;
        var backup = Path.Combine(world.Place.Folder, "backup.json");

        var result = await core.Keys.RotateAsync(backup, Op, ct: Cancel);

        Assert.Equal((2, 1), (result.Version, Assert.Single(result.Destroyed)));
        Assert.Empty(result.Kept);
        Assert.True(result.Rewrapped >= 600);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));
        Assert.False(core.Parts.Keys.Masters.Has(1));
        await GrantedAsync(core, people[299].SubjectId, ForCare, Name);
        Assert.Equal(before, (await HistoryAsync(core, people[7].SubjectId)).Last().Subject); // the pseudonym outlives its wrapping
        Assert.Single(Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Number, Azukari.Testing.Canaries.CanaryWords.MemberNumber(8), ForCare, ct: Cancel)).Hits);
        await world.CloseAsync(core);
        await GrantedAsync(await world.OpenCoreAsync(), people[0].SubjectId, ForCare, Name);
    }

    [Theory, EngineData("file"), EngineData("pkcs11")]
    public async Task Rotating_without_a_backup_keeps_the_old_master_key_and_says_so(StoreEngine engine, string provider)
    {
        var (world, core) = await OpenAsync(engine, provider);
        await using var _ = world;
        var subject = await world.MemberAsync(core);

        var first = await core.Keys.RotateAsync(null, Op, ct: Cancel);
        Assert.Equal((2, 1), (first.Version, Assert.Single(first.Kept)));
        Assert.True(core.Parts.Keys.Masters.Has(1));
        var second = await core.Keys.RotateAsync(Path.Combine(world.Place.Folder, "backup.json"), Op, ct: Cancel);

        Assert.Equal((2, 1), (second.Version, Assert.Single(second.Destroyed))); // the one begun is finished, no third is made
        await GrantedAsync(core, subject, ForCare, Name);
        Assert.Equal("old-version-kept", (await LedgerAsync(core)).First(e => e.Kind == EntryKind.KeysRotated).Reason);
    }

    [Theory]
    [EngineData("created", "file"), EngineData("created", "pkcs11")]
    [EngineData("switched", "file"), EngineData("switched", "pkcs11")]
    [EngineData("batch", "file"), EngineData("batch", "pkcs11")]
    [EngineData("rewrapped", "file"), EngineData("rewrapped", "pkcs11")]
    [EngineData("backed-up", "file"), EngineData("backed-up", "pkcs11")]
    [EngineData("destroyed", "file"), EngineData("destroyed", "pkcs11")]
    public async Task A_rotation_interrupted_anywhere_is_taken_up_by_the_next(StoreEngine engine, string step, string provider)
    {
        var (world, core) = await OpenAsync(engine, provider);
        await using var _ = world;
        var people = (await core.Vault.AcquireManyAsync([.. Enumerable.Range(0, 200).Select(__ => world.Person())], Op, Cancel)).Cast<Acquired>().ToList();
        var backup = Path.Combine(world.Place.Folder, "backup.json");
        core.Keys.Rotation.AtStep = at => at == step ? throw new CrashException() : Task.CompletedTask;
        await Assert.ThrowsAsync<CrashException>(() => core.Keys.RotateAsync(backup, Op, ct: Cancel));
        await GrantedAsync(core, people[0].SubjectId, ForCare, Name);
        await world.CloseAsync(core, kill: true);

        var again = await world.OpenCoreAsync();
        await GrantedAsync(again, people[199].SubjectId, ForCare, Name);
        var later = await world.MemberAsync(again);
        var result = await again.Keys.RotateAsync(step == "destroyed" ? Path.Combine(world.Place.Folder, "backup-2.json") : backup, Op, ct: Cancel);

        Assert.Equal(step == "destroyed" ? 3 : 2, result.Version);
        Assert.False(again.Parts.Keys.Masters.Has(1));
        foreach (var person in people.Take(20)) await GrantedAsync(again, person.SubjectId, ForCare, Name);
        await GrantedAsync(again, later, ForCare, Name);
    }

    [Theory, EngineData("file"), EngineData("pkcs11")]
    public async Task Reads_writes_and_other_processes_go_on_while_the_master_key_is_rotated(StoreEngine engine, string provider)
    {
        var (world, core) = await OpenAsync(engine, provider);
        await using var _ = world;
        var beside = await world.OpenCoreAsync();
        var people = (await core.Vault.AcquireManyAsync([.. Enumerable.Range(0, 600).Select(__ => world.Person())], Op, Cancel)).Cast<Acquired>().ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var (reads, created) = (0, new System.Collections.Concurrent.ConcurrentBag<SubjectId>());
        async Task Load(TrustCore on, int seed)
        {
            for (var i = seed; !stop.IsCancellationRequested; i++)
            {
                await GrantedAsync(on, people[i * 37 % people.Count].SubjectId, ForCare, Name);
                Interlocked.Increment(ref reads);
                if (i % 5 == 0) created.Add(await world.MemberAsync(on));
            }
        }

        Task[] load = [Task.Run(() => Load(core, 0), Cancel), Task.Run(() => Load(beside, 100), Cancel)];
        var rotations = 0;
        while (rotations < 3 || (Volatile.Read(ref reads) <= 20 && rotations < 50)) // where a rotation takes a moment only, more of them
            Assert.Empty((await core.Keys.RotateAsync(Path.Combine(world.Place.Folder, $"backup-{++rotations}.json"), Op, ct: Cancel)).Kept);
        await stop.CancelAsync();
        await Task.WhenAll(load);

        Assert.True(reads > 20, $"{reads} reads");
        Assert.Equal(1 + rotations, core.Parts.Keys.Masters.Current);
        foreach (var subject in created) await GrantedAsync(beside, subject, ForCare, Name);
    }

    [Theory, EngineData]
    public async Task A_rotation_waits_for_a_key_another_process_is_about_to_write_under_the_old_master_key(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        using var masters = new PausedMasters(FileMasterKeys.Open(world.MasterKeyFile, world.Clock));
        var beside = await world.OpenCoreAsync(o => o with { MasterKeys = masters });
        await world.MemberAsync(beside); // whatever is made once is made
        var switched = false;
        core.Keys.Rotation.AtStep = step => Task.FromResult(switched |= step == "switched");
        masters.Pause();
        var writing = Task.Run(() => world.MemberAsync(beside), Cancel);
        Assert.True(masters.Reached.Wait(TimeSpan.FromSeconds(20), Cancel)); // it has read which master key is current, and not committed
        var rotating = Task.Run(() => core.Keys.RotateAsync(Path.Combine(world.Place.Folder, "backup.json"), Op, ct: Cancel), Cancel);

        await Task.Delay(TimeSpan.FromMilliseconds(700), Cancel);
        Assert.False(switched);
        Assert.False(rotating.IsCompleted);
        masters.Resume();
        var subject = await writing;

        Assert.Equal(1, Assert.Single((await rotating).Destroyed));
        await GrantedAsync(core, subject, ForCare, Name, Email);
        await GrantedAsync(beside, subject, ForCare, Name, Email);
    }

    [Fact]
    public async Task A_master_key_file_others_can_read_is_refused_with_what_to_do()
    {
        await using var world = await EmptyAsync(StoreEngine.Sqlite);
        FileMasterKeys.Open(world.MasterKeyFile, world.Clock).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(world.MasterKeyFile));
        File.SetUnixFileMode(world.MasterKeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var error = Assert.Throws<MasterKeyException>(() => FileMasterKeys.Open(world.MasterKeyFile, world.Clock));

        Assert.Contains("chmod 600", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_destroyed_master_key_is_nowhere_in_the_folder_and_seen_gone_by_other_processes()
    {
        await using var world = await EmptyAsync(StoreEngine.Sqlite);
        using var here = FileMasterKeys.Open(world.MasterKeyFile, world.Clock);
        using var there = FileMasterKeys.Open(world.MasterKeyFile, world.Clock);
        var secret = System.Text.Json.JsonDocument.Parse(await File.ReadAllBytesAsync(world.MasterKeyFile, Cancel)).RootElement.GetProperty("keys")[0].GetProperty("key").GetString()!;
        var wrapped = new byte[32 + IMasterKeys.Overhead];
        here.Wrap(1, new byte[32], "test"u8, wrapped);
        Assert.Equal(2, await here.CreateNextAsync(ct: Cancel));
        Assert.True(there.TryUnwrap(1, wrapped, "test"u8, new byte[32]));

        await here.DestroyAsync(1, ct: Cancel);

        Assert.False(there.Has(2) && there.TryUnwrap(1, wrapped, "test"u8, new byte[32]));
        Assert.All(Directory.GetFiles(Path.GetDirectoryName(world.MasterKeyFile)!), file => Assert.DoesNotContain(secret, File.ReadAllText(file), StringComparison.Ordinal));
        Assert.NotNull(there.DestroyedAt(1));
        await Assert.ThrowsAsync<MasterKeyException>(async () => await here.DestroyAsync(2, ct: Cancel));
    }

    [Fact]
    public async Task A_wrapped_key_opens_only_where_it_was_put()
    {
        await using var world = await EmptyAsync(StoreEngine.Sqlite);
        using var masters = FileMasterKeys.Open(world.MasterKeyFile, world.Clock);
        var wrapped = new byte[32 + IMasterKeys.Overhead];
        masters.Wrap(1, new byte[32], "person a"u8, wrapped);

        Assert.False(masters.TryUnwrap(1, wrapped, "person b"u8, new byte[32]));
        Assert.True(masters.TryUnwrap(1, wrapped, "person a"u8, new byte[32]));
    }

    [Fact]
    public async Task A_damaged_master_key_file_is_named_and_left_alone()
    {
        await using var world = await EmptyAsync(StoreEngine.Sqlite);
        FileMasterKeys.Open(world.MasterKeyFile, world.Clock).Dispose();
        var bytes = await File.ReadAllBytesAsync(world.MasterKeyFile, Cancel);
        await File.WriteAllBytesAsync(world.MasterKeyFile, bytes[..^20], Cancel);

        Assert.Contains("damaged", Assert.Throws<MasterKeyException>(() => FileMasterKeys.Open(world.MasterKeyFile, world.Clock)).Message, StringComparison.Ordinal);
        Assert.Equal(bytes.Length - 20, new FileInfo(world.MasterKeyFile).Length);
    }

    [Theory, EngineData]
    public async Task Keys_made_for_a_creation_that_never_finished_are_removed_at_opening(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var kept = await world.MemberAsync(core);
        ErasureTests.Crash(core, "keys-created");
        await Assert.ThrowsAsync<CrashException>(() => core.Vault.AcquireAsync(world.Person(), Op, Cancel));
        await world.CloseAsync(core, kill: true);
        Task<long> KeysAsync(TrustCore on) => on.Parts.Keys.Store.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(DISTINCT subject) FROM subject_keys", c), ct: Cancel);

        var soon = await world.OpenCoreAsync(); // another process may still be at it
        Assert.Equal(2, await KeysAsync(soon));
        await world.CloseAsync(soon);
        world.Clock.Advance(TimeSpan.FromHours(1));
        var later = await world.OpenCoreAsync();

        Assert.Equal(1, await KeysAsync(later));
        await GrantedAsync(later, kept, ForCare, Name);
    }

    [Theory, EngineData]
    public async Task An_acquisition_interrupted_after_its_data_is_whole_recorded_and_found_at_opening(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        ErasureTests.Crash(core, "data-written");
        await Assert.ThrowsAsync<CrashException>(() => core.Vault.AcquireAsync(world.Person(number: 77), Op, Cancel));
        Assert.DoesNotContain(await LedgerAsync(core), e => e.Kind == EntryKind.Acquired);
        await world.CloseAsync(core, kill: true);
        world.Clock.Advance(TimeSpan.FromHours(1));

        var again = await world.OpenCoreAsync();

        var subject = Assert.Single(Assert.IsType<SearchFound>(await again.Vault.SearchAsync(Number, Azukari.Testing.Canaries.CanaryWords.MemberNumber(77), ForCare, ct: Cancel)).Hits);
        await GrantedAsync(again, subject, ForCare, Name);
        Assert.Single(await HistoryAsync(again, subject), e => e.Kind == EntryKind.Acquired);
    }
}
