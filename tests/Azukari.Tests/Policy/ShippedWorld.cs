using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Deciding;

namespace Azukari.Tests.Policy;

/// <summary>A person in the sample company and what she was asked: enough to decide about her under the shipped policies.</summary>
internal sealed record ShippedWorld
{
    /// <summary>2021-04 alone, in force.</summary>
    public static PolicyArchive In2021 { get; } = PolicyArchive.Build([ShippedPolicies.First], ShippedPolicies.First.Version);

    /// <summary>Both versions, 2026-10 in force.</summary>
    public static PolicyArchive In2026 { get; } = PolicyArchive.Build([ShippedPolicies.First, ShippedPolicies.Second], ShippedPolicies.Second.Version);

    public required PolicyArchive Archive { get; init; }

    /// <summary>What she is now.</summary>
    public string Kind { get; init; } = "agent";

    /// <summary>What she was when she gave the items; as now where null.</summary>
    public string? GivenAs { get; init; }

    /// <summary>The version she was shown; the one in force where null.</summary>
    public string? GivenUnder { get; init; }

    /// <summary>Her answer to 2026-10, if any.</summary>
    public AnswerKind? Answer { get; init; }

    /// <summary>Consents to exactly what is asked.</summary>
    public bool Consents { get; init; }

    /// <summary>Everything is stopped.</summary>
    public bool Restricted { get; init; }

    /// <summary>Facts that are known not to hold; the others hold.</summary>
    public Condition[] Untrue { get; init; } = [];

    /// <summary>The request is bound to a case.</summary>
    public bool Case { get; init; } = true;

    public static ShippedWorld Of(string version) => new() { Archive = version == "2021-04" ? In2021 : In2026 };

    /// <summary>"permitted", or the code and clause of the refusal: "no-consent purpose.member.4".</summary>
    public string Asks(string purpose, string recipient, string items, string? ground = null)
    {
        var ids = items.Split(' ').Select(ItemId.Parse).ToArray();
        var resolution = Archive.Resolve(ClauseId.Parse(purpose), RecipientKind.Parse(recipient), ids, ground is null ? null : ClauseId.Parse(ground));
        if (resolution.Refusal is { } unknown)
            return Said(unknown);
        var names = Archive.Vocabulary;
        var request = resolution.Request;
        var under = names.Find(GivenUnder is null ? Archive.InForce.Version : PolicyVersion.Parse(GivenUnder));
        var all = Enum.GetValues<Condition>().Where(c => c != Condition.Consent).ToArray();
        ReadOnlySpan<ItemFact> held = ids.Select(id => new ItemFact(names.Find(id), under, names.Find(SubjectKind.Parse(GivenAs ?? Kind)))).ToArray();
        ReadOnlySpan<ConsentFact> consents = Consents ? [new ConsentFact(request.Purpose, request.Recipient, request.Items, true)] : [];
        ReadOnlySpan<VersionAnswer> answers = Answer is { } answer ? [new VersionAnswer(names.Find(ShippedPolicies.Second.Version), answer)] : [];
        ReadOnlySpan<RestrictionFact> restrictions = Restricted ? [new RestrictionFact(RestrictionScope.All)] : [];
        var decision = Archive.Decide(request, new SubjectFacts
        {
            Kind = names.Find(SubjectKind.Parse(Kind)), Held = held, Consents = consents, Answers = answers, Restrictions = restrictions,
            Known = ConditionSet.Of(all), True = ConditionSet.Of([.. all.Except(Untrue)]), Case = Case,
        });
        return decision.Permitted ? "permitted" : Said(decision.Refusal!);
    }

    private static string Said(Refusal refusal)
    {
        Assert.NotEqual(refusal.Sentence("ja"), refusal.Sentence("en"));
        return $"{refusal.Code} {refusal.Clause}";
    }
}
