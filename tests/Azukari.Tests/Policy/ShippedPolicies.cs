using Azukari.Policy.Document;
using Azukari.Policy.Loading;
using Azukari.Tests.Architecture;

namespace Azukari.Tests.Policy;

/// <summary>The policies this repository ships, as the program reads them.</summary>
internal static class ShippedPolicies
{
    public static readonly string Folder = Path.Combine(Repository.Root, "policies", "seacret-direct-japan");

    private static readonly Lazy<PolicyDocument> FirstVersion = new(() => Load("2021-04"));
    private static readonly Lazy<PolicyDocument> SecondVersion = new(() => Load("2026-10"));

    public static PolicyDocument First => FirstVersion.Value;

    public static PolicyDocument Second => SecondVersion.Value;

    public static PolicyDocument Of(string version) => version == "2021-04" ? First : Second;

    public static string FileOf(string version) => Path.Combine(Folder, version + ".yaml");

    /// <summary>Every clause of the published policy, in the order it prints them. Code, ledger and links name these ids: they never change.</summary>
    public static readonly string[] ClauseIds =
    [
        "effective", "preamble",
        "principle.law", "principle.purpose", "principle.acquisition", "principle.entrustment", "principle.provision", "principle.rights", "principle.improvement",
        .. Enumerable.Range(1, 10).Select(i => $"purpose.member.{i}"),
        .. Enumerable.Range(1, 10).Select(i => $"purpose.public.{i}"),
        "collection.registration", "collection.transaction", "collection.other", "collection.recording",
        "joint.items", "joint.affiliates", "joint.upline", "joint.outsourced", "joint.purpose", "joint.manager",
        "security.measures", "security.outsourced", "security.transport", "security.cookies", "security.links",
        "agent.duty", "agent.liability", "registration.refusal",
        "provision.consent", "provision.law", "provision.life", "provision.health", "provision.state", "provision.adviser", "provision.protect", "provision.succession",
        "rights.disclosure", "rights.correction", "rights.deletion", "rights.suspension", "rights.contact",
        "review.revision",
    ];

    private static PolicyDocument Load(string version)
    {
        var load = PolicyLoader.LoadFile(FileOf(version));
        Assert.True(load.Errors.Count == 0, string.Join(Environment.NewLine, load.Errors));
        return load.Document!;
    }
}
