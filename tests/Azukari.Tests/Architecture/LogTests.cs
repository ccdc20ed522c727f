using System.Collections.Concurrent;
using Azukari.Cli;
using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Company.Sample;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Tests.Site;
using Azukari.Vault;
using Azukari.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azukari.Tests.Architecture;

/// <summary>No personal value in a log: by what may be logged at all, and by the redaction of what has a class.</summary>
public sealed class LogTests(SiteHost site) : IClassFixture<SiteHost>
{
    [Fact]
    public void Every_parameter_of_a_log_method_is_harmless_a_code_or_classed()
    {
        var methods = new[] { typeof(TrustCore), typeof(CompanyCore), typeof(WebHost), typeof(Azukari.Site.Policies.PolicyShelf), typeof(Azukari.Import.PeopleImport), typeof(Azukari.Api.ApiModule), typeof(Azukari.Console.ConsoleModule), typeof(Azukari.Messages.MessagesModule), typeof(AzukariCommand), typeof(Store), typeof(Azukari.Ledger.LedgerBook) }
            .SelectMany(type => LoggedParameters.LogMethods(type.Assembly)).ToList();

        Assert.True(methods.Count >= 10, $"{methods.Count} log methods");
        Assert.Empty(LoggedParameters.Violations(methods));
    }

    [Fact]
    public void A_planted_log_of_a_name_is_found() =>
        Assert.Equal(
            ["Planted.Greeted logs family: name it in the table of codes, or give it a class"],
            LoggedParameters.Violations(LoggedParameters.LogMethods(typeof(LogTests).Assembly).Where(method => method.DeclaringType == typeof(Planted))));

    [Fact]
    public void The_site_erases_what_has_a_class_before_any_provider_sees_it()
    {
        var lines = new Lines();
        site.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        var logger = site.Services.GetRequiredService<ILoggerFactory>().CreateLogger("planted");

        Planted.Classed(logger, CanaryWords.FamilyName, 7);

        Assert.Equal("person , order 7", Assert.Single(lines.Of("planted")));
        Assert.DoesNotContain(CanaryWords.FamilyName, string.Join('\n', lines.All), StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task The_trust_core_of_a_host_logs_to_the_host_and_no_value_is_in_it(StoreEngine engine)
    {
        var place = await TestStores.CreateAsync(engine);
        await using var _ = place;
        var options = CompanyOptions.From(Path.Combine(place.Folder, "data"), (place.Location as PostgresDatabase)?.ConnectionString, name => null);
        await SampleCompany.CreateAsync(options, SamplePolicies.Find(), "tester", TimeProvider.System, people: 3, TestContext.Current.CancellationToken);
        var lines = new Lines();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddAzukariCompany(options, "tester");
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var trust = host.Services.GetRequiredService<CompanyCore>().Trust;
        var subject = await trust.Vault.SubjectsAsync(null, TestContext.Current.CancellationToken).FirstAsync(TestContext.Current.CancellationToken);
        await trust.Vault.EraseAsync(subject, new Accessor("tester"), ct: TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Contains(lines.Of("Azukari.Trust"), line => line.StartsWith("Opened: ", StringComparison.Ordinal));
        Assert.Contains($"Subject {subject} erased", lines.Of("Azukari.Trust"));
    }

    private sealed class Lines : ILoggerProvider
    {
        private readonly ConcurrentQueue<(string Category, string Line)> _lines = new();

        public IEnumerable<string> All => _lines.Select(each => each.Line);

        public IEnumerable<string> Of(string category) => _lines.Where(each => each.Category == category).Select(each => each.Line);

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Logger(Lines all, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                all._lines.Enqueue((category, formatter(state, exception)));
                if (state is IEnumerable<KeyValuePair<string, object?>> members)
                    foreach (var (name, value) in members) all._lines.Enqueue((category + ".member", $"{name}={value}"));
            }
        }
    }
}

/// <summary>Log methods as somebody careless and somebody careful would write them.</summary>
internal static partial class Planted
{
    [LoggerMessage(9001, LogLevel.Warning, "hello {Family}")]
    public static partial void Greeted(ILogger logger, string family);

    [LoggerMessage(9002, LogLevel.Warning, "person {Family}, order {Order}")]
    public static partial void Classed(ILogger logger, [PersonalData] string family, int order);
}
