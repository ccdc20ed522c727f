using System.Diagnostics.CodeAnalysis;
using Azukari.Policy;

namespace Azukari.Vault;

/// <summary>What changed of data that somebody outside received. The stores keep the number, the API the word: never change either.</summary>
public enum ChangeKind
{
    /// <summary>Items were corrected (APPI 34): what the recipient holds is not right any more.</summary>
    Corrected = 1,

    /// <summary>Items were deleted.</summary>
    Deleted = 2,

    /// <summary>The person was erased.</summary>
    Erased = 3,

    /// <summary>The consent by which the items were given was withdrawn.</summary>
    Withdrawn = 4,
}

/// <summary>The words of <see cref="ChangeKind"/>, as codes.</summary>
public static class ChangeKinds
{
    /// <summary>The code: <c>corrected</c>, <c>deleted</c>, <c>erased</c>, <c>consent-withdrawn</c>.</summary>
    public static string Word(this ChangeKind kind) => kind switch
    {
        ChangeKind.Corrected => "corrected",
        ChangeKind.Deleted => "deleted",
        ChangeKind.Erased => "erased",
        ChangeKind.Withdrawn => "consent-withdrawn",
    };
}

/// <summary>A notice to a recipient: 128 random bits, printed as 32 lower-case hex digits. It tells nothing, not even when it was made.</summary>
public readonly record struct NoticeId(Guid Value)
{
    /// <summary>A new random id.</summary>
    public static NoticeId New() => new(Guid.NewGuid());

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Value.ToString("N");

    /// <summary>Reads 32 hex digits; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out NoticeId id)
    {
        var fine = Guid.TryParseExact(text, "N", out var value);
        id = new NoticeId(value);
        return fine;
    }

    internal byte[] ToBytes() => Value.ToByteArray(bigEndian: true);

    internal static NoticeId FromBytes(byte[] bytes) => new(new Guid(bytes, bigEndian: true));
}

/// <summary>
/// That somebody outside, or a joint user, received what has changed since, and is to be told. By codes; no value. Settled when they were told, or when they received it anew.
/// </summary>
/// <param name="Id">The notice.</param>
/// <param name="Subject">Whose data. Of somebody erased the id is all that is left.</param>
/// <param name="Recipient">Who received it, as the ledger has it: a recipient's code, else the accessor's.</param>
/// <param name="As">The kind of recipient they received it as.</param>
/// <param name="Kind">What changed.</param>
/// <param name="Items">Which of the items they received.</param>
/// <param name="ReceivedAt">When they last received any of them. Of somebody erased the day, in Japan: an exact time would lead to them in the ledger.</param>
/// <param name="At">When it changed; of somebody erased the day.</param>
public sealed record RecipientNotice(
    NoticeId Id, SubjectId Subject, string Recipient, string? As, ChangeKind Kind, IReadOnlyList<ItemId> Items, DateTimeOffset ReceivedAt, DateTimeOffset At);

/// <summary>How many notices nobody has been told of yet.</summary>
/// <param name="Notices">So many.</param>
/// <param name="Recipients">To so many recipients.</param>
/// <param name="Oldest">When the first of these changes was made; null where there is none.</param>
public sealed record OpenNotices(int Notices, int Recipients, DateTimeOffset? Oldest);
