using Azukari.Tests.Architecture;

namespace Azukari.Tests.Policy;

/// <summary>docs/policy-map.md says where each clause is kept and which test would notice: it names every clause once, and nothing that does not exist.</summary>
public sealed class ShippedMapTests
{
    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "policy-map.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| clause ", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [Fact]
    public void It_has_every_clause_of_both_versions_once_and_no_other()
    {
        var clauses = ShippedPolicies.First.Clauses.Concat(ShippedPolicies.Second.Clauses).Select(c => c.Id.Value).Distinct();
        Assert.Equal(clauses.Order(StringComparer.Ordinal), Rows.Select(r => r[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_projects_it_names_exist()
    {
        var projects = Repository.SourceProjects().Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.Ordinal);
        Assert.All(Rows, row => Assert.All(row[2].Split(", "), project => Assert.Contains(project, projects)));
    }

    [Fact]
    public void Each_clause_has_a_test_that_exists()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.Ordinal);
        Assert.All(Rows, row =>
        {
            Assert.Equal(4, row.Length);
            Assert.All(row[3].Split(", "), test => Assert.Contains(test, tests));
        });
    }
}
