using System.Text.RegularExpressions;

namespace Azukari.Tests.Architecture;

/// <summary>Rules of the house that no compiler checks.</summary>
public sealed partial class SourceTests
{
    private static readonly string[] Evasions = ["#pragma warning disable", "NotImplementedException", "TODO", "FIXME", "(Skip ="];

    [Fact]
    public void No_source_postpones_or_silences()
    {
        Assert.All(Sources("src", "tests"), file =>
        {
            if (file.EndsWith("SourceTests.cs", StringComparison.Ordinal)) return;
            var text = File.ReadAllText(file);
            Assert.All(Evasions, evasion => Assert.DoesNotContain(evasion, text, StringComparison.Ordinal));
        });
    }

    /// <summary>The trust core serves any trade: it must not know the words of this one (design.md, Layout).</summary>
    [Fact]
    public void The_trust_core_knows_nothing_of_direct_selling() =>
        Assert.DoesNotContain(Sources("src/Trust"), file => DirectSelling().IsMatch(File.ReadAllText(file)));

    [Theory]
    [InlineData("var sponsor = tree.SponsorOf(agent);")]
    [InlineData("// the downline's bonus")]
    public void A_planted_word_of_the_trade_is_found(string source) => Assert.Matches(DirectSelling(), source);

    private static IEnumerable<string> Sources(params string[] folders) =>
        folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex(@"\b(sponsor|down-?line|up-?line|autoship|bonus(es)?|vip|retail)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DirectSelling();
}
