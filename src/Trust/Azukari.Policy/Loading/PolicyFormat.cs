using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Azukari.Policy.Loading;

/// <summary>
/// The keys of every mapping of the policy file, required and optional: the loader reads by this table and policies/policy.schema.json is held to it by
/// a test. A mapping whose keys are ids (items, sets, ...) is not in the table.
/// </summary>
public static class PolicyFormat
{
    /// <summary>The forms a value of an item may have: those Azukari.Values knows how to check and normalise; a test keeps the two lists alike.</summary>
    public static ImmutableArray<string> ItemShapes { get; } =
    [
        "person-name", "kana", "postal-code", "postal-address", "phone", "email", "date", "birth-date", "gender", "member-number", "bank-account",
        "card-token", "individual-number", "text", "choice", "number", "money", "country", "residence-status",
    ];

    /// <summary>The keys by mapping.</summary>
    public static FrozenDictionary<string, KeyTable> Mappings { get; } = Tables().ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>The rules a clause may have: at most one of these keys stands in a clause.</summary>
    public static ImmutableArray<string> Rules { get; } =
    [
        "purpose", "incidental", "joint-use", "acquisition", "entrustment", "ground", "right", "duty", "measure", "revision", "liability", "statement",
    ];

    private static IEnumerable<KeyTable> Tables() =>
    [
        new("policy", ["policy", "version", "effective", "company", "items", "subjects", "recipients", "clauses"], ["previous", "sets", "notice"]),
        new("text", ["ja", "en"], []),
        new("previous", ["version", "sha256"], []),
        new("company", ["name"], ["address", "representative", "contact"]),
        new("detail", ["ja", "en"], ["specimen"]),
        new("contact", [], ["toll-free", "email", "hours"]),
        new("hours", ["days", "from", "to", "zone"], ["closed-on-holidays"]),
        new("item", ["label", "category", "shape"], ["held", "class", "retention", "search"]),
        new("retention", ["after", "keep"], []),
        new("subject", ["label"], []),
        new("recipient", ["label", "sort"], ["abroad", "requires"]),
        new("sets", [], ["items", "subjects", "recipients", "purposes"]),
        new("clause", ["id", "heading", "text"], ["number", "section", "law", "refuses", "note", "dpv", .. RuleKeys()]),
        new("purpose", ["subjects", "grants"], ["case", "bounded", "statutory", "pseudonymise", "aim"]),
        new("grant", ["to", "items"], ["subjects", "when"]),
        new("incidental", ["parents"], ["approval", "uses"]),
        new("incidental-use", ["id", "parent", "label", "to", "items"], ["approved"]),
        new("approved", ["by", "on"], []),
        new("joint-items", ["items"], []),
        new("joint-users", ["to"], ["subjects", "items", "open-ended", "named", "handled-as"]),
        new("joint-purposes", ["purposes"], []),
        new("joint-manager", ["manager"], []),
        new("named-user", ["name"], ["country", "address", "measures", "specimen"]),
        new("manager", ["name"], ["address", "representative"]),
        new("acquisition", ["subjects", "items", "channels"], ["consent", "told-first"]),
        new("acquired-item", ["item"], ["need", "subjects"]),
        new("entrustment", ["to"], ["contract", "covers", "re-entrustment"]),
        new("ground", ["to", "items", "requires"], ["within-purpose", "review", "article"]),
        new("right", ["of", "to"], ["items", "identity", "deadline", "refusals", "warns", "published"]),
        new("duty", ["owner", "evidence"], ["who", "every", "gates"]),
        new("measure", ["kinds", "published"], []),
        new("revision", ["notice"], ["effective"]),
        new("liability", ["excludes"], []),
        new("notice", ["clauses", "how"], ["on"]),
    ];

    private static string[] RuleKeys() =>
        ["purpose", "incidental", "joint-use", "acquisition", "entrustment", "ground", "right", "duty", "measure", "revision", "liability", "statement"];
}

/// <summary>The keys of one kind of mapping.</summary>
public sealed record KeyTable(string Name, ImmutableArray<string> Required, ImmutableArray<string> Optional)
{
    /// <summary>All keys.</summary>
    public IEnumerable<string> All => Required.Concat(Optional);

    /// <summary>Whether the key belongs to the mapping.</summary>
    public bool Has(string key) => Required.Contains(key) || Optional.Contains(key);
}
