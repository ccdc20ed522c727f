using Azukari.Join.Contracts;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Portal.Downline;
using Azukari.Portal.Resources;
using Azukari.Site.Policies;
using Azukari.Ui.Components;
using Azukari.Ui.Language;
using Azukari.Vault;

namespace Azukari.Portal.Uses;

/// <summary>
/// Entries as sentences for the person they are about. Whoever acted is named by what they are, never by who: a member of staff by the desk, another
/// member as one, with the public nickname where they looked as a higher rank (joint.upline), so that it can be told who of the line it was.
/// </summary>
internal sealed class UseWords(PolicyNames names, Referrals referrals, Text<PortalText> T)
{
    /// <summary>Whoever acted, by kind.</summary>
    public string Who(LedgerEntry entry, SubjectId member)
    {
        if (OwnHistory.IsOwn(entry, member)) return T["Who.You"];
        if (IsProgram(entry)) return T["Who.Program"];
        var other = entry.Accessor is { } by ? MemberAccessor.MemberOf(new Accessor(by)) : null;
        if (names.Recipient(entry.As) is { } recipient)
        {
            if (other is { } above && entry.As == DownlineViews.Upline.Value) return T["Who.Upline", recipient.Label.Here(), referrals.NicknameOf(above).In(PageLanguage.Current)];
            return recipient.Sort switch { RecipientSort.Staff => T["Who.Staff", recipient.Label.Here()], RecipientSort.Self => T["Who.ForYou"], _ => recipient.Label.Here() };
        }

        return other is not null ? T["Who.Member"] : T["Who.Company"];
    }

    /// <summary>What was done, in a sentence.</summary>
    public string Sentence(LedgerEntry entry, SubjectId member)
    {
        var who = Who(entry, member);
        var items = names.Items(entry.Items);
        var purpose = entry.Purpose is { } id ? names.Purpose(id) : "";
        return entry.Kind switch
        {
            EntryKind.Searched when OwnHistory.IsSignIn(entry) => T["Act.signin", items],
            EntryKind.Disclosed when OwnHistory.IsOwn(entry, member) => T["Use.own", items],
            EntryKind.Used when IsMailing(entry) => T["Use.mailing", items, purpose],
            EntryKind.Used or EntryKind.Shared or EntryKind.Searched or EntryKind.Refused or EntryKind.Disclosed or EntryKind.Provided or EntryKind.Received or EntryKind.Exported =>
                (items.Length, purpose.Length) switch
                {
                    ( > 0, > 0) => T[$"Use.{entry.Kind.WireName()}", who, items, purpose],
                    ( > 0, _) => T[$"UsePlain.{entry.Kind.WireName()}", who, items],
                    _ => T[$"UseBare.{entry.Kind.WireName()}", who],
                },
            EntryKind.Consented or EntryKind.Withdrawn => T[$"Act.{entry.Kind.WireName()}", who, items, purpose],
            EntryKind.Acquired or EntryKind.Corrected or EntryKind.Erased or EntryKind.Expired when items.Length > 0 => T[$"Act.{entry.Kind.WireName()}", who, items],
            EntryKind.Restricted or EntryKind.Unrestricted => T[$"Act.{entry.Kind.WireName()}", who, purpose.Length > 0 ? purpose : items.Length > 0 ? items : names.Recipient(entry.Recipient) is { } r ? r.Label.Here() : T["Act.Everything"]],
            EntryKind.Acknowledged => T[entry.Reason == "consented" ? "Act.agreed" : "Act.acknowledged", who, entry.PolicyVersion ?? ""],
            EntryKind.Inspected => T["Act.inspected", who],
            EntryKind.Registered => Registered(entry, who),
            _ => T["Act.other", who],
        };
    }

    // What runs by itself acts as a desk, since the policy decides by desks; to the person it is no colleague who looked.
    private static bool IsProgram(LedgerEntry entry) =>
        entry.Accessor is "sign-in" or "join" or "web" or "system" || entry.Reason?.StartsWith("message:", StringComparison.Ordinal) == true;

    // News to many: nobody of the staff saw anything of anybody.
    private static bool IsMailing(LedgerEntry entry) => entry.Reason?.StartsWith("message:mailings.", StringComparison.Ordinal) == true;

    public static Tone ToneOf(LedgerEntry entry) => entry.Kind switch
    {
        EntryKind.Searched when OwnHistory.IsSignIn(entry) => Tone.Neutral,
        EntryKind.Refused => Tone.Bad,
        EntryKind.Provided or EntryKind.Shared or EntryKind.Exported => Tone.Attention,
        EntryKind.Used or EntryKind.Searched or EntryKind.Inspected => Tone.Info,
        _ => Tone.Neutral,
    };

    /// <summary>The kind in a word or two.</summary>
    public string Kind(LedgerEntry entry) => entry.Kind switch
    {
        EntryKind.Searched when OwnHistory.IsSignIn(entry) => T["Kind.act"],
        EntryKind.Used or EntryKind.Shared or EntryKind.Provided or EntryKind.Received or EntryKind.Disclosed or EntryKind.Searched or EntryKind.Refused or EntryKind.Exported
            or EntryKind.Inspected => T[$"Kind.{entry.Kind.WireName()}"],
        _ => T["Kind.act"],
    };

    // What modules note of a person: a code of ours, said in words where there are some.
    private string Registered(LedgerEntry entry, string who)
    {
        var reason = entry.Reason ?? "";
        if (Noted.GetValueOrDefault(reason) is { } exact) return T[exact, who];
        foreach (var (start, key) in NotedFrom)
            if (reason.StartsWith(start, StringComparison.Ordinal)) return T[key, who];
        return T["Act.other", who];
    }

    private static readonly Dictionary<string, string> Noted = new(StringComparer.Ordinal)
    {
        ["member:applied"] = "Act.applied", ["member:active"] = "Act.active", ["member:suspended"] = "Act.suspended", ["member:reinstated"] = "Act.reinstated", ["member:withdrawn"] = "Act.left", ["member:cancelled"] = "Act.cancelled", ["member:sponsor"] = "Act.sponsor",
        ["application:confirmed"] = "Act.mailConfirmed", ["contract:electronic"] = "Act.electronic", ["contract:posted"] = "Act.contractPosted", ["contract:received"] = "Act.contractReceived", ["goods:received"] = "Act.goodsReceived", ["item-confirmed"] = "Act.itemConfirmed", ["address-link-sent"] = "Act.addressLink",
        ["contract:class-undone"] = "Act.classUndone",
        ["account-created"] = "Act.accountCreated", ["account-closed"] = "Act.accountClosed",
    };

    private static readonly (string Start, string Key)[] NotedFrom =
    [
        ("member:class:", "Act.kind"), ("kind:", "Act.kind"), ("leaving:", "Act.leaving"), ("member:rank:", "Act.rank"), ("member:", "Act.membership"), ("account-recovery", "Act.accountRecovery"), ("account-", "Act.account"),
        ("account.", "Act.account"), ("attested:", "Act.attested"), ("request:", "Act.request"), ("request-withdrawn", "Act.requestWithdrawn"), ("request-identity", "Act.requestIdentity"), ("request-records", "Act.requestRecords"), ("request-purposes", "Act.requestPurposes"),
        ("request-told", "Act.requestTold"), ("request-", "Act.requestAnswered"), ("retention", "Act.retention"), ("message-", "Act.message"),
    ];
}
