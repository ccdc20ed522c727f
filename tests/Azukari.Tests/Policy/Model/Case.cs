using CsCheck;

namespace Azukari.Tests.Policy.Model;

internal sealed record HeldSpec(string Item, int Version, string Kind);

internal sealed record ConsentSpec(string? Purpose, string? Recipient, string[] Items, bool Live);

internal sealed record RestrictionSpec(string Scope, string Purpose, string Recipient, string[] Items);

internal sealed record AnswerSpec(int Version, bool Consented);

/// <summary>A request and the facts about one person, in plain names.</summary>
internal sealed record Case
{
    public required string Purpose { get; init; }
    public required string Recipient { get; init; }
    public required string[] Items { get; init; }
    public string? Ground { get; init; }
    public required string Kind { get; init; }
    public required HeldSpec[] Held { get; init; }
    public required ConsentSpec[] Consents { get; init; }
    public required RestrictionSpec[] Restrictions { get; init; }
    public required AnswerSpec[] Answers { get; init; }
    public required string[] Known { get; init; }
    public required string[] True { get; init; }
    public bool Bound { get; init; }

    public static Gen<Case> Of(Spec[] chain)
    {
        string[] names = [.. chain.SelectMany(s => s.Names).Distinct()];
        string[] grounds = [.. chain.SelectMany(s => s.Grounds.Keys.Concat(s.JointUsers.Keys).Concat(s.Entrusted is null ? [] : ["entrustment"])).Distinct(), "purpose.a"];
        var last = chain.Length - 1;
        var anything =
            from purpose in SpecGen.Pick([.. names, .. names, "purpose.unknown", "purpose.incidental.unknown"])
            from recipient in SpecGen.Pick([.. Spec.Recipients, .. Spec.Recipients, "nobody"])
            from items in Gen.Frequency((3, SpecGen.Pick(Spec.Items).Select(i => new[] { i })), (2, SpecGen.Some(Spec.OrdinaryItems)), (1, SpecGen.Some([.. Spec.Items, "unknown"])))
            from ground in Gen.Frequency((3, Gen.Const((string?)null)), (2, SpecGen.Pick(grounds).Select(g => (string?)g)))
            select (purpose, recipient, items, ground);
        (string, string, string[], string?)[] likely = [.. Likely(chain[^1])];
        return
            from asked in likely.Length == 0 ? anything : Gen.Frequency((1, anything), (3, SpecGen.Pick(likely)))
            let purpose = asked.Item1
            let recipient = asked.Item2
            let items = asked.Item3
            let ground = asked.Item4
            from kind in SpecGen.Pick("agent", "agent", "retail", "applicant")
            from held in (from item in SpecGen.Pick(Spec.Items)
                          from version in Gen.Int[0, last]
                          from then in SpecGen.Pick(kind, kind, "agent", "applicant")
                          select new HeldSpec(item, version, then)).Array[0, 6]
            from consents in (from about in SpecGen.Pick([purpose, purpose, "purpose.a", null!])
                              from to in SpecGen.Pick([recipient, recipient, "staff.one", null!])
                              from covered in SpecGen.Some(Spec.Items)
                              from live in SpecGen.Pick(true, true, false)
                              select new ConsentSpec(about, to, covered, live)).Array[0, 3]
            from restrictions in Gen.Frequency((3, Gen.Const(Array.Empty<RestrictionSpec>())),
                (1, (from scope in SpecGen.Pick("all", "purpose", "recipient", "items")
                     from what in SpecGen.Some(Spec.Items)
                     from about in SpecGen.Pick(purpose, "purpose.b")
                     from to in SpecGen.Pick(recipient, "staff.two")
                     select new RestrictionSpec(scope, about, to, what)).Array[1, 2]))
            from answers in (from version in Gen.Int[0, last] from consented in Gen.Bool select new AnswerSpec(version, consented)).Array[0, 3]
            from unknown in Gen.Frequency((3, Gen.Const(Array.Empty<string>())), (1, SpecGen.Some(Spec.Conditions, 0)))
            from untrue in Gen.Frequency((3, Gen.Const(Array.Empty<string>())), (1, SpecGen.Some(Spec.Conditions, 0)))
            from bound in SpecGen.Pick(true, true, true, false)
            select new Case
            {
                Purpose = purpose, Recipient = recipient, Items = items, Ground = ground, Kind = kind, Held = held, Consents = consents, Restrictions = restrictions,
                Answers = answers, Known = [.. Spec.Conditions.Except(unknown)], True = [.. Spec.Conditions.Except(untrue)], Bound = bound,
            };
    }

    /// <summary>Requests the last version was made for, so that permits are generated as well as refusals.</summary>
    private static IEnumerable<(string Purpose, string Recipient, string[] Items, string? Ground)> Likely(Spec spec)
    {
        foreach (var (id, purpose) in spec.PurposeRules)
        {
            foreach (var grant in purpose.Grants)
            {
                foreach (var to in grant.To)
                    yield return (id, to, grant.Items, null);
                foreach (var (users, user) in spec.JointUsers)
                {
                    string[] joint = [.. grant.Items.Intersect(spec.JointItems ?? [])];
                    if (joint.Length > 0)
                        yield return (id, user.To[0], [joint[0]], joint.Length > 1 ? users : null);
                }
                foreach (var (ground, rule) in spec.Grounds.Where(g => g.Value.Items.Intersect(grant.Items).Any()))
                    yield return (id, rule.To[0], [.. rule.Items.Intersect(grant.Items)], ground);
            }
        }
        foreach (var use in spec.Uses)
            yield return (use.Name, use.To[0], use.Items, null);
        foreach (var (ground, rule) in spec.Grounds)
            yield return (ground, rule.To[^1], rule.Items, null);
        if (spec.Disclosure is { } right)
            yield return (Spec.Right, "self", right.Items, null);
    }
}
