using System.Collections.Immutable;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Policy.Document;

namespace Azukari.Mailings.Book;

/// <summary>What a mailing is about, which decides for which purpose addresses are read.</summary>
internal enum MailingKind
{
    /// <summary>Seminars and campaigns: purpose.member.4.</summary>
    Seminars,

    /// <summary>The company's products and services: purpose.member.8.</summary>
    Products,

    /// <summary>Seminars and events of the company's own: purpose.member.9.</summary>
    Events,
}

/// <summary>How a mailing stands.</summary>
internal enum MailingState
{
    /// <summary>Being written. Only now its words can be changed.</summary>
    Draft,

    /// <summary>Waits for a second person.</summary>
    Proposed,

    /// <summary>Approved, and waits for its day and hour.</summary>
    Approved,

    /// <summary>Messages are being ordered and sent.</summary>
    Sending,

    /// <summary>Everybody was looked at, and no message of it waits.</summary>
    Done,

    /// <summary>Stopped by somebody: what had not gone never goes.</summary>
    Stopped,
}

/// <summary>To whom a mailing goes, as far as it is chosen; of those only who consented.</summary>
/// <param name="Classes">Members of which classes.</param>
/// <param name="RankAtLeast">Among agents only those of this rank or above, and nobody else.</param>
internal sealed record MailingAudience(ImmutableArray<MemberClass> Classes, MemberRank? RankAtLeast)
{
    public static MailingAudience Everybody { get; } = new([.. Enum.GetValues<MemberClass>()], null);

    public MemberSelection Selection => new(Classes) { RankAtLeast = RankAtLeast };

    /// <summary>By which items it chooses: used, so decided and recorded with the address.</summary>
    public ImmutableArray<ItemId> ChosenBy => [.. RankAtLeast is not null ? [MailingWords.Rank] : Classes.Length < Enum.GetValues<MemberClass>().Length ? [MailingWords.Class] : (ItemId[])[]];
}

/// <summary>What is written of a mailing.</summary>
internal sealed record MailingText(LocalText Subject, LocalText Text);

/// <summary>All of a mailing that its author decides.</summary>
/// <param name="SendAt">The day and hour it is to go; null for as soon as it is approved.</param>
internal sealed record MailingDraft(MailingKind Kind, MailingText Words, MailingAudience Audience, DateTimeOffset? SendAt);

/// <summary>Who was looked at for a mailing, and what came of it: numbers of people, nobody's data.</summary>
/// <param name="Looked">Members of the audience looked at.</param>
/// <param name="Fit">Those who get it.</param>
/// <param name="LeftOut">Why the others do not, by code.</param>
internal sealed record MailingTally(int Looked, int Fit, ImmutableSortedDictionary<string, int> LeftOut)
{
    public static MailingTally None { get; } = new(0, 0, ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal));
}

/// <summary>A counting of the audience.</summary>
/// <param name="At">When it was done; null while it goes on.</param>
internal sealed record MailingCount(MailingTally Tally, DateTimeOffset? At);

/// <summary>A mailing.</summary>
/// <param name="Version">Raised by each change: what somebody decides about is what they read.</param>
internal sealed record Mailing(string Code, MailingState State, MailingDraft Draft, long Version)
{
    public required DateTimeOffset WrittenAt { get; init; }

    public required string WrittenBy { get; init; }

    public DateTimeOffset? ProposedAt { get; init; }

    public string? ProposedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? DecidedBy { get; init; }

    /// <summary>Why it came back from the second person; null where it did not.</summary>
    public string? Declined { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? EndedBy { get; init; }

    /// <summary>Whom the sending has looked at.</summary>
    public MailingTally Sent { get; init; } = MailingTally.None;

    /// <summary>The counting before; null where none was asked for.</summary>
    public MailingCount? Count { get; init; }

    /// <summary>What is sorted and shown as its time: when it began, or is to begin, else when it was last written.</summary>
    public DateTimeOffset At => StartedAt ?? Draft.SendAt ?? WrittenAt;

    /// <summary>The code only.</summary>
    public override string ToString() => Code;
}
