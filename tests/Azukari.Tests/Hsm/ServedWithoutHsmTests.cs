using System.Net;
using System.Text.Json.Nodes;
using Azukari.Hsm;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Api;
using Azukari.Tests.Cli;
using Azukari.Tests.Ledger;
using Azukari.Tests.Vault;
using Azukari.Vault.Health;
using Net.Pkcs11Interop.Common;

namespace Azukari.Tests.Hsm;

/// <summary>What callers and operators are told while the HSM is away, and that it passes.</summary>
[Collection(OneAtATime.Name)]
public sealed class ServedWithoutHsmTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task The_API_answers_503_with_a_problem_while_the_HSM_is_away_and_recovers_by_itself(StoreEngine engine)
    {
        await using var world = await ApiWorld.OpenAsync(engine);
        var token = SoftHsm.NewToken();
        var file = Path.Combine(world.Data, "azukari.json");
        var root = JsonNode.Parse(await File.ReadAllTextAsync(file, Cancel))!;
        root["keys"] = new JsonObject { ["folder"] = "keys", ["pkcs11"] = new JsonObject { ["module"] = SoftHsm.Module, ["token"] = token.Label, ["pinFile"] = token.PinFile } };
        await File.WriteAllTextAsync(file, root.ToJsonString(), Cancel);
        (await new CommandLine(world.Data, world.Postgres).RunAsync("keys", "move", "--backup", Path.Combine(TestRun.NewFolder("receipt"), "receipt.json"))).Exits(0);
        var person = await world.PersonAsync();
        var shipping = await world.ShippingAsync();
        Task<Answer> ReadAsync(string order) =>
            shipping.PostAsync($"/api/v1/subjects/{person}/accesses", new { purpose = ApiWorld.Shipping, items = new[] { "name" }, @case = order });
        (await ReadAsync("order-1")).IsFine();

        token.TakeAway();
        var away = (await ReadAsync("order-2")).IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.NotNull(away.Headers.RetryAfter);
        (await shipping.PostAsync("/api/v1/searches", new { purpose = ApiWorld.Shipping, item = "mobile", value = "090-0000-0001", @case = "order-2" })).IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        token.BringBack();

        await Eventually.HoldsAsync(async () => (await ReadAsync("order-3")).Status == HttpStatusCode.OK);
        var cases = new List<string?>();
        await foreach (var record in world.Company.Trust.Ledger.QueryAsync(new Azukari.Ledger.LedgerQuery(), Cancel)) cases.Add(record.Entry.Case);
        Assert.DoesNotContain("order-2", cases);
        Assert.Contains("order-3", cases);
    }

    [Fact]
    public async Task Health_says_why_the_master_keys_are_away()
    {
        await using var world = await VaultWorld.EmptyAsync(StoreEngine.Sqlite);
        using var failing = new FailingMasters(await world.MastersAsync());
        var core = await world.OpenCoreAsync(options => options with { MasterKeys = failing });

        failing.FailAfter(0);
        var keys = (await core.Health.ProbeAsync(Cancel)).Single(finding => finding.Part == "keys.master");
        Assert.Equal((HealthState.Failed, "taken-away"), (keys.State, keys.Code));
        failing.FailAfter(int.MaxValue);
        Assert.Equal(HealthState.Ready, (await core.Health.ProbeAsync(Cancel)).Single(finding => finding.Part == "keys.master").State);
    }

    [Theory]
    [InlineData(CKR.CKR_PIN_LOCKED)]
    [InlineData(CKR.CKR_PIN_EXPIRED)]
    public void A_locked_PIN_is_called_that_and_who_can_mend_it(CKR answer)
    {
        var options = new Pkcs11Options { Module = "/lib.so", Token = "azukari", Pin = PinSource.Environment("AZUKARI_HSM_PIN", "pin-1234") };
        var locked = TokenException.Of(new Pkcs11Exception("C_Login", answer), options);

        Assert.Equal(TokenFault.PinLocked, locked.Fault);
        Assert.Equal("pin-locked", locked.Code);
        Assert.Contains("locked or has expired", locked.Message, StringComparison.Ordinal);
        Assert.Contains("security officer", locked.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pin-1234", locked.ToString(), StringComparison.Ordinal);
    }
}
