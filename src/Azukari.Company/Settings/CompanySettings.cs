namespace Azukari.Company.Settings;

/// <summary>
/// What a data folder's <c>azukari.json</c> says. Immutable and complete: whatever could be checked without the policies has been.
/// </summary>
public sealed record CompanySettings
{
    /// <summary>PostgreSQL's connection string, or null for SQLite files in the data folder. A secret: never printed.</summary>
    public string? Postgres { get; init; }

    /// <summary>Where the master keys and the ledger's signing key are, relative to the data folder unless absolute. Default <c>keys</c>.</summary>
    public string Keys { get; init; } = "keys";

    /// <summary>The HSM that holds the master keys; null where they are in the file <c>master.json</c> of <see cref="Keys"/>.</summary>
    public Pkcs11Settings? Pkcs11 { get; init; }

    /// <summary>Where signed checkpoints are written besides the database, relative to the data folder unless absolute. Default <c>checkpoints</c>;
    /// best on another disk.</summary>
    public string Checkpoints { get; init; } = "checkpoints";

    /// <summary>Who works here: the operating system's login, and the recipient kinds it may act as.</summary>
    public IReadOnlyDictionary<string, Operator> Operators { get; init; } = new Dictionary<string, Operator>(StringComparer.Ordinal);

    /// <summary>Contracts with entrustees and affiliates, in force or not.</summary>
    public IReadOnlyList<Contract> Contracts { get; init; } = [];

    /// <summary>How messages leave; null where the settings do not say.</summary>
    public MessageSettings? Messages { get; init; }

    public override string ToString() =>
        $"{(Postgres is null ? "SQLite" : "PostgreSQL")}, {Operators.Count} operators, {Contracts.Count} contracts";
}

/// <summary>An operator and the roles (recipient kinds of the policy) it may act as.</summary>
/// <param name="Login">The operating system's login, code-like: it is recorded as the accessor of every act.</param>
/// <param name="Roles">Ids of recipient kinds; checked against the policy in force when the company is opened.</param>
public sealed record Operator(string Login, IReadOnlySet<string> Roles)
{
    /// <summary>What else the operator may do; nothing unless the settings say so.</summary>
    public IReadOnlySet<Duty> Duties { get; init; } = new HashSet<Duty>();
}

/// <summary>
/// A contract with somebody outside who handles personal data for the company (an entrustee, APPI 25) or uses it jointly (an affiliate,
/// APPI 27(5)(iii)). The source of the facts <c>contract-in-force</c> and <c>country-information</c>.
/// </summary>
public sealed record Contract
{
    /// <summary>The contract's code, for people to find it; unique.</summary>
    public required string Id { get; init; }

    /// <summary>The recipient kind of the policy it serves: <c>entrustee</c>, <c>affiliate</c>.</summary>
    public required string Recipient { get; init; }

    /// <summary>The name code of the company outside; a request names it as the one it goes to.</summary>
    public required string To { get; init; }

    /// <summary>Purposes (clause ids) the contract covers.</summary>
    public required IReadOnlySet<string> Purposes { get; init; }

    /// <summary>Items the contract covers.</summary>
    public required IReadOnlySet<string> Items { get; init; }

    /// <summary>First day in force, Asia/Tokyo.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day in force, Asia/Tokyo; null when it runs until ended.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>For a company abroad: its country (ISO 3166 alpha-2) and the day people were given the information APPI 28 asks for.</summary>
    public CountryInformation? Country { get; init; }

    /// <summary>True when the contract runs on <paramref name="day"/> (both ends included).</summary>
    public bool InForceOn(DateOnly day) => From <= day && (Until is not { } last || day <= last);
}

/// <summary>What people were told of a foreign country, and when (null: not yet).</summary>
public sealed record CountryInformation(string Code, DateOnly? Given);

/// <summary>A token of an HSM.</summary>
/// <param name="Module">The vendor's PKCS#11 module.</param>
/// <param name="Token">The token's label or serial number.</param>
/// <param name="PinFile">A file of mode 0600 with the user's PIN, relative to the data folder unless absolute; null for the environment.</param>
public sealed record Pkcs11Settings(string Module, string Token, string? PinFile)
{
    /// <summary>The label of our keys in the token.</summary>
    public string Label { get; init; } = "azukari-master";

    /// <summary>The token that gets a copy of each master key.</summary>
    public Pkcs11Settings? Backup { get; init; }

    /// <summary>Whether keys are to move from the HSM back to the file.</summary>
    public bool Leaving { get; init; }
}
