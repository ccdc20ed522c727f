using Azukari.Company.Settings;

namespace Azukari.Company.Sample;

/// <summary>The settings of the sample company: whoever makes it works at every desk but the tax desk, which handles Individual Numbers.</summary>
internal static class SampleSettings
{
    private static readonly string[] Roles =
    [
        "staff.customer-service", "staff.shipping", "staff.finance", "staff.marketing", "staff.hr", "staff.privacy-manager", "entrustee", "self",
    ];

    public static CompanySettings For(string login, string? postgres) => new()
    {
        Postgres = postgres,
        Operators = new Dictionary<string, Operator>(StringComparer.Ordinal)
        {
            [login] = new(login, Roles.ToHashSet(StringComparer.Ordinal)) { Duties = Duties.All.ToHashSet() },
            ["mihon-shipping"] = new("mihon-shipping", new HashSet<string>(StringComparer.Ordinal) { "staff.shipping" }),
            ["mihon-service"] = new("mihon-service", new HashSet<string>(StringComparer.Ordinal) { "staff.customer-service" }) { Duties = new HashSet<Duty> { Duty.Rights } },
        },
        Messages = new MessageSettings { From = MessageSettings.Nobody, Folder = MessageSettings.DefaultFolder },
        Contracts =
        [
            new Contract
            {
                Id = "delivery-2026",
                Recipient = "entrustee",
                To = "mihon-delivery",
                Purposes = new HashSet<string>(StringComparer.Ordinal) { "purpose.member.2" },
                Items = new HashSet<string>(StringComparer.Ordinal) { "name", "address", "phone", "mobile" },
                From = new DateOnly(2026, 10, 1),
            },
            new Contract
            {
                Id = "affiliate-2026",
                Recipient = "affiliate",
                To = "specimen-llc",
                Purposes = new HashSet<string>(StringComparer.Ordinal) { "purpose.member.1", "purpose.member.3" },
                Items = new HashSet<string>(StringComparer.Ordinal) { "name", "member-number", "registration-date" },
                From = new DateOnly(2026, 10, 1),
                Until = new DateOnly(2028, 9, 30),
                Country = new CountryInformation("US", new DateOnly(2026, 10, 1)),
            },
        ],
    };
}
