using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Company.Sample;

/// <summary>A person of the sample, in the vault.</summary>
/// <param name="Subject">Who.</param>
/// <param name="Number">Their number among the people of the sample, from 1; the same in every sample of a size.</param>
/// <param name="Kind">What kind of subject they came as.</param>
/// <param name="Channel">How they came.</param>
/// <param name="PolicyVersion">What they were shown.</param>
/// <param name="CameAt">When they came.</param>
/// <param name="MemberNumber">The number the sample gave them; null for who is no member.</param>
public sealed record SampleSubject(SubjectId Subject, int Number, SubjectKind Kind, Channel Channel, PolicyVersion PolicyVersion, DateTimeOffset CameAt, string? MemberNumber)
{
    /// <summary>The id only.</summary>
    public override string ToString() => $"SampleSubject[{Subject}]";
}

/// <summary>The sample's company when all its people have come.</summary>
/// <param name="Company">Open, with the newest policy in force.</param>
/// <param name="Clock">Tells the day the sample lives through.</param>
/// <param name="People">In the order they came.</param>
/// <param name="By">Who makes the sample, and works with it later.</param>
/// <param name="Second">Somebody else, where two must agree.</param>
/// <param name="Present">The real present, up to which the sample's company has kept its records.</param>
public sealed record SampleScene(CompanyCore Company, TimeProvider Clock, IReadOnlyList<SampleSubject> People, Accessor By, Accessor Second, DateTimeOffset Present);

/// <summary>A module's part in the sample company. It takes no chance of its own: its numbers come of a <see cref="SeededSequence"/>.</summary>
public interface ISampleContributor
{
    /// <summary>Adds what the module keeps; called once, before the people of the sample act and are worked with.</summary>
    Task ContributeAsync(SampleScene scene, CancellationToken cancel);
}
