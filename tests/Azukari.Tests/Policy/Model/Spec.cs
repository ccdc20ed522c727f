using Azukari.Policy;

namespace Azukari.Tests.Policy.Model;

/// <summary>A small policy in plain sets, from which both the YAML text and the naive reference decisions are made.</summary>
internal sealed record Spec
{
    public const string Incidental = "purpose.incidental";
    public const string Right = "rights.disclosure";

    public static readonly string[] Items = ["name", "mail", "phone", "orders", "health", "number"];
    public static readonly string[] OrdinaryItems = ["name", "mail", "phone", "orders", "health"];
    public static readonly string[] Subjects = ["agent", "retail", "applicant"];
    public static readonly string[] Purposes = ["purpose.a", "purpose.b", "purpose.tax"];
    public static readonly string[] Recipients = ["staff.one", "staff.two", "self", "upline", "abroad", "carrier", "lawyer", "office", "stranger"];
    public static readonly string[] Conditions = [.. PolicyWords.All<Condition>()];

    public static readonly Dictionary<string, string> Sorts = new()
    {
        ["staff.one"] = "staff", ["staff.two"] = "staff", ["self"] = "self", ["upline"] = "joint-user", ["abroad"] = "joint-user", ["carrier"] = "entrustee",
        ["lawyer"] = "adviser", ["office"] = "authority", ["stranger"] = "third-party",
    };

    public string Version { get; init; } = "2021-01";
    public Dictionary<string, PurposeSpec> PurposeRules { get; init; } = [];
    public List<UseSpec> Uses { get; init; } = [];
    public string[]? JointItems { get; init; }
    public Dictionary<string, JointUserSpec> JointUsers { get; init; } = [];
    public string[]? JointPurposes { get; init; }
    public string[]? Entrusted { get; init; }
    public Dictionary<string, GroundSpec> Grounds { get; init; } = [];
    public RightSpec? Disclosure { get; init; }
    public string[]? Gated { get; init; }
    public Dictionary<string, string[]> Requires { get; init; } = [];
    public Dictionary<string, string> Notices { get; init; } = [];

    /// <summary>All names a request could use, in this version.</summary>
    public IEnumerable<string> Names =>
        [.. PurposeRules.Keys, .. Uses.Count > 0 ? [Incidental, .. Uses.Select(u => u.Name)] : Array.Empty<string>(), .. Grounds.Keys, .. Disclosure is null ? Array.Empty<string>() : [Right]];
}

internal sealed record PurposeSpec(string[] Subjects, string Case, bool Statutory, GrantSpec[] Grants)
{
    public override string ToString() => $"{SpecText.Set(Subjects)} {Case} {Statutory} {string.Join('|', Grants.Select(g => g.ToString()).Order())}";
}

internal sealed record GrantSpec(string[] To, string[] Items, string[] Subjects, string[] When)
{
    public override string ToString() => $"{SpecText.Set(To)} {SpecText.Set(Items)} {SpecText.Set(Subjects)} {SpecText.Set(When)}";
}

internal sealed record UseSpec(string Id, string Parent, string[] To, string[] Items, bool Approved)
{
    public string Name => $"{Spec.Incidental}.{Id}";

    public override string ToString() => $"{Id} {Parent} {SpecText.Set(To)} {SpecText.Set(Items)} {Approved}";
}

internal sealed record JointUserSpec(string[] To, string[] Subjects, string[] Items)
{
    public override string ToString() => $"{SpecText.Set(To)} {SpecText.Set(Subjects)} {SpecText.Set(Items)}";
}

internal sealed record GroundSpec(string[] To, string[] Items, string[] Requires, bool Within, string? Article)
{
    public override string ToString() => $"{SpecText.Set(To)} {SpecText.Set(Items)} {SpecText.Set(Requires)} {Within} {Article}";
}

internal sealed record RightSpec(string[] Items, bool Identity)
{
    public override string ToString() => $"{SpecText.Set(Items)} {Identity}";
}
