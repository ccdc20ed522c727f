using System.Collections.Concurrent;
using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Company.Sample;
using Azukari.Company.Settings;
using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Tests.Company;

/// <summary>A sample company on a place of its own.</summary>
internal sealed record SampleCopy(TestPlace Place, CompanyOptions Options, SampleMade Made)
{
    public string? Postgres => (Place.Location as PostgresDatabase)?.ConnectionString;
}

/// <summary>Sample companies of the operator <c>tester</c>, each size made once by this process on each engine, with the platform's tables, and copied.</summary>
internal static class SampleCompanies
{
    // Of a company without people nothing is later than this, so that a test's clock may stand at any time after it.
    private static readonly DateTimeOffset Founded = new(2026, 10, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly ConcurrentDictionary<(StoreEngine, int), SampleMade> Made = new();

    public static async Task<SampleCopy> CreateAsync(StoreEngine engine, int people = 0)
    {
        var place = await TestStores.LikeAsync(engine, $"company of {people}", async original => Made[(engine, people)] = await MakeAsync(OptionsOf(original), people));
        var copy = new SampleCopy(place, OptionsOf(place), Made[(engine, people)]);
        if (copy.Postgres is { } connection)
            await SettingsFile.WriteAsync(copy.Options.SettingsPath, await copy.Options.ReadSettingsAsync(CancellationToken.None) with { Postgres = connection }, CancellationToken.None);
        return copy;
    }

    /// <summary>The data folder of one on SQLite, for a host; it stays until the run ends.</summary>
    public static async Task<string> FolderAsync(int people = 0) => (await CreateAsync(StoreEngine.Sqlite, people)).Options.Folder;

    private static CompanyOptions OptionsOf(TestPlace place) =>
        CompanyOptions.From(Path.Combine(place.Folder, "data"), (place.Location as PostgresDatabase)?.ConnectionString, _ => null);

    private static async Task<SampleMade> MakeAsync(CompanyOptions options, int people)
    {
        var clock = people == 0 ? new TestClock(Founded) : TimeProvider.System;
        var made = await SampleCompany.CreateAsync(options, SamplePolicies.Find(), "tester", clock, people, CancellationToken.None);
        await using var company = await CompanyCore.OpenAsync(options, clock, CancellationToken.None);
        await using var storage = await CompanyStorage.OpenAsync(company, clock, _ => { }, CancellationToken.None);
        return made;
    }
}
