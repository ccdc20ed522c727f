using System.Net;
using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.Storage;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Storage;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Api;
using Azukari.Tests.Ledger;
using Azukari.Vault;
using Azukari.Vault.Health;
using Azukari.Web.Health;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Azukari.Tests.Faults;

/// <summary>
/// The platform's database (accounts, sessions, tokens, memberships, the queue) fails while the trust core stands: health says so, members, staff and programs are told to come again
/// soon, the public pages stay, and when the fault has ended everything goes on by itself.
/// </summary>
public sealed class PlatformFaultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task Held_by_a_stranger_it_is_waited_for_and_told(StoreEngine engine)
    {
        await using var world = await ApiWorld.OpenAsync(engine);
        await FailAndRecoverAsync(world, async () =>
        {
            if (world.Postgres is { } connection)
            {
                var session = new NpgsqlConnection(connection + ";Pooling=false");
                await session.OpenAsync(Cancel);
                await ExecuteAsync(session, "BEGIN; LOCK TABLE azukari_platform.platform_migrations IN ACCESS EXCLUSIVE MODE");
                return () => session.DisposeAsync().AsTask();
            }

            var stranger = new SqliteConnection($"Data Source={FileOf(world)};Pooling=false");
            await stranger.OpenAsync(Cancel);
            await ExecuteAsync(stranger, "BEGIN IMMEDIATE");
            return () => stranger.DisposeAsync().AsTask();
        }, "no-answer", known: true);
    }

    [Fact]
    public async Task A_server_that_takes_no_writes_is_told()
    {
        await using var world = await ApiWorld.OpenAsync(StoreEngine.Postgres);
        await FailAndRecoverAsync(world, async () =>
        {
            var name = new NpgsqlConnectionStringBuilder(world.Postgres).Database;
            await OnServerAsync(world, $"ALTER DATABASE {name} SET default_transaction_read_only = on", name!);
            return () => OnServerAsync(world, $"ALTER DATABASE {name} RESET default_transaction_read_only", name!);
        }, "read-only", known: true);
    }

    [Theory, EngineData]
    public async Task Gone_and_back(StoreEngine engine)
    {
        await using var world = await ApiWorld.OpenAsync(engine);
        await FailAndRecoverAsync(world, async () =>
        {
            if (world.Postgres is { } connection)
            {
                var name = new NpgsqlConnectionStringBuilder(connection).Database!;
                await OnServerAsync(world, $"ALTER DATABASE {name} RENAME TO {name}_away", name);
                return () => OnServerAsync(world, $"ALTER DATABASE {name}_away RENAME TO {name}", name);
            }

            Move("", ".away");
            return () =>
            {
                Move(".away", "");
                return Task.CompletedTask;
            };

            void Move(string from, string to)
            {
                // Whoever has the file open would not notice.
                SqliteConnection.ClearAllPools();
                foreach (var part in new[] { "-wal", "-shm", "" })
                    if (File.Exists(FileOf(world) + part + from)) File.Move(FileOf(world) + part + from, FileOf(world) + part + to);
            }
        }, "unreachable", known: false);
    }

    /// <param name="known">Whether health knows before anybody comes; else the first who come find out.</param>
    private static async Task FailAndRecoverAsync(ApiWorld world, Func<Task<Func<Task>>> fail, string code, bool known)
    {
        var program = await world.ShippingAsync();
        var person = await world.PersonAsync();
        var member = await MemberAsync(world);
        var anybody = world.Anybody();
        foreach (var page in new[] { "/my", "/account", "/en/my" }) Assert.Equal(HttpStatusCode.OK, (await member.GetAsync(page, Cancel)).StatusCode);
        Assert.Equal("ok", (await PlatformAsync(world)).Code);

        var mend = await fail();
        if (known) await Eventually.HoldsAsync(async () => (await PlatformAsync(world)).State == HealthState.Failed);
        foreach (var (page, words) in new[] { ("/my", "ただいまご利用いただけません"), ("/account", "ただいまご利用いただけません"), ("/en/my", "Not available right now"), ("/en/account", "Not available right now") })
        {
            using var away = await member.GetAsync(page, Cancel);
            var shown = await away.Content.ReadAsStringAsync(Cancel);
            Assert.True(away.StatusCode == HttpStatusCode.ServiceUnavailable, $"{page}: {away.StatusCode}");
            Assert.True(away.Headers.RetryAfter?.Delta > TimeSpan.Zero, page);
            Assert.Contains(words, shown, StringComparison.Ordinal);
        }

        await Eventually.HoldsAsync(async () => (await PlatformAsync(world)).State == HealthState.Failed);
        Assert.Equal(code, (await PlatformAsync(world)).Code);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await anybody.GetAsync("/health/ready", Cancel)).StatusCode);
        (await program.PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = ApiWorld.Shipping, items = new[] { "name" }, @case = "order-1" })).IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await anybody.GetAsync("/console", Cancel)).StatusCode);
        foreach (var page in new[] { "/", "/policy", "/en/policy" }) Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync(page, Cancel)).StatusCode);

        await mend();
        await Eventually.HoldsAsync(async () => (await PlatformAsync(world)).State == HealthState.Ready);
        await Eventually.HoldsAsync(async () => (await member.GetAsync("/my", Cancel)).StatusCode == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync("/account", Cancel)).StatusCode);
        (await program.PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = ApiWorld.Shipping, items = new[] { "name" }, @case = "order-1" })).IsFine();
    }

    private static async Task<HealthFinding> PlatformAsync(ApiWorld world) =>
        (await world.Services.GetRequiredService<HealthMonitor>().NowAsync(Cancel)).Findings.Single(finding => finding.Part == "store.platform");

    private static string FileOf(ApiWorld world) => Path.Combine(world.Data, StoragePlace.Name + ".db");

    private static async Task<HttpClient> MemberAsync(ApiWorld world)
    {
        var subject = SubjectId.Parse(await world.PersonAsync());
        var acting = new MemberActing(new Accessor("test"), "application-1");
        var members = world.Services.GetRequiredService<MemberBook>();
        Assert.True((await members.ApplyAsync(subject, MemberClass.Agent, null, Channel.Web, world.Company.Trust.Policies.InForce.Version, acting, Cancel)).Done);
        Assert.True((await members.ActivateAsync(subject, acting, null, Cancel)).Done);
        await world.Services.GetRequiredService<MemberAccounts>().CreateAsync(subject, acting.By, "application-1", Cancel);
        var book = world.Services.GetRequiredService<AccountBook>();
        var account = (await book.FindAsync(AccountKind.Member, subject.ToString(), Cancel))!;
        await book.ActivateAsync(account.Id, Cancel);
        account = (await book.FindAsync(account.Id, Cancel))!;
        var session = await world.Services.GetRequiredService<MemberSessions>().OpenAsync(account, "other", "faults", "passkey", proved: true, Cancel);
        var browser = world.Anybody();
        browser.DefaultRequestHeaders.Add("Cookie", $"{MemberScheme.SecureCookie}={session.Token}");
        return browser;
    }

    private static async Task OnServerAsync(ApiWorld world, string sql, string database)
    {
        var settings = new NpgsqlConnectionStringBuilder(world.Postgres) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ToString());
        await connection.OpenAsync(Cancel);
        var cut = $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'";
        for (var tries = 1; ; tries++)
        {
            try
            {
                await ExecuteAsync(connection, cut);
                await ExecuteAsync(connection, sql);
                await ExecuteAsync(connection, cut);
                return;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.ObjectInUse && tries < 200)
            {
                await Task.Delay(10, Cancel); // somebody came in between
            }
        }
    }

    private static async Task ExecuteAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
