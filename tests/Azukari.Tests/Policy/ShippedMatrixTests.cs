using Azukari.Policy.Compiling;
using Azukari.Tests.Architecture;

namespace Azukari.Tests.Policy;

/// <summary>Who may see what, kept as a text: a change of the policies or of the decisions shows up as a line of it.</summary>
public sealed class ShippedMatrixTests
{
    public static TheoryData<string> Versions => ["2021-04", "2026-10"];

    [Theory, MemberData(nameof(Versions))]
    public void Access_is_as_reviewed(string version)
    {
        var archive = version == "2021-04"
            ? PolicyArchive.Build([ShippedPolicies.First], ShippedPolicies.First.Version)
            : PolicyArchive.Build([ShippedPolicies.First, ShippedPolicies.Second], ShippedPolicies.Second.Version);
        var rendered = new ShippedMatrix(archive).Render();
        var reviewed = Path.Combine(Repository.Root, "tests", "Azukari.Tests", "Policy", "fixtures", $"access-{version}.txt");
        var now = Path.Combine(AppContext.BaseDirectory, $"access-{version}.txt");
        File.WriteAllText(now, rendered);
        if (!File.Exists(reviewed) || File.ReadAllText(reviewed) != rendered)
            Assert.Fail($"What the policy permits has changed. Review the difference and keep it: diff {reviewed} {now}");
    }
}
