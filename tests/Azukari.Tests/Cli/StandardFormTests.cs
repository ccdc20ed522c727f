using System.Text.Json.Nodes;
using Azukari.Company.Sample;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Standards;
using Azukari.Vault;

namespace Azukari.Tests.Cli;

/// <summary>What leaves the command line in the form of a standard.</summary>
public sealed class StandardFormTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private static readonly string[] Policies = [.. SamplePolicies.Find()];

    [Fact]
    public async Task A_policy_leaves_as_json_as_processes_and_as_permissions()
    {
        foreach (var policy in Policies)
        {
            var processes = JsonNode.Parse((await new CommandLine().RunAsync("policy", "form", "--as", "dpv", policy)).Exits(0).Out)!;
            Assert.Empty(Vocabulary.Unknown(processes));
            Assert.Empty(OdrlShape.Problems(JsonNode.Parse((await new CommandLine().RunAsync("policy", "form", policy, "--as", "odrl")).Exits(0).Out)!.AsObject()));
            Assert.Equal("seacret-direct-japan", (string?)JsonNode.Parse((await new CommandLine().RunAsync("policy", "form", policy, "--as", "json")).Exits(0).Out)!["policy"]);
        }

        Assert.Contains("json, dpv, odrl", (await new CommandLine().RunAsync("policy", "form", "--as", "pdf", Policies[0])).Exits(2).Err, StringComparison.Ordinal);
        (await new CommandLine().RunAsync("policy", "form", "--as", "dpv", "nowhere.yaml")).Exits(2);
    }

    [Theory, EngineData]
    public async Task A_persons_consents_leave_as_records_and_looking_is_recorded(StoreEngine engine)
    {
        var azukari = (await sample.DeskAsync(engine)).Azukari;
        var subject = (await azukari.RunAsync("subjects", "--kind", "agent", "--limit", "1")).Exits(0).Out.Trim().Split('\n')[0].Split(' ')[0];
        (await azukari.RunAsync("consent", "--purpose", "purpose.member.2", "--items", "name,address", subject)).Exits(0);

        var lines = (await azukari.RunAsync("consents", subject)).Exits(0).Out.Trim().Split('\n');

        Assert.All(lines, line => Assert.Empty(ConsentRecordShape.Problems(JsonNode.Parse(line)!.AsObject())));
        Assert.Contains(lines, line => line.Contains("purpose.member.2", StringComparison.Ordinal));
        Assert.Contains("inspected", (await azukari.RunAsync("history", subject)).Exits(0).Out, StringComparison.Ordinal);
        (await azukari.RunAsync("consents", SubjectId.New().ToString())).Exits(4);
    }
}
