using Azukari.Company.Settings;

namespace Azukari.Tests.Console;

/// <summary>Somebody of the staff as the matrix of pages knows them: roles, duties, and the purpose they work for.</summary>
/// <param name="Login">Their login.</param>
/// <param name="Roles">Recipient kinds.</param>
/// <param name="Duties">Duties.</param>
/// <param name="Purpose">What they choose on entry, <c>role~purpose</c>; null for who is offered nothing.</param>
/// <param name="Case">The case they give with it.</param>
public sealed record Persona(string Login, string[] Roles, Duty[] Duties, string? Purpose, string? Case)
{
    public override string ToString() => Login;
}

/// <summary>Everybody who works at the sample company, one of each desk. Modules with roles of their own add theirs.</summary>
public static class Personas
{
    public static readonly Persona
        Service = new(ConsoleHost.Service, ["staff.customer-service"], [Duty.Rights], "staff.customer-service~purpose.member.6", "inquiry-42"),
        Shipping = new("mihon-shipping", ["staff.shipping"], [], "staff.shipping~purpose.member.2", "order-1042"),
        Finance = new("mihon-finance", ["staff.finance"], [], "staff.finance~purpose.member.3", "request-7"),
        Tax = new("mihon-tax", ["staff.finance-tax"], [], "staff.finance-tax~purpose.tax", null),
        Marketing = new("mihon-marketing", ["staff.marketing"], [], "staff.marketing~purpose.member.4", "campaign-1"),
        People = new("mihon-hr", ["staff.hr"], [], "staff.hr~purpose.public.7", "application-1"),
        Privacy = new("mihon-privacy", ["staff.privacy-manager"], [Duty.Rights, Duty.Policy], "staff.privacy-manager~purpose.member.6", "inquiry-42"),
        Auditor = new(ConsoleHost.Auditor, ["staff.auditor"], [Duty.Audit], null, null),
        Administrator = new("mihon-administrator", ["staff.it-administrator"], [Duty.Staff, Duty.Operations], null, null);

    /// <summary>In the order of the matrix.</summary>
    public static IReadOnlyList<Persona> Staff { get; } = [Service, Shipping, Finance, Tax, Marketing, People, Privacy, Auditor, Administrator];
}
