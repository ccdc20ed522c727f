using Azukari.Tests.Company;
using Azukari.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Azukari.Tests.Site;

/// <summary>The program in this process, as it runs for the public (Production) or for those who build it, with a clock of the test's.</summary>
public class SiteHost : WebApplicationFactory<WebHost>, IAsyncLifetime
{
    /// <summary>A Tuesday in service hours: 24 November 2026, 11:00 in Tokyo.</summary>
    public static readonly DateTimeOffset Tuesday = new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);

    /// <summary>What the program logged at warning or above.</summary>
    public LoggedTrouble Trouble { get; } = new();

    /// <summary>The clock the program reads.</summary>
    public SetClock Clock { get; } = new(Tuesday);

    /// <summary>A company with its policies and no people: the site reads nobody.</summary>
    private string _data = "";

    public async ValueTask InitializeAsync() => _data = await SampleCompanies.FolderAsync();

    /// <summary>Another company of the same kind, for a second host: two on one folder are refused.</summary>
    public static Task<string> AnotherCompanyAsync() => SampleCompanies.FolderAsync();

    protected virtual string EnvironmentName => "Production";

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(EnvironmentName);
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("data", _data);
        builder.ConfigureLogging(logging => logging.AddProvider(Trouble));
        builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
    }

    /// <summary>A visitor who follows no redirects, over TLS as in production.</summary>
    public HttpClient Visitor() => CreateClient(new WebApplicationFactoryClientOptions
    {
        AllowAutoRedirect = false,
        HandleCookies = false,
        BaseAddress = new Uri("https://privacy.example.jp"),
    });
}

/// <summary>The program as its builders run it.</summary>
public sealed class DevelopmentHost : SiteHost
{
    protected override string EnvironmentName => "Development";
}

/// <summary>A clock that stands where it is set.</summary>
public sealed class SetClock(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>Collects warnings and errors, so that a page which works but complains fails its test.</summary>
public sealed class LoggedTrouble : ILoggerProvider, ILogger
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) _lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
