using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Tests.Policy.Model;
using CsCheck;
using Spec = Azukari.Tests.Policy.Model.Spec;

namespace Azukari.Tests.Policy;

/// <summary>Properties of decisions over generated policies, chains of versions, people and requests.</summary>
public sealed class DecisionProperties
{
    private const int Worlds = 250;
    private const int CasesInEach = 40;

    [Fact]
    public void The_engine_decides_as_the_rules_read_sentence_by_sentence()
    {
        var (permits, refusals, gaps) = (0, 0, 0);
        Each((world, request) =>
        {
            var expected = Reference.Decide(world.Chain, request);
            var decision = world.Decide(request, out var refusal);
            Assert.True(expected is not null == decision.Permitted, $"expected {(expected is null ? "a refusal" : "a permit")}, got {refusal?.ToString() ?? "a permit"}\n{Show(world, request)}");
            if (expected is null)
            {
                Interlocked.Increment(ref refusals);
                if (refusal is VersionNotAcknowledged)
                    Interlocked.Increment(ref gaps);
                return;
            }
            Interlocked.Increment(ref permits);
            Assert.True(expected.Clauses.SetEquals(decision.Clauses.ToArray().Select(c => c.Value)), $"expected {string.Join(' ', expected.Clauses)}, got {decision.Clauses}\n{Show(world, request)}");
            Assert.Equal(decision.Clauses.ToArray().Order(), decision.Clauses.ToArray());
            Assert.Equal(expected.Exit, decision.Exit.ToString());
        });
        // The generators must reach both sides, else the property says nothing.
        Assert.True(permits > Worlds && refusals > Worlds && gaps > 50, $"{permits} permits, {refusals} refusals, {gaps} of them by the two-version rule");
    }

    [Fact]
    public void Adding_a_restriction_or_withdrawing_a_consent_never_permits_more() => Each((world, request) =>
    {
        if (world.Permits(request))
            return;
        foreach (var scope in (string[])["all", "purpose", "recipient", "items"])
            Assert.False(world.Permits(request with { Restrictions = [.. request.Restrictions, new RestrictionSpec(scope, request.Purpose, request.Recipient, request.Items)] }), Show(world, request));
        for (var i = 0; i < request.Consents.Length; i++)
        {
            var withdrawn = request.Consents.ToArray();
            withdrawn[i] = withdrawn[i] with { Live = false };
            Assert.False(world.Permits(request with { Consents = withdrawn }), Show(world, request));
            Assert.False(world.Permits(request with { Consents = [.. request.Consents.Where((_, n) => n != i)] }), Show(world, request));
        }
    });

    [Fact]
    public void Knowing_less_never_permits_more() => Each((world, request) =>
    {
        if (world.Permits(request))
            return;
        Assert.False(world.Permits(request with { Answers = [] }), Show(world, request));
        foreach (var condition in request.Known)
            Assert.False(world.Permits(request with { Known = [.. request.Known.Where(c => c != condition)] }), Show(world, request));
        Assert.False(world.Permits(request with { Bound = false }), Show(world, request));
    });

    [Fact]
    public void Removing_a_grant_or_an_item_of_joint_use_never_permits_more() => Each((world, request) =>
    {
        if (world.Permits(request))
            return;
        var now = world.Chain[^1];
        foreach (var (id, purpose) in now.PurposeRules)
        {
            for (var i = 0; i < purpose.Grants.Length; i++)
            {
                var grants = purpose.Grants.Where((_, n) => n != i).ToArray();
                var rules = new Dictionary<string, PurposeSpec>(now.PurposeRules) { [id] = purpose with { Grants = grants } };
                var uses = now.Uses.Select(u => u with { Items = [.. u.Items.Where(x => rules[u.Parent].Grants.Any(g => g.Items.Contains(x)))] }).Where(u => u.Items.Length > 0).ToList();
                if (uses.Count != now.Uses.Count)
                    continue;
                // In the version in force: what it takes away is gone at once, whatever versions before it said.
                Narrowed(world, request, now with { PurposeRules = rules, Uses = uses });
            }
        }
        // No narrowed list may become empty: an empty one would mean all of them.
        if (now.JointItems is { Length: > 1 } items && now.JointUsers.Values.All(u => !u.Items.SequenceEqual([items[0]])))
        {
            var users = now.JointUsers.ToDictionary(u => u.Key, u => u.Value with { Items = [.. u.Value.Items.Where(i => i != items[0])] });
            Narrowed(world, request, now with { JointItems = items[1..], JointUsers = users });
        }
    }, cases: 2);

    [Fact]
    public void A_narrowing_acts_at_once_and_a_regained_grant_is_a_widening() => Check(
        from spec in SpecGen.One("2021-01") from cases in Case.Of([spec]).Array[CasesInEach] select (spec, cases), generated =>
    {
        var (spec, cases) = generated;
        var narrow = spec with { Version = "2022-01", PurposeRules = spec.PurposeRules.ToDictionary(p => p.Key, p => p.Value with { Grants = [] }), Uses = [], JointPurposes = null };
        var again = spec with { Version = "2023-01" };
        var (first, second, third) = (new World([spec]), new World([spec, narrow]), new World([spec, narrow, again]));
        foreach (var request in cases.Where(c => c.Ground is null && spec.PurposeRules.ContainsKey(c.Purpose) && first.Permits(c)))
        {
            Assert.False(second.Permits(request), Show(second, request));
            var held = request with { Held = [.. request.Items.Select(i => new HeldSpec(i, 0, request.Kind))], Answers = [] };
            if (!first.Permits(held))
                continue;
            third.Decide(held, out var refusal);
            var widening = Assert.IsType<VersionNotAcknowledged>(refusal);
            Assert.Equal("2023-01", widening.Version.Value);
            Assert.True(third.Permits(held with { Answers = [new AnswerSpec(2, true)] }), Show(third, held));
            Assert.False(third.Permits(held with { Answers = [new AnswerSpec(1, true)] }), Show(third, held));
        }
    });

    [Fact]
    public void The_order_of_clauses_grants_and_lists_makes_no_difference() => Check(
        from chain in SpecGen.Chain from cases in Case.Of(chain).Array[CasesInEach] from turn in Gen.Int[1, 20] select (chain, cases, turn), generated =>
    {
        var (straight, turned) = (new World(generated.chain), new World(generated.chain, generated.turn));
        foreach (var request in generated.cases)
        {
            var (one, other) = (straight.Decide(request, out var why), turned.Decide(request, out var whyNot));
            Assert.Equal(one.Permitted, other.Permitted);
            Assert.Equal(one.Clauses.ToArray(), other.Clauses.ToArray());
            Assert.Equal((one.Exit, one.Obligations), (other.Exit, other.Obligations));
            Assert.Equal((why?.Code, why?.Clause), (whyNot?.Code, whyNot?.Clause));
        }
    });

    [Fact]
    public void Whatever_is_unknown_is_refused_and_every_refusal_names_its_reason_and_a_clause() => Each((world, request) =>
    {
        if (!world.Decide(request, out var refusal).Permitted)
        {
            Assert.NotNull(refusal);
            Assert.Contains(refusal.Code, RefusalCodes.All);
            Assert.NotNull(world.Archive.InForce.Document.FindClause(refusal.Clause));
            Assert.All((string[])["ja", "en"], language => Assert.Matches(@"\A[^{}]{8,}\z", refusal.Sentence(language)));
        }
        foreach (var strange in (Case[])[request with { Purpose = "purpose.unknown" }, request with { Recipient = "nobody" }, request with { Items = [.. request.Items, "unknown"] },
            request with { Items = [] }, request with { Ground = "nothing" }, request with { Kind = "stranger" }])
        {
            Assert.False(world.Decide(strange, out var why).Permitted);
            Assert.NotNull(why);
        }
    });

    private static void Narrowed(World world, Case request, Spec narrower)
    {
        var narrowed = new World([.. world.Chain[..^1], narrower with { Notices = world.Chain[^1].Notices }]);
        Assert.False(narrowed.Permits(request), Show(narrowed, request));
    }

    private static void Each(Action<World, Case> property, int cases = CasesInEach) => Check(
        from chain in SpecGen.Chain from requests in Case.Of(chain).Array[cases] select (chain, requests), generated =>
        {
            var world = new World(generated.chain);
            foreach (var request in generated.requests)
                property(world, request);
        });

    private static void Check<T>(Gen<T> gen, Action<T> property) => gen.Sample(property, iter: Worlds, print: _ => "");

    private static string Show(World world, Case request) =>
        $"{request.Purpose} as {request.Recipient} on {request.Ground} for {string.Join(',', request.Items)} about {request.Kind}, held {string.Join(' ', request.Held.Select(h => h.ToString()))}, "
        + $"consents {string.Join(' ', request.Consents.Select(c => $"{c.Purpose}/{c.Recipient}/{string.Join(',', c.Items)}/{c.Live}"))}, restrictions {request.Restrictions.Length}, "
        + $"answers {string.Join(' ', request.Answers.Select(a => a.ToString()))}, lacking {string.Join(',', Spec.Conditions.Except(request.Known.Intersect(request.True)))}, case {request.Bound}\n"
        + string.Join("\n---\n", world.Documents.Select(d => d.Source));
}
