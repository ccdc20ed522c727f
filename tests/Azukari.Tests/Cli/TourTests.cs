using System.Text.Json;
using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Tests.Cli;

/// <summary>The five-minute tour of docs/tour.md, command by command, on both engines.</summary>
public sealed class TourTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    [Theory, EngineData]
    public async Task A_newcomer_goes_through_the_main_job(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var azukari = desk.Azukari;
        var subject = await desk.AgentAsync();

        var granted = (await desk.AccessAsync(subject, "name,address,mobile")).Exits(0);
        Assert.Matches(@"^Name +\S", granted.Lines[0]);
        Assert.Contains("clause  purpose.member.2  1(1)②  Delivery", granted.Out, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^entry +[0-9a-f-]{36}$", granted.Out);
        Assert.Empty(granted.Err);

        using var json = JsonDocument.Parse((await desk.AccessAsync(subject, "mobile", "--json")).Exits(0).Out);
        var mobile = json.RootElement.GetProperty("values").GetProperty("mobile").GetString()!;

        string[] search = ["find", "--purpose", "purpose.member.6", "--as", "staff.customer-service", "--item", "mobile", "--case", "inquiry-700"];
        Assert.Equal([subject], (await azukari.RunWithAsync(mobile + "\n", search)).Exits(0).Lines);
        var nobody = (await azukari.RunWithAsync("090-0000-0001", search)).Exits(4);
        Assert.Empty(nobody.Out);
        Assert.Matches("entry [0-9a-f-]{36}", nobody.Err);

        var refused = (await desk.AccessAsync(subject, "name,bank-account")).Exits(3);
        Assert.Empty(refused.Out);
        Assert.Contains("item-beyond-purpose", refused.Err, StringComparison.Ordinal);
        Assert.Contains("purpose.member.2", refused.Err, StringComparison.Ordinal);

        (await azukari.RunWithAsync("０９０ー００００ー４３２１", "correct", "--item", "mobile", subject)).Exits(0);
        Assert.Contains("-0000-4321", (await desk.AccessAsync(subject, "mobile")).Exits(0).Out, StringComparison.Ordinal);

        var consent = Id((await azukari.RunAsync("consent", "--purpose", "provision.consent", "--recipient", "third-party", "--items", "name,email", subject)).Exits(0));
        (await azukari.RunAsync("withdraw", subject, consent)).Exits(0);
        (await azukari.RunAsync("withdraw", subject, "0123456789abcdef0123456789abcdef")).Exits(4);
        (await azukari.RunAsync("acknowledge", subject, "2026-10")).Exits(0);

        var restriction = Id((await azukari.RunAsync("restrict", "--purpose", "purpose.member.2", subject)).Exits(0));
        Assert.Contains("restricted", (await desk.AccessAsync(subject, "name")).Exits(3).Err, StringComparison.Ordinal);
        (await azukari.RunAsync("lift", subject, restriction)).Exits(0);
        (await desk.AccessAsync(subject, "name")).Exits(0);

        var history = (await azukari.RunAsync("history", subject)).Exits(0);
        foreach (var kind in (string[])["acquired", "used", "refused", "corrected", "consented", "withdrawn", "restricted", "unrestricted", "searched"])
            if (kind != "searched") Assert.Contains(history.Lines, line => line.Contains($" {kind} ", StringComparison.Ordinal));
        Assert.DoesNotContain("4321", history.Out, StringComparison.Ordinal);

        var certificate = (await azukari.RunAsync("erase", "--yes", subject)).Exits(0);
        Assert.Contains("keys destroyed", certificate.Out, StringComparison.Ordinal);
        Assert.Contains("erased", (await desk.AccessAsync(subject, "name")).Exits(3).Err, StringComparison.Ordinal);
        (await azukari.RunAsync("describe", subject)).Exits(4);

        var backup = Path.Combine(desk.Data, "..", $"backup-{engine}.json");
        Assert.Matches(@"destroyed +\d", (await azukari.RunAsync("keys", "rotate", "--backup", backup)).Exits(0).Out);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Modes.Of(backup));
        (await azukari.RunAsync("index", "rebuild")).Exits(0);
        (await azukari.RunAsync("expire")).Exits(0);
        Assert.StartsWith("the ledger is as it was written.", (await azukari.RunAsync("ledger", "verify")).Exits(0).Out, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task A_role_the_settings_do_not_give_is_refused_and_recorded(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var subject = (await desk.SubjectsAsync("vip"))[0];
        var outcome = (await desk.Azukari.RunAsync("access", "--purpose", "purpose.tax", "--as", "staff.finance-tax", "--items", "name", subject)).Exits(3);
        Assert.Contains("role-not-held", outcome.Err, StringComparison.Ordinal);
        Assert.Contains("security.measures", outcome.Err, StringComparison.Ordinal);

        var stranger = new CommandLine(desk.Data, login: "stranger");
        (await stranger.RunAsync("access", "--purpose", "purpose.member.2", "--as", "staff.shipping", "--items", "name", "--case", "order-1", subject)).Exits(3);
        (await stranger.RunAsync("history", subject)).Exits(3);
        (await stranger.RunAsync("erase", "--yes", subject)).Exits(3);

        var history = (await desk.Azukari.RunAsync("history", "--json", subject)).Exits(0).Out;
        Assert.Contains("\"accessor\":\"stranger\"", history, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"role-not-held\"", history, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task An_export_verifies_and_a_changed_one_does_not(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var export = Path.Combine(desk.Data, "..", $"ledger-{engine}.ndjson");
        (await desk.Azukari.RunAsync("ledger", "export", "--out", export)).Exits(0);
        (await desk.Azukari.RunAsync("ledger", "verify", export)).Exits(0);
        Assert.Equal(await File.ReadAllTextAsync(export, TestContext.Current.CancellationToken), (await desk.Azukari.RunAsync("ledger", "export")).Exits(0).Out);

        var text = await File.ReadAllTextAsync(export, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(export + ".forged", text.Replace("staff.shipping", "staff.shippinh", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var forged = (await desk.Azukari.RunAsync("ledger", "verify", export + ".forged")).Exits(1);
        Assert.Matches(@"entry \d+ \(", forged.Err);
        (await desk.Azukari.RunAsync("ledger", "verify", "--checkpoint", "/nowhere/checkpoints.txt")).Exits(4);
    }

    [Theory, EngineData]
    public async Task What_is_wrong_with_a_value_is_said_without_it(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var subject = (await desk.SubjectsAsync("retail"))[0];
        var wrong = (await desk.Azukari.RunWithAsync("金糸雀屋敷", "correct", "--item", "mobile", subject)).Exits(2);
        Assert.Contains("mobile", wrong.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("金糸雀", wrong.Err + wrong.Out, StringComparison.Ordinal);
        (await desk.Azukari.RunWithAsync("", "correct", "--item", "mobile", subject)).Exits(2);
        (await desk.Azukari.RunAsync("access", "--purpose", "purpose.member.2", "--as", "staff.shipping", "--items", "name", "--case", "yamada taro", subject)).Exits(2);
        Assert.Contains("no-case", (await desk.Azukari.RunAsync("access", "--purpose", "purpose.member.2", "--as", "staff.shipping", "--items", "name", subject)).Exits(3).Err, StringComparison.Ordinal);
        (await desk.Azukari.RunAsync("describe", "0123456789abcdef0123456789abcdef")).Exits(4);
        (await desk.Azukari.RunAsync("describe", "somebody")).Exits(2);
        (await desk.Azukari.RunAsync("restrict", subject)).Exits(2);
        (await desk.Azukari.RunAsync("erase", subject)).Exits(2);
    }

    [Theory, EngineData]
    public async Task What_goes_to_an_entrustee_needs_a_contract_that_covers_it(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var subject = await desk.AgentAsync();
        Task<Outcome> To(params string[] more) =>
            desk.Azukari.RunAsync(["access", "--purpose", "purpose.member.2", "--as", "entrustee", "--items", "name,address", "--case", "order-9", .. more, subject]);
        (await To("--to", "mihon-delivery")).Exits(0);
        Assert.Contains("no-contract", (await To("--to", "somebody-else")).Exits(3).Err, StringComparison.Ordinal);
        Assert.Contains("missing-fact", (await To()).Exits(3).Err, StringComparison.Ordinal);

        // The same contract without the address in it.
        var file = Path.Combine(desk.Data, "azukari.json");
        var whole = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, whole.Replace("\"address\",", "", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        try
        {
            Assert.Contains("no-contract", (await To("--to", "mihon-delivery")).Exits(3).Err, StringComparison.Ordinal);
        }
        finally
        {
            await File.WriteAllTextAsync(file, whole, TestContext.Current.CancellationToken);
        }
    }

    private static string Id(Outcome outcome) => outcome.Lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
}
