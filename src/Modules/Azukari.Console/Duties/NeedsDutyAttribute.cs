using Azukari.Company.Settings;
using Azukari.Console.SignIn;
using Microsoft.AspNetCore.Authorization;

namespace Azukari.Console.Duties;

/// <summary>
/// What a page or endpoint of the console asks of whoever opens it: a signed-in operator who has one of the duties named, or, with none named,
/// any operator of the settings. Checked at each request against the settings, so that a duty taken away ends at once.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsDutyAttribute : Attribute, IAuthorizeData, IAuthorizationRequirement, IAuthorizationRequirementData
{
    /// <summary>Any of these duties will do; none means every operator.</summary>
    public NeedsDutyAttribute(params Duty[] any) => Any = any;

    /// <summary>Any of these will do; empty: being an operator will.</summary>
    public IReadOnlyList<Duty> Any { get; }

    /// <inheritdoc/>
    public string? Policy { get; set; }

    /// <inheritdoc/>
    public string? Roles { get; set; }

    /// <inheritdoc/>
    public string? AuthenticationSchemes { get; set; } = StaffScheme.Name;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}
