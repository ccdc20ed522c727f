using Azukari.Company.Settings;
using Azukari.Console.SignIn;
using Azukari.Console.Staff;
using Microsoft.AspNetCore.Authorization;

namespace Azukari.Console.Duties;

/// <summary>
/// What a page or endpoint of the console asks of whoever opens it: a signed-in member of staff who has one of the duties or sits at one of the
/// desks named, or, with none named, anybody of the staff. Checked at each request, so that a duty taken away ends at once.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsDutyAttribute : Attribute, IAuthorizeData, IAuthorizationRequirement, IAuthorizationRequirementData
{
    /// <summary>Any of these duties will do; none means every operator.</summary>
    public NeedsDutyAttribute(params Duty[] any) => Any = any;

    /// <summary>Any of these will do.</summary>
    public IReadOnlyList<Duty> Any { get; }

    /// <summary>Any of these roles (recipient kinds of the policy) will do as well.</summary>
    public string[] Desks { get; init; } = [];

    /// <summary>Whether somebody meets it.</summary>
    public bool IsMetBy(StaffMember person) => (Any.Count == 0 && Desks.Length == 0) || Any.Any(person.Duties.Contains) || Desks.Any(person.Roles.Contains);

    /// <inheritdoc/>
    public string? Policy { get; set; }

    /// <inheritdoc/>
    public string? Roles { get; set; }

    /// <inheritdoc/>
    public string? AuthenticationSchemes { get; set; } = StaffScheme.Name;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}
