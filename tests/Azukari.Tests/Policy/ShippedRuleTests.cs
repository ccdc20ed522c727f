using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Deciding;
using Azukari.Policy.Difference;
using Azukari.Policy.Linting;

namespace Azukari.Tests.Policy;

/// <summary>What the shipped policies permit, lint and change.</summary>
public sealed class ShippedRuleTests
{
    private static readonly PolicyArchive Archive = PolicyArchive.Build([ShippedPolicies.First, ShippedPolicies.Second], ShippedPolicies.Second.Version);

    [Theory]
    [InlineData("joint-manager-unpublished", "APPI 27(5)", "joint.manager")]
    [InlineData("change-of-joint-use-without-notice", "APPI 27(6)", "review.revision")]
    [InlineData("change-of-purpose-without-notice", "APPI 21(3)", "review.revision")]
    [InlineData("foreign-recipient-uninformed", "APPI 28", "joint.affiliates")]
    [InlineData("entrustee-called-joint-user", "APPI 27(5)", "joint.outsourced")]
    [InlineData("joint-users-open-ended", "APPI 27(5)", "joint.affiliates")]
    [InlineData("incidental-unbounded", "APPI 17(1)", "purpose.member.10")]
    [InlineData("incidental-unbounded", "APPI 17(1)", "purpose.public.10")]
    [InlineData("purpose-unbounded", "APPI 17(1)", "purpose.member.7")]
    [InlineData("individual-number-without-purpose", "MNA 9", "principle.purpose")]
    [InlineData("fraud-prevention-omits-people", "APPI 17(1)", "purpose.public.6")]
    [InlineData("correction-refused-for-hindrance", "APPI 34", "rights.correction")]
    [InlineData("measures-unpublished", "APPI 32", "security.measures")]
    [InlineData("procedures-unpublished", "APPI 32", "rights.disclosure")]
    [InlineData("external-transmission-unannounced", "TBA 27-12", "security.cookies")]
    [InlineData("retention-unstated", "APPI 22", "collection.registration")]
    [InlineData("liability-excluded", "CCA 8", "agent.liability")]
    public void The_linter_finds_in_the_first_version_what_a_lawyer_would_ask(string code, string article, string clause)
    {
        var finding = Assert.Single(PolicyLinter.Lint(ShippedPolicies.First), f => f.Code == code && f.Clause?.Value == clause);
        Assert.Equal(article, finding.Article);
        var line = ShippedPolicies.First.Source.Split('\n')[finding.Position.Line - 1];
        Assert.False(string.IsNullOrWhiteSpace(line[(finding.Position.Column - 1)..]), "the finding must stand on something in the file");
        Assert.DoesNotContain("{0}", finding.Message.Ja + finding.Message.En + finding.Mend.Ja + finding.Mend.En, StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_version_passes_clean_alone_and_after_the_first()
    {
        Assert.Empty(PolicyLinter.Lint(ShippedPolicies.Second).Select(f => $"{f.Position.Line} {f.Code} {f.Message.En}"));
        Assert.Empty(PolicyLinter.Lint(ShippedPolicies.Second, ShippedPolicies.First).Select(f => $"{f.Position.Line} {f.Code} {f.Message.En}"));
    }

    [Fact]
    public void Findings_come_as_the_JSON_that_was_promised()
    {
        using var json = System.Text.Json.JsonDocument.Parse(LintJson.Write(ShippedPolicies.First, PolicyLinter.Lint(ShippedPolicies.First), "en"));
        Assert.Equal(["file", "version", "findings"], json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("2021-04", json.RootElement.GetProperty("version").GetString());
        Assert.All(json.RootElement.GetProperty("findings").EnumerateArray(), finding => Assert.Equal(
            ["code", "severity", "article", "clause", "line", "column", "message", "mend"], finding.EnumerateObject().Select(p => p.Name)));
    }

    [Fact]
    public void Shipping_may_read_an_address_to_deliver_and_not_a_bank_account()
    {
        var may = Archive.Explain(ClauseId.Parse("purpose.member.2"), RecipientKind.Parse("staff.shipping"), ItemId.Parse("address"));
        Assert.True(may.Permitted);
        Assert.Contains(may.Clauses, c => c.Id.Value == "purpose.member.2");
        Assert.NotEmpty(may.Accesses);
        var mayNot = Archive.Explain(ClauseId.Parse("purpose.member.2"), RecipientKind.Parse("staff.shipping"), ItemId.Parse("bank-account"));
        Assert.IsType<ItemBeyondPurpose>(mayNot.Refusal);
        Assert.Equal("purpose.member.2", mayNot.Refusal.Clause.Value);
    }

    [Fact]
    public void No_Individual_Number_is_reachable_under_the_first_version_and_only_by_the_tax_purpose_under_the_second()
    {
        var first = PolicyArchive.Build([ShippedPolicies.First], ShippedPolicies.First.Version);
        var number = ItemId.Parse("individual-number");
        foreach (var (archive, allowed) in ((PolicyArchive, string[])[])[(first, []), (Archive, ["purpose.tax"])])
        {
            var words = archive.Vocabulary;
            var reached = from purpose in words.Purposes
                          from recipient in words.Recipients
                          from ground in words.Purposes.Select(p => (ClauseId?)p).Append(null)
                          where archive.Why(purpose, recipient, [number], ground) is null
                          select purpose.Value;
            Assert.Equal(allowed, reached.Distinct());
        }
    }

    [Fact]
    public void Every_widening_of_the_second_version_says_how_people_are_told()
    {
        var difference = PolicyDiff.Compare(ShippedPolicies.First, ShippedPolicies.Second);
        Assert.Empty(difference.Undeclared.Select(w => $"{w.Clause} {w.Declared}"));
        Assert.Contains(difference.Widenings, w => w.Clause.Value == "purpose.tax");
        Assert.Contains(difference.Clauses, c => c is { Clause.Value: "purpose.tax", Before: null });
        Assert.NotEmpty(difference.Gained);
        Assert.NotEmpty(difference.Lost);
        Assert.True(PolicyDiff.Compare(ShippedPolicies.Second, ShippedPolicies.Second).IsEmpty);
    }

    [Fact]
    public void A_changed_first_file_breaks_the_chain()
    {
        var changed = ShippedPolicies.First with { Sha256 = new string('0', 64) };
        var broken = Assert.Throws<Azukari.Policy.Loading.PolicyException>(() => PolicyArchive.Build([changed, ShippedPolicies.Second], ShippedPolicies.Second.Version));
        Assert.Contains("2021-04", broken.Message, StringComparison.Ordinal);
    }
}
