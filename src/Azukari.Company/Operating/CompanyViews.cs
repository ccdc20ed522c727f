using System.Collections.Immutable;
using Azukari.Policy;
using Azukari.Policy.Coverage;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Company.Operating;

/// <summary>The views the company's own work reads: its register of what it does with personal data. Modules add theirs.</summary>
public static class CompanyViews
{
    /// <summary>Every view, to be checked against the policy in force before anything is served.</summary>
    public static IReadOnlyList<ViewDeclaration> All { get; } =
        [ParcelLabel.Declaration, CallerCard.Declaration, TransferOrder.Declaration, CampaignAddress.Declaration, ApplicantFile.Declaration];

    /// <summary>A register that holds them all.</summary>
    public static ViewRegister Register() =>
        new ViewRegister().Add<ParcelLabel>().Add<CallerCard>().Add<TransferOrder>().Add<CampaignAddress>().Add<ApplicantFile>();

    internal static ViewDeclaration Declare(string id, string purpose, string recipient, params ReadOnlySpan<string> items)
    {
        var list = ImmutableArray.CreateBuilder<ItemId>(items.Length);
        foreach (var item in items) list.Add(ItemId.Parse(item));
        return new ViewDeclaration(id, ClauseId.Parse(purpose), RecipientKind.Parse(recipient), list.MoveToImmutable());
    }
}

/// <summary>What stands on a parcel: purpose.member.2, read by shipping.</summary>
public sealed record ParcelLabel(PersonName? Name, PostalAddress? Address, PhoneNumber? Mobile) : IView<ParcelLabel>
{
    public static ViewDeclaration Declaration { get; } =
        CompanyViews.Declare("delivery.parcel-label", "purpose.member.2", "staff.shipping", "name", "address", "mobile");

    public static ParcelLabel Read(ItemValues values) => new(
        values.Get<PersonName>(ItemId.Parse("name")), values.Get<PostalAddress>(ItemId.Parse("address")),
        values.Get<PhoneNumber>(ItemId.Parse("mobile")));

    public override string ToString() => nameof(ParcelLabel);
}

/// <summary>Who is calling about an inquiry: purpose.member.6, read by customer service.</summary>
public sealed record CallerCard(PersonName? Name, MemberNumber? MemberNumber, PhoneNumber? Mobile, EmailAddress? Email) : IView<CallerCard>
{
    public static ViewDeclaration Declaration { get; } =
        CompanyViews.Declare("consultation.caller-card", "purpose.member.6", "staff.customer-service", "name", "member-number", "mobile", "email");

    public static CallerCard Read(ItemValues values) => new(
        values.Get<PersonName>(ItemId.Parse("name")), values.Get<MemberNumber>(ItemId.Parse("member-number")),
        values.Get<PhoneNumber>(ItemId.Parse("mobile")), values.Get<EmailAddress>(ItemId.Parse("email")));

    public override string ToString() => nameof(CallerCard);
}

/// <summary>Where a bonus is transferred: purpose.member.3, read by finance.</summary>
public sealed record TransferOrder(PersonName? Name, MemberNumber? MemberNumber, BankAccount? Account) : IView<TransferOrder>
{
    public static ViewDeclaration Declaration { get; } =
        CompanyViews.Declare("payment.transfer-order", "purpose.member.3", "staff.finance", "name", "member-number", "bank-account");

    public static TransferOrder Read(ItemValues values) => new(
        values.Get<PersonName>(ItemId.Parse("name")), values.Get<MemberNumber>(ItemId.Parse("member-number")),
        values.Get<BankAccount>(ItemId.Parse("bank-account")));

    public override string ToString() => nameof(TransferOrder);
}

/// <summary>To whom a campaign is written: purpose.member.4, read by marketing.</summary>
public sealed record CampaignAddress(PersonName? Name, EmailAddress? Email) : IView<CampaignAddress>
{
    public static ViewDeclaration Declaration { get; } =
        CompanyViews.Declare("information.campaign-address", "purpose.member.4", "staff.marketing", "name", "email");

    public static CampaignAddress Read(ItemValues values) =>
        new(values.Get<PersonName>(ItemId.Parse("name")), values.Get<EmailAddress>(ItemId.Parse("email")));

    public override string ToString() => nameof(CampaignAddress);
}

/// <summary>An applicant's papers: purpose.public.7, read by human resources.</summary>
public sealed record ApplicantFile(PersonName? Name, PlainText? Resume) : IView<ApplicantFile>
{
    public static ViewDeclaration Declaration { get; } =
        CompanyViews.Declare("recruitment.applicant-file", "purpose.public.7", "staff.hr", "name", "resume");

    public static ApplicantFile Read(ItemValues values) =>
        new(values.Get<PersonName>(ItemId.Parse("name")), values.Get<PlainText>(ItemId.Parse("resume")));

    public override string ToString() => nameof(ApplicantFile);
}
