using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azukari.Stores;
using Azukari.Testing;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

public sealed class TokenTests
{
    private static readonly object Body = new { purpose = Shipping, items = new[] { "name" }, @case = "order-1042" };

    [Theory, EngineData]
    public async Task Without_a_token_of_ours_nothing_is_answered(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var anybody = world.Anybody();
        await world.RegisterAsync("shipping", "staff.shipping", null, [Shipping], ["access"]);

        foreach (var header in new[] { null, "Bearer nonsense", "Bearer " + new string('x', 4000), "Basic c2hpcHBpbmc6eA==", "Bearer" })
        {
            anybody.DefaultRequestHeaders.Remove("Authorization");
            if (header is not null) anybody.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
            var answer = (await anybody.PostAsync($"/api/v1/subjects/{Azukari.Vault.SubjectId.New()}/accesses", Body)).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
            Assert.StartsWith("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal("invalid_client", (await TokenAsync(anybody, "shipping", "wrong"))["error"]);
        Assert.Equal("invalid_client", (await TokenAsync(anybody, "nobody", "wrong"))["error"]);
        Assert.DoesNotContain(world.Trouble.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory, EngineData]
    public async Task A_token_ends_with_its_time_with_its_client_and_with_the_secret_it_was_given_for(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var person = await world.PersonAsync();
        var path = $"/api/v1/subjects/{person}/accesses";
        var (first, second, third) = (await world.CallerAsync("first", "staff.shipping", purposes: [Shipping]), await world.CallerAsync("second", "staff.shipping", purposes: [Shipping]), await world.ShippingAsync());
        foreach (var caller in new[] { first, second, third }) (await caller.PostAsync(path, Body)).IsFine();

        await world.RegistryAsync(async registry => Assert.True(await registry.RemoveAsync("first", Cancel)));
        (await first.PostAsync(path, Body)).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await second.PostAsync(path, Body)).IsFine();

        await world.RegistryAsync(async registry => Assert.NotNull(await registry.ChangeSecretAsync("second", Cancel)));
        (await second.PostAsync(path, Body)).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await third.PostAsync(path, Body)).IsFine();

        world.Clock.Now += TimeSpan.FromMinutes(11);
        (await third.PostAsync(path, Body)).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_token_of_one_node_is_good_on_another_and_ends_there_too_when_its_client_is_removed()
    {
        await using var world = await OpenAsync(StoreEngine.Postgres); // a folder of SQLite files has one host
        var person = await world.PersonAsync();
        var caller = await world.ShippingAsync();
        await using var other = world.AnotherNode();
        var there = other.Anybody();
        there.DefaultRequestHeaders.Authorization = caller.DefaultRequestHeaders.Authorization;
        (await there.PostAsync($"/api/v1/subjects/{person}/accesses", Body)).IsFine();

        await world.RegistryAsync(async registry => Assert.True(await registry.RemoveAsync("shipping", Cancel)));

        (await there.PostAsync($"/api/v1/subjects/{person}/accesses", Body)).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_token_has_the_scopes_asked_for_and_never_one_the_client_lacks()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        var secret = await world.RegisterAsync("shipping", "staff.shipping", null, [Shipping], ["access", "search"]);
        var anybody = world.Anybody();

        Assert.Equal("invalid_request", (await TokenAsync(anybody, "shipping", secret, "erase"))["error"]);
        var token = await TokenAsync(anybody, "shipping", secret, "search");
        anybody.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token["access_token"]);

        (await anybody.PostAsync($"/api/v1/subjects/{Azukari.Vault.SubjectId.New()}/accesses", Body)).IsProblem(HttpStatusCode.Forbidden, "scope-missing");
        Assert.Equal("600", token["expires_in"]);
    }

    [Theory, EngineData]
    public async Task The_database_holds_no_secret_no_token_and_no_key_in_clear(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var secret = await world.RegisterAsync("shipping", "staff.shipping", null, [Shipping], ["access"]);
        var token = (await TokenAsync(world.Anybody(), "shipping", secret))["access_token"]!;

        var stored = await StoredText.OfAsync(world);

        Assert.Contains("shipping", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(token, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(secret)), stored, StringComparison.OrdinalIgnoreCase);
    }
}
