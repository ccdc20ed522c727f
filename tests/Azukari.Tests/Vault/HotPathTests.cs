using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Data.Sqlite;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

/// <summary>
/// The single access on SQLite, by SQLite's own functions and through ADO.NET, and on PostgreSQL, together with other callers', answers and records
/// as the access to many does.
/// </summary>
public sealed class HotPathTests
{
    [Theory, InlineData(StoreEngine.Sqlite, false, false), InlineData(StoreEngine.Sqlite, true, false), InlineData(StoreEngine.Sqlite, false, true), InlineData(StoreEngine.Sqlite, true, true), InlineData(StoreEngine.Postgres, false, false)]
    public async Task One_is_answered_and_recorded_as_many_are(StoreEngine engine, bool plain, bool crowd)
    {
        var world = await VaultWorld.EmptyAsync(engine);
        await using var _ = world;
        var core = await OpenAsync(world, plain, crowd);
        await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
        await core.Publications.PublishAsync(VaultPolicies.Second, Op, Cancel);
        var ordinary = await world.MemberAsync(core, world.Person(V2));
        var older = await world.MemberAsync(core, world.Person(V1));
        var consenting = await world.MemberAsync(core, world.Person(V2, null, (Health, CanaryWords.Town)) with { Consents = [new ConsentGrant(Care, null, [Health])] });
        var restricted = await world.MemberAsync(core, world.Person(V2));
        await core.Vault.RestrictAsync(restricted, new Restriction.ForPurpose(Ship), Op, Cancel);
        var answering = await world.MemberAsync(core, world.Person(V1));
        await core.Vault.AcknowledgeAsync(answering, V2, consented: false, Op, Cancel);
        var erased = await world.MemberAsync(core);
        await core.Vault.EraseAsync(erased, Op, ct: Cancel);
        var corrected = await world.MemberAsync(core);
        await core.Vault.CorrectAsync(corrected, new Dictionary<ItemId, StoredValue?> { [Note] = StoredValue.FromText(CanaryWords.Building) }, new CorrectionBy.Staff(), Op, ct: Cancel);
        (AccessContext Context, ItemId[] Items)[] asked =
        [
            (ForCare, [Name, Address, Phone, Email, VaultWorld.Number, Note]), (ForCare, [Health]), (ForCare, [TaxId]), (ForShipping, [Name, Address]), (ForShipping, [Address, Phone, Address]),
            (As("staff.ship", "purpose.ship"), [Name]), (As("staff.ship", "purpose.ship", "order:8", accessor: "client/shop") with { Reason = "parcel", To = "carrier-1" }, [Name]),
            (As("staff.care", "purpose.hire"), [Name]), (As("carrier", "purpose.ship", "order:9"), [Name]), (As("staff.care", "purpose.none"), [Name]), (ForCare, [ItemId.Parse("unheard-of")]),
            (As("authority", "purpose.care", "d1", "provision.law"), [Name]),
        ];

        var permitted = 0;
        foreach (var subject in (SubjectId[])[ordinary, older, consenting, restricted, answering, erased, corrected, SubjectId.New()])
        {
            foreach (var (context, items) in asked)
            {
                var one = await core.Vault.ReadAsync(subject, items, context, Cancel);
                var many = (await core.Vault.Gate.ReadAsync([subject], items, context, Cancel))[0];
                Assert.Equal(await ToldAsync(core, many), await ToldAsync(core, one));
                if (one is Granted<ItemValues>) permitted++;
            }
        }

        Assert.True(permitted >= 10, $"{permitted} were permitted");
    }

    [Theory, InlineData(StoreEngine.Sqlite, false, false), InlineData(StoreEngine.Sqlite, true, false), InlineData(StoreEngine.Sqlite, false, true), InlineData(StoreEngine.Sqlite, true, true), InlineData(StoreEngine.Postgres, false, false)]
    public async Task An_entry_made_for_an_access_is_the_entry_it_says(StoreEngine engine, bool plain, bool crowd)
    {
        var world = await VaultWorld.EmptyAsync(engine);
        await using var _ = world;
        var core = await OpenAsync(world, plain, crowd);
        await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
        var subject = await world.MemberAsync(core);

        var granted = await GrantedAsync(core, subject, ForShipping with { Reason = "parcel" }, Name, Address);
        await core.Ledger.SealAsync(Cancel); // reads it back and compares its columns, or refuses

        var entry = (await core.Ledger.FindAsync(granted.EntryId, Cancel))!.Entry;
        Assert.Equal(new LedgerEntry(granted.EntryId, entry.Time, EntryKind.Used)
        {
            Subject = entry.Subject, Accessor = "op.care-1", As = "staff.ship", Purpose = "purpose.ship", Case = "order:7", Reason = "parcel",
            Items = ["address", "name"], Clauses = ["purpose.ship"], PolicyVersion = V1.Value,
        }, entry);
        Assert.Equal((await HistoryAsync(core, subject))[^1].Subject, entry.Subject);
        Assert.Equal(world.Clock.GetUtcNow(), entry.Time);
    }

    [Theory, InlineData(false, false), InlineData(true, false), InlineData(false, true), InlineData(true, true)]
    public async Task Whoever_changes_while_the_entry_waits_for_the_disk_is_decided_again_and_nobody_else(bool plain, bool crowd)
    {
        var world = await VaultWorld.EmptyAsync(StoreEngine.Sqlite);
        await using var _ = world;
        var core = await OpenAsync(world, plain, crowd);
        await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
        SubjectId[] people = [.. await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => world.MemberAsync(core)))];
        var written = new TaskCompletionSource();
        core.Parts.AtStep = step =>
        {
            if (step == "act-written") written.TrySetResult();
            return Task.CompletedTask;
        };

        Task<AccessResult<ItemValues>>[] reads;
        Task<ActResult> restricting;
        await using (var disk = new SqliteConnection($"Data Source={((SqliteFolder)world.Place.Location).FileOf("ledger")};Pooling=False"))
        {
            await disk.OpenAsync(Cancel);
            await using var holding = disk.BeginTransaction(deferred: false); // no entry gets durable
            reads = [.. people.Select(person => core.Vault.ReadAsync(person, [Name], ForCare, Cancel))];
            restricting = core.Vault.RestrictAsync(people[5], new Restriction.Everything(), Op, Cancel);
            await written.Task;
            Assert.All(reads, read => Assert.False(read.IsCompleted));
        }

        var results = await Task.WhenAll(reads);
        await restricting;
        Assert.Equal("restricted", Assert.IsType<RefusedAccess<ItemValues>>(results[5]).Refusal.Code);
        Assert.All(results.Where((_, at) => at != 5), result => Assert.IsType<Granted<ItemValues>>(result));
        // A crowd may have been read after the restriction was written: then nothing was recorded as used before it was refused.
        if (!crowd) Assert.Equal([EntryKind.Acquired, EntryKind.Refused, EntryKind.Restricted, EntryKind.Used], (await HistoryAsync(core, people[5])).Select(e => e.Kind).Order(Comparer<EntryKind>.Create((a, b) => string.CompareOrdinal(a.WireName(), b.WireName()))));
    }

    [Theory, InlineData(false, false), InlineData(true, false), InlineData(false, true), InlineData(true, true)]
    public async Task When_the_recheck_cannot_read_nothing_is_released(bool plain, bool crowd)
    {
        var world = await VaultWorld.EmptyAsync(StoreEngine.Sqlite);
        await using var _ = world;
        var core = await OpenAsync(world, plain, crowd);
        await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
        SubjectId[] people = [.. await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.MemberAsync(core)))];
        var folder = (SqliteFolder)world.Place.Location;

        Task<AccessResult<ItemValues>>[] reads;
        await using (var disk = new SqliteConnection($"Data Source={folder.FileOf("ledger")};Pooling=False"))
        await using (var vault = new SqliteConnection($"Data Source={folder.FileOf("vault")};Pooling=False"))
        {
            await disk.OpenAsync(Cancel);
            await vault.OpenAsync(Cancel);
            await using var holding = disk.BeginTransaction(deferred: false);
            reads = [.. people.Select(person => core.Vault.ReadAsync(person, [Name], ForCare, Cancel))];
            await RunAsync(vault, "ALTER TABLE policies RENAME TO away");
        }

        foreach (var read in reads) Assert.IsType<SqliteException>(await Record.ExceptionAsync(() => read));
        await using (var vault = new SqliteConnection($"Data Source={folder.FileOf("vault")};Pooling=False"))
        {
            await vault.OpenAsync(Cancel);
            await RunAsync(vault, "ALTER TABLE away RENAME TO policies");
        }

        Assert.NotNull((await GrantedAsync(core, people[0], ForCare, Name)).Values[Name]);

        static async Task RunAsync(SqliteConnection connection, string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(Cancel);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Each_of_a_crowd_gets_what_is_theirs(bool plain)
    {
        var world = await VaultWorld.EmptyAsync(StoreEngine.Sqlite);
        await using var _ = world;
        var core = await OpenAsync(world, plain, crowd: true);
        await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
        SubjectId[] people = [.. await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.MemberAsync(core)))];
        await core.Vault.EraseAsync(people[3], Op, ct: Cancel);
        await core.Vault.RestrictAsync(people[4], new Restriction.Everything(), Op, Cancel);
        var nobody = SubjectId.New();
        using var leaves = new CancellationTokenSource();
        await leaves.CancelAsync();
        var alone = new Dictionary<SubjectId, ItemValues>();
        foreach (var person in people.Where((_, at) => at is not (3 or 4))) alone[person] = ((Granted<ItemValues>)(await core.Vault.Gate.ReadAsync([person], [Name, Phone], ForCare, Cancel))[0]).Values;

        var reads = Enumerable.Range(0, 200).Select(i => (Who: i % 10 == 9 ? nobody : people[i % 20], Left: i % 7 == 6)).ToArray();
        var answers = await Task.WhenAll(reads.Select(read => Task.Run(async () =>
        {
            try
            {
                return await core.Vault.ReadAsync(read.Who, [Name, Phone], ForCare, read.Left ? leaves.Token : Cancel);
            }
            catch (OperationCanceledException) when (read.Left)
            {
                return null; // and nobody else
            }
        })));

        for (var i = 0; i < reads.Length; i++)
        {
            if (reads[i].Left)
            {
                Assert.Null(answers[i]);
                continue;
            }

            Assert.Equal(reads[i].Who, answers[i]!.Subject);
            if (alone.TryGetValue(reads[i].Who, out var values)) Assert.Equal(values.Select(v => v.Value), Assert.IsType<Granted<ItemValues>>(answers[i]).Values.Select(v => v.Value));
            else Assert.IsType<RefusedAccess<ItemValues>>(answers[i]);
        }

        foreach (var answer in answers.OfType<AccessResult<ItemValues>>())
            Assert.Equal(answer is Granted<ItemValues> ? EntryKind.Used : EntryKind.Refused, (await core.Ledger.FindAsync(answer.EntryId, Cancel))!.Entry.Kind);
        Assert.Equal(answers.OfType<AccessResult<ItemValues>>().Count(), answers.OfType<AccessResult<ItemValues>>().Select(answer => answer.EntryId).Distinct().Count());
    }

    [Fact]
    public async Task When_a_crowds_entries_cannot_be_made_durable_each_is_told_and_none_waits()
    {
        var world = await VaultWorld.EmptyAsync(StoreEngine.Sqlite);
        await using var _ = world;
        var core = await OpenAsync(world, plain: false, crowd: true);
        await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
        SubjectId[] people = [.. await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => world.MemberAsync(core)))];
        await using (var disk = new SqliteConnection($"Data Source={((SqliteFolder)world.Place.Location).FileOf("ledger")};Pooling=False"))
        {
            await disk.OpenAsync(Cancel);
            await using var refuse = disk.CreateCommand();
            refuse.CommandText = "CREATE TRIGGER full BEFORE INSERT ON unsealed BEGIN SELECT RAISE(ABORT, 'no room'); END";
            await refuse.ExecuteNonQueryAsync(Cancel);
            foreach (var read in (Task<AccessResult<ItemValues>>[])[.. people.Select(person => core.Vault.ReadAsync(person, [Name], ForCare, Cancel))])
                Assert.IsType<LedgerUnavailableException>(await Record.ExceptionAsync(() => read.WaitAsync(TimeSpan.FromSeconds(60), Cancel)));
            refuse.CommandText = "DROP TRIGGER full";
            await refuse.ExecuteNonQueryAsync(Cancel);
        }

        Assert.NotNull((await GrantedAsync(core, people[0], ForCare, Name)).Values[Name]);
    }

    private static async Task<TrustCore> OpenAsync(VaultWorld world, bool plain, bool crowd)
    {
        var core = await world.OpenCoreAsync(options => options with { Plain = plain });
        core.Vault.Gate.Crowd.Few = crowd ? 0 : int.MaxValue;
        return core;
    }

    internal static async Task<string> ToldAsync(TrustCore core, AccessResult<ItemValues> result)
    {
        var entry = (await core.Ledger.FindAsync(result.EntryId, Cancel))!.Entry;
        var recorded = $"{entry.Kind} {entry.Subject} {entry.Accessor} {entry.As} {entry.Recipient} {entry.Purpose} {entry.Ground} {string.Join(',', entry.Items)} {string.Join(',', entry.Clauses)} {entry.PolicyVersion} {entry.Case} {entry.Reason}";
        return result switch
        {
            Granted<ItemValues> granted => $"{string.Join(';', granted.Values.Select(v => $"{v.Key}={v.Value?.Utf8.Length}:{v.Value?.GetHashCode()}"))} {granted.PolicyVersion} {string.Join(',', granted.Clauses)} {granted.Obligations} {recorded}",
            RefusedAccess<ItemValues> refused => $"{refused.Refusal} {refused.Refusal.Clause} {recorded}",
            _ => throw new InvalidOperationException(),
        };
    }
}
