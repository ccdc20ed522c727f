using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Company.Sample;
using Azukari.Members;
using Azukari.Members.Contracts;
using Azukari.Members.Storage;
using Azukari.Storage;
using Azukari.Stores;
using Azukari.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Members;

public sealed class SampleMembersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task The_sample_has_members_in_a_tree_that_is_the_same_each_time(StoreEngine engine)
    {
        var first = await MakeAsync(engine, 150);
        var second = await MakeAsync(engine, 150);

        Assert.Equal(first, second);
        Assert.InRange(first.Count, 130, 136); // the inquirers and applicants are none
        Assert.InRange(first.Max(member => member.Depth), 3, 20);
        Assert.Contains(first, member => member.Status == "withdrawn");
        Assert.Contains(first, member => member.Moved);
        Assert.Contains(first, member => member.Erased);
    }

    [Theory, EngineData]
    public async Task Many_people_come_in_together_each_with_their_own_day(StoreEngine engine)
    {
        var many = await MakeAsync(engine, 1_200);

        Assert.InRange(many.Count, 1_060, 1_085);
        Assert.True(many.Select(member => member.RegisteredOn).Distinct().Count() > 400);
    }

    private static async Task<List<Member>> MakeAsync(StoreEngine engine, int people)
    {
        await using var place = await TestStores.CreateAsync(engine);
        var options = CompanyOptions.From(Path.Combine(place.Folder, "data"), (place.Location as PostgresDatabase)?.ConnectionString, _ => null);
        var clock = new TestClock(new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.Zero));
        await SampleCompany.CreateAsync(options, SamplePolicies.Find(), "tester", clock, people, [MembersModule.Sample()], Cancel);
        await using var company = await CompanyCore.OpenAsync(options, clock, Cancel);
        await using var services = await CompanyStorage.OpenAsync(company, clock, more => more.AddMemberServices(), Cancel);
        var tree = services.GetRequiredService<SponsorTree>();
        Assert.Empty((await tree.CheckAsync(Cancel)).Differences);
        await using var db = await services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(Cancel);
        var rows = await db.Set<MemberRow>().AsNoTracking().ToDictionaryAsync(row => row.Subject, Cancel);
        var links = (await db.Set<TreeLinkRow>().AsNoTracking().ToListAsync(Cancel)).ToLookup(link => link.Node);
        var nodes = await db.Set<TreeNodeRow>().AsNoTracking().OrderBy(node => node.Ordinal).ToListAsync(Cancel);
        var came = nodes.ToDictionary(node => node.Id, node => links[node.Id].Min(link => link.From));
        Assert.All(links.SelectMany(all => all), link => Assert.True(link.Parent is not { } parent || came[parent] <= came[link.Node] || link.Approver is not null, "Somebody was sponsored before the sponsor came."));
        var depths = new Dictionary<long, int>();
        int Depth(long id) => depths.TryGetValue(id, out var known) ? known : depths[id] = nodes.Single(node => node.Id == id).Parent is { } parent ? Depth(parent) + 1 : 0;
        return [.. nodes.Select(node =>
        {
            var row = node.Subject is { } subject ? rows[subject] : null;
            return new Member(row?.Status, row?.Class, row?.RegisteredAt, Depth(node.Id), links[node.Id].Count() > 1, node.Subject is null, DateOnly.FromDateTime(came[node.Id].DateTime));
        })];
    }

    private sealed record Member(string? Status, string? Class, DateTimeOffset? RegisteredAt, int Depth, bool Moved, bool Erased, DateOnly RegisteredOn);
}
