using Azukari.Ledger;
using Azukari.Policy;

namespace Azukari.Vault;

/// <summary>A document coming in: which item it is, what it is, how it came. Its content comes beside it, as a stream.</summary>
public sealed record NewDocument
{
    /// <summary>The longest file name, in UTF-16 units.</summary>
    public const int MaxFileName = 255;

    /// <summary>Its id, where the caller has to be able to send it again without its being kept twice; a new random one when null.</summary>
    public DocumentId? Id { get; init; }

    /// <summary>Which item: one held in the vault whose shape is free text (notes, recordings, scans, application documents).</summary>
    public required ItemId Item { get; init; }

    /// <summary>The declared type; checked against the first bytes.</summary>
    public required DocumentType Type { get; init; }

    /// <summary>The name of the file, where there is one. It is personal: it is sealed with the content and shown by an access only.</summary>
    public string? FileName { get; init; }

    /// <summary>By which channel it came.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The version of the policy that was shown.</summary>
    public required PolicyVersion PolicyVersion { get; init; }

    /// <summary>When the company acquired it, where that was before now; now when null.</summary>
    public DateTimeOffset? AcquiredAt { get; init; }

    /// <summary>Consents given in the same act.</summary>
    public IReadOnlyList<ConsentGrant> Consents { get; init; } = [];

    /// <summary>Whether the person was told of a recording before it began; null when nothing was recorded.</summary>
    public bool? ToldOfRecording { get; init; }

    /// <summary>The case it belongs to, as a code.</summary>
    /// <exception cref="ArgumentException">It is no code.</exception>
    public string? Case { get; init => field = value is null ? null : LedgerCode.Check(value, nameof(Case)); }

    /// <summary>The document this one replaces: of the same person and item, and its newest version. That one stays, as an earlier version.</summary>
    public DocumentId? Replaces { get; init; }

    /// <summary>Item and type only.</summary>
    public override string ToString() => $"NewDocument[{Item}, {Type}]";

    internal bool IsFileNameUsable => FileName is null || (FileName.Length is > 0 and <= MaxFileName && !FileName.AsSpan().ContainsAny('/', '\\') && !FileName.Any(char.IsControl) && IsWellFormed(FileName));

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
