namespace Azukari.Tests.Architecture;

/// <summary>A reference from one of our assemblies or projects to another.</summary>
internal readonly record struct Reference(string From, string To);

/// <summary>
/// Which of our projects may know which: the one table docs/architecture.md draws. Trust knows nothing above itself and nothing of
/// direct selling; a module knows trust and platform; only the two programs know everything.
/// </summary>
internal static class AllowedReferences
{
    private static readonly Dictionary<string, string[]> Table = new(StringComparer.Ordinal)
    {
        ["Azukari.Values"] = [],
        ["Azukari.Policy"] = [],
        ["Azukari.Stores"] = [],
        ["Azukari.Ledger"] = ["Azukari.Stores"],
        ["Azukari.Vault"] = ["Azukari.Ledger", "Azukari.Policy", "Azukari.Stores", "Azukari.Values"],
        ["Azukari.Hsm"] = ["Azukari.Vault"],
        ["Azukari.Ui"] = [],
        ["Azukari.Site"] = ["Azukari.Messages", "Azukari.Places", "Azukari.Policy", "Azukari.Ui", "Azukari.Values"],
        ["Azukari.Console"] =
        [
            "Azukari.Company", "Azukari.Ledger", "Azukari.Members", "Azukari.Messages", "Azukari.Places", "Azukari.Policy", "Azukari.Site", "Azukari.Storage", "Azukari.Stores", "Azukari.Ui", "Azukari.Values", "Azukari.Vault",
        ],
        ["Azukari.Join"] =
        [
            "Azukari.Accounts", "Azukari.Company", "Azukari.Console", "Azukari.Ledger", "Azukari.Members", "Azukari.Messages", "Azukari.Papers", "Azukari.Places", "Azukari.Policy", "Azukari.Site",
            "Azukari.Storage", "Azukari.Stores", "Azukari.Ui", "Azukari.Values", "Azukari.Vault",
        ],
        ["Azukari.Places"] = ["Azukari.Values"],
        ["Azukari.Members"] = ["Azukari.Company", "Azukari.Ledger", "Azukari.Policy", "Azukari.Storage", "Azukari.Stores", "Azukari.Values", "Azukari.Vault"],
        ["Azukari.Accounts"] =
        [
            "Azukari.Company", "Azukari.Console", "Azukari.Ledger", "Azukari.Members", "Azukari.Messages", "Azukari.Policy", "Azukari.Site", "Azukari.Storage", "Azukari.Stores", "Azukari.Ui",
            "Azukari.Values", "Azukari.Vault",
        ],
        ["Azukari.Portal"] =
        [
            "Azukari.Accounts", "Azukari.Company", "Azukari.Join", "Azukari.Ledger", "Azukari.Members", "Azukari.Messages", "Azukari.Places", "Azukari.Policy", "Azukari.Requests", "Azukari.Site", "Azukari.Stores", "Azukari.Ui",
            "Azukari.Values", "Azukari.Vault",
        ],
        ["Azukari.Requests"] =
        [
            "Azukari.Company", "Azukari.Console", "Azukari.Ledger", "Azukari.Messages", "Azukari.Policy", "Azukari.Site", "Azukari.Storage", "Azukari.Stores", "Azukari.Ui", "Azukari.Values", "Azukari.Vault",
        ],
        ["Azukari.Mailings"] =
        [
            "Azukari.Accounts", "Azukari.Company", "Azukari.Console", "Azukari.Ledger", "Azukari.Members", "Azukari.Messages", "Azukari.Policy", "Azukari.Site", "Azukari.Storage", "Azukari.Stores", "Azukari.Ui",
            "Azukari.Values", "Azukari.Vault",
        ],
        ["Azukari.Import"] = ["Azukari.Ledger", "Azukari.Policy", "Azukari.Stores", "Azukari.Values", "Azukari.Vault"],
        ["Azukari.Storage"] = ["Azukari.Stores"],
        ["Azukari.Storage.Sqlite"] = ["Azukari.Storage"],
        ["Azukari.Storage.Postgres"] = ["Azukari.Storage"],
        ["Azukari.Company"] = ["Azukari.Hsm", "Azukari.Storage", "Azukari.Storage.Postgres", "Azukari.Storage.Sqlite", "Azukari.Ledger", "Azukari.Places", "Azukari.Policy", "Azukari.Stores", "Azukari.Values", "Azukari.Vault"],
        ["Azukari.Api"] = ["Azukari.Company", "Azukari.Ledger", "Azukari.Policy", "Azukari.Site", "Azukari.Storage", "Azukari.Stores", "Azukari.Ui", "Azukari.Values", "Azukari.Vault"],
        ["Azukari.Messages"] = ["Azukari.Company", "Azukari.Ledger", "Azukari.Policy", "Azukari.Storage", "Azukari.Stores", "Azukari.Values", "Azukari.Vault"],
        ["Azukari.Papers"] = ["Azukari.Policy", "Azukari.Values"],
        ["Azukari.Web"] = ["*"],
        ["azukari"] = ["*"],
    };

    /// <summary>Outside libraries that may not be known below the named project: the trust core stays adoptable by any application.</summary>
    private static readonly string[] WebOnly = ["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore"];

    private static readonly string[] Trust = ["Azukari.Values", "Azukari.Policy", "Azukari.Stores", "Azukari.Ledger", "Azukari.Vault", "Azukari.Hsm"];

    public static IReadOnlyCollection<string> Known => Table.Keys;

    /// <summary>What breaks the table, as sentences; empty when nothing does.</summary>
    public static IReadOnlyList<string> Violations(IEnumerable<Reference> references)
    {
        var violations = new List<string>();
        foreach (var (from, to) in references.Distinct())
        {
            if (!Table.TryGetValue(from, out var allowed))
                violations.Add($"{from} is not in the table of allowed references: decide what it may know");
            else if (Table.ContainsKey(to) && from != to && !allowed.Contains(to) && !allowed.Contains("*"))
                violations.Add($"{from} may not know {to}");
            else if (Trust.Contains(from) && WebOnly.Any(prefix => to.StartsWith(prefix, StringComparison.Ordinal)))
                violations.Add($"{from} belongs to the trust core and may not know {to}");
        }

        return violations;
    }
}
