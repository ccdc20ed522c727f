using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Azukari.Company.Sample;
using Azukari.Stores;
using Azukari.Testing;

namespace Azukari.Tests.Cli;

public sealed class PublishTests
{
    [Theory, EngineData]
    public async Task The_impact_is_shown_first_and_the_version_is_in_force_after(StoreEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, people: 12);
        var newest = SamplePolicies.Find()[^1];
        Assert.Contains("in force already", (await desk.Azukari.RunAsync("policy", "publish", newest, "--yes")).Exits(0).Out, StringComparison.Ordinal);

        var next = await NextVersionAsync(desk, newest);
        var asked = (await desk.Azukari.RunAsync("policy", "publish", next)).Exits(2);
        Assert.Matches(@"people affected +[1-9]", asked.Out);
        Assert.Contains("- purpose.member.2 → staff.shipping", asked.Out, StringComparison.Ordinal);
        Assert.Contains("--yes", asked.Err, StringComparison.Ordinal);

        var subject = (await desk.SubjectsAsync("agent"))[0];
        (await desk.AccessAsync(subject, "phone")).Exits(0);
        Assert.Matches(@"in force +2027-01", (await desk.Azukari.RunAsync("policy", "publish", next, "--yes")).Exits(0).Out);
        Assert.Contains("item-beyond-purpose", (await desk.AccessAsync(subject, "phone")).Exits(3).Err, StringComparison.Ordinal);

        // Going back widens what shipping may use, and says nowhere how people are told.
        var back = (await desk.Azukari.RunAsync("policy", "publish", newest, "--yes")).Exits(1);
        Assert.Contains("how people are told", back.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_strands_a_view_is_refused()
    {
        await using var desk = await Desk.OpenAsync(StoreEngine.Sqlite, people: 0);
        var next = await NextVersionAsync(desk, SamplePolicies.Find()[^1], parcel: "address");
        var refused = (await desk.Azukari.RunAsync("policy", "publish", next, "--yes")).Exits(2);
        Assert.Contains("delivery.parcel-label", refused.Err, StringComparison.Ordinal);
        Assert.Contains("purpose.member.2", refused.Err, StringComparison.Ordinal);
    }

    /// <summary>A version after the sample's, in which shipping may not use fixed telephones any more.</summary>
    private static async Task<string> NextVersionAsync(Desk desk, string newest, string parcel = "phone")
    {
        var cancel = TestContext.Current.CancellationToken;
        var bytes = await File.ReadAllBytesAsync(newest, cancel);
        var text = System.Text.Encoding.UTF8.GetString(bytes).Replace("version: \"2026-10\"\neffective: 2026-10-01", "version: \"2027-01\"\neffective: 2027-01-01", StringComparison.Ordinal);
        text = Regex.Replace(text, "previous: .*", $"previous: {{ version: \"2026-10\", sha256: {Convert.ToHexStringLower(SHA256.HashData(bytes))} }}");
        text = text.Replace("{ to: [staff.shipping], items: [parcel] }", $"{{ to: [staff.shipping], items: [{string.Join(", ", new[] { "name", "address", "phone", "mobile" }.Where(item => item != parcel))}] }}", StringComparison.Ordinal);
        var file = Path.Combine(desk.Data, "..", "2027-01.yaml");
        await File.WriteAllTextAsync(file, text, cancel);
        return file;
    }
}
