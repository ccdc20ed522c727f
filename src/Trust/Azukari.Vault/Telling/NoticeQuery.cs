using Azukari.Ledger;

namespace Azukari.Vault;

/// <summary>Which notices that nobody was told of yet, and in which order: by when it changed, what has waited longest first where nothing else is said.</summary>
public sealed record NoticeQuery
{
    private readonly string? _recipient;

    /// <summary>What changed last stands on top.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>Only of this kind of change.</summary>
    public ChangeKind? Kind { get; init; }

    /// <summary>Only to this recipient, as the ledger has it.</summary>
    /// <exception cref="ArgumentException">It is no code.</exception>
    public string? Recipient
    {
        get => _recipient;
        init => _recipient = value is null ? null : LedgerCode.Check(value, nameof(Recipient));
    }

    internal string Condition => "settled_at IS NULL" + (Kind is null ? "" : " AND kind = @kind") + (Recipient is null ? "" : " AND recipient = @recipient");

    internal IEnumerable<(string, object?)> Values
    {
        get
        {
            if (Kind is { } kind) yield return ("kind", (long)kind);
            if (Recipient is { } recipient) yield return ("recipient", recipient);
        }
    }
}
