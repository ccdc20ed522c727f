using Microsoft.Extensions.Compliance.Classification;
using Microsoft.Extensions.Compliance.Redaction;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Vault;

/// <summary>How data is classed for logs and telemetry (Microsoft.Extensions.Compliance).</summary>
public static class DataClasses
{
    private const string Taxonomy = "Azukari";

    /// <summary>What a person told the company, in any form. Erased wherever it would be logged.</summary>
    public static DataClassification Personal { get; } = new(Taxonomy, nameof(Personal));

    /// <summary>
    /// Registers the redactors: personal data is erased, and so is whatever has a class nobody named a redactor for. A host turns
    /// redaction of its logs on by itself (<c>EnableRedaction</c>); the trust core's own log takes no personal value at all.
    /// </summary>
    public static IServiceCollection AddAzukariRedaction(this IServiceCollection services) => services.AddRedaction(redaction => redaction
        .SetRedactor<ErasingRedactor>(new DataClassificationSet(Personal))
        .SetFallbackRedactor<ErasingRedactor>());
}

/// <summary>Marks a log parameter, property or field as personal data.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PersonalDataAttribute() : DataClassificationAttribute(DataClasses.Personal);
