namespace Azukari.Company.Sample;

/// <summary>A person nobody is: what the sample company was told, item by item, as it would stand on a form.</summary>
internal sealed record SpecimenPerson
{
    public required int Number { get; init; }

    /// <summary>The subject kind: agent, vip, retail, inquirer, applicant.</summary>
    public required string Kind { get; init; }

    public required SpecimenName Family { get; init; }

    public required SpecimenName Given { get; init; }

    /// <summary>male, female or undisclosed; null when not asked.</summary>
    public string? Gender { get; init; }

    public DateOnly? Born { get; init; }

    public SpecimenAddress? Address { get; init; }

    /// <summary>The rest of the items, as text: phone, mobile, fax, email, member-number, …</summary>
    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    /// <summary>How it came in: paper, web, inquiry.</summary>
    public required string Channel { get; init; }

    /// <summary>When, to the day, Asia/Tokyo; decides under which policy version.</summary>
    public required DateOnly AcquiredOn { get; init; }

    public override string ToString() => $"{Kind} {Number}";
}

internal sealed record SpecimenAddress(SpecimenPlace Place, string Street, string? Building);
