using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Api;

namespace Azukari.Tests.Cli;

/// <summary>The API's clients at the terminal, beside the running program, which follows at once.</summary>
public sealed class ClientsTests
{
    [Theory, EngineData]
    public async Task A_client_is_registered_listed_given_another_secret_and_removed_and_the_ledger_says_by_whom(StoreEngine engine)
    {
        await using var world = await ApiWorld.OpenAsync(engine);
        var anybody = world.Anybody();
        var azukari = new CommandLine(world.Data, world.Postgres);
        string[] add = ["clients", "add", "warehouse", "--as", "staff.shipping", "--purposes", "purpose.member.2", "--scopes", "search,access"];

        var first = Secret((await azukari.RunAsync(add)).Exits(0));
        var caller = await world.CallerAsync("warehouse", first);
        (await ReadAsync(caller)).IsProblem(System.Net.HttpStatusCode.NotFound, "no-such-subject");
        (await azukari.RunAsync(add)).Exits(2);

        var listed = (await azukari.RunAsync("clients", "list")).Exits(0);
        var line = Assert.Single(listed.Lines, line => line.StartsWith("warehouse", StringComparison.Ordinal));
        Assert.All(new[] { "staff.shipping", "purpose.member.2", "access,search" }, word => Assert.Contains(word, line, StringComparison.Ordinal));
        Assert.DoesNotContain(first, listed.Out, StringComparison.Ordinal);

        var second = Secret((await azukari.RunAsync("clients", "secret", "warehouse")).Exits(0));
        Assert.NotEqual(first, second);
        (await ReadAsync(caller)).IsProblem(System.Net.HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal("invalid_client", (await ApiWorld.TokenAsync(anybody, "warehouse", first))["error"]);
        caller = await world.CallerAsync("warehouse", second);

        (await azukari.RunAsync("clients", "remove", "warehouse")).Exits(0);
        (await ReadAsync(caller)).IsProblem(System.Net.HttpStatusCode.Unauthorized, "unauthorized");
        Assert.DoesNotContain("warehouse", (await azukari.RunAsync("clients", "list")).Exits(0).Out, StringComparison.Ordinal);
        foreach (var act in new[] { "secret", "remove" }) (await azukari.RunAsync("clients", act, "warehouse")).Exits(4);

        Assert.Equal(["client-added:warehouse", "client-removed:warehouse", "client-secret:warehouse"], await RecordedAsync(world, "tester"));
        Assert.Empty(world.Complaints);
    }

    [Theory, EngineData]
    public async Task A_client_is_given_other_purposes_scopes_and_secret_without_being_made_anew_and_every_node_follows_at_once(StoreEngine engine)
    {
        await using var world = await ApiWorld.OpenAsync(engine);
        var azukari = new CommandLine(world.Data, world.Postgres);
        world.Anybody().Dispose(); // starts the program
        var secret = Secret((await azukari.RunAsync("clients", "add", "warehouse", "--as", "staff.shipping", "--purposes", "purpose.member.2", "--scopes", "search,access")).Exits(0));
        var caller = await world.CallerAsync("warehouse", secret);
        await using var other = engine == StoreEngine.Postgres ? world.AnotherNode() : null; // a folder of SQLite files has one host
        var there = other?.Anybody();
        if (there is not null) there.DefaultRequestHeaders.Authorization = caller.DefaultRequestHeaders.Authorization;
        async Task EverywhereAsync(System.Net.HttpStatusCode status, string code)
        {
            (await ReadAsync(caller)).IsProblem(status, code);
            if (there is not null) (await ReadAsync(there)).IsProblem(status, code);
        }

        await EverywhereAsync(System.Net.HttpStatusCode.NotFound, "no-such-subject");

        // Other purposes: the token lasts, what it may be used for does not.
        (await azukari.RunAsync("clients", "change", "warehouse", "--purposes", "none")).Exits(0);
        await EverywhereAsync(System.Net.HttpStatusCode.Forbidden, "refused");
        (await azukari.RunAsync("clients", "change", "warehouse", "--purposes", "purpose.member.2")).Exits(0);
        await EverywhereAsync(System.Net.HttpStatusCode.NotFound, "no-such-subject");

        // Other scopes: its tokens end, the next say what is right.
        (await azukari.RunAsync("clients", "change", "warehouse", "--scopes", "search,notices")).Exits(0);
        await EverywhereAsync(System.Net.HttpStatusCode.Unauthorized, "unauthorized");
        caller = await world.CallerAsync("warehouse", secret);
        (await ReadAsync(caller)).IsProblem(System.Net.HttpStatusCode.Forbidden, "scope-missing");
        (await caller.SendAsync(HttpMethod.Get, "/api/v1/notices")).IsFine();
        Assert.Contains("notices,search", (await azukari.RunAsync("clients", "list")).Exits(0).Out, StringComparison.Ordinal);

        // Several at once, and what is so already changes nothing.
        var second = Secret((await azukari.RunAsync("clients", "change", "warehouse", "--purposes", "purpose.member.2", "--scopes", "access", "--secret")).Exits(0));
        Assert.Equal("invalid_client", (await ApiWorld.TokenAsync(world.Anybody(), "warehouse", secret))["error"]);
        caller = await world.CallerAsync("warehouse", second);
        (await azukari.RunAsync("clients", "change", "warehouse", "--scopes", "access")).Exits(0);
        (await ReadAsync(caller)).IsProblem(System.Net.HttpStatusCode.NotFound, "no-such-subject");

        foreach (var wrong in new[] { ["--purposes", "purpose.member.99"], ["--scopes", "everything"], (string[])[] }) (await azukari.RunAsync(["clients", "change", "warehouse", .. wrong])).Exits(2);
        (await azukari.RunAsync("clients", "change", "nobody", "--scopes", "access")).Exits(4);
        (await new CommandLine(world.Data, world.Postgres, login: "mihon-shipping").RunAsync("clients", "change", "warehouse", "--scopes", "erase")).Exits(3);
        Assert.Equal(["client-added:warehouse", "client-purposes:warehouse", "client-purposes:warehouse", "client-scopes:warehouse", "client-scopes:warehouse", "client-secret:warehouse"], await RecordedAsync(world, "tester"));
    }

    [Theory, EngineData]
    public async Task Who_has_no_duty_to_run_the_program_registers_nobody_and_mistakes_are_named(StoreEngine engine)
    {
        await using var world = await ApiWorld.OpenAsync(engine);
        world.Anybody().Dispose(); // starts the program
        string[] Add(string id, string recipient, string purposes, string scopes) => ["clients", "add", id, "--as", recipient, "--purposes", purposes, "--scopes", scopes];
        var refused = (await new CommandLine(world.Data, world.Postgres, login: "mihon-shipping").RunAsync(Add("warehouse", "staff.shipping", "purpose.member.2", "access"))).Exits(3);
        Assert.Empty(refused.Out);

        var azukari = new CommandLine(world.Data, world.Postgres);
        foreach (var (mistake, named) in new[]
        {
            (Add("Warehouse", "staff.shipping", "purpose.member.2", "access"), "lower-case"), (Add("warehouse", "staff.nobody", "purpose.member.2", "access"), "--as"),
            (Add("warehouse", "staff.shipping", "purpose.member.99", "access"), "--purposes"), (Add("warehouse", "staff.shipping", "purpose.member.2", "everything"), "--scopes"),
        })
            Assert.Contains(named, (await azukari.RunAsync(mistake)).Exits(2).Err, StringComparison.Ordinal);
        Assert.DoesNotContain("warehouse", (await azukari.RunAsync("clients", "list")).Exits(0).Out, StringComparison.Ordinal);
        Assert.Empty(await RecordedAsync(world, "tester"));
    }

    private static string Secret(Outcome outcome) => outcome.Lines.Single(line => line.StartsWith("client_secret", StringComparison.Ordinal)).Split(' ')[^1];

    private static Task<Answer> ReadAsync(HttpClient caller) =>
        caller.PostAsync($"/api/v1/subjects/{Azukari.Vault.SubjectId.New()}/accesses", new { purpose = "purpose.member.2", items = new[] { "name" }, @case = "order-1" });

    private static async Task<List<string>> RecordedAsync(ApiWorld world, string by)
    {
        var reasons = new List<string>();
        await foreach (var record in world.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Accessor = by }, ApiWorld.Cancel))
            if (record.Entry is { Kind: EntryKind.Registered, Reason: { } reason } && reason.StartsWith("client-", StringComparison.Ordinal)) reasons.Add(reason);
        return [.. reasons.Order(StringComparer.Ordinal)];
    }
}
