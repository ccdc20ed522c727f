using Azukari.Company;
using Azukari.Company.Operating;
using Azukari.Policy.Compiling;
using Azukari.Policy.Difference;
using Azukari.Policy.Document;
using Azukari.Policy.Linting;
using Azukari.Policy.Loading;
using Azukari.Vault;

namespace Azukari.Console.Policies.Publishing;

/// <summary>Everything to be seen before a version is published.</summary>
/// <param name="Document">The version.</param>
/// <param name="Before">The version in force; null when none is.</param>
/// <param name="AlreadyPublished">Whether exactly this version, or one of its name, is published already.</param>
/// <param name="Findings">What the linter says.</param>
/// <param name="Coverage">Views it strands, clauses nothing carries out.</param>
/// <param name="BrokenChain">Why it cannot follow the version in force; null when it can.</param>
/// <param name="Difference">What it changes; null where nothing is in force.</param>
/// <param name="Counts">What it means for people and for the last month's uses, as far as it is counted; null where nothing is in force.</param>
public sealed record PublicationStudy(
    PolicyDocument Document, PolicyDocument? Before, bool AlreadyPublished, IReadOnlyList<Finding> Findings, CoverageReport Coverage, string? BrokenChain,
    PolicyDifference? Difference, ImpactRun? Counts)
{
    /// <summary>How far back the ledger is replayed.</summary>
    public static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>Widenings of which the version does not say (enough) how people are told.</summary>
    public IReadOnlyList<Widening> Undeclared => Difference is null ? [] : [.. Difference.Undeclared];

    /// <summary>Whether all effects can be seen.</summary>
    public bool IsCounted => Counts is null or { Replay: not null };

    /// <summary>Whether it may be published as it stands.</summary>
    public bool MayBePublished => !AlreadyPublished && BrokenChain is null && Coverage.Stranded.Count == 0 && Undeclared.Count == 0;

    /// <summary>Studies a version against the company as it is; what takes long is counted in the background.</summary>
    internal static async Task<PublicationStudy> OfAsync(CompanyCore company, ImpactRuns runs, PolicyDocument document, Accessor by, CancellationToken cancel)
    {
        PolicyDocument[] published = company.Trust.HasPolicy ? [.. company.Trust.Policies.Versions.Select(v => v.Document)] : [];
        var before = published.LastOrDefault();
        var study = new PublicationStudy(document, before, published.Any(p => p.Sha256 == document.Sha256 || p.Version == document.Version),
            PolicyLinter.Lint(document, before), CompanyCoverage.Of(document), null, null, null);
        if (study.AlreadyPublished) return study;
        study = study with { BrokenChain = WhyNotAfter(published, document) };
        if (before is null) return study;
        var difference = PolicyDiff.Compare(before, document);
        return study with { Difference = difference, Counts = await runs.OfAsync(document, difference, by, cancel) };
    }

    private static string? WhyNotAfter(PolicyDocument[] published, PolicyDocument document)
    {
        try
        {
            PolicyArchive.Build([.. published, document], document.Version);
            return null;
        }
        catch (PolicyException broken)
        {
            return broken.Message;
        }
    }
}
