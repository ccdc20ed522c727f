using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Tests.Architecture;

namespace Azukari.Tests.Policy;

/// <summary>What the shipped policies say: nothing left out, in both languages, in words of our own.</summary>
public sealed partial class ShippedTextTests
{
    public static TheoryData<string> Versions => ["2021-04", "2026-10"];

    [Fact]
    public void The_first_version_has_every_clause_of_the_published_policy_and_the_second_adds_the_tax_purpose()
    {
        Assert.Equal(ShippedPolicies.ClauseIds, Ids(ShippedPolicies.First));
        Assert.Equal(ShippedPolicies.ClauseIds, Ids(ShippedPolicies.Second).Where(id => id != "purpose.tax"));
        Assert.Contains("purpose.tax", Ids(ShippedPolicies.Second));
    }

    [Fact]
    public void The_second_version_names_the_first_by_the_hash_of_its_file()
    {
        Assert.Null(ShippedPolicies.First.Previous);
        Assert.Equal(ShippedPolicies.First.Version, ShippedPolicies.Second.Previous?.Version);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(ShippedPolicies.FileOf("2021-04")))), ShippedPolicies.Second.Previous?.Sha256);
    }

    [Fact]
    public void Ids_of_items_people_and_recipients_stay_the_same()
    {
        Assert.Equal(["application-form"], ShippedPolicies.Second.Items.Select(i => i.Id.Value).Except(ShippedPolicies.First.Items.Select(i => i.Id.Value)));
        Assert.Equal(
            ShippedPolicies.First.Items.Select(i => (i.Id, i.Shape, i.Held, i.Class)), ShippedPolicies.Second.Items.Where(i => i.Id.Value != "application-form").Select(i => (i.Id, i.Shape, i.Held, i.Class)));
        Assert.Equal(ShippedPolicies.First.Subjects.Select(s => s.Id), ShippedPolicies.Second.Subjects.Select(s => s.Id));
        Assert.Equal(["staff.finance-tax"], ShippedPolicies.Second.Recipients.Select(r => r.Id.Value).Except(ShippedPolicies.First.Recipients.Select(r => r.Id.Value)));
    }

    [Theory, MemberData(nameof(Versions))]
    public void Every_text_is_written_in_both_languages(string version)
    {
        Assert.All(Texts(ShippedPolicies.Of(version)), text =>
        {
            Assert.Matches(text.Where.EndsWith(" name", StringComparison.Ordinal) ? "." : "[ぁ-んァ-ヶ一-龠]", text.Text.Ja);
            Assert.DoesNotMatch("[ぁ-んァ-ヶ一-龠]", text.Text.En);
        });
    }

    [Theory, MemberData(nameof(Versions))]
    public void Japanese_clauses_are_polite_sentences_with_one_way_to_write_each_word(string version)
    {
        foreach (var (where, text) in Texts(ShippedPolicies.Of(version)))
        {
            var uneven = UnevenJapanese().Match(text.Ja.Replace("Seacret Direct, LLC", "", StringComparison.Ordinal));
            Assert.False(uneven.Success, $"{version} {where}: {uneven.Value} in {text.Ja}");
        }
        Assert.All(ShippedPolicies.Of(version).Clauses, clause =>
        {
            Assert.EndsWith("。", clause.Text.Ja, StringComparison.Ordinal);
            Assert.All(clause.Text.Ja.Split('。', StringSplitOptions.RemoveEmptyEntries), sentence =>
                Assert.Matches("(ます|ません|ました|です|ください)$", sentence));
        });
    }

    [Theory, MemberData(nameof(Versions))]
    public void No_English_sentence_is_copied_from_the_published_translation(string version)
    {
        // The published text is not ours to ship: the fixture holds hashes of its runs of eight words, the title of the Act counting as one word.
        var published = File.ReadLines(Path.Combine(Repository.Root, "tests", "Azukari.Tests", "Policy", "fixtures", "published-2021-runs.txt")).ToHashSet(StringComparer.Ordinal);
        Assert.True(published.Count > 1000);
        foreach (var clause in ShippedPolicies.Of(version).Clauses)
        {
            var words = Words(clause.Text.En);
            for (var i = 0; i + 8 <= words.Length; i++)
            {
                var run = string.Join(' ', words[i..(i + 8)]);
                Assert.False(published.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(run)))[..12]), $"{version} {clause.Id}: {run}");
            }
        }
    }

    [Fact]
    public void The_fixture_of_published_runs_finds_a_copied_sentence()
    {
        var published = File.ReadLines(Path.Combine(Repository.Root, "tests", "Azukari.Tests", "Policy", "fixtures", "published-2021-runs.txt")).ToHashSet(StringComparer.Ordinal);
        var run = string.Join(' ', Words("All changes will be effective when published on our page.")[..8]);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(run)))[..12], published);
    }

    [Fact]
    public void What_the_company_has_not_published_is_marked_as_a_specimen()
    {
        Assert.Null(ShippedPolicies.First.Company.Address);
        Assert.Null(ShippedPolicies.First.Company.Representative);
        Assert.True(ShippedPolicies.Second.Company.Address?.Specimen);
        Assert.True(ShippedPolicies.Second.Company.Representative?.Specimen);
        var affiliates = Assert.IsType<JointUsersRule>(Clause(ShippedPolicies.Second, "joint.affiliates").Rule);
        Assert.All(affiliates.Named, named =>
        {
            Assert.True(named.Specimen);
            Assert.NotNull(named.Country);
            Assert.NotNull(named.Measures);
        });
    }

    [Fact]
    public void Both_versions_print_the_headings_of_the_same_parts()
    {
        Assert.Equal(Parts(ShippedPolicies.First), Parts(ShippedPolicies.Second));
        Assert.Equal(9, Parts(ShippedPolicies.First).Count());
        static IEnumerable<(string, string)> Parts(PolicyDocument policy) => policy.Clauses.Where(c => c.Section is not null).Select(c => (c.Id.Value, c.Section!.En));
    }

    private static IEnumerable<string> Ids(PolicyDocument policy) => policy.Clauses.Select(c => c.Id.Value);

    private static Clause Clause(PolicyDocument policy, string id) => policy.FindClause(ClauseId.Parse(id))!;

    private static IEnumerable<(string Where, LocalText Text)> Texts(PolicyDocument policy)
    {
        yield return ("company", policy.Company.Name);
        foreach (var item in policy.Items)
            yield return (item.Id.Value, item.Label);
        foreach (var subject in policy.Subjects)
            yield return (subject.Id.Value, subject.Label);
        foreach (var recipient in policy.Recipients)
            yield return (recipient.Id.Value, recipient.Label);
        foreach (var clause in policy.Clauses)
        {
            yield return (clause.Id.Value, clause.Heading);
            yield return (clause.Id.Value, clause.Text);
            if (clause.Note is { } note)
                yield return (clause.Id + " note", note);
            if (clause.Section is { } section)
                yield return (clause.Id + " section", section);
            if (clause.Rule is IncidentalRule incidental)
            {
                foreach (var use in incidental.Uses)
                    yield return (use.Purpose.Value, use.Label);
            }
            if (clause.Rule is JointUsersRule users)
            {
                foreach (var named in users.Named)
                {
                    yield return (clause.Id + " name", named.Name);
                    if (named.Measures is { } measures)
                        yield return (clause.Id + " measures", measures);
                }
            }
        }
    }

    private static string[] Words(string english) =>
        [.. string.Join(' ', Word().Matches(english.ToLowerInvariant().Replace("'", "", StringComparison.Ordinal)).Select(m => m.Value))
            .Replace("act on the protection of personal information", "appi", StringComparison.Ordinal).Split(' ')];

    [GeneratedRegex("[a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    /// <summary>Kanji where this policy writes kana, other words for the same thing, half-width marks, plain style.</summary>
    [GeneratedRegex("及び|又は|若しくは|並びに|但し|下さい|お客さま|ユーザ[^ー]|ブラウザ[^ー]|クッキー|[(),;]|である。|する。|ない。|(?<!まし)た。", RegexOptions.CultureInvariant)]
    private static partial Regex UnevenJapanese();
}
