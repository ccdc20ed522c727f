using System.Net;
using System.Text.RegularExpressions;
using Azukari.Policy.Difference;
using Azukari.Policy.Document;
using Azukari.Site.Policies;
using Azukari.Site.Policies.Changes;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Site;

/// <summary>The page of differences, on the two versions the company has.</summary>
public sealed partial class ChangesTests(SiteHost host) : IClassFixture<SiteHost>
{
    private PolicyDocument Before => host.Services.GetRequiredService<PolicyShelf>().Find("2021-04")!;

    private PolicyDocument After => host.Services.GetRequiredService<PolicyShelf>().Find("2026-10")!;

    [Theory]
    [InlineData("/policy/diff/2021-04/2026-10", "ja")]
    [InlineData("/en/policy/diff/2021-04/2026-10", "en")]
    public async Task Every_access_gained_or_lost_is_told(string path, string language)
    {
        string html = await Html(path);
        PolicyDifference difference = PolicyDiff.Compare(Before, After);

        Assert.NotEmpty(difference.Gained);
        Assert.NotEmpty(difference.Lost);
        foreach (AccessChange access in difference.Gained.Concat(difference.Lost))
        {
            PolicyDocument document = difference.Gained.Contains(access) ? After : Before;
            string items = string.Join(language == "en" ? ", " : "、", access.Items.Select(i => document.FindItem(i)!.Label.In(language)));
            Assert.Contains(items, html);
            Assert.Contains(document.FindRecipient(access.Recipient)!.Label.In(language), html);
        }
    }

    [Fact]
    public async Task How_people_are_told_stands_beside_each_widening()
    {
        string html = await Html("/policy/diff/2021-04/2026-10");
        PolicyDifference difference = PolicyDiff.Compare(Before, After);

        Assert.NotEmpty(difference.Widenings);
        foreach (Widening widening in difference.Widenings) Assert.Contains($"<th scope=\"row\"><a href=\"#{widening.Clause}\"", html);
        Assert.Contains("ご本人の同意をいただいた後に適用", html);
    }

    [Fact]
    public async Task Clauses_that_changed_stand_side_by_side_and_the_others_are_folded()
    {
        string html = await Html("/policy/diff/2021-04/2026-10");
        HashSet<string> shown = [.. Shown().Matches(html).Select(m => m.Groups["id"].Value)];

        Assert.Equal(PolicyDiff.Compare(Before, After).Clauses.Where(c => c.RuleChanged || Changed(c)).Select(c => c.Clause.ToString()).Order(), shown.Order());
        Assert.Contains("変更のない条項", html);
    }

    [Fact]
    public async Task Backwards_is_a_difference_too() => Assert.Contains("削除", await Html("/policy/diff/2026-10/2021-04"));

    [Fact]
    public void Pairs_keep_the_order_of_the_later_version_and_lose_no_clause()
    {
        IReadOnlyList<ClausePair> forward = ClausePair.Of(Before, After), back = ClausePair.Of(After, Before);

        Assert.Equal(After.Clauses.Select(c => c.Id), forward.Where(p => p.After is not null).Select(p => p.Any.Id));
        Assert.Equal(forward.Select(p => p.Any.Id).ToHashSet(), back.Select(p => p.Any.Id).ToHashSet());
        Assert.Equal(forward.Select(p => p.Any.Id).Distinct().Count(), forward.Count);
    }

    // The page compares what people read: text and heading, in either language.
    private static bool Changed(ClauseChange change) =>
        change.Before is null || change.After is null || change.Before.Text != change.After.Text || change.Before.Heading != change.After.Heading;

    private async Task<string> Html(string path) => WebUtility.HtmlDecode(await host.Visitor().GetStringAsync(path, TestContext.Current.CancellationToken));

    [GeneratedRegex("<article class=\"diff-clause\" id=\"(?<id>[^\"]+)\"")]
    private static partial Regex Shown();
}
