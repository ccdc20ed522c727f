using Azukari.Policy;
using Azukari.Policy.Coverage;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Portal.Downline;

/// <summary>What somebody higher in the line may see (joint.upline), for the purposes the line is looked at for.</summary>
internal static class DownlineViews
{
    public static readonly RecipientKind Upline = RecipientKind.Parse("upline");
    public static readonly ClauseId Ground = ClauseId.Parse("joint.upline"), Events = ClauseId.Parse("purpose.member.9"), Support = ClauseId.Parse("purpose.member.6");

    public static ViewDeclaration Declare(string id, ClauseId purpose, string items) =>
        new(id, purpose, Upline, [.. items.Split(' ').Select(ItemId.Parse)], Ground);

    public static string? Word(ItemValues values, string item) => values[ItemId.Parse(item)]?.Reveal();

    public static T? Find<T>(ItemValues values, string item) where T : class, IValue<T> => values.Get<T>(ItemId.Parse(item));
}

/// <summary>A person in a list of the line, to be invited to events of ours: purpose.member.9.</summary>
internal sealed record LineName(PersonName? Name, string? Class, string? Rank) : IView<LineName>
{
    public static ViewDeclaration Declaration { get; } = DownlineViews.Declare("downline.list", DownlineViews.Events, "name class rank");

    public static LineName Read(ItemValues values) => new(DownlineViews.Find<PersonName>(values, "name"), DownlineViews.Word(values, "class"), DownlineViews.Word(values, "rank"));

    public override string ToString() => nameof(LineName);
}

/// <summary>How to reach a person about an event of ours: purpose.member.9.</summary>
internal sealed record EventCard(PersonName? Name, MemberNumber? Number, PhoneNumber? Phone, PhoneNumber? Mobile, EmailAddress? Email, string? Class, string? Rank) : IView<EventCard>
{
    public static ViewDeclaration Declaration { get; } = DownlineViews.Declare("downline.event", DownlineViews.Events, "name member-number phone mobile email class rank");

    public static EventCard Read(ItemValues values) => new(
        DownlineViews.Find<PersonName>(values, "name"), DownlineViews.Find<MemberNumber>(values, "member-number"), DownlineViews.Find<PhoneNumber>(values, "phone"),
        DownlineViews.Find<PhoneNumber>(values, "mobile"), DownlineViews.Find<EmailAddress>(values, "email"), DownlineViews.Word(values, "class"), DownlineViews.Word(values, "rank"));

    public override string ToString() => nameof(EventCard);
}

/// <summary>What is needed to advise a person who asked for help: purpose.member.6.</summary>
internal sealed record SupportCard(PersonName? Name, MemberNumber? Number, CalendarDate? Registered, PhoneNumber? Phone, PhoneNumber? Mobile, EmailAddress? Email, string? Class) : IView<SupportCard>
{
    public static ViewDeclaration Declaration { get; } = DownlineViews.Declare("downline.support", DownlineViews.Support, "name member-number registration-date phone mobile email class");

    public static SupportCard Read(ItemValues values) => new(
        DownlineViews.Find<PersonName>(values, "name"), DownlineViews.Find<MemberNumber>(values, "member-number"), DownlineViews.Find<CalendarDate>(values, "registration-date"),
        DownlineViews.Find<PhoneNumber>(values, "phone"), DownlineViews.Find<PhoneNumber>(values, "mobile"), DownlineViews.Find<EmailAddress>(values, "email"), DownlineViews.Word(values, "class"));

    public override string ToString() => nameof(SupportCard);
}
