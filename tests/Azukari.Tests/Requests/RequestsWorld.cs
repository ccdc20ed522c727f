using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Company.Operating;
using Azukari.Company.Sample;
using Azukari.Messages;
using Azukari.Messages.Queue;
using Azukari.Policy;
using Azukari.Requests;
using Azukari.Requests.Contracts;
using Azukari.Storage;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Requests;

/// <summary>Requests over a sample company's storage on an engine, without pages.</summary>
internal sealed class RequestsWorld(TestPlace place, CompanyCore company, ServiceProvider services, TestClock clock) : IAsyncDisposable
{
    private int _people;

    public static Accessor Desk { get; } = new("s-hanako");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public CompanyCore Company => company;

    public TestClock Clock => clock;

    public RequestBook Book => services.GetRequiredService<RequestBook>();

    public static async Task<RequestsWorld> OpenAsync(StoreEngine engine)
    {
        var clock = new TestClock(new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.Zero));
        var place = await TestStores.CreateAsync(engine);
        var options = CompanyOptions.From(Path.Combine(place.Folder, "data"), (place.Location as PostgresDatabase)?.ConnectionString, _ => null);
        await SampleCompany.CreateAsync(options, SamplePolicies.Find(), "tester", clock, people: 0, Cancel);
        var views = new ServiceCollection().AddMessageTemplates(RequestLetters.All).BuildServiceProvider();
        var company = await CompanyCore.OpenAsync(options, clock, Cancel, views: views.GetServices<ModuleViews>());
        var services = await CompanyStorage.OpenAsync(company, clock, more =>
        {
            more.AddMessageQueue();
            more.AddRequestBook();
        }, Cancel);
        return new RequestsWorld(place, company, services, clock);
    }

    public async Task<SubjectId> PersonAsync()
    {
        var values = new Dictionary<ItemId, StoredValue>
        {
            [ItemId.Parse("name")] = Value("person-name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"),
            [ItemId.Parse("address")] = Value("postal-address", $"〒100-0001 東京都千代田区{CanaryWords.Town}1-1"),
            [ItemId.Parse("email")] = Value("email", CanaryWords.Mail(++_people)),
        };
        return Assert.IsType<Acquired>(await Company.Trust.Vault.AcquireAsync(
            new Acquisition { SubjectKind = SubjectKind.Parse("retail"), Values = values, Channel = Channel.Web, PolicyVersion = Company.Trust.Policies.InForce.Version }, Desk, Cancel)).SubjectId;
    }

    public async Task<IReadOnlyList<string>> LettersAsync()
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(Cancel);
        return await db.Set<MessageRow>().AsNoTracking().OrderBy(row => row.Template).Select(row => row.Template).ToListAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await company.DisposeAsync();
        await place.DisposeAsync();
    }

    public static StoredValue Value(string shape, string text) =>
        Shapes.Find(shape)!.TryNormalise(text, new DateOnly(2026, 11, 24), out var stored, out var error) ? stored : throw new InvalidOperationException($"The test's {shape} is none: {error}");
}
