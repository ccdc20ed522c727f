using System.Collections.Immutable;
using Azukari.Policy;
using Azukari.Policy.Coverage;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Join;

/// <summary>What an applicant is recognised by: purpose.member.1, compared by the program for customer service.</summary>
internal sealed record ApplicantTraits(Kana? Kana, PostalAddress? Address, PhoneNumber? Phone, PhoneNumber? Mobile, EmailAddress? Email) : IView<ApplicantTraits>
{
    public static ViewDeclaration Declaration { get; } = JoinViews.Declare("join.applicant-traits", "kana", "address", "phone", "mobile", "email");

    public static ApplicantTraits Read(ItemValues values) => new(
        values.Get<Kana>(ItemId.Parse("kana")), values.Get<PostalAddress>(ItemId.Parse("address")), values.Get<PhoneNumber>(ItemId.Parse("phone")),
        values.Get<PhoneNumber>(ItemId.Parse("mobile")), values.Get<EmailAddress>(ItemId.Parse("email")));

    public override string ToString() => nameof(ApplicantTraits);
}

/// <summary>Who a contract document is for: purpose.member.1, printed for the member.</summary>
internal sealed record ContractParty(PersonName? Name, PostalAddress? Address, MemberNumber? Number) : IView<ContractParty>
{
    public static ViewDeclaration Declaration { get; } = JoinViews.Declare("join.contract-party", "name", "address", "member-number");

    public static ContractParty Read(ItemValues values) => new(
        values.Get<PersonName>(ItemId.Parse("name")), values.Get<PostalAddress>(ItemId.Parse("address")), values.Get<MemberNumber>(ItemId.Parse("member-number")));

    public override string ToString() => nameof(ContractParty);
}

/// <summary>What customer service sees of an application: purpose.member.1.</summary>
internal sealed record ApplicationSheet(
    PersonName? Name, Kana? Kana, BirthDate? Birth, Gender? Gender, PostalAddress? Address, PhoneNumber? Phone, PhoneNumber? Mobile, PhoneNumber? Fax, EmailAddress? Email,
    Choice? PaymentMethod, MemberNumber? Number) : IView<ApplicationSheet>
{
    public static ViewDeclaration Declaration { get; } = JoinViews.Declare(
        "join.application-sheet", "name", "kana", "date-of-birth", "gender", "address", "phone", "mobile", "fax", "email", "payment-method", "member-number");

    public static ApplicationSheet Read(ItemValues values) => new(
        values.Get<PersonName>(ItemId.Parse("name")), values.Get<Kana>(ItemId.Parse("kana")), values[ItemId.Parse("date-of-birth")] is { } birth ? BirthDate.FromStored(birth) : null, values.Get<Gender>(ItemId.Parse("gender")),
        values.Get<PostalAddress>(ItemId.Parse("address")), values.Get<PhoneNumber>(ItemId.Parse("phone")), values.Get<PhoneNumber>(ItemId.Parse("mobile")),
        values.Get<PhoneNumber>(ItemId.Parse("fax")), values.Get<EmailAddress>(ItemId.Parse("email")), values.Get<Choice>(ItemId.Parse("payment-method")),
        values.Get<MemberNumber>(ItemId.Parse("member-number")));

    public override string ToString() => nameof(ApplicationSheet);
}

/// <summary>The views of registration.</summary>
internal static class JoinViews
{
    public static void Register(ViewRegister register) => register.Add<ApplicantTraits>().Add<ContractParty>().Add<ApplicationSheet>();

    internal static ViewDeclaration Declare(string id, params ReadOnlySpan<string> items)
    {
        var list = ImmutableArray.CreateBuilder<ItemId>(items.Length);
        foreach (var item in items) list.Add(ItemId.Parse(item));
        return new ViewDeclaration(id, Applications.ApplicationWords.Purpose, Applications.ApplicationWords.Desk, list.MoveToImmutable());
    }
}
