using System.Text.Json;
using Azukari.Company.Sample;

namespace Azukari.Tests.Cli;

public sealed class PolicyCommandTests
{
    private static readonly string Old = SamplePolicies.Find()[0];
    private static readonly string New = SamplePolicies.Find()[1];
    private readonly CommandLine _azukari = new();

    [Fact]
    public async Task The_first_policy_has_findings_with_places_and_the_second_none()
    {
        var found = (await _azukari.RunAsync("policy", "check", Old)).Exits(1);
        Assert.Matches(@"2021-04\.yaml:\d+:\d+: error joint-manager-unpublished \[APPI 27\(5\)\] joint\.manager", found.Out);
        Assert.Contains("no findings", (await _azukari.RunAsync("policy", "check", New, "--previous", Old)).Exits(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_as_json_have_the_promised_members()
    {
        using var json = JsonDocument.Parse((await _azukari.RunAsync("policy", "check", Old, "--json", "--lang", "ja")).Exits(1).Out);
        Assert.Equal("2021-04", json.RootElement.GetProperty("version").GetString());
        var finding = json.RootElement.GetProperty("findings")[0];
        Assert.Equal(["code", "severity", "article", "clause", "line", "column", "message", "mend"], finding.EnumerateObject().Select(member => member.Name));
        Assert.Matches("[ぁ-ん]", finding.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Coverage_names_what_the_program_does_not_carry_out()
    {
        using var json = JsonDocument.Parse((await _azukari.RunAsync("policy", "check", New, "--coverage", "--json")).Exits(1).Out);
        var coverage = json.RootElement.GetProperty("coverage");
        Assert.Empty(coverage.GetProperty("stranded").EnumerateArray());
        Assert.Equal(["security.measures"], coverage.GetProperty("unenforced").EnumerateArray().Select(clause => clause.GetString()));
        Assert.Contains("clause security.measures: has no enforcement point (incident-response)", (await _azukari.RunAsync("policy", "check", New, "--coverage")).Exits(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_says_where_and_ends_with_2()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("azukari-policy").FullName, "broken.yaml");
        await File.WriteAllTextAsync(file, "policy: x\nversion: [", TestContext.Current.CancellationToken);
        Assert.Matches(@"broken\.yaml:\d+:\d+", (await _azukari.RunAsync("policy", "check", file)).Exits(2).Err);
        (await _azukari.RunAsync("policy", "check", "nowhere.yaml")).Exits(2);
        (await _azukari.RunAsync("policy", "diff", Old, "nowhere.yaml")).Exits(2);
    }

    [Fact]
    public async Task The_difference_tells_accesses_gained_and_lost()
    {
        var difference = (await _azukari.RunAsync("policy", "diff", Old, New)).Exits(1);
        Assert.Contains("+ purpose.tax → staff.finance-tax", difference.Out, StringComparison.Ordinal);
        Assert.Contains("- purpose.public.7 → staff.hr", difference.Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await _azukari.RunAsync("policy", "diff", Old, New, "--json")).Exits(1).Out);
        Assert.NotEmpty(json.RootElement.GetProperty("gained").EnumerateArray());
        (await _azukari.RunAsync("policy", "diff", New, New)).Exits(0);
    }

    [Fact]
    public async Task An_explanation_gives_answer_clause_and_sentence()
    {
        string[] question = ["policy", "explain", New, "--purpose", "purpose.member.2", "--recipient", "staff.shipping", "--item"];
        var yes = (await _azukari.RunAsync([.. question, "address"])).Exits(0);
        Assert.StartsWith("permitted", yes.Out, StringComparison.Ordinal);
        Assert.Contains("To deliver goods", yes.Out, StringComparison.Ordinal);
        var no = (await _azukari.RunAsync([.. question, "bank-account", "--lang", "ja"])).Exits(3);
        Assert.StartsWith("拒否: ", no.Out, StringComparison.Ordinal);
        Assert.Contains("item-beyond-purpose", no.Out, StringComparison.Ordinal);
        (await _azukari.RunAsync([.. question, "Bank Account"])).Exits(2);
    }
}
