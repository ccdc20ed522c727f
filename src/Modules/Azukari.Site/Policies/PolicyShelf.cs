using System.Collections.Concurrent;
using System.Collections.Immutable;
using Azukari.Policy.Compiling;
using Azukari.Policy.Document;
using Azukari.Site.Contact;

namespace Azukari.Site.Policies;

/// <summary>
/// What the public site reads: every published version, the one in force, and the company as it says. The host gives the archive; it is asked
/// for anew by each page, so a publication shows at once.
/// </summary>
public sealed class PolicyShelf(Func<PolicyArchive> source)
{
    private readonly ConcurrentDictionary<string, PolicyFile> _files = new(StringComparer.Ordinal);

    /// <summary>All versions, oldest first.</summary>
    public ImmutableArray<PolicyDocument> OldestFirst => [.. source().Versions.Select(v => v.Document)];

    /// <summary>The version in force.</summary>
    public PolicyDocument InForce => source().InForce.Document;

    /// <summary>The company of the version in force.</summary>
    public Company Company => InForce.Company;

    /// <summary>When the company answers, by the version in force; null when it does not say.</summary>
    public OpeningHours? Hours => Company.Contact?.Hours is { } hours ? OpeningHours.Of(hours) : null;

    /// <summary>A version by its name, or null.</summary>
    public PolicyDocument? Find(string version) => OldestFirst.FirstOrDefault(d => d.Version.ToString() == version);

    /// <summary>The version before another, or null for the first.</summary>
    public PolicyDocument? Before(PolicyDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        ImmutableArray<PolicyDocument> all = OldestFirst;
        int at = all.IndexOf(document);
        return at > 0 ? all[at - 1] : null;
    }

    /// <summary>The version after another, or null for the last.</summary>
    public PolicyDocument? After(PolicyDocument document)
    {
        ImmutableArray<PolicyDocument> all = OldestFirst;
        int at = all.IndexOf(document);
        return at >= 0 && at + 1 < all.Length ? all[at + 1] : null;
    }

    /// <summary>A version for machines. Immutable as the version is, so it is made once.</summary>
    public PolicyFile FileOf(PolicyDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return _files.GetOrAdd(document.Sha256, static (_, d) => PolicyFile.Of(d), document);
    }
}
