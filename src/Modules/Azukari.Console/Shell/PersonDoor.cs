using Azukari.Console.Staff;
using Azukari.Vault;

namespace Azukari.Console.Shell;

/// <summary>A link on a person's page to what another module does about them; registered as a singleton.</summary>
/// <param name="Label">What it is called in the language of the request.</param>
/// <param name="Path">The page, without language.</param>
/// <param name="IsFor">Whether somebody of the staff sees it for a person. Asked by ids and facts: no value is read for it.</param>
public sealed record PersonDoor(
    Func<IServiceProvider, string> Label, Func<SubjectId, string> Path, Func<IServiceProvider, StaffMember, SubjectId, CancellationToken, Task<bool>> IsFor)
{
    /// <summary>What it does, in a sentence; then it stands among the acts of their membership as well. Null where it is about something else.</summary>
    public Func<IServiceProvider, string>? About { get; init; }
}
