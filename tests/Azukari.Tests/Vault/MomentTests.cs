using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using Microsoft.Data.Sqlite;
using Npgsql;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

/// <summary>
/// What was read is not read anew before its release where nobody has committed anything (on PostgreSQL: anything but this process's ledger) since, and is where
/// anybody has, were it another process: both are held here, since a recheck that is always skipped and one that never is would answer alike until somebody changes.
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

    [Theory, InlineData(false), InlineData(true)]
    public async Task On_a_server_of_its_own_it_is_read_anew_exactly_when_somebody_else_has_committed(bool bulk)
    {
        await using var server = await PostgresServer.StartAsync(durable: false);
        await using var world = At(await TestStores.OnAsync(server));
        var core = await world.OpenCoreAsync();
        await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
        var person = await world.MemberAsync(core);
        await using var other = NpgsqlDataSource.Create(((PostgresDatabase)world.Place.Location).ConnectionString);
        Assert.IsType<Granted<ItemValues>>(await ReadAsync());
        var before = core.Vault.Gate.ReadAnew; // opening and acquiring committed

        // The accesses' own entries are no reason, nor is sealing them.
        for (var i = 0; i < 3; i++)
        {
            Assert.IsType<Granted<ItemValues>>(await ReadAsync());
            core.Vault.Gate.BeforeRecheck = async () => await core.Ledger.SealAsync(Cancel);
        }

        Assert.Equal(before, core.Vault.Gate.ReadAnew);

        // Something that changes nobody: looked at, and the answer is the same.
        core.Vault.Gate.BeforeRecheck = () => CommitAsync("CREATE TABLE elsewhere (a int)");
        Assert.IsType<Granted<ItemValues>>(await ReadAsync());
        Assert.True(core.Vault.Gate.ReadAnew > before, "a commit was not seen");

        // Somebody who changed is decided again.
        before = core.Vault.Gate.ReadAnew;
        var entries = (await core.Ledger.SealAsync(Cancel)).Size;
        var times = 0;
        core.Vault.Gate.BeforeRecheck = () => times++ == 0 ? CommitAsync("UPDATE azukari_vault.subjects SET generation = generation + 1") : Task.CompletedTask;
        Assert.IsType<Granted<ItemValues>>(await ReadAsync());
        Assert.True(core.Vault.Gate.ReadAnew > before, "a change was not seen");
        Assert.Equal(entries + 2, (await core.Ledger.SealAsync(Cancel)).Size);

        // Nobody has committed for a while: nothing is read anew any more.
        core.Vault.Gate.BeforeRecheck = null;
        Assert.IsType<Granted<ItemValues>>(await ReadAsync());
        before = core.Vault.Gate.ReadAnew;
        Assert.IsType<Granted<ItemValues>>(await ReadAsync());
        Assert.Equal(before, core.Vault.Gate.ReadAnew);

        async Task<AccessResult<ItemValues>> ReadAsync() => bulk
            ? await core.Vault.ReadManyAsync(new[] { person }.ToAsyncEnumerable(), [Name], ForCare, Cancel).SingleAsync(Cancel)
            : await core.Vault.ReadAsync(person, [Name], ForCare, Cancel);

        async Task CommitAsync(string sql)
        {
            await using var command = other.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(Cancel);
        }
    }
}
