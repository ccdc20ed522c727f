using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Vault;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Faults;

/// <summary>The connection to PostgreSQL breaks after any request of an act, the COMMIT among them, before its answer: nothing is doubled, nothing lost.</summary>
public sealed class LostAnswerTests
{
    [Fact]
    public async Task An_act_whose_answer_was_lost_is_whole_or_not_there_and_repeated_it_is_there_once()
    {
        var (world, direct) = await OpenAsync(StoreEngine.Postgres);
        await using var _ = world;
        await using var line = new LossyLine(((PostgresDatabase)world.Place.Location).ConnectionString);
        var core = await world.OpenCoreAsync(options => options with { Stores = new PostgresDatabase(line.ConnectionString) });
        await world.MemberAsync(core); // connections are there

        var (cut, whole) = (0, 0);
        for (var after = 0; ; after++)
        {
            var person = world.Person() with { Id = SubjectId.New() };
            line.BreakAfter(after);
            var answered = await TriesAsync(() => core.Vault.AcquireAsync(person, Op, Cancel)) is Acquired;
            var broken = line.HasBroken;
            line.BreakAfter(int.MaxValue - 1);

            var there = await direct.Vault.DescribeAsync(person.Id!.Value, Cancel) is not null;
            if (answered) Assert.True(there, $"break {after}: acknowledged and lost");
            if (there) whole++;
            Assert.IsType<Acquired>(await UntilAsync(() => core.Vault.AcquireAsync(person, Op, Cancel)), exactMatch: false);
            Assert.Equal(5, (await direct.Vault.DescribeAsync(person.Id.Value, Cancel))!.Items.Count);
            await GrantedAsync(direct, person.Id.Value, ForCare, Name, Address);
            Assert.Single(await HistoryAsync(direct, person.Id.Value), entry => entry.Kind == EntryKind.Acquired);
            if (!broken) break;
            cut++;
        }

        Assert.True(cut >= 4, $"{cut} requests");
        Assert.True(whole >= 1, "the answer to a COMMIT was never among those lost");
    }

    [Fact]
    public async Task A_read_whose_ledger_answer_was_lost_gives_values_only_for_what_is_on_record_and_never_twice()
    {
        var (world, direct) = await OpenAsync(StoreEngine.Postgres);
        await using var _ = world;
        await using var line = new LossyLine(((PostgresDatabase)world.Place.Location).ConnectionString);
        var core = await world.OpenCoreAsync(options => options with { Stores = new PostgresDatabase(line.ConnectionString) });
        var subject = await world.MemberAsync(core);
        await GrantedAsync(core, subject, ForCare, Name);

        var tries = 0;
        for (var after = 0; after < 40; after++)
        {
            line.BreakAfter(after);
            tries++;
            var context = As("staff.care", "purpose.care", $"case-{after}");
            var granted = await TriesAsync(() => core.Vault.ReadAsync(subject, [Name], context, Cancel)) as Granted<ItemValues>;
            var broken = line.HasBroken;
            line.BreakAfter(int.MaxValue - 1);
            var recorded = (await LedgerAsync(direct)).Where(entry => entry.Case == context.Case).ToList();
            Assert.True(recorded.Count <= 1, $"break {after}: recorded {recorded.Count} times");
            if (granted is not null) Assert.Equal(granted.EntryId, Assert.Single(recorded).Id);
            if (!broken) break;
        }

        Assert.True(tries >= 2, $"{tries} tries");
        Assert.NotNull(await UntilAsync(() => core.Vault.ReadAsync(subject, [Name], ForCare, Cancel)) as Granted<ItemValues>);
    }

    private static async Task<T?> TriesAsync<T>(Func<Task<T>> act) where T : class
    {
        try
        {
            return await act();
        }
        catch (Exception fault) when (fault is StoreException or LedgerUnavailableException)
        {
            return null;
        }
    }

    private static async Task<T> UntilAsync<T>(Func<Task<T>> act) where T : class
    {
        for (var tries = 0; tries < 50; tries++)
        {
            if (await TriesAsync(act) is { } done) return done;
            await Task.Delay(100, Cancel);
        }

        throw new TimeoutException("It did not come back.");
    }
}
