using System.Collections.Concurrent;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Vault;
using Azukari.Vault.Keys;
using Microsoft.Extensions.Compliance.Classification;
using Microsoft.Extensions.Compliance.Redaction;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

public sealed class HostingTests
{
    [Fact]
    public async Task A_host_opens_the_core_before_it_serves_and_closes_it_after()
    {
        var world = await EmptyAsync(StoreEngine.Sqlite);
        await using var _ = world;
        using var masters = FileMasterKeys.Open(world.MasterKeyFile, world.Clock);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAzukariTrust(__ => Options(world, masters));
        using (var host = builder.Build())
        {
            Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<TrustCore>());
            await host.StartAsync(Cancel);
            var core = host.Services.GetRequiredService<TrustCore>();
            await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
            await GrantedAsync(core, await world.MemberAsync(core), ForCare, Name);
            Assert.Same(core.Vault, host.Services.GetRequiredService<TrustVault>());
            await host.StopAsync(Cancel);
            await Assert.ThrowsAnyAsync<Exception>(() => core.Vault.ReadAsync(SubjectId.New(), [Name], ForCare, Cancel));
        }

        Assert.Empty(Directory.GetFiles(((SqliteFolder)world.Place.Location).FullPath, "*-wal")); // closed, not dropped
    }

    [Fact]
    public async Task A_stranded_view_keeps_the_host_from_starting()
    {
        var (world, first) = await OpenAsync(StoreEngine.Sqlite);
        await using var _ = world;
        await world.CloseAsync(first);
        using var masters = FileMasterKeys.Open(world.MasterKeyFile, world.Clock);
        world.Views.Add(new("test.everything", Ship, Policy("staff.ship"), [Email]));
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAzukariTrust(__ => Options(world, masters));
        using var host = builder.Build();

        Assert.Contains("test.everything", (await Assert.ThrowsAsync<StrandedViewException>(() => host.StartAsync(Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Personal_data_is_erased_and_unknown_classes_too()
    {
        using var services = new ServiceCollection().AddAzukariRedaction().BuildServiceProvider();
        var redactors = services.GetRequiredService<IRedactorProvider>();

        Assert.Equal("", redactors.GetRedactor(new DataClassificationSet(DataClasses.Personal)).Redact(CanaryWords.FamilyName));
        Assert.Equal("", redactors.GetRedactor(new DataClassificationSet(new DataClassification("Other", "Unheard"))).Redact(CanaryWords.FamilyName));
        Assert.Equal(DataClasses.Personal, new PersonalDataAttribute().Classification);
    }

    [Theory, EngineData]
    public async Task Nothing_the_core_logs_holds_a_personal_value(StoreEngine engine)
    {
        var world = await EmptyAsync(engine);
        await using var _ = world;
        using var log = new CapturingLog();
        var core = await world.OpenCoreAsync(o => o with { Logging = log });
        await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
        var subject = await world.MemberAsync(core, world.Person(number: 1));
        await core.Vault.SearchAsync(Email, CanaryWords.Mail(1), ForCare, ct: Cancel);
        await core.Parts.Vault.WriteAsync((tx, c) => tx.ExecuteAsync("UPDATE items SET sealed = @x WHERE item = 'email'", c, ("x", new byte[64])), Cancel);
        await Assert.ThrowsAsync<VaultDamagedException>(() => core.Vault.ReadAsync(subject, [Email], ForCare, Cancel));
        await core.Vault.EraseAsync(subject, Op, ct: Cancel);
        await core.Keys.RotateAsync(Path.Combine(world.Place.Folder, "backup.json"), Op, ct: Cancel);

        Assert.True(log.Lines.Count >= 4, string.Join('\n', log.Lines));
        Assert.All(log.Lines, line => Assert.All(CanaryWords.All, word => Assert.DoesNotContain(word, line, StringComparison.Ordinal)));
        Assert.Contains(log.Lines, line => line.Contains(subject.ToString(), StringComparison.Ordinal));
    }

    private static Azukari.Policy.RecipientKind Policy(string recipient) => Azukari.Policy.RecipientKind.Parse(recipient);

    private static TrustOptions Options(VaultWorld world, IMasterKeys masters) => new()
    {
        Stores = world.Place.Location,
        MasterKeys = masters,
        SigningKey = world.SigningKey,
        CheckpointFolder = Path.Combine(world.Place.Folder, "checkpoints"),
        ErasureListFile = Path.Combine(world.Place.Folder, "keys", "erasures.list"),
        Clock = world.Clock,
        Views = world.Views,
    };

    private sealed class CapturingLog : ILoggerFactory, ILogger
    {
        public ConcurrentBag<string> Lines { get; } = [];

        public void AddProvider(ILoggerProvider provider) => throw new InvalidOperationException("This log takes no providers.");

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception) + exception);

        public void Dispose() => Lines.Clear();
    }
}
