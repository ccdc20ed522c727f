using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing.Canaries;
using Azukari.Vault;
using Azukari.Vault.Reading;
using Npgsql;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

/// <summary>Single accesses on PostgreSQL go through the gate together: each is answered as if it were alone, whatever happens to the others.</summary>
public sealed class JoinedAccessTests
{
    [Fact]
    public async Task Callers_of_one_moment_get_each_their_own_answer()
    {
        var (world, core) = await OpenAsync(StoreEngine.Postgres, VaultPolicies.First, VaultPolicies.Second);
        await using var _ = world;
        var members = new List<SubjectId>();
        for (var i = 0; i < 12; i++) members.Add(await world.MemberAsync(core, world.Person(V2)));
        var consenting = await world.MemberAsync(core, world.Person(V2, null, (Health, CanaryWords.Town)) with { Consents = [new ConsentGrant(Care, null, [Health])] });
        var restricted = await world.MemberAsync(core, world.Person(V2));
        await core.Vault.RestrictAsync(restricted, new Restriction.ForPurpose(Ship), Op, Cancel);
        var erased = await world.MemberAsync(core);
        await core.Vault.EraseAsync(erased, Op, ct: Cancel);
        SubjectId[] people = [.. members, consenting, restricted, erased, SubjectId.New()];
        (AccessContext Context, ItemId[] Items)[] asked = [(ForCare, [Name, Email]), (ForShipping, [Address, Name, Address]), (ForCare, [Health]), (ForShipping, [Email])];
        var calls = people.SelectMany(person => asked.Select(ask => (Person: person, ask.Context, ask.Items))).ToList();
        List<string> alone = [];
        for (var turn = 0; turn < 2; turn++) // the first turn's refusals are remembered: they flag what is permitted later
        {
            alone.Clear();
            foreach (var (person, context, items) in calls)
                alone.Add(await HotPathTests.ToldAsync(core, (await core.Vault.Gate.ReadAsync([person], items, context, Cancel))[0]));
        }

        var together = await Task.WhenAll(calls.Select(call => Task.Run(() => core.Vault.ReadAsync(call.Person, call.Items, call.Context, Cancel), Cancel)));

        for (var i = 0; i < calls.Count; i++) Assert.Equal(alone[i], await HotPathTests.ToldAsync(core, together[i]));
        Assert.Equal(together.Length, together.Select(result => result.EntryId).Distinct().Count());
        Assert.True(together.Count(result => result is Granted<ItemValues>) > 20);
    }

    [Fact]
    public async Task More_callers_than_a_round_trip_takes_are_all_answered()
    {
        var (world, core) = await OpenAsync(StoreEngine.Postgres);
        await using var _ = world;
        SubjectId[] people = [.. await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.MemberAsync(core)))];

        var results = await Task.WhenAll(Enumerable.Range(0, 5 * JoinedReads.Most).Select(i => core.Vault.ReadAsync(people[i % 5], [Name], ForCare, Cancel)));

        Assert.All(results, (result, i) => Assert.Equal(people[i % 5], Assert.IsType<Granted<ItemValues>>(result).Subject));
        Assert.Equal(JoinedReads.Most, (await HistoryAsync(core, people[0])).Count(entry => entry.Kind == EntryKind.Used));
    }

    [Fact]
    public async Task Whoever_changes_while_the_entry_waits_is_decided_again_and_nobody_else()
    {
        var (world, core) = await OpenAsync(StoreEngine.Postgres);
        await using var _ = world;
        SubjectId[] people = [.. await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => world.MemberAsync(core)))];
        await GrantedAsync(core, people[0], ForCare, Name);
        var written = new TaskCompletionSource();
        core.Parts.AtStep = step =>
        {
            if (step == "act-written") written.TrySetResult();
            return Task.CompletedTask;
        };

        Task<AccessResult<ItemValues>>[] reads;
        Task<ActResult> restricting;
        await using (var ledger = await HeldLedger.TakeAsync(world))
        {
            reads = [.. people.Select(person => core.Vault.ReadAsync(person, [Name], ForCare, Cancel))];
            await ledger.WaitForWriterAsync();
            restricting = core.Vault.RestrictAsync(people[5], new Restriction.Everything(), Op, Cancel);
            await written.Task;
            Assert.All(reads, read => Assert.False(read.IsCompleted)); // nothing before it is durable
        }

        var results = await Task.WhenAll(reads);
        await restricting;
        Assert.Equal("restricted", Assert.IsType<RefusedAccess<ItemValues>>(results[5]).Refusal.Code);
        Assert.All(results.Where((_, at) => at != 5), result => Assert.IsType<Granted<ItemValues>>(result));
    }

    [Fact]
    public async Task A_version_published_while_entries_wait_decides_them_again()
    {
        var (world, core) = await OpenAsync(StoreEngine.Postgres);
        await using var _ = world;
        var beside = await world.OpenCoreAsync();
        var subject = await world.MemberAsync(core);
        core.Vault.Gate.BeforeRecheck = async () =>
        {
            core.Vault.Gate.BeforeRecheck = null;
            await beside.Publications.PublishAsync(VaultPolicies.Second, Op, Cancel);
        };

        var result = await core.Vault.ReadAsync(subject, [Name], ForCare, Cancel);

        Assert.Equal(V2.Value, (await core.Ledger.FindAsync(result.EntryId, Cancel))!.Entry.PolicyVersion);
    }

    [Fact]
    public async Task A_caller_who_goes_away_harms_nobody()
    {
        var (world, core) = await OpenAsync(StoreEngine.Postgres);
        await using var _ = world;
        SubjectId[] people = [.. await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.MemberAsync(core)))];
        await GrantedAsync(core, people[0], ForCare, Name);
        using var impatient = new CancellationTokenSource();

        Task<AccessResult<ItemValues>>[] reads;
        await using (var ledger = await HeldLedger.TakeAsync(world))
        {
            reads = [.. people.Select((person, i) => core.Vault.ReadAsync(person, [Name], ForCare, i % 2 == 0 ? impatient.Token : Cancel))];
            await ledger.WaitForWriterAsync();
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reads[0]); // at once, not when the ledger goes on
        }

        for (var i = 0; i < reads.Length; i++)
        {
            if (i % 2 == 0) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reads[i]);
            else Assert.Equal(people[i], Assert.IsType<Granted<ItemValues>>(await reads[i]).Subject);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => core.Vault.ReadAsync(people[0], [Name], ForCare, impatient.Token));
    }

    [Theory, InlineData("subjects"), InlineData("policies")]
    public async Task When_a_read_fails_each_caller_is_told_and_the_next_one_works(string table)
    {
        var (world, core) = await OpenAsync(StoreEngine.Postgres);
        await using var _ = world;
        SubjectId[] people = [.. await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.MemberAsync(core)))];
        var before = (await HistoryAsync(core, people[0])).Count;

        await RunAsync(world, $"ALTER TABLE azukari_vault.{table} RENAME TO away");
        var failed = people.Select(person => core.Vault.ReadAsync(person, [Name], ForCare, Cancel)).ToList();
        foreach (var read in failed) Assert.IsType<PostgresException>(await Record.ExceptionAsync(() => read));
        await RunAsync(world, $"ALTER TABLE azukari_vault.away RENAME TO {table}");

        Assert.Equal(before, (await HistoryAsync(core, people[0])).Count);
        Assert.NotNull((await GrantedAsync(core, people[0], ForCare, Name)).Values[Name]);
    }

    [Fact]
    public async Task When_the_recheck_cannot_read_nothing_is_released()
    {
        var (world, core) = await OpenAsync(StoreEngine.Postgres);
        await using var _ = world;
        SubjectId[] people = [.. await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.MemberAsync(core)))];
        var away = new Lazy<Task>(() => RunAsync(world, "ALTER TABLE azukari_vault.policies RENAME TO away"));
        core.Vault.Gate.BeforeRecheck = () => away.Value;

        var reads = people.Select(person => core.Vault.ReadAsync(person, [Name], ForCare, Cancel)).ToList();

        foreach (var read in reads) Assert.IsType<PostgresException>(await Record.ExceptionAsync(() => read));
        core.Vault.Gate.BeforeRecheck = null;
        await RunAsync(world, "ALTER TABLE azukari_vault.away RENAME TO policies");
        Assert.NotNull((await GrantedAsync(core, people[0], ForCare, Name)).Values[Name]);
    }

    private static async Task RunAsync(VaultWorld world, string sql)
    {
        await using var connection = new NpgsqlConnection(((PostgresDatabase)world.Place.Location).ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    /// <summary>The ledger's writers, held so that no entry becomes durable until this is disposed.</summary>
    private sealed class HeldLedger : IAsyncDisposable
    {
        private readonly NpgsqlConnection _connection;

        private HeldLedger(NpgsqlConnection connection) => _connection = connection;

        public static async Task<HeldLedger> TakeAsync(VaultWorld world)
        {
            var held = new HeldLedger(new NpgsqlConnection(((PostgresDatabase)world.Place.Location).ConnectionString));
            await held._connection.OpenAsync(Cancel);
            await using var take = new NpgsqlCommand("BEGIN; LOCK TABLE azukari_ledger.writers IN EXCLUSIVE MODE", held._connection);
            await take.ExecuteNonQueryAsync(Cancel);
            return held;
        }

        /// <summary>Done when an entry waits: whoever it is about has been read and decided.</summary>
        public async Task WaitForWriterAsync()
        {
            await using var look = new NpgsqlCommand("SELECT count(*) FROM pg_locks WHERE relation = 'azukari_ledger.writers'::regclass AND NOT granted", _connection);
            while (await look.ExecuteScalarAsync(Cancel) is 0L) await Task.Delay(TimeSpan.FromMilliseconds(5), Cancel);
        }

        public async ValueTask DisposeAsync() => await _connection.DisposeAsync();
    }
}
