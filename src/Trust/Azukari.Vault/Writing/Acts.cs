using System.Collections.Immutable;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;

namespace Azukari.Vault;

/// <summary>What a person consents to. Without a recipient it covers staff only: whoever is outside must be named. It never reaches Individual Numbers.</summary>
/// <param name="Purpose">For which purpose, the one a request names beside its ground.</param>
/// <param name="Recipient">To which kind of recipient; null for staff only.</param>
/// <param name="Items">Which items, at least one.</param>
public sealed record ConsentGrant(ClauseId Purpose, RecipientKind? Recipient, IReadOnlyList<ItemId> Items);

/// <summary>A consent on record: 128 random bits.</summary>
public readonly record struct ConsentId(Guid Value)
{
    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Value.ToString("N");

    /// <summary>Reads 32 hex digits; false for anything else.</summary>
    public static bool TryParse(string? text, out ConsentId id)
    {
        var fine = Guid.TryParseExact(text, "N", out var value);
        id = new ConsentId(value);
        return fine;
    }
}

/// <summary>A restriction on record: 128 random bits.</summary>
public readonly record struct RestrictionId(Guid Value)
{
    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Value.ToString("N");

    /// <summary>Reads 32 hex digits; false for anything else.</summary>
    public static bool TryParse(string? text, out RestrictionId id)
    {
        var fine = Guid.TryParseExact(text, "N", out var value);
        id = new RestrictionId(value);
        return fine;
    }
}

/// <summary>What a restriction (suspension of use, APPI 35) covers. It never blocks the person's own disclosure, an erasure or a legal duty.</summary>
public abstract record Restriction
{
    private Restriction()
    {
    }

    /// <summary>Every use.</summary>
    public sealed record Everything : Restriction;

    /// <summary>Use for one purpose.</summary>
    public sealed record ForPurpose(ClauseId Purpose) : Restriction;

    /// <summary>Use by one kind of recipient.</summary>
    public sealed record ByRecipient(RecipientKind Recipient) : Restriction;

    /// <summary>Use of some items.</summary>
    public sealed record OfItems(IReadOnlyList<ItemId> Items) : Restriction;
}

/// <summary>Who corrects. A correction by the person moves the item to the version shown to them; one by staff does not.</summary>
public abstract record CorrectionBy
{
    private CorrectionBy()
    {
    }

    /// <summary>The person, having been shown this version.</summary>
    public sealed record Self(PolicyVersion VersionShown) : CorrectionBy;

    /// <summary>Staff, for the person or on evidence.</summary>
    public sealed record Staff : CorrectionBy;
}

/// <summary>What became of an act on a person.</summary>
public abstract record ActResult
{
    private protected ActResult()
    {
    }

    /// <summary>Whether something was changed.</summary>
    public bool Done => this is ActDone or ConsentGiven or RestrictionSet;
}

/// <summary>The act is durable.</summary>
/// <param name="EntryId">Its ledger entry; null when nothing had to change, so nothing was recorded.</param>
/// <param name="Items">The items changed, sorted; empty where the act is not about items.</param>
public sealed record ActDone(EntryId? EntryId, ImmutableArray<ItemId> Items) : ActResult;

/// <summary>The act was refused; nothing changed.</summary>
public sealed record ActRefused(Refusal Refusal) : ActResult;

/// <summary>There is no such person, consent or restriction, or the person is erased.</summary>
public sealed record ActUnknown(bool Erased) : ActResult;

/// <summary>The id the caller chose is that of something else, or of something that has ended; nothing changed.</summary>
public sealed record ActTaken : ActResult;

/// <summary>A consent that is on record.</summary>
public sealed record ConsentGiven(ConsentId ConsentId, EntryId EntryId) : ActResult;

/// <summary>A restriction that is in effect.</summary>
public sealed record RestrictionSet(RestrictionId RestrictionId, EntryId EntryId) : ActResult;
