using System.Collections.Concurrent;
using Azukari.Company;
using Azukari.Policy.Document;
using Azukari.Policy.Overview;

namespace Azukari.Console.Policies;

/// <summary>Published versions as the console's pages read them; the overview of one is made once, since a version never changes.</summary>
internal sealed class PolicyOverviews(CompanyCore company)
{
    private readonly ConcurrentDictionary<string, PolicyOverview> _made = new(StringComparer.Ordinal);

    /// <summary>Whether a policy was published at all.</summary>
    public bool Any => company.Trust.HasPolicy;

    /// <summary>The version in force.</summary>
    public PolicyDocument InForce => company.Trust.Policies.InForce.Document;

    /// <summary>All published versions, newest first.</summary>
    public IReadOnlyList<PolicyDocument> NewestFirst => [.. company.Trust.Policies.Versions.Select(v => v.Document).Reverse()];

    /// <summary>A published version by its name, the one in force without a name; null when there is no such version.</summary>
    public PolicyDocument? Find(string? version) =>
        string.IsNullOrEmpty(version) ? InForce : NewestFirst.FirstOrDefault(d => d.Version.Value == version);

    /// <summary>The version before another; null for the first.</summary>
    public PolicyDocument? Before(PolicyDocument document) =>
        NewestFirst.SkipWhile(d => d.Sha256 != document.Sha256).Skip(1).FirstOrDefault();

    /// <summary>What a published version permits.</summary>
    public PolicyOverview Of(PolicyDocument document) => _made.GetOrAdd(document.Sha256, static (_, d) => PolicyOverview.Of(d), document);
}
