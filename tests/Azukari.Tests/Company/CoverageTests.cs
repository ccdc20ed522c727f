using Azukari.Company.Operating;
using Azukari.Policy.Document;
using Azukari.Policy;
using Azukari.Tests.Policy;

namespace Azukari.Tests.Company;

/// <summary>Which clauses of the company's policy the program carries out: what is left to the company is named, measure by measure.</summary>
public sealed class CoverageTests
{
    [Fact]
    public void Of_the_policy_in_force_only_the_handling_of_incidents_is_left_to_the_company()
    {
        UnenforcedClause left = Assert.Single(CompanyCoverage.Of(ShippedPolicies.Second).Unenforced);
        Assert.Equal("security.measures", left.Clause.Value);
        Assert.Equal([MeasureKind.IncidentResponse], left.Missing);
    }

    [Fact]
    public void A_duty_of_agents_that_gates_nothing_and_a_measure_nobody_takes_are_left_to_the_company()
    {
        PolicyDocument document = ShippedPolicies.Second;
        document = document with { Clauses = [.. document.Clauses.Select(clause => clause with { Rule = Weakened(clause.Rule) })] };
        UnenforcedClause[] left = [.. CompanyCoverage.Of(document).Unenforced];
        Assert.Contains(left, one => one.Clause.Value == "agent.duty" && one.Missing.Count == 0);
        Assert.Contains(left, one => one.Clause.Value == "security.cookies" && one.Missing.SequenceEqual([MeasureKind.ChoiceBanner]));
    }

    private static ClauseRule Weakened(ClauseRule rule) => rule switch
    {
        DutyRule { Who.IsEmpty: false } duty => duty with { Gates = [] },
        MeasureRule measure when measure.Kinds.Contains(MeasureKind.Gpc) => measure with { Kinds = [.. measure.Kinds, MeasureKind.ChoiceBanner] },
        _ => rule,
    };
}
