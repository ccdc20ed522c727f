using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Cli;
using Azukari.Vault;
using Azukari.Vault.Keys;

namespace Azukari.Tests.Backup;

/// <summary>Backups on media that others could write to, and lists of erasures as crashes leave them.</summary>
public sealed class TamperedBackupTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("data", "index.db")]
    [InlineData("keys", "more/erasures.list")]
    [InlineData("ledger", "notes.txt")]
    public async Task A_file_nobody_signed_is_not_restored_with_the_others(string part, string name)
    {
        await using var desk = await Desk.OpenAsync(StoreEngine.Sqlite, people: 5);
        var shelf = new Shelf();
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
        var put = Path.Combine(Directory.GetDirectories(Path.Combine(shelf.Root, part)).Single(), name);
        Directory.CreateDirectory(Path.GetDirectoryName(put)!);
        await File.WriteAllTextAsync(put, "put here by somebody", Cancel);
        await using var place = await RestoredPlace.MakeAsync(StoreEngine.Sqlite);

        Assert.Contains("is not in the manifest", (await place.Azukari.RunAsync(shelf.Restore(desk, "--yes"))).Exits(2).Err, StringComparison.Ordinal);

        Assert.False(place.Options.Exists);
        File.Delete(put);
        (await place.Azukari.RunAsync(shelf.Restore(desk, "--yes"))).Exits(0);
    }

    [Fact]
    public async Task A_database_put_beside_the_signed_ones_does_not_come_back_as_the_platforms()
    {
        await using var desk = await Desk.OpenAsync(StoreEngine.Sqlite, people: 5);
        var shelf = new Shelf();
        File.Delete(Path.Combine(desk.Data, "platform.db"));
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
        var folder = Directory.GetDirectories(Path.Combine(shelf.Root, "data")).Single();
        Assert.False(File.Exists(Path.Combine(folder, "platform.db")));
        File.Copy(Path.Combine(folder, "vault.db"), Path.Combine(folder, "platform.db")); // somebody's own: sessions, clients
        await using var place = await RestoredPlace.MakeAsync(StoreEngine.Sqlite);

        (await place.Azukari.RunAsync(shelf.Restore(desk, "--yes"))).Exits(2);

        Assert.False(File.Exists(Path.Combine(place.Data, "platform.db")));
    }

    [Fact]
    public async Task Places_may_be_named_from_where_one_stands()
    {
        await using var desk = await Desk.OpenAsync(StoreEngine.Sqlite, people: 5);
        var shelf = new Shelf();
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
        await using var place = await RestoredPlace.MakeAsync(StoreEngine.Sqlite);
        string[] from = [.. shelf.Restore(desk, "--yes").Select(word => Path.IsPathFullyQualified(word) ? Path.GetRelativePath(Environment.CurrentDirectory, word) : word)];

        (await place.Azukari.RunAsync(from)).Exits(0);
    }

    [Fact]
    public async Task A_line_of_the_list_of_erasures_that_a_crash_cut_off_swallows_no_other()
    {
        await using var desk = await Desk.OpenAsync(StoreEngine.Sqlite, people: 8);
        var shelf = new Shelf();
        var people = await desk.SubjectsAsync("agent");
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
        (await desk.Azukari.RunAsync("erase", "--yes", people[0])).Exits(0);
        await using var place = await RestoredPlace.MakeAsync(StoreEngine.Sqlite);
        var list = Path.Combine(place.Data, "keys", "erasures.list");
        Directory.CreateDirectory(Path.GetDirectoryName(list)!);
        await File.WriteAllTextAsync(list, "0123456789abcdef01", Cancel);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(list, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var back = (await place.Azukari.RunAsync(shelf.Restore(desk, "--yes", "--erasures", Path.Combine(desk.Data, "keys", "erasures.list")))).Exits(0);

        Assert.Contains("1 people, erased since the backup", back.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erasure_noted_after_a_crash_is_read_again()
    {
        var list = Path.Combine(TestRun.NewFolder("erasures"), "erasures.list");
        var (first, second) = (new Erasure(SubjectId.New(), Erasure.WholePerson, 1, 5), new Erasure(SubjectId.New(), Erasure.WholePerson, 1, 6));
        var erasures = new ErasureList(list, TimeProvider.System);
        await erasures.AppendAsync([first], Cancel);
        await File.AppendAllTextAsync(list, "0123456789abcdef01", Cancel); // the crash

        await erasures.AppendAsync([second], Cancel);

        Assert.Equal([first, second], await erasures.ReadAsync(Cancel));
    }
}
