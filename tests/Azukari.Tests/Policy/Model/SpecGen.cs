using CsCheck;

namespace Azukari.Tests.Policy.Model;

/// <summary>Generates small policies, chains of versions, requests and facts.</summary>
internal static class SpecGen
{
    public static Gen<string[]> Some(string[] of, int least = 1) =>
        Gen.Int[0, (1 << of.Length) - 1].Select(mask => of.Where((_, i) => (mask & (1 << i)) != 0).ToArray())
            .Select(some => some.Length >= least ? some : [.. of.Take(least)]);

    public static Gen<T> Pick<T>(params T[] of) => Gen.Int[0, of.Length - 1].Select(i => of[i]);

    private static Gen<string[]> Few(string[] of) =>
        Gen.Frequency((4, Gen.Const(Array.Empty<string>())), (2, SpecGen.Pick(of).Select(o => new[] { o })), (1, SpecGen.Pick(of).Select(SpecGen.Pick(of), (a, b) => new[] { a, b }.Distinct().ToArray())));

    private static Gen<T?> Maybe<T>(Gen<T> gen) where T : class => Gen.Frequency((1, Gen.Const((T?)null)), (3, gen.Select(g => (T?)g)));

    private static Gen<PurposeSpec> Purpose(bool statutory) =>
        from subjects in Some(Spec.Subjects)
        from kind in SpecGen.Pick("none", "none", "order")
        from grants in (from to in Some(statutory ? ["staff.one", "carrier", "office"] : ["staff.one", "staff.two", "self", "carrier"])
                        from items in Some(statutory ? Spec.Items : Spec.OrdinaryItems)
                        from narrow in Some(subjects)
                        from when in Few(["consent", "contract-in-force", "approval"])
                        select new GrantSpec(to, items, narrow, when)).Array[0, 3]
        select new PurposeSpec(subjects, kind, statutory, grants);

    private static Gen<List<UseSpec>> Uses(Dictionary<string, PurposeSpec> purposes) =>
        (from parent in SpecGen.Pick("purpose.a", "purpose.b")
         from to in Some(["staff.one", "staff.two", "carrier"])
         from pick in Some(Spec.OrdinaryItems)
         from approved in Gen.Bool
         select (parent, to, pick, approved)).Array[0, 2]
        .Select(picks => picks.Select((p, i) => new UseSpec($"use{i}", p.parent, p.to,
                [.. p.pick.Intersect(purposes[p.parent].Grants.SelectMany(g => g.Items))], p.approved))
            .Where(u => u.Items.Length > 0).ToList());

    private static Gen<GroundSpec> Ground =>
        from to in Some(["upline", "abroad", "carrier", "lawyer", "office", "stranger"])
        from items in Some(Spec.OrdinaryItems)
        from requires in Few(["consent", "secrecy-duty", "two-approvals"])
        from within in Gen.Bool
        from article in SpecGen.Pick((string?)null, "27(1)(1)", "27(5)(2)")
        select new GroundSpec(to, items, requires, within, article);

    private static Gen<Dictionary<string, JointUserSpec>> JointUsers(string[]? items) =>
        (from to in Some(["upline", "abroad"])
         from subjects in Some(Spec.Subjects, 0)
         from narrowed in Some(items ?? [], 0)
         select new JointUserSpec(to, subjects, items is null ? [] : narrowed)).Array[0, 2]
        .Select(users => users.Select((u, i) => (Id: $"joint.users{i}", User: u)).ToDictionary(p => p.Id, p => p.User));

    public static Gen<Spec> One(string version) =>
        from a in Purpose(false)
        from b in Purpose(false)
        from tax in Maybe(Purpose(true))
        let purposes = tax is null ? new Dictionary<string, PurposeSpec> { ["purpose.a"] = a, ["purpose.b"] = b }
            : new Dictionary<string, PurposeSpec> { ["purpose.a"] = a, ["purpose.b"] = b, ["purpose.tax"] = tax }
        from uses in Uses(purposes)
        from joint in Maybe(Some(Spec.OrdinaryItems))
        from users in JointUsers(joint)
        from jointPurposes in Maybe(Some([.. purposes.Keys, .. uses.Count > 0 ? [Spec.Incidental] : Array.Empty<string>()]))
        from entrusted in Maybe(Some(["personal-data", "individual-number"]))
        from grounds in Ground.Array[0, 2]
        from right in Maybe(Some(Spec.OrdinaryItems).Select(Gen.Bool, (items, identity) => new RightSpec(items, identity)))
        from gated in Maybe(Some(["upline", "carrier"]))
        from upline in Few(["ancestor-of-higher-rank"])
        from staff in Gen.Frequency((6, Gen.Const(Array.Empty<string>())), (1, Gen.Const<string[]>(["attestation"])))
        select new Spec
        {
            Version = version, PurposeRules = purposes, Uses = uses, JointItems = joint, JointUsers = users, JointPurposes = jointPurposes, Entrusted = entrusted,
            Grounds = grounds.Select((g, i) => (Id: $"ground{i}", Ground: g)).ToDictionary(p => p.Id, p => p.Ground), Disclosure = right, Gated = gated,
            Requires = new() { ["upline"] = upline, ["staff.two"] = staff },
        };

    /// <summary>A version that follows another: mostly the same rules, some from a fresh policy, and notices for some clauses.</summary>
    private static Gen<Spec> Next(Spec before, string version) =>
        from fresh in One(version)
        from keep in Gen.Int[0, 255]
        from told in SpecGen.Pick("", "published", "acknowledged", "consented").Array[8]
        let a = (keep & 1) != 0 ? before.PurposeRules["purpose.a"] : fresh.PurposeRules["purpose.a"]
        let b = (keep & 2) != 0 ? before.PurposeRules["purpose.b"] : fresh.PurposeRules["purpose.b"]
        let purposes = new Dictionary<string, PurposeSpec>(fresh.PurposeRules) { ["purpose.a"] = a, ["purpose.b"] = b }
        let uses = fresh.Uses.Select(u => u with { Items = [.. u.Items.Intersect(purposes[u.Parent].Grants.SelectMany(g => g.Items))] }).Where(u => u.Items.Length > 0).ToList()
        let jointSame = (keep & 4) != 0
        let next = fresh with
        {
            PurposeRules = purposes, Uses = uses, JointItems = jointSame ? before.JointItems : fresh.JointItems, JointUsers = jointSame ? before.JointUsers : fresh.JointUsers,
            JointPurposes = fresh.JointPurposes is { } p && p.Where(n => n != Spec.Incidental || uses.Count > 0).ToArray() is { Length: > 0 } left ? left : null,
            Grounds = (keep & 8) != 0 ? before.Grounds : fresh.Grounds, Entrusted = (keep & 16) != 0 ? before.Entrusted : fresh.Entrusted,
            Requires = (keep & 32) != 0 ? before.Requires : fresh.Requires,
        }
        let clauses = next.PurposeRules.Keys.Concat(next.Grounds.Keys).Concat(next.JointUsers.Keys).Concat(next.Uses.Count > 0 ? [Spec.Incidental] : [])
            .Concat(next.JointItems is null ? [] : ["joint.items"]).ToArray()
        select next with { Notices = clauses.Select((c, i) => (c, How: told[i % told.Length])).Where(p => p.How.Length > 0).ToDictionary(p => p.c, p => p.How) };

    public static Gen<Spec[]> Chain =>
        from first in One("2021-01")
        from second in Next(first, "2022-01")
        from third in Next(second, "2023-01")
        from length in Gen.Int[1, 3]
        select new[] { first, second, third }.Take(length).ToArray();
}
