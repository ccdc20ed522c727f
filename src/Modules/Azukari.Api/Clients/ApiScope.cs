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

    /// <summary>Corrections of items that the client's purposes let it have to do with.</summary>
    public const string Correct = "correct";

    /// <summary>Consents of a person recorded, and withdrawn.</summary>
    public const string Consent = "consent";

    /// <summary>Restrictions of use.</summary>
    public const string Restrict = "restrict";

    /// <summary>Erasures.</summary>
    public const string Erase = "erase";

    /// <summary>Documents.</summary>
    public const string Documents = "documents";

    /// <summary>Histories, checkpoints and proofs.</summary>
    public const string Ledger = "ledger";

    /// <summary>What changed of what the client's recipient received, and acknowledging it.</summary>
    public const string Notices = "notices";

    /// <summary>
    /// Acting as the person: the client vouches that she is signed in there and wants it. Her own corrections, consents that open data to the client itself, the lifting of
    /// what others restricted. Opens no call alone.
    /// </summary>
    public const string Self = "self";

    /// <summary>Policies; they are public, so it is needed for nothing yet.</summary>
    public const string Policies = "policies";

    /// <summary>Every scope.</summary>
    public static IReadOnlyList<string> All { get; } = [Acquire, Access, Search, Correct, Consent, Restrict, Erase, Documents, Ledger, Notices, Self, Policies];
}
