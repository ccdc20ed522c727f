using Azukari.Accounts.Contracts;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Portal.Uses;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Members;
using Azukari.Vault;
using static Azukari.Tests.Members.MembersWorld;

namespace Azukari.Tests.Portal;

/// <summary>However much is recorded about a member, a page of it reads a bounded number of entries: counted as they leave the store, not timed.</summary>
public sealed class LongHistoryTests
{
    // What a page looks at, read in pieces of which the last may be begun for one entry.
    private const int Bound = 3 * OwnHistory.Most;
    private const int Months = 5, Each = 1300;

    [Theory, EngineData]
    public async Task The_first_page_counts_the_newest_thousand_and_no_more(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (member, history) = await LongAsync(world);

        var summary = await ReadsAtMostAsync(world, Bound, () => history.CountAsync(member, Cancel));

        Assert.True(summary.IsCut);
        Assert.Equal(OwnHistory.Most, summary.Count(UseList.Others));
        Assert.Equal(0, summary.Count(UseList.Own));
        Assert.True(UsesFilter.MonthOf(world.Clock.GetUtcNow()) > summary.Beginning);
        Assert.Equal(new DateOnly(2026, 11, 1), summary.Beginning); // months of which nothing was counted can be chosen
        var newest = await ReadsAtMostAsync(world, Bound, async () => (await history.PageAsync(member, new UsesFilter(UseList.Others), 25, Cancel)).Lines);
        Assert.Equal(25, newest.Count);
        Assert.Equal(3, (await ReadsAtMostAsync(world, Bound, () => history.LastOfOthersAsync(member, 3, Cancel))).Lines.Count);
    }

    [Theory, EngineData]
    public async Task A_narrowed_page_looks_at_a_thousand_entries_says_how_far_it_came_and_goes_on_to_the_end(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (member, history) = await LongAsync(world);
        var (filter, pages, found) = (new UsesFilter(UseList.Acts), 0, new List<LedgerEntry>());
        for (UsesFilter? at = filter; at is not null; pages++)
        {
            var page = await ReadsAtMostAsync(world, Bound, () => history.PageAsync(member, at, 25, Cancel));
            found.AddRange(page.Lines);
            Assert.Equal(page.Next is null, page.LookedTo is null); // nobody has 25 acts here
            at = page.Next is { } next ? filter with { After = next } : null;
        }

        var all = await world.First.Company.Trust.Vault.HistoryAsync(member, Cancel).Where(entry => OwnHistory.ListOf(entry, member) == UseList.Acts).ToListAsync(Cancel);
        Assert.Equal((Months * Each / OwnHistory.Most) + 1, pages);
        Assert.NotEmpty(all);
        Assert.Equal(all.Select(entry => entry.Id), found.Select(entry => entry.Id));
    }

    [Theory, EngineData]
    public async Task Home_does_not_say_that_nobody_looked_where_it_did_not_look_to_the_beginning(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (member, history) = await LongAsync(world);
        await OwnLooksAsync(world, member, 950);
        Assert.Equal((3, null), (await ReadsAtMostAsync(world, Bound, () => history.LastOfOthersAsync(member, 3, Cancel))) is var near ? (near.Lines.Count, near.LookedTo) : default);

        await OwnLooksAsync(world, member, 48);
        var two = await ReadsAtMostAsync(world, Bound, () => history.LastOfOthersAsync(member, 3, Cancel));
        Assert.Equal((2, two.Lines[^1].Time), (two.Lines.Count, two.LookedTo));

        await OwnLooksAsync(world, member, 2);
        var none = await ReadsAtMostAsync(world, Bound, () => history.LastOfOthersAsync(member, 3, Cancel));
        Assert.Empty(none.Lines);
        Assert.NotNull(none.LookedTo);

        var (other, kept) = (await world.MemberAsync(MemberClass.Retail), new OwnHistory(world.First.Company, world.Clock));
        await OwnLooksAsync(world, other, 30);
        var begun = await kept.LastOfOthersAsync(other, 3, Cancel);
        Assert.Null(begun.LookedTo);
    }

    [Theory, EngineData]
    public async Task A_month_long_past_is_not_read_up_to_through_all_that_came_after(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var (member, history) = await LongAsync(world);
        var december = new UsesFilter(UseList.Others, Month: new DateOnly(2026, 12, 1));

        var page = await ReadsAtMostAsync(world, Bound, () => history.PageAsync(member, december, 25, Cancel));

        Assert.Equal(25, page.Lines.Count);
        Assert.All(page.Lines, entry => Assert.Equal(december.Month, UsesFilter.MonthOf(entry)));
        var expected = await world.First.Company.Trust.Vault.HistoryAsync(member, Cancel).Where(entry => december.Takes(entry, member)).Take(25).ToListAsync(Cancel);
        Assert.Equal(expected.Select(entry => entry.Id), page.Lines.Select(entry => entry.Id));
    }

    // Five months with looks of the shipping desk, sealed, month after month.
    private static async Task<(SubjectId Member, OwnHistory History)> LongAsync(MembersWorld world)
    {
        var member = await world.MemberAsync(MemberClass.Retail);
        var ledger = world.First.Company.Trust.Ledger;
        var pseudonym = await world.First.Company.Trust.Vault.PseudonymOfAsync(member, Cancel);
        var (version, shipping) = (world.First.Company.Trust.Policies.InForce.Version.Value, "purpose.member.2");
        for (var month = 0; month < Months; month++)
        {
            await ledger.AppendAsync([.. Enumerable.Range(0, Each).Select(n => LedgerEntry.Now(world.Clock, EntryKind.Used) with
            {
                Subject = pseudonym, Accessor = "shipping", As = "staff.shipping", Purpose = shipping, Items = ["name"], Clauses = [shipping], PolicyVersion = version, Case = $"order-{n}",
            })], Cancel);
            await ledger.SealAsync(Cancel);
            world.Clock.Advance(TimeSpan.FromDays(31));
        }

        return (member, new OwnHistory(world.First.Company, world.Clock));
    }

    private static async Task OwnLooksAsync(MembersWorld world, SubjectId member, int many)
    {
        var ledger = world.First.Company.Trust.Ledger;
        var pseudonym = await world.First.Company.Trust.Vault.PseudonymOfAsync(member, Cancel);
        await ledger.AppendAsync([.. Enumerable.Range(0, many).Select(_ => LedgerEntry.Now(world.Clock, EntryKind.Disclosed) with
        {
            Subject = pseudonym, Accessor = Signed.Member.Code, Items = ["name"], Clauses = ["rights.disclosure"], PolicyVersion = world.First.Company.Trust.Policies.InForce.Version.Value,
        })], Cancel);
        await ledger.SealAsync(Cancel);
        world.Clock.Advance(TimeSpan.FromHours(1));
    }

    private static async Task<T> ReadsAtMostAsync<T>(MembersWorld world, long most, Func<Task<T>> page)
    {
        var ledger = world.First.Company.Trust.Ledger;
        var before = ledger.HistoryRows;
        var result = await page();
        Assert.InRange(ledger.HistoryRows - before, 0, most);
        return result;
    }
}
