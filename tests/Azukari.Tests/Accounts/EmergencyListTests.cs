using Azukari.Accounts.Staff;
using Azukari.Accounts.Storage;
using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Tests.Accounts;

/// <summary>The list of emergencies on both engines: what narrows it agrees with how each is said to stand, its pages with one another.</summary>
public sealed class EmergencyListTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task Every_emergency_is_found_under_the_state_it_is_said_to_have_and_under_no_other(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var now = world.Clock.Now;
        DateTimeOffset?[] moments = [null, now - TimeSpan.FromMinutes(5), now, now + TimeSpan.FromMinutes(5)];
        await using (var db = await world.Databases.CreateDbContextAsync(Cancel))
        {
            var count = 0;
            foreach (var age in new[] { TimeSpan.Zero, Emergencies.Patience, Emergencies.Patience + TimeSpan.FromSeconds(1) })
                foreach (var ended in moments)
                    foreach (var expires in moments)
                        foreach (var (decided, granted, reviewed) in new[] { (false, false, false), (true, false, false), (true, true, false), (true, true, true) })
                            db.Add(new EmergencyRow
                            {
                                Id = Guid.NewGuid(), Login = $"s-{count++ % 7}", Role = count % 3 == 0 ? "staff.hr" : "staff.marketing", Reason = "absence", Case = $"incident-{count}", Minutes = 15, AskedAt = now - age,
                                DecidedAt = decided ? now : null, DecidedBy = decided ? "s-give" : null, Granted = granted, EndedAt = granted ? ended : null, ExpiresAt = granted ? expires ?? now : null,
                                ReviewedAt = reviewed ? now : null, ReviewedBy = reviewed ? "s-look" : null, Finding = reviewed ? "in-order" : null,
                            });
            await db.SaveChangesAsync(Cancel);
        }

        var all = await world.EmergenciesAsync();
        Assert.Equal(192, all.Count);
        foreach (var state in Enum.GetValues<EmergencyState>())
        {
            var found = await world.Emergencies.ListAsync(new EmergencyQuery { State = state }, 0, 1000, Cancel);
            Assert.Equal(all.Where(row => EmergencyQuery.StateOf(row, now) == state).Select(row => row.Id).Order(), found.Rows.Select(row => row.Id).Order());
            Assert.Equal(found.Rows.Count, found.Total);
        }

        Assert.All(Enum.GetValues<EmergencyState>(), state => Assert.Contains(all, row => EmergencyQuery.StateOf(row, now) == state));
        foreach (var sort in Enum.GetValues<EmergencySort>())
        {
            foreach (var turned in new[] { false, true })
            {
                var query = new EmergencyQuery { Sort = sort, Turned = turned, Role = "staff.hr", Login = "s-" };
                var whole = await world.Emergencies.ListAsync(query, 0, 1000, Cancel);
                var paged = new List<Guid>();
                for (var skip = 0; skip < whole.Total; skip += 10) paged.AddRange((await world.Emergencies.ListAsync(query, skip, 10, Cancel)).Rows.Select(row => row.Id));
                Assert.Equal(whole.Rows.Select(row => row.Id), paged);
                Assert.Equal(all.Where(row => row.Role == "staff.hr").Select(row => row.Id).Order(), paged.Order());
                string[] logins = [.. whole.Rows.Select(row => row.Login)];
                if (sort == EmergencySort.Login) Assert.Equal(turned ? logins.OrderDescending(StringComparer.Ordinal) : logins.Order(StringComparer.Ordinal), logins);
            }
        }
    }
}
