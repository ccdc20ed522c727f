using Azukari.Stores;
using Azukari.Vault;
using Microsoft.Data.Sqlite;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

/// <summary>
/// On SQLite what was read is not read anew before its release where nobody has committed anything to the vault since, and is where anybody has, were it
/// another process: both are held here, since a recheck that is always skipped and one that never is would answer alike until somebody changes.
/// </summary>
public sealed class MomentTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task What_was_read_is_read_anew_before_release_exactly_when_another_connection_has_committed(bool bulk)
    {
        await using var world = await EmptyAsync(StoreEngine.Sqlite);
        var core = await world.OpenCoreAsync();
        core.Vault.Gate.Crowd.Few = 0; // everybody goes with the crowd
        await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
        var person = await world.MemberAsync(core);
        await using var other = new SqliteConnection($"Data Source={((SqliteFolder)world.Place.Location).FileOf("vault")};Pooling=False");
        await other.OpenAsync(Cancel);

        for (var i = 0; i < 3; i++) Assert.IsType<Granted<ItemValues>>(await ReadAsync());
        Assert.Equal(0, core.Vault.Gate.ReadAnew);

        // Somebody else commits while the entry is made durable: something that changes nobody, so that the answer is the same.
        core.Vault.Gate.BeforeRecheck = () => CommitAsync("CREATE TABLE elsewhere (a)");
        Assert.IsType<Granted<ItemValues>>(await ReadAsync());
        Assert.Equal(1, core.Vault.Gate.ReadAnew);

        // What that commit was is seen, too: the person is of another generation, is decided again, and this time nobody interferes.
        var times = 0;
        core.Vault.Gate.BeforeRecheck = () => times++ == 0 ? CommitAsync("UPDATE subjects SET generation = generation + 1") : Task.CompletedTask;
        Assert.IsType<Granted<ItemValues>>(await ReadAsync());
        Assert.Equal(2, core.Vault.Gate.ReadAnew);
        Assert.True(times > 1, "who had changed was not decided again");

        // A commit before the reading began is no reason.
        core.Vault.Gate.BeforeRecheck = null;
        await CommitAsync("CREATE TABLE before_reading (a)");
        Assert.IsType<Granted<ItemValues>>(await ReadAsync());
        Assert.Equal(2, core.Vault.Gate.ReadAnew);

        async Task<AccessResult<ItemValues>> ReadAsync() => bulk
            ? await core.Vault.ReadManyAsync(new[] { person }.ToAsyncEnumerable(), [Name], ForCare, Cancel).SingleAsync(Cancel)
            : await core.Vault.ReadAsync(person, [Name], ForCare, Cancel);

        async Task CommitAsync(string sql)
        {
            await using var command = other.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(Cancel);
        }
    }
}
