namespace Azukari.Api.Clients;

/// <summary>What a client may call: the OAuth 2 scopes of the API. Each endpoint declares one.</summary>
public static class ApiScope
{
    /// <summary>Taking people in.</summary>
    public const string Acquire = "acquire";

    /// <summary>Reading values, one person or many, for the client's purposes.</summary>
    public const string Access = "access";

    /// <summary>Finding people by a value.</summary>
    public const string Search = "search";

    /// <summary>Corrections, and consents given and withdrawn.</summary>
    public const string Correct = "correct";

    /// <summary>Restrictions of use.</summary>
    public const string Restrict = "restrict";

    /// <summary>Erasures.</summary>
    public const string Erase = "erase";

    /// <summary>Documents.</summary>
    public const string Documents = "documents";

    /// <summary>Histories, checkpoints and proofs.</summary>
    public const string Ledger = "ledger";

    /// <summary>Policies; they are public, so it is needed for nothing yet.</summary>
    public const string Policies = "policies";

    /// <summary>Every scope.</summary>
    public static IReadOnlyList<string> All { get; } = [Acquire, Access, Search, Correct, Restrict, Erase, Documents, Ledger, Policies];
}
