namespace Azukari.Tests.Policy.Model;

/// <summary>
/// The decision rules, read sentence by sentence over plain sets, item by item, slowly. It shares nothing with the engine but the words of the policy
/// file. It answers the clauses and the exit, or null for a refusal.
/// </summary>
internal static class Reference
{
    public sealed record Answer(SortedSet<string> Clauses, string Exit, bool ByLaw, bool IsRight);

    public static Answer? Decide(Spec[] chain, Case request)
    {
        var now = chain[^1];
        if (request.Items.Any(i => !Spec.Items.Contains(i)) || !Spec.Recipients.Contains(request.Recipient))
            return null;
        if (request.Ground is { } ground && !chain.Any(s => NamesGround(s, ground)))
            return null;
        // All or nothing, and each item as the person was when it was acquired and as she is now.
        var answers = request.Items.Select(item => Says(now, request, item, KindsOf(request, item))).ToArray();
        if (answers.Any(a => a is null))
            return null;
        var whole = new Answer([.. answers.SelectMany(a => a!.Clauses)], answers[0]!.Exit, answers.All(a => a!.ByLaw), answers[0]!.IsRight);
        if (!whole.ByLaw && request.Restrictions.Any(r => Stops(r, request)))
            return null;
        if (!whole.IsRight && request.Held.Any(h => request.Items.Contains(h.Item) && !EveryVersionSince(chain, request, h)))
            return null;
        return whole;
    }

    private static bool NamesGround(Spec spec, string name) =>
        spec.Grounds.ContainsKey(name) || spec.JointUsers.ContainsKey(name) || (name == "entrustment" && spec.Entrusted is not null) || spec.Names.Contains(name);

    private static HashSet<string> KindsOf(Case request, string item) =>
        [request.Kind, .. request.Held.Where(h => h.Item == item).Select(h => h.Kind)];

    private static bool Stops(RestrictionSpec restriction, Case request) => restriction.Scope switch
    {
        "all" => true,
        "purpose" => restriction.Purpose == request.Purpose || restriction.Purpose == request.Ground,
        "recipient" => restriction.Recipient == request.Recipient,
        _ => restriction.Items.Intersect(request.Items).Any(),
    };

    /// <summary>Every version since permits it too, or the person answered each widening the way the widening version declares.</summary>
    private static bool EveryVersionSince(Spec[] chain, Case request, HeldSpec held)
    {
        HashSet<string> kinds = [request.Kind, held.Kind];
        for (var v = held.Version + 1; v < chain.Length; v++)
        {
            if (Says(chain[v - 1], request, held.Item, kinds) is not null || Widening(chain, v, request, held.Item, kinds) is not { } how)
                continue;
            var answered = how == "published" || request.Answers.Any(a =>
                a.Version >= v && (a.Consented || how == "acknowledged") && (a.Version == v || Says(chain[a.Version], request, held.Item, kinds) is not null));
            if (!answered)
                return false;
        }
        return true;
    }

    /// <summary>
    /// How a version told of what it permits and the version before did not, in whatever circumstances; null where it widened nothing. The strictest
    /// counts.
    /// </summary>
    private static string? Widening(Spec[] chain, int v, Case request, string item, HashSet<string> kinds)
    {
        string[] order = ["published", "acknowledged", "consented"];
        string[] mentioned = [.. new[] { chain[v - 1], chain[v] }.SelectMany(s => Mentioned(s, request.Recipient)).Distinct()];
        string? strictest = null;
        for (var state = 0; state < 4 << mentioned.Length; state++)
        {
            string[] holding = [.. mentioned.Where((_, n) => (state & (4 << n)) != 0)];
            var then = request with
            {
                Known = holding, True = holding, Bound = (state & 1) != 0,
                Consents = (state & 2) != 0 ? [new ConsentSpec(request.Purpose, request.Recipient, [item], true)] : [],
            };
            if (Says(chain[v - 1], then, item, kinds) is not null || Says(chain[v], then, item, kinds) is not { } here)
                continue;
            var changed = here.Clauses.Where(c => RuleOf(chain[v], c) != RuleOf(chain[v - 1], c)).ToArray();
            var how = here.Exit == "JointUse" || changed.Length == 0 ? "consented"
                : changed.Select(c => chain[v].Notices.GetValueOrDefault(c, "consented")).MaxBy(n => Array.IndexOf(order, n));
            if (strictest is null || Array.IndexOf(order, how) > Array.IndexOf(order, strictest))
                strictest = how;
        }
        return strictest;
    }

    /// <summary>The conditions a version speaks of where this recipient may be concerned; consent is varied apart.</summary>
    private static IEnumerable<string> Mentioned(Spec spec, string recipient) =>
        spec.PurposeRules.Values.SelectMany(p => p.Grants).Where(g => g.To.Contains(recipient)).SelectMany(g => g.When)
            .Concat(spec.Uses.Count == 0 ? [] : spec.PurposeRules.Values.SelectMany(p => p.Grants).SelectMany(g => g.When))
            .Concat(spec.Grounds.Values.Where(g => g.To.Contains(recipient)).SelectMany(g => g.Requires))
            .Concat(spec.Requires.GetValueOrDefault(recipient, []))
            .Concat(["attestation", "country-information", "contract-in-force", "identity-confirmed"])
            .Where(c => c != "consent");

    private static string? RuleOf(Spec spec, string clause) => clause switch
    {
        Spec.Incidental => spec.Uses.Count == 0 ? null : string.Join('|', spec.Uses.Select(u => u.ToString()).Order()),
        Spec.Right => spec.Disclosure?.ToString(),
        "joint.items" => spec.JointItems is { } items ? SpecText.Set(items) : null,
        "joint.purpose" => spec.JointPurposes is { } purposes ? SpecText.Set(purposes) : null,
        "entrustment" => spec.Entrusted is { } covers ? SpecText.Set(covers) : null,
        "duty" => spec.Gated is { } gates ? SpecText.Set(gates) : null,
        _ => spec.PurposeRules.GetValueOrDefault(clause)?.ToString() ?? spec.Grounds.GetValueOrDefault(clause)?.ToString() ?? spec.JointUsers.GetValueOrDefault(clause)?.ToString(),
    };

    /// <summary>What one version says of one item for people of these kinds.</summary>
    private static Answer? Says(Spec spec, Case request, string item, HashSet<string> kinds)
    {
        var (purpose, recipient, ground) = (request.Purpose, request.Recipient, request.Ground);
        if (ground is not null && !NamesGround(spec, ground))
            return null;
        // Individual Numbers: only their own statutory purpose in force, no consent, joint use, ground or incidental use.
        if (item == "number" && !(spec.PurposeRules.TryGetValue(purpose, out var numbers) && numbers.Statutory && ground is null))
            return null;
        if (purpose == Spec.Right)
        {
            return spec.Disclosure is { } right && recipient == "self" && ground is null or Spec.Right && right.Items.Contains(item)
                && Holds(spec, request, recipient, right.Identity ? ["identity-confirmed"] : [], item) ? With(spec, recipient, "Disclosure", true, true, purpose) : null;
        }
        if (spec.Grounds.TryGetValue(purpose, out var alone))
            return ground is null || ground == purpose ? alone.Within ? null : OnGround(spec, request, purpose, alone, item) : null;
        var (of, grants, parent) = Purpose(spec, purpose);
        if (of is null || !kinds.IsSubsetOf(of.Subjects))
            return null;
        var matching = grants.Where(g => kinds.IsSubsetOf(g.Subjects) && g.Items.Contains(item)).ToArray();
        string[] cited = parent is null ? [purpose] : [Spec.Incidental, parent];
        var inCase = of.Case == "none" || request.Bound;
        if (ground is not null && spec.Grounds.TryGetValue(ground, out var named))
        {
            if (!named.Within)
                return OnGround(spec, request, ground, named, item);
            return matching.Length > 0 && inCase && OnGround(spec, request, ground, named, item) is { } given ? given with { Clauses = [.. given.Clauses, .. cited] } : null;
        }
        if (!inCase)
            return null;
        switch (Spec.Sorts[recipient])
        {
            case "joint-user":
                if (ground is not null && !(spec.JointUsers.TryGetValue(ground, out var chosen) && chosen.To.Contains(recipient)))
                    return null;
                var users = spec.JointUsers.Where(u => u.Value.To.Contains(recipient) && (ground is null || u.Key == ground)
                    && (u.Value.Subjects.Length == 0 || kinds.IsSubsetOf(u.Value.Subjects))).ToArray();
                var theirs = users.Any(u => u.Value.Items.Length == 0 || u.Value.Items.Contains(item));
                if (!theirs || matching.Length == 0 || spec.JointItems?.Contains(item) != true || spec.JointPurposes?.Contains(parent is null ? purpose : Spec.Incidental) != true
                    || !Holds(spec, request, recipient, [], item))
                    return null;
                return With(spec, recipient, "JointUse", false, false, ["joint.items", "joint.purpose", .. users.Select(u => u.Key), .. cited]);
            case "entrustee":
                if ((ground is not null && ground != "entrustment") || spec.Entrusted?.Contains(item == "number" ? "individual-number" : "personal-data") != true)
                    return null;
                return Granted(["contract-in-force"]) ? With(spec, recipient, "Entrustment", of.Statutory, false, ["entrustment", .. cited]) : null;
            case "staff" or "self":
                return ground is null && Granted([]) ? With(spec, recipient, "None", of.Statutory, false, cited) : null;
            case "authority" when of.Statutory:
                return ground is null && Granted([]) ? With(spec, recipient, "Provision", true, false, cited) : null;
            default:
                return null;
        }

        bool Granted(string[] also) => matching.Any(g => g.To.Contains(recipient) && Holds(spec, request, recipient, [.. g.When, .. also], item));
    }

    private static (PurposeSpec? Rule, GrantSpec[] Grants, string? Parent) Purpose(Spec spec, string name)
    {
        if (spec.PurposeRules.TryGetValue(name, out var rule))
            return (rule, rule.Grants, null);
        if (spec.Uses.FirstOrDefault(u => u.Name == name && u.Approved) is not { } use)
            return (null, [], null);
        // An incidental use keeps its parent's subjects, conditions and case, and cuts its items.
        var parent = spec.PurposeRules[use.Parent];
        return (parent with { Statutory = false }, [.. parent.Grants.Select(g => g with { To = use.To, Items = [.. g.Items.Intersect(use.Items)] })], use.Parent);
    }

    private static Answer? OnGround(Spec spec, Case request, string name, GroundSpec ground, string item) =>
        ground.To.Contains(request.Recipient) && ground.Items.Contains(item) && Holds(spec, request, request.Recipient, ground.Requires, item)
            ? With(spec, request.Recipient, "Provision", ground.Article?.StartsWith("27(1)(", StringComparison.Ordinal) == true && !ground.Requires.Contains("consent"), false, name)
            : null;

    /// <summary>All conditions are known and true; consent is a live consent to this recipient, this item and this purpose.</summary>
    private static bool Holds(Spec spec, Case request, string recipient, string[] conditions, string item)
    {
        HashSet<string> all = [.. conditions, .. spec.Requires.GetValueOrDefault(recipient, [])];
        if (spec.Gated?.Contains(recipient) == true)
            all.Add("attestation");
        if (recipient == "abroad")
            all.Add("country-information");
        var inside = Spec.Sorts[recipient] is "staff" or "self";
        return all.All(c => c == "consent"
            ? request.Consents.Any(g => g.Live && g.Purpose == request.Purpose && (g.Recipient == recipient || (g.Recipient is null && inside)) && g.Items.Contains(item))
            : request.Known.Contains(c) && request.True.Contains(c));
    }

    private static Answer With(Spec spec, string recipient, string exit, bool byLaw, bool isRight, params string[] clauses) =>
        new([.. clauses, .. spec.Gated?.Contains(recipient) == true ? ["duty"] : Array.Empty<string>()], exit, byLaw, isRight);
}
