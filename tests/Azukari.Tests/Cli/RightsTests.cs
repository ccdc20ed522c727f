using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Tests.Cli;

/// <summary>The shipped policy's guarded paths at the terminal, on sample people: disclosure to the person, special-care items, Individual Numbers.</summary>
public sealed class RightsTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    [Theory, EngineData]
    public async Task A_person_is_shown_everything_once_her_identity_is_confirmed_whatever_is_restricted(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var subject = (await desk.SubjectsAsync("retail"))[3];
        Task<Outcome> DiscloseAsync(params string[] more) =>
            desk.Azukari.RunAsync(["access", "--purpose", "rights.disclosure", "--as", "self", "--items", "name,address,email", .. more, subject]);
        (await desk.Azukari.RunAsync("restrict", "--all", subject)).Exits(0);
        Assert.Contains("restricted", (await desk.AccessAsync(subject, "name")).Exits(3).Err, StringComparison.Ordinal);

        var unknown = (await DiscloseAsync("--case", "request-17")).Exits(3);
        Assert.Contains("missing-fact", unknown.Err, StringComparison.Ordinal);
        Assert.Contains("rights.disclosure", unknown.Err, StringComparison.Ordinal);
        (await DiscloseAsync("--identity-confirmed")).Exits(2); // confirmed where? a case has to say
        var shown = (await DiscloseAsync("--identity-confirmed", "--case", "request-17")).Exits(0);
        Assert.Contains("clause  rights.disclosure", shown.Out, StringComparison.Ordinal);
        Assert.Contains("Address", shown.Out, StringComparison.Ordinal);

        var history = (await desk.Azukari.RunAsync("history", "--json", subject)).Exits(0).Out;
        Assert.Contains("\"kind\":\"disclosed\"", history, StringComparison.Ordinal);
        Assert.Contains("identity-confirmed", history, StringComparison.Ordinal);
        Assert.Contains("\"case\":\"request-17\"", history, StringComparison.Ordinal);
        (await desk.Azukari.RunAsync("erase", "--yes", subject)).Exits(0); // nor does a restriction block an erasure
    }

    [Theory, EngineData]
    public async Task Ending_ones_sessions_at_the_console_is_in_the_ledger(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        Assert.Contains("/console/sign-in?code=", (await desk.Azukari.RunAsync("console")).Exits(0).Out, StringComparison.Ordinal);
        Assert.Contains("0 sessions of tester ended", (await desk.Azukari.RunAsync("console", "--end")).Exits(0).Out, StringComparison.Ordinal);
        Assert.Contains("console-sessions-ended", (await desk.Azukari.RunAsync("ledger", "export")).Exits(0).Out, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task Confirming_an_identity_opens_no_other_door(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var subject = (await desk.SubjectsAsync("retail"))[4];

        Assert.Contains("item-beyond-purpose", (await desk.AccessAsync(subject, "name,bank-account", "--identity-confirmed")).Exits(3).Err, StringComparison.Ordinal);
        (await desk.Azukari.RunAsync("access", "--purpose", "rights.disclosure", "--as", "staff.shipping", "--items", "name", "--identity-confirmed", "--case", "request-1", subject)).Exits(3);
    }

    [Theory, EngineData]
    public async Task Health_information_needs_the_persons_consent_to_be_taken_in_and_to_be_read(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var subject = (await desk.SubjectsAsync("agent"))[5];
        Task<Outcome> ReadAsync() => desk.Azukari.RunAsync("access", "--purpose", "purpose.member.6", "--as", "staff.customer-service", "--items", "health", "--case", "inquiry-3", subject);

        Assert.Contains("special-care-without-consent", (await desk.Azukari.RunWithAsync("架空の体質", "correct", "--item", "health", subject)).Exits(3).Err, StringComparison.Ordinal);
        var consent = (await desk.Azukari.RunAsync("consent", "--purpose", "purpose.member.6", "--items", "health", subject)).Exits(0).Lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        (await desk.Azukari.RunWithAsync("架空の体質", "correct", "--item", "health", subject)).Exits(0);
        Assert.Contains("架空の体質", (await ReadAsync()).Exits(0).Out, StringComparison.Ordinal);

        (await desk.Azukari.RunAsync("withdraw", subject, consent)).Exits(0);
        Assert.Contains("no-consent", (await ReadAsync()).Exits(3).Err, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task An_Individual_Number_is_read_by_the_tax_desk_for_the_payment_reports_and_by_nothing_else(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var subject = (await desk.SubjectsAsync("agent"))[6];
        var file = Path.Combine(desk.Data, "azukari.json");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text.Replace("\"self\"", "\"self\", \"staff.finance-tax\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        try
        {
            (await desk.Azukari.RunWithAsync("123456789018", "correct", "--item", "individual-number", subject)).Exits(0);
            (await desk.Azukari.RunAsync("restrict", "--all", subject)).Exits(0); // a legal duty goes on
            var read = (await desk.Azukari.RunAsync("access", "--purpose", "purpose.tax", "--as", "staff.finance-tax", "--items", "individual-number,name", subject)).Exits(0);
            Assert.Contains("1234 5678 9018", read.Out, StringComparison.Ordinal);
            Assert.Contains("clause  purpose.tax", read.Out, StringComparison.Ordinal);

            (await desk.Azukari.RunAsync("consent", "--purpose", "purpose.member.3", "--items", "individual-number", subject)).Exits(0);
            var other = (await desk.Azukari.RunAsync("access", "--purpose", "purpose.member.3", "--as", "staff.finance", "--items", "individual-number", "--case", "request-2", subject)).Exits(3);
            Assert.Contains("individual-number-reserved", other.Err, StringComparison.Ordinal);
            Assert.Contains("principle.purpose", other.Err, StringComparison.Ordinal);
            Assert.DoesNotContain("123456789018", (await desk.Azukari.RunAsync("history", "--json", subject)).Exits(0).Out, StringComparison.Ordinal);
        }
        finally
        {
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        }
    }

    [Theory, EngineData]
    public async Task Trying_another_purpose_after_a_refusal_is_flagged_from_one_command_to_the_next(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var subject = (await desk.SubjectsAsync("agent"))[7];
        (await desk.Azukari.RunAsync("access", "--purpose", "purpose.member.4", "--as", "staff.shipping", "--items", "name", "--case", "campaign-1", subject)).Exits(3);
        (await desk.AccessAsync(subject, "name")).Exits(0);

        Assert.Contains("after-refusal", (await desk.Azukari.RunAsync("history", "--json", subject)).Exits(0).Out, StringComparison.Ordinal);
    }
}
