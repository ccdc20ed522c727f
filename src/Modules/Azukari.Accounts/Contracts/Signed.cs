using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Claims;
using Azukari.Vault;

namespace Azukari.Accounts.Contracts;

/// <summary>Which member is signed in, by a request's principal. Of staff, <see cref="Azukari.Console.Staff.StaffNow"/> knows.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "Somebody is signed in; no number is meant.")]
public static class Signed
{
    /// <summary>The member who is signed in; null when none is.</summary>
    public static SubjectId? MemberOf(ClaimsPrincipal? user) =>
        IdentityOf(user)?.FindFirst(MemberScheme.SubjectClaim)?.Value is { } subject && SubjectId.TryParse(subject, out var id) ? id : null;

    /// <summary>Who acts when a member does something themselves, for the ledger: a code that names nobody.</summary>
    public static Accessor Member { get; } = new("member");

    internal static Guid? SessionOf(ClaimsPrincipal? user) => GuidOf(user, MemberScheme.SessionClaim);

    internal static Guid? AccountOf(ClaimsPrincipal? user) => GuidOf(user, MemberScheme.AccountClaim);

    private static Guid? GuidOf(ClaimsPrincipal? user, string claim) =>
        IdentityOf(user)?.FindFirst(claim)?.Value is { } text && Guid.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static ClaimsIdentity? IdentityOf(ClaimsPrincipal? user) => user?.Identities.FirstOrDefault(i => i.IsAuthenticated && i.AuthenticationType == MemberScheme.Name);
}
