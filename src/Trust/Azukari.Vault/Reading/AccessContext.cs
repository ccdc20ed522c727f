using Azukari.Ledger;
using Azukari.Policy;

namespace Azukari.Vault;

/// <summary>Who acts: an operator's login or a client's id. A code (see <see cref="LedgerCode"/>), never a name or an address.</summary>
public readonly record struct Accessor
{
    private readonly string? _code;

    /// <exception cref="ArgumentException">The text is no code; the message does not repeat it.</exception>
    public Accessor(string code) => _code = LedgerCode.Check(code, "Accessor");

    /// <summary>What acts without anybody asking: expiry, resuming.</summary>
    public static Accessor System { get; } = new("system");

    /// <summary>The code.</summary>
    /// <exception cref="InvalidOperationException">The default value names nobody.</exception>
    public string Code => _code ?? throw new InvalidOperationException("An accessor must be named.");

    /// <inheritdoc/>
    public override string ToString() => Code;
}

/// <summary>Who asks, as what, and for which purpose: what every access states and the ledger keeps. Codes only.</summary>
public sealed record AccessContext
{
    /// <summary>Who asks.</summary>
    public required Accessor Accessor { get; init; }

    /// <summary>As which kind of recipient; whether the accessor may act as it is the host's to know.</summary>
    public required RecipientKind As { get; init; }

    /// <summary>For which purpose.</summary>
    public required ClauseId Purpose { get; init; }

    /// <summary>The order, inquiry, request or list it belongs to; needed where the purpose says so.</summary>
    public string? Case { get; init => field = Code(value, nameof(Case)); }

    /// <summary>On which ground the data leaves the company, where it does.</summary>
    public ClauseId? Ground { get; init; }

    /// <summary>A reason code.</summary>
    public string? Reason { get; init => field = Code(value, nameof(Reason)); }

    /// <summary>Who receives it outside the company, by the code of the register.</summary>
    public string? To { get; init => field = Code(value, nameof(To)); }

    /// <summary>
    /// Whether the accessor vouches that the person's identity was confirmed in the case named, for a disclosure to the person. It is
    /// recorded with the access. A fact source makes it an answer; without a case it is none.
    /// </summary>
    public bool IdentityConfirmed { get; init; }

    private static string? Code(string? text, string member) => text is null ? null : LedgerCode.Check(text, member);
}

/// <summary>What is known of a condition.</summary>
public enum FactAnswer
{
    /// <summary>Nobody knows: a decision that needs the fact is refused as missing it.</summary>
    Unknown,

    /// <summary>It holds.</summary>
    True,

    /// <summary>It does not hold.</summary>
    False,
}

/// <summary>
/// Knows facts the vault does not: contracts in force, attestations, who stands above whom. Asked only for the conditions a decision
/// needs, each time anew; it must not keep answers longer than the fact lasts.
/// </summary>
public interface IFactSource
{
    /// <summary>The answer, or <see cref="FactAnswer.Unknown"/> where this source does not know. Consent is never asked: the vault knows it.</summary>
    /// <param name="items">The items the decision is about: a contract in force covers some and not others.</param>
    ValueTask<FactAnswer> AskAsync(Condition condition, SubjectId? subject, IReadOnlyList<ItemId> items, AccessContext context, CancellationToken ct);
}
