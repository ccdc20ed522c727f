using System.Collections.Immutable;
using Azukari.Company;
using Azukari.Mailings.Book;
using Azukari.Members.Contracts;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Mailings.Sending;

/// <summary>A part of an audience, looked at.</summary>
/// <param name="Fit">Who gets it as things stand.</param>
/// <param name="Tally">The part's numbers.</param>
/// <param name="Last">The last one looked at; null where there was nobody left.</param>
internal sealed record AudiencePart(ImmutableArray<SubjectId> Fit, MailingTally Tally, SubjectId? Last);

/// <summary>
/// Who of an audience gets a mailing and why others do not, from facts: the membership's status, what the policy decides, whether an address is held and was confirmed. No value is
/// read and nobody's address opened, so nothing of it stands in anybody's history.
/// </summary>
internal sealed class AudienceLook(CompanyCore company, MemberBook members)
{
    public const string Suspended = "suspended", NoAddress = "no-address", Unconfirmed = "unconfirmed-address", Gone = "erased";

    /// <summary>Looks at the next ones.</summary>
    /// <param name="after">The last one looked at; null at the beginning.</param>
    /// <param name="take">How many, 1 to 1000; fewer looked at means that nobody is left.</param>
    public async Task<AudiencePart> NextAsync(Mailing mailing, SubjectId? after, int take, CancellationToken cancel)
    {
        var part = await members.SelectAsync(mailing.Draft.Audience.Selection, after, take, cancel);
        SubjectId[] active = [.. part.Where(member => member.Status == MemberStatus.Active).Select(member => member.Subject)];
        ItemId[] items = [MessageTemplate.Address, .. mailing.Draft.Audience.ChosenBy];
        var foreseen = active.Length == 0 ? ImmutableDictionary<SubjectId, IReadOnlyList<ForeseenItem>>.Empty : await company.Trust.Vault.ForeseeManyAsync(active, items, Context(mailing), cancel);
        var fit = ImmutableArray.CreateBuilder<SubjectId>();
        var leftOut = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        if (part.Count > active.Length) leftOut[Suspended] = part.Count - active.Length;
        foreach (var subject in active)
        {
            if (WhyNot(foreseen.GetValueOrDefault(subject)) is { } why) leftOut[why] = leftOut.GetValueOrDefault(why) + 1;
            else fit.Add(subject);
        }

        return new AudiencePart(fit.ToImmutable(), new MailingTally(part.Count, fit.Count, leftOut.ToImmutable()), part.Count == 0 ? null : part[^1].Subject);
    }

    /// <summary>The access the sending will ask for.</summary>
    public static AccessContext Context(Mailing mailing) => new()
    {
        Accessor = new Accessor(mailing.DecidedBy ?? mailing.WrittenBy), As = RecipientKind.Parse(MailingWords.Desk), Purpose = mailing.Draft.Kind.Purpose(), Case = mailing.Code,
        Reason = "message:" + MailingTemplates.IdOf(mailing.Draft.Kind),
    };

    public static MailingTally Sum(MailingTally one, MailingTally other) => new(one.Looked + other.Looked, one.Fit + other.Fit,
        one.LeftOut.SetItems(other.LeftOut.Select(pair => KeyValuePair.Create(pair.Key, pair.Value + one.LeftOut.GetValueOrDefault(pair.Key)))));

    private static string? WhyNot(IReadOnlyList<ForeseenItem>? foreseen)
    {
        if (foreseen is null) return Gone;
        if (foreseen.FirstOrDefault(item => item.Refusal is not null)?.Refusal is { } refusal) return refusal.Code;
        return foreseen[0].Held is not { } address ? NoAddress : ConfirmedAddress.Is(address) ? null : Unconfirmed;
    }
}
