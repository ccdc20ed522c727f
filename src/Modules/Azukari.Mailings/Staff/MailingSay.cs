using System.Collections.Frozen;
using Azukari.Mailings.Book;
using Azukari.Mailings.Resources;
using Azukari.Members.Contracts;
using Azukari.Ui.Components;
using Azukari.Ui.Language;

namespace Azukari.Mailings.Staff;

/// <summary>Mailings in words.</summary>
internal static class MailingSay
{
    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
        ["suspended", "no-address", "unconfirmed-address", "erased", "no-consent", "restricted", "version-not-acknowledged", "subject-out-of-scope", "recipient-not-granted", "item-beyond-purpose"]);

    public static Tone ToneOf(MailingState state) => state switch
    {
        MailingState.Draft => Tone.Neutral,
        MailingState.Proposed => Tone.Attention,
        MailingState.Approved or MailingState.Sending => Tone.Info,
        MailingState.Done => Tone.Good,
        MailingState.Stopped => Tone.Bad,
    };

    /// <summary>What stands for it in a list: its subject line in the language of the page, or that it has none yet.</summary>
    public static string Name(Mailing mailing, Text<MailingsText> T)
    {
        var (here, other) = PageLanguage.IsEnglish ? (mailing.Draft.Words.Subject.En, mailing.Draft.Words.Subject.Ja) : (mailing.Draft.Words.Subject.Ja, mailing.Draft.Words.Subject.En);
        return here.Length > 0 ? here : other.Length > 0 ? other : T["NoSubject"];
    }

    public static string Audience(MailingAudience audience, Text<MailingsText> T)
    {
        if (audience.RankAtLeast is { } rank) return T["Audience.rank", T[$"Rank.{rank}"]];
        if (audience.Classes.IsEmpty) return T["Audience.nobody"];
        return audience.Classes.Length == Enum.GetValues<MemberClass>().Length ? T["Audience.all"] : string.Join(T["Comma"], audience.Classes.Order().Select(each => T[$"Class.{each}"]));
    }

    /// <summary>Why some do not get it: in words, the most first.</summary>
    public static IEnumerable<(string Why, int Count)> LeftOut(MailingTally tally, Text<MailingsText> T) =>
        tally.LeftOut.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (Known.Contains(pair.Key) ? T[$"Why.{pair.Key}"] : T["Why.other", pair.Key], pair.Value));

    /// <summary>When it goes, went or ended.</summary>
    public static string When(Mailing mailing, Text<MailingsText> T) => mailing.State switch
    {
        MailingState.Draft or MailingState.Proposed => mailing.Draft.SendAt is { } at ? DisplayDates.Moment(at) : T["When.approved"],
        MailingState.Approved => DisplayDates.Moment(mailing.Draft.SendAt ?? mailing.DecidedAt ?? mailing.WrittenAt),
        _ => DisplayDates.Moment(mailing.StartedAt ?? mailing.EndedAt ?? mailing.WrittenAt),
    };
}
